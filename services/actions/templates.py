"""Beginnings of answers, kept by the office."""

from django.db import transaction

from accounts.actions import record


@transaction.atomic
def save_template(template, *, unit, title, body, by):
    """Write a beginning of an answer for one bidang, or for all of them (no unit)."""
    template.unit, template.title, template.body = unit, title, body
    template.full_clean()
    template.save()
    record("template_saved", template, by=by)
    return template


@transaction.atomic
def delete_template(template, *, by):
    """Forget a beginning of an answer; what was answered with it stays."""
    record("template_deleted", template, by=by)
    template.delete()
