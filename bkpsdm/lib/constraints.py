"""What the database refuses, in the sentence that its constraint or trigger has for people."""

from contextlib import contextmanager

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError

RESTRICT_VIOLATION = "23001"  # how lib.frozen refuses


@contextmanager
def refusals_explained():
    """Raise ValidationError where the database refuses; other faults pass.

    Forms and full_clean() tell most refusals beforehand; this is for what two people did at once. The transaction
    around it is lost, as after any fault of the database.
    """
    try:
        yield
    except IntegrityError as error:
        sentence = refusal(error.__cause__.diag)
        if sentence is None:
            raise
        raise ValidationError(sentence, code="refused") from error


def refusal(diagnosis):
    """Return the sentence of the constraint or trigger that a diagnosis of the database names, or None."""
    if diagnosis.sqlstate == RESTRICT_VIOLATION and diagnosis.constraint_name is None:
        return diagnosis.message_primary
    sentences = {
        constraint.name: constraint.violation_error_message
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }
    return sentences.get(diagnosis.constraint_name)
