"""How the rules of neutrality come in."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions import record
from accounts.words import learn_words
from neutrality.models import Rule

FIELDS = {"code", "act", "is_allowed", "situation", "phase", "tier", "sanction", "example", "source"}


@transaction.atomic
def load_rules(rows, *, by):
    """Load rules from dicts of the fields of Rule, in their order; a rule of the same code is replaced.

    Returns the number of rules. Raises ValidationError naming rule and field at fault; then nothing is loaded.
    """
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValidationError("Aturan ditulis sebagai daftar objek JSON.")
    known = {rule.code: rule for rule in Rule.objects.all()}
    new_texts = []
    for position, row in enumerate(rows):
        rule = known.get(row.get("code")) or Rule()
        if unknown := sorted(row.keys() - FIELDS):
            raise ValidationError(f"{row.get('code')}: kolom tidak dikenal: {', '.join(unknown)}.")
        for name, value in row.items():
            setattr(rule, name, value)
        rule.position = position
        rule.search_words = words_of(rule)
        try:
            rule.full_clean()
        except ValidationError as error:
            raise ValidationError([f"{row.get('code')}: {line}" for line in sentences(error)]) from error
        if rule.pk is None:
            new_texts.append(rule.search_document)
        rule.save()
    learn_words(new_texts)
    record("rules_loaded", None, by=by, count=len(rows))
    return len(rows)


def sentences(error):
    """Return what is wrong with a rule, each sentence with its field."""
    return [f"{name}: {message}" for name, messages in error.message_dict.items() for message in messages]


def words_of(rule):
    """Return what people may type for a rule beside its own words, for the search."""
    allowed = "boleh" if rule.is_allowed else "tidak boleh dilarang larangan"
    return f"netralitas {allowed} {rule.get_situation_display()} {rule.get_phase_display()} {rule.get_tier_display()}"
