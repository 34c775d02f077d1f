"""The words of the people, which the search understands."""

from django.db import transaction

from .records import record


@transaction.atomic
def save_synonym(synonym, *, by):
    """Write a word of the people and its meanings; searches understand it from then on."""
    synonym.full_clean()
    synonym.save()
    record("synonym_saved", synonym, by=by, term=synonym.term)
    return synonym


@transaction.atomic
def delete_synonym(synonym, *, by):
    """Forget a word of the people."""
    record("synonym_deleted", synonym, by=by, term=synonym.term)
    synonym.delete()
