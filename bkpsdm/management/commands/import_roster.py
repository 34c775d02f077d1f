import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from accounts.actions import import_file, judge_sheet
from accounts.roster.comparing import count
from accounts.roster.files import read_sheet

WORDS = {
    "new": "baru",
    "changed": "berubah",
    "unchanged": "tetap",
    "gone": "tidak ada lagi di berkas",
    "warned": "ditinjau",
    "rejected": "ditolak",
    "skipped": "dilewati",
    "inactive": "nonaktif",
}


class Command(BaseCommand):
    help = "Import a file of people: SIASN's Data Utama or a list of THL, as XLSX or CSV. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, file, dry_run, **options):
        try:
            with file.open("rb") as stream:
                upload = File(stream)
                verdicts = judge_sheet(read_sheet(upload)) if dry_run else import_file(upload, by=None)
        except OSError as error:
            raise CommandError(f"Berkas tidak dapat dibuka: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError("Tidak ada yang diimpor. " + " ".join(error.messages)) from error
        result = count(verdicts) | {
            "report": [
                {"line": verdict.line, "outcome": verdict.reported_as, "reason": verdict.reason}
                for verdict in verdicts
                if verdict.line and verdict.reported_as
            ]
        }
        self.stdout.write(json.dumps(result, ensure_ascii=False) if options["json"] else as_text(result))


def as_text(result):
    lines = [f"{result[key]:>7} {word}" for key, word in WORDS.items()]
    lines += [f"baris {row['line']}: {row['outcome']}. {row['reason']}" for row in result["report"]]
    return "\n".join(lines)
