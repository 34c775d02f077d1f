"""A portal of a few lines, for tests of what runs it."""

STUB = {
    "bkpsdm/__init__.py": "",
    "bkpsdm/wsgi.py": """
import os
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
""",
    "bkpsdm/settings.py": """
from pathlib import Path
from bkpsdm.lib import env
SECRET_KEY, DATA_DIR = env.text("SECRET_KEY"), Path(env.text("DATA_DIR"))
ALLOWED_HOSTS, ROOT_URLCONF, USE_TZ = ["*"], "bkpsdm.urls", True
INSTALLED_APPS = ["stub", "django.contrib.auth", "django.contrib.contenttypes"]
DATABASES = {"default": env.database("DATABASE_URL")}
CELERY_BROKER_URL = env.text("REDIS_URL")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {"tick": {"task": "stub.tasks.tick", "schedule": 0.5}}
""",
    "bkpsdm/urls.py": """
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("readyz", lambda request: HttpResponse(str(User.objects.count())))]
""",
    "stub/__init__.py": "",
    "stub/tasks.py": """
from celery import shared_task
@shared_task
def tick():
    from django.conf import settings
    (settings.DATA_DIR / "ticked").touch()
""",
    "stub/management/__init__.py": "",
    "stub/management/commands/__init__.py": "",
    "stub/management/commands/prepare.py": """
from django.core.management import call_command
from django.core.management.base import BaseCommand
class Command(BaseCommand):
    def add_arguments(self, parser):
        for name in ("--seed", "--collectstatic", "--logins"):
            parser.add_argument(name, action="store_true")
    def handle(self, **options):
        call_command("migrate", verbosity=0)
        if options["seed"]:
            from django.contrib.auth.models import User
            User.objects.create(username="asn")
            self.stdout.write("Data contoh: selesai")
        self.stdout.write("Akun contoh:\\n  asn")
""",
}
