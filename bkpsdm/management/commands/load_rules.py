import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from neutrality.actions import load_rules


class Command(BaseCommand):
    help = "Load rules of neutrality in the format of bkpsdm/demo/neutrality_rules.json. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            rows = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file.name} tidak dapat dibaca sebagai JSON: {error}") from error
        try:
            self.stdout.write(f"{load_rules(rows, by=None)} aturan netralitas dimuat.")
        except ValidationError as error:
            raise CommandError("Tidak ada yang dimuat.\n" + "\n".join(error.messages)) from error
