from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bkpsdm.demo.seed import seed


class Command(BaseCommand):
    help = "Make the demo regency. Safe to run again."

    def handle(self, **options):
        if not settings.DEMO_MODE:
            raise CommandError("Data contoh hanya untuk DEMO_MODE=1.")
        for line in seed():
            self.stdout.write(line)
            self.stdout.flush()
