"""Work beside the pages; each task may run twice."""

from celery import shared_task
from django.utils import timezone

from .actions import publish_due_articles


@shared_task
def publish_articles():
    """Publish the stories whose minute has come."""
    publish_due_articles(timezone.now())
