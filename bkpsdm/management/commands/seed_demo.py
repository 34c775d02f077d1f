from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from bkpsdm.demo.people import DOMAIN
from bkpsdm.demo.seed import seed


class Command(BaseCommand):
    help = "Make the demo regency. Safe to run again."

    def handle(self, **options):
        if not settings.DEMO_MODE:
            raise CommandError("Data contoh hanya untuk DEMO_MODE=1.")
        accounts = User.objects.all()
        if accounts.exists() and not accounts.filter(email__endswith=f"@{DOMAIN}").exists():
            raise CommandError("Basis data ini berisi akun yang bukan contoh; data contoh tidak dimuat ke dalamnya.")
        for line in seed():
            self.stdout.write(line)
            self.stdout.flush()
