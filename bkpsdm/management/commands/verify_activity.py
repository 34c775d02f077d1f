import json
import re

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import seals

PUBLISHED = re.compile(r"^(\d{1,18}):([0-9a-f]{64})$")


class Command(BaseCommand):
    help = "Check the sealed chain of activities; names the first bad row and ends with 1 if there is one."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--digest", action="store_true", help="print the newest digest, to be published, and end")
        parser.add_argument("--expect", metavar="POSITION:HASH", help="a digest that was published earlier")

    def handle(self, *, digest, expect, **options):
        if digest:
            self.stdout.write(json.dumps(seals.digest()))
            return
        verdict = seals.verify(timezone.now(), expected=self._published(expect))
        self.stdout.write(json.dumps(verdict.as_json()) if options["json"] else self._told(verdict))
        if verdict.fault:
            raise SystemExit(1)

    @staticmethod
    def _published(text):
        if text is None:
            return None
        match = PUBLISHED.match(text)
        if not match:
            raise CommandError("--expect takes POSITION:HASH, as --digest prints them")
        return seals.Link(int(match[1]), match[2])

    @staticmethod
    def _told(verdict):
        if not verdict.fault:
            return f"{verdict.checked} kegiatan tersegel dan utuh; ujungnya {verdict.head.position}:{verdict.head.hash}"
        fault = verdict.fault
        where = [f"posisi {fault.position}"] if fault.position else []
        where += [f"kegiatan {fault.activity}"] if fault.activity else []
        return f"RUSAK di {', '.join(where)}: {fault.explanation} ({fault.kind})"
