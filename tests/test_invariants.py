"""What holds for the whole house, however it grows."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.actions import ask_correction
from accounts.kinds import KINDS
from accounts.models import Notification
from accounts.stopping import stop_token
from accounts.unsubscribe import leave_path
from announcements.actions import approve_article, issue_decree, submit_article
from services.actions import ask_question, give_token
from services.models import FrequentAnswer, Question

from . import factories, visited
from .entering import enter

ROOT = Path(settings.BASE_DIR)
DOORS = ("bkpsdm", "accounts", "services", "neutrality", "announcements")

# Who may point at whom, lowest first; doors of one rank never point at each other.
RANKS = {"contenttypes": 0, "auth": 1, "accounts": 2, "services": 3, "neutrality": 3, "announcements": 4}

# Every page by name: who opens it, and with what (a dict of the objects below). An empty status means 200.
PAGES = {
    "home": ("warga", {}),
    "search": ("warga", {}),
    "offline": ("warga", {}),
    "account": ("asn", {}),
    "my-data": ("asn", {}),
    "workroom": ("petugas", {}),
    "mail-list": ("petugas", {}),
    "mail-detail": ("petugas", {"name": "mail"}),
    "accounts:activation-start": ("warga", {}),
    "accounts:slip-enter": ("warga", {}),
    "accounts:entry-stop": ("warga", {"token": "stop"}),
    "accounts:address-verify": ("warga", {"token": "stop"}),
    "accounts:device-list": ("asn", {}),
    "accounts:slip-list": ("operator", {}),
    "mfa_index": ("asn", {}),
    "mfa_list_webauthn": ("asn", {}),
    "account_reauthenticate": ("asn", {}),
    "accounts:page-list": ("warga", {}),
    "accounts:notice-list": ("asn", {}),
    "accounts:notice-leave": ("warga", {"token": "leave"}),
    "accounts:delivery": ("admin", {}),
    "accounts:failed-list": ("admin", {}),
    "accounts:seal-digest": ("warga", {}),
    "accounts:correction-list": ("asn", {}),
    "accounts:correction-inbox": ("admin", {}),
    "accounts:correction-decide": ("admin", {"pk": "correction"}),
    "accounts:trail": ("auditor", {}),
    "accounts:role-list": ("admin", {}),
    "accounts:role-search": ("admin", {}),
    "accounts:role-person": ("admin", {"pk": "person"}),
    "accounts:employee-list": ("operator", {}),
    "accounts:employee-detail": ("admin", {"pk": "employee"}),
    "accounts:employee-update": ("admin", {"pk": "employee"}),
    "accounts:employee-merge": ("admin", {"pk": "employee"}),
    "accounts:import-list": ("admin", {}),
    "accounts:import-detail": ("admin", {"pk": "import"}),
    "accounts:import-units": ("admin", {"pk": "import"}),
    "accounts:unit-list": ("admin", {}),
    "accounts:unit-detail": ("admin", {"code": "unit"}),
    "accounts:synonym-list": ("penyunting", {}),
    "accounts:synonym-update": ("penyunting", {"pk": "synonym"}),
    "services:service-list": ("warga", {}),
    "services:service-detail": ("warga", {"slug": "slug"}),
    "services:edition-on": ("warga", {"slug": "slug"}),
    "services:edition-detail": ("warga", {"slug": "slug", "number": "number"}),
    "services:answer-list": ("warga", {}),
    "services:answer-detail": ("warga", {"code": "code"}),
    "services:answer-thanks": ("warga", {"code": "code"}),
    "services:answer-desk": ("petugas", {}),
    "services:answer-review": ("petugas", {"code": "code"}),
    "services:proposal-create": ("petugas", {"pk": "question"}),
    "services:proposal-detail": ("asn", {"pk": "proposed"}),
    "services:performance": ("warga", {}),
    "services:how-we-count": ("warga", {}),
    "services:survey-results": ("warga", {}),
    "services:survey": ("warga", {"token": "survey"}),
    "services:survey-thanks": ("warga", {}),
    "services:performance-desk": ("kabid", {}),
    "services:question-create": ("asn", {}),
    "services:question-list": ("asn", {}),
    "services:question-detail": ("asn", {"pk": "question"}),
    "services:question-inbox": ("petugas", {}),
    "services:question-answer": ("petugas", {"pk": "question"}),
    "services:template-list": ("petugas", {}),
    "services:template-create": ("petugas", {}),
    "services:template-update": ("petugas", {"pk": "template"}),
    "announcements:decree-counts": ("warga", {}),
    "announcements:verify": ("warga", {}),
    "announcements:verify-code": ("warga", {"code": "petikan_code"}),
    "announcements:petikan-list": ("asn", {}),
    "announcements:petikan-detail": ("asn", {"pk": "petikan"}),
    "announcements:decree-list": ("pengelola", {}),
    "announcements:decree-create": ("pengelola", {}),
    "announcements:decree-update": ("pengelola", {"pk": "decree"}),
    "announcements:recipient-search": ("pengelola", {"pk": "decree"}),
    "announcements:recipient-create": ("pengelola", {"pk": "decree", "employee": "employee"}),
    "announcements:recipient-update": ("pengelola", {"pk": "petikan"}),
    "neutrality:guidance": ("warga", {}),
    "neutrality:event-list": ("warga", {}),
    "neutrality:event-detail": ("warga", {"slug": "event_slug"}),
    "neutrality:event-desk": ("panitia", {}),
    "neutrality:event-create": ("panitia", {}),
    "neutrality:event-update": ("panitia", {"pk": "event"}),
    "neutrality:event-recap": ("panitia", {"pk": "event"}),
    "neutrality:gate-list": ("panitia", {}),
    "neutrality:gate-detail": ("panitia", {"pk": "event"}),
    "neutrality:attendance-list": ("asn", {}),
    "neutrality:unit-people": ("operator", {}),
    "announcements:article-list": ("warga", {}),
    "announcements:article-detail": ("warga", {"slug": "article_slug"}),
    "announcements:article-inbox": ("penyunting", {}),
    "announcements:article-create": ("penyunting", {}),
    "announcements:article-update": ("penyunting", {"pk": "article"}),
    "announcements:article-preview": ("penyunting", {"pk": "article"}),
    "announcements:picture-list": ("penyunting", {"pk": "article"}),
    "account_login": ("warga", {}),
    "account_logout": ("asn", {}),
    "account_signup": ("warga", {}),
    "account_inactive": ("warga", {}),
    "account_change_password": ("asn", {}),
    "account_reset_password": ("warga", {}),
    "account_reset_password_done": ("warga", {}),
    "account_reset_password_from_key": ("warga", {"uidb36": "uidb36", "key": "token"}),
    "account_reset_password_from_key_done": ("warga", {}),
}
SAFETY = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Named, but no page for people: files, and what only takes a POST.
NOT_PAGES = {
    "service-worker",
    "readyz",
    "freshz",
    "robots",
    "security-txt",
    "my-data-take",
    "accounts:seal-digest-json",
    "sitemap",
    "services:checklist-pdf",
    "services:question-suggest",
    "services:question-sent",
    "services:question-act",
    "services:attachment-download",
    "services:questions-assign",
    "services:question-direct",
    "services:template-delete",
    "accounts:synonym-delete",
    "accounts:role-end",
    "accounts:notice-open",
    "accounts:notice-read-all",
    "accounts:failed-resend",
    "neutrality:calendar",
    "neutrality:event-calendar",
    "neutrality:event-publish",
    "neutrality:event-finish",
    "neutrality:event-cancel",
    "neutrality:attendance-xlsx",
    "neutrality:attendance-pdf",
    "neutrality:gate-guest",
    "announcements:article-feed",
    "announcements:picture-file",
    "announcements:article-submit",
    "announcements:article-approve",
    "announcements:article-return",
    "announcements:article-unschedule",
    "announcements:article-archive",
    "announcements:picture-delete",
}
NOT_PAGES |= {f"accounts:employee-{verb}" for verb in ("reveal", "transfer", "retire", "reinstate", "renumber")}
NOT_PAGES |= {f"accounts:import-{verb}" for verb in ("template", "progress", "apply", "cancel", "rejected")}
NOT_PAGES |= {"accounts:unit-rename", "accounts:unit-succeed"}
NOT_PAGES |= {f"announcements:decree-{verb}" for verb in ("issue", "delete", "hand-over")}
NOT_PAGES |= {f"announcements:recipient-{verb}" for verb in ("attach", "remove", "replace", "revoke")}
NOT_PAGES |= {"announcements:petikan-file"}
NOT_PAGES |= {"services:answer-feedback", "services:answer-confirm", "services:revision-publish"}
NOT_PAGES |= {"services:proposal-publish", "services:proposal-drop"}
NOT_PAGES |= {"services:performance-csv", "services:survey-csv", "services:survey-xlsx"}
# Steps of a way that nobody reaches without the one before; tests/accounts/test_entry_*.py go all of it.
NOT_PAGES |= {"accounts:activation-code", "accounts:entry-password", "accounts:slip-create", "accounts:slip-print"}
NOT_PAGES |= {"accounts:slip-revoke", "accounts:recovery-approve", "accounts:device-end", "accounts:device-end-others"}
NOT_PAGES |= {"mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_login_webauthn"}
NOT_PAGES |= {"mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"}
NOT_PAGES |= {"accounts:address-update", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"}
NOT_PAGES |= {"openid_connect_login", "openid_connect_callback"}


@pytest.fixture
def house(cast, make_edition, make_event, bidang, seeded_mail):
    """One of everything that a page can show."""
    edition = make_edition(service__unit=bidang)
    answer = factories.FrequentAnswerFactory(service=edition.service)
    question = ask_question(
        kind=Question.Kind.PERTANYAAN,
        service=edition.service,
        title="Bagaimana caranya?",
        body="Saya belum paham.",
        key=factories.new_key(),
        by=cast["asn"],
    )
    to_officer = Notification.objects.get(user=cast["petugas"], channel="surel")
    event = make_event()
    petikan = factories.RecipientFactory(employee=cast["asn"].employee)
    issue_decree(petikan.decree, by=cast["pengelola"])
    article = factories.ArticleFactory(event=event)
    submit_article(article, by=article.author)
    approve_article(article, by=cast["penyunting"])
    return {
        "cast": cast,
        "correction": ask_correction(subject="nama", wrong="A", right="B", by=cast["asn"]).pk,
        "person": cast["petugas"].pk,
        "leave": leave_path(to_officer).split("/")[-2],
        "petikan": petikan.pk,
        "petikan_code": petikan.code,
        "employee": petikan.employee_id,
        "import": factories.ReadImportFactory().pk,
        "unit": bidang.code,
        "decree": factories.DecreeFactory().pk,
        "article": article.pk,
        "article_slug": article.slug,
        "event": event.pk,
        "event_slug": event.slug,
        "slug": edition.service.slug,
        "number": edition.number,
        "code": answer.code,
        "question": question.pk,
        "template": factories.AnswerTemplateFactory(unit=bidang).pk,
        "synonym": factories.SynonymFactory().pk,
        "mail": seeded_mail,
        "proposed": factories.ProposalFactory(question__asker=cast["asn"]).question_id,
        "survey": give_token(bidang, today=timezone.localdate()),
        "stop": stop_token(factories.EntrySlipFactory(made_by=cast["operator"])),
        "uidb36": "1",
        "token": "set-password",
    }


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_answers_with_one_h1(client, house, name):
    who, fields = PAGES[name]
    if who != "warga":
        enter(client, house["cast"][who])
    response = client.get(reverse(name, kwargs={key: house[value] for key, value in fields.items()}))
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_every_page_carries_the_safety_headers_and_only_the_gate_the_camera(client, house):
    """Each page as its own reader meets it; and no cookie that a script could read or a foreign site could use."""
    with_camera = set()
    for name, (who, fields) in PAGES.items():
        client.logout()
        if who != "warga":
            enter(client, house["cast"][who])
        response = client.get(reverse(name, kwargs={key: house[value] for key, value in fields.items()}))
        features = dict(part.split("=") for part in response["Permissions-Policy"].split(", "))
        if features.pop("camera") == "(self)":
            with_camera.add(name)
        assert {*features.values()} == {"()", "(self)"}, name
        assert features["geolocation"] == features["microphone"] == "()", name
        assert {header: response[header] for header in SAFETY} == SAFETY, name
        loose = [cookie.key for cookie in response.cookies.values() if not (cookie["httponly"] and cookie["samesite"])]
        assert loose == [], name
    assert with_camera == {"neutrality:gate-detail"}


def test_every_named_page_is_in_the_table():
    assert visited.named_pages() == PAGES.keys() | NOT_PAGES


def test_no_foreign_key_points_against_the_layers():
    against = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in RANKS
        for field in model._meta.get_fields()
        if field.is_relation and isinstance(field, models.ForeignKey | models.ManyToManyField)
        if (target := field.related_model._meta.app_label) != model._meta.app_label
        if RANKS[target] >= RANKS[model._meta.app_label]
    ]
    assert against == []


def test_state_is_assigned_only_in_lib_states():
    assigned = []
    for door in DOORS:
        for file in (ROOT / door).rglob("*.py"):
            if file.relative_to(ROOT) == Path("bkpsdm/lib/states.py"):
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if _assigns_state(node):
                    assigned.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert assigned == []


def _assigns_state(node):
    """Return whether a node sets an attribute ``state``, or updates or bulk-updates the column."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(t, ast.Attribute) and t.attr == "state" and not _is_own_state(t) for t in targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in {"update", "update_or_create"}:
            return any(keyword.arg == "state" for keyword in node.keywords)
        if node.func.attr == "setattr":
            return True
    return False


def _is_own_state(target):
    """A trigger keeps the name of a state in itself; that moves nothing."""
    return isinstance(target.value, ast.Name) and target.value.id == "self"


def test_the_check_for_assigned_states_can_fail():
    for line in ('question.state = "selesai"', 'Question.objects.filter(pk=1).update(state="selesai")'):
        assert any(_assigns_state(node) for node in ast.walk(ast.parse(line)))


def test_every_kind_of_message_has_its_templates_and_no_template_is_without_a_kind():
    names = {suffix: set() for suffix in (".subject.txt", ".html", ".txt")}
    for file in (ROOT / "templates" / "emails").iterdir():
        suffix = next(suffix for suffix in names if file.name.endswith(suffix))
        names[suffix].add(file.name.removesuffix(suffix))
    assert names[".subject.txt"] == KINDS.keys()
    assert names[".txt"] == KINDS.keys() | {"_leave"}
    assert names[".html"] == KINDS.keys() | {"base"}


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_nothing_about_the_demo_regency_stands_in_code_or_templates():
    """Another regency takes the portal as it is: only demo data, documents and tests name this one."""
    named = [
        str(file.relative_to(ROOT))
        for door in (*DOORS, "templates", "static")
        for file in (ROOT / door).rglob("*")
        if file.is_file() and file.suffix in {".py", ".html", ".txt", ".js", ".css", ".typ", ".svg"}
        if (ROOT / "bkpsdm" / "demo") not in file.parents
        if "bondowoso" in file.read_text(encoding="utf-8").lower()
    ]
    assert named == []


def test_templates_have_no_inline_script_or_style():
    inline = []
    for file in (ROOT / "templates").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        if "<style" in text or 'style="' in text or "javascript:" in text or " onclick=" in text or "<script>" in text:
            inline.append(str(file.relative_to(ROOT)))
    assert inline == []


def test_visible_answers_leave_out_drafts(house, client):
    draft = factories.FrequentAnswerFactory(publish=False)
    assert draft not in FrequentAnswer.objects.visible_to(house["cast"]["asn"])


def test_every_page_and_template_was_met(request):
    """A page or template that no test renders is a page that nobody looked after.

    Runs last, and only judges a run of the whole suite.
    """
    if request.config.args not in ([], ["tests"], [str(ROOT)]) or request.config.option.keyword:
        pytest.skip("only part of the suite was asked for")
    missed_pages = visited.named_pages() - visited.PAGES
    missed_templates = visited.our_templates() - visited.TEMPLATES
    assert (sorted(missed_pages), sorted(missed_templates)) == ([], [])
