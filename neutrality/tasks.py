"""Work beside the pages; each task may run twice."""

from celery import shared_task
from django.utils import timezone

from .actions import refresh_attendance
from .models import Event


@shared_task
def refresh_attendances():
    """Let the lists of all coming events follow the roster, and tell those who are newly invited."""
    for event in Event.objects.upcoming(timezone.now()):
        refresh_attendance(event)
