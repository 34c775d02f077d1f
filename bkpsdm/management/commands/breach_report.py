import json
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.surfaces import SURFACES
from accounts.verbs import words_of
from bkpsdm.breach import HEADER, breach_report
from bkpsdm.lib.spreadsheet import write_csv


class Command(BaseCommand):
    help = "List whose data was seen between two moments, and which kinds of data (UU 27/2022 art. 46: 3 x 24 hours)."

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="since", required=True, type=moment, help="2026-11-25T08:00, local time")
        parser.add_argument("--until", required=True, type=moment, help="not included")
        parser.add_argument("--surface", default="", choices=["", *SURFACES], help="one page or file only")
        parser.add_argument("--viewer", default="", help="what one account saw, by its login")
        parser.add_argument("--csv", type=Path, help="write one row for each person to this path")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, since, until, surface, viewer, csv, **options):
        if until <= since:
            raise CommandError("--until must be after --from")
        report = breach_report(since, until, surface=surface, viewer=viewer)
        if csv:
            csv.touch(mode=0o600)  # names and addresses: for the one who runs this alone
            csv.write_text(write_csv(HEADER, report.rows()), encoding="utf-8-sig")
        told = {
            "accesses": report.accesses,
            "people": len(report.people),
            "kinds": report.kinds,
            "data": report.data,
            "activities": report.activities,
            "unknown": sum(count for _, _, count in report.unknown),
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else in_words(told))


def moment(text):
    """Return a moment; without a time zone, in that of the agency."""
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else timezone.make_aware(value)


def in_words(told):
    lines = [f"{told['accesses']} akses menyangkut {told['people']} orang"]
    lines += [f"  {kind}: {count}" for kind, count in told["kinds"].items()]
    lines += ["Jenis data dan banyaknya orang:", *(f"  {kind}: {count}" for kind, count in told["data"].items())]
    lines += ["Yang dikerjakan pada waktu itu:"] if told["activities"] else []
    lines += [f"  {words_of(verb)}: {count}" for verb, count in told["activities"].items()]
    if told["unknown"]:
        lines.append(f"Tamu atau orang yang tidak tercantum lagi: {told['unknown']}")
    return "\n".join(lines)
