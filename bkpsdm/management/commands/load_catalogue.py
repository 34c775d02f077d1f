import json
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bkpsdm.demo import demo_data
from services.actions import load_catalogue
from services.models import StandardComponent


class Command(BaseCommand):
    help = "Load services in the format of bkpsdm/demo/services.json. Loads all or nothing; safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish what is new or changed")
        parser.add_argument(
            "--effective-on", type=date.fromisoformat, help="first day of the published editions (default: today)"
        )
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *, file, publish, effective_on, **options):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file.name} tidak dapat dibaca sebagai JSON: {error}") from error
        if isinstance(data, dict) and "components" not in data and not StandardComponent.objects.exists():
            # The 14 components are the law's; their texts are examples until the agency writes its own.
            data["components"] = demo_data("standard_components")["components"]
        try:
            outcomes = load_catalogue(
                data, by=None, publish_on=(effective_on or timezone.localdate()) if publish else None
            )
        except ValidationError as error:
            raise CommandError("Tidak ada yang dimuat.\n" + "\n".join(error.messages)) from error
        if options["json"]:
            self.stdout.write(json.dumps(outcomes))
        else:
            self.stdout.write(
                "Baru {new}, berubah {changed}, tetap {unchanged}; terbit {published}.".format(**outcomes)
            )
