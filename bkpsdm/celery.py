"""The Celery application; schedules and limits stand in the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkpsdm.settings")
app = Celery("bkpsdm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
