import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bkpsdm.retention import apply_retention, past_their_time


class Command(BaseCommand):
    help = (
        "Delete what is past its time by the data map, and record it. Safe to run again; run it as the tables' owner."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count, and delete nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, dry_run, **options):
        try:
            counts = past_their_time(timezone.now()) if dry_run else apply_retention(timezone.now())
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        for label, count in counts.items():
            self.stdout.write(f"{label}: {count}")
        self.stdout.write(
            "Tidak ada yang dihapus (--dry-run)." if dry_run else f"{sum(counts.values())} baris dihapus."
        )
