"""How the rules of neutrality come in."""

from django.db import transaction

from accounts.actions import record
from accounts.words import learn_words
from neutrality.models import Rule


@transaction.atomic
def load_rules(rows, *, by):
    """Load rules from dicts of the fields of Rule, in their order; a rule of the same code is replaced.

    Returns the number of rules. Raises ValidationError naming the field that is at fault; then nothing is loaded.
    """
    known = {rule.code: rule for rule in Rule.objects.all()}
    new_texts = []
    for position, row in enumerate(rows):
        rule = known.get(row["code"]) or Rule()
        for name, value in row.items():
            setattr(rule, name, value)
        rule.position = position
        rule.search_words = words_of(rule)
        rule.full_clean()
        if rule.pk is None:
            new_texts.append(rule.search_document)
        rule.save()
    learn_words(new_texts)
    record("rules_loaded", None, by=by, count=len(rows))
    return len(rows)


def words_of(rule):
    """Return what people may type for a rule beside its own words, for the search."""
    allowed = "boleh" if rule.is_allowed else "tidak boleh dilarang larangan"
    return f"netralitas {allowed} {rule.get_situation_display()} {rule.get_phase_display()} {rule.get_tier_display()}"
