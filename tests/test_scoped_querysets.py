"""A view that asks a table for its rows without saying who is reading is how one person's data reach another.

So what pages, forms and feeds read begins with a method of the QuerySet that says who sees it; whatever does not stands
below with its reason. Judged by the syntax tree of every module that answers a visitor.
"""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
JUDGED = (
    "*/views.py",
    "*/views/*.py",
    "*/forms.py",
    "*/forms/*.py",
    "*/filters.py",
    "*/feeds.py",
    "bkpsdm/search.py",
    "bkpsdm/sitemaps.py",
    "bkpsdm/context.py",
    "bkpsdm/templatetags/*.py",
)
DOORS = ("bkpsdm", "accounts", "services", "neutrality", "announcements")

# Methods of QuerySets that say who sees the rows, or that they are everybody's.
SCOPES = {
    "visible_to",
    "own",
    "answerable_by",
    "kept_by",
    "editable_by",
    "overseen_by",
    "proposed_to",
    "with_code",
    "published",
    "in_force_on",
    "public",
    "held",
    "upcoming",
    "none",
}

# What everybody may know: names of units and pages, words, holidays, the agency itself.
REFERENCE_DATA = {
    "Agency": "stands in the footer of every page",
    "Category": "the headings of the catalogue",
    "ElectionPhase": "stands on the page of neutrality",
    "Holiday": "the calendar by which promises are counted",
    "Page": "the agency's own pages",
    "StandardComponent": "the 14 components, printed with every service",
    "Synonym": "words of the search, without a person",
    "WorkUnit": "names of units; who works there is Employee",
}

# Single places, by module and model, and why they need no scope.
ALLOWED = {
    (
        "accounts/views/delivery.py",
        "Notification",
    ): "for accounts.manage_delivery: numbers and failures without persons",
    ("accounts/forms/base.py", "Notification"): "which failures to send again, for accounts.manage_delivery",
    ("accounts/forms/base.py", "Employee"): "whose number was typed at the login; nothing of it is shown",
    ("accounts/forms/base.py", "User"): "the account of that number, for the check of the password",
    ("accounts/views/entry.py", "ActivationCode"): "the one that this very session asked for",
    ("accounts/views/people.py", "AccessLog"): "who looked at the person that the view has found",
    ("announcements/forms/news.py", "Decree"): "an editor names issued decrees by number; their people stay unseen",
    ("announcements/forms/news.py", "Article"): "the stored version of the draft that the view has found",
    ("neutrality/forms.py", "Event"): "the stored version of the event that the view has found",
    ("services/forms/directing.py", "RoleGrant"): "which bidang answer at all: their names are public",
    ("services/forms/directing.py", "User"): "colleagues who answer today, for whoever may assign; and oneself",
}


def models():
    return {model.__name__ for model in apps.get_models() if model._meta.app_label in DOORS}


def unscoped(source, names):
    """Return (line, model) of each queryset of a model that no method of SCOPES narrows, in a module's text."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if _is_manager(node, names):
            if not SCOPES & set(_methods_after(node, parents)):
                yield node.lineno, node.value.id
        elif isinstance(node, ast.Call) and _name(node.func) in ("get_object_or_404", "get_list_or_404"):
            yield from (
                (node.lineno, _name(first))
                for first in node.args[:1]
                if isinstance(first, ast.Name) and first.id in names
            )


def _is_manager(node, names):
    is_manager = isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")
    return is_manager and isinstance(node.value, ast.Name) and node.value.id in names


def _methods_after(node, parents):
    """Yield the names of the methods that are called on a manager, one after the other."""
    while isinstance(parent := parents.get(node), ast.Attribute | ast.Call):
        if isinstance(parent, ast.Attribute):
            yield parent.attr
        elif parent.func is not node:
            return  # handed over as an argument
        node = parent


def _name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def judged():
    return sorted(
        {file for pattern in JUDGED for file in ROOT.glob(pattern) if file.relative_to(ROOT).parts[0] in DOORS}
    )


def findings():
    """Return (module, line, model) of every unscoped queryset, the reference data left out."""
    names = models() - REFERENCE_DATA.keys()
    return [
        (file.relative_to(ROOT).as_posix(), line, model)
        for file in judged()
        for line, model in unscoped(file.read_text(encoding="utf-8"), names)
    ]


def test_no_page_reads_rows_without_saying_who_is_reading():
    assert [found for found in findings() if (found[0], found[2]) not in ALLOWED] == []


def test_every_exception_is_still_needed():
    assert {(module, model) for module, _, model in findings()} == ALLOWED.keys()


def test_reference_data_name_models_and_hold_no_person():
    assert REFERENCE_DATA.keys() <= models()
    to_people = {
        (model.__name__, field.name)
        for model in apps.get_models()
        if model._meta.app_label in DOORS and model.__name__ in REFERENCE_DATA
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model.__name__ in ("User", "Employee")
    }
    assert to_people == set()


def test_every_scope_is_a_method_of_some_queryset():
    known = {name for model in apps.get_models() for name in dir(model._default_manager.all())}
    assert known >= SCOPES


def test_every_door_is_judged():
    assert {file.relative_to(ROOT).parts[0] for file in judged()} == set(DOORS)
    assert len(judged()) > 30


@pytest.mark.parametrize(
    "line",
    [
        "rows = Question.objects.all()",
        "rows = Question.objects.select_related('unit').filter(pk=1).first()",
        "question = get_object_or_404(Question, pk=pk)",
        "question = shortcuts.get_object_or_404(Question, pk=pk)",
        "question = get_object_or_404(Question.objects.select_related('unit'), pk=pk)",
        "questions = Question.objects",
        "to = forms.ModelChoiceField(queryset=Question.objects.all())",
        "rows = Question._default_manager.all()",
        "rows = wanted.visible_to(Question.objects.all())",
    ],
)
def test_check_of_querysets_can_fail(line):
    assert list(unscoped(line, {"Question"})) == [(1, "Question")]


@pytest.mark.parametrize(
    "line",
    [
        "rows = Question.objects.visible_to(user).filter(pk=1)",
        "rows = Question.objects.select_related('unit').answerable_by(user)",
        "question = get_object_or_404(Question.objects.visible_to(user), pk=pk)",
        "rows = Other.objects.all()",
        "rows = question.messages.all()",
    ],
)
def test_check_of_querysets_lets_pass_what_says_who_is_reading(line):
    assert list(unscoped(line, {"Question"})) == []
