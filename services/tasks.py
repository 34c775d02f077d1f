"""The promises that keep themselves; each task may run twice, and at the same time as itself."""

from celery import shared_task

from . import actions


@shared_task
def recount_deadlines():
    """Count the due dates of all that is open anew: pauses grow by a day, and calendars are entered late."""
    actions.recount_deadlines()


@shared_task
def keep_silence():
    """Warn those whose silence will close a question, and close what was silent past the day of the warning."""
    actions.warn_of_silence()
    actions.close_silent()


@shared_task
def remind():
    """Tell officers what is due, and heads what is overdue, in office hours."""
    actions.remind_officers()
    actions.escalate_overdue()
