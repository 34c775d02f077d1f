"""How long a roster takes to import, and how much memory: `python -m benchmarks.roster [--rows 12000] [--csv]`.

Makes a file in the layout of SIASN's Data Utama (69 columns, invented people) and units in a database of its own on
the server of DATABASE_URL (never the real one), runs the command `import_roster` on it in a process of its own, once
for new people and once more for the same file, prints seconds (of the wall, and of its own processor time) and peak
memory of that process, and drops the database.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

BENCH_DATABASE = "bench_roster"
SEED = 20260105
UNITS = 60
COLUMNS = 69
NEEDED = {
    "NIP BARU": 1,
    "NAMA": 3,
    "TANGGAL LAHIR": 8,
    "JENIS KELAMIN": 9,
    "NOMOR HP": 15,
    "EMAIL": 16,
    "JENIS PEGAWAI NAMA": 22,
    "KEDUDUKAN HUKUM NAMA": 24,
    "STATUS CPNS PNS": 25,
    "GOL AKHIR NAMA": 36,
    "TMT GOLONGAN": 37,
    "JENIS JABATAN NAMA": 41,
    "JABATAN NAMA": 43,
    "UNOR NAMA": 55,
    "SATUAN KERJA INDUK NAMA": 61,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=12_000)
    parser.add_argument("--csv", action="store_true", help="as text with semicolons instead of XLSX")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkpsdm.settings")
    if options.child:
        import_once(options.child)
        return
    import django

    django.setup()
    from django.core.management import call_command

    from .search import drop_database, make_database

    make_database(BENCH_DATABASE)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        make_units()
        with tempfile.TemporaryDirectory() as directory:
            file = Path(directory) / ("roster.csv" if options.csv else "roster.xlsx")
            (write_csv if options.csv else write_xlsx)(file, people(options.rows))
            print(f"{options.rows:,} baris, {COLUMNS} kolom, {file.stat().st_size / 1e6:.1f} MB, {file.suffix[1:]}")
            for name in ("semua baru", "berkas yang sama"):
                measure(name, file)
    finally:
        drop_database(BENCH_DATABASE)


def make_units():
    from accounts.models import WorkUnit

    WorkUnit.objects.bulk_create(
        WorkUnit(code=f"unit-{number}", name=f"Dinas Contoh {number}", kind="dinas") for number in range(UNITS)
    )


def people(count):
    """Yield the header, then so many people that differ in all that must differ."""
    header = [f"KOLOM {place}" for place in range(COLUMNS)]
    for name, place in NEEDED.items():
        header[place] = name
    yield header
    chance = random.Random(SEED)  # noqa: S311
    for serial in range(count):
        row = [f"isi {place}" if place % 3 == 0 else "" for place in range(COLUMNS)]
        born = date(1970 + serial % 30, 1 + serial % 12, 1 + serial % 28)
        sex, unit = chance.choice("12"), f"Dinas Contoh {serial % UNITS}"
        filled = [
            f"{born:%Y%m%d}2020{1 + serial // 999 % 12:02d}{sex}{1 + serial % 999:03d}",
            f"CONTOH ORANG {serial}",
            f"{born:%d-%m-%Y}",
            "M" if sex == "1" else "F",
            f"0812{serial:08d}",
            f"orang{serial}@contoh.invalid",
            "PNS Daerah Kab./Kota",
            "Aktif",
            "P",
            "III/b",
            "01-04-2024",
            "Fungsional",
            "Guru Ahli Muda",
            unit,
            unit,
        ]
        for place, text in zip(NEEDED.values(), filled, strict=True):
            row[place] = text
        yield row


def write_csv(file, rows):
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)


def write_xlsx(file, rows):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data Utama")
    for row in rows:
        sheet.append(row)
    book.save(file)


def measure(name, file):
    """Import in a process of its own, whose memory is that of the command alone."""
    from django.db import connection

    variables = {**os.environ, "BENCH_ROSTER_DATABASE": connection.settings_dict["NAME"]}
    command = [sys.executable, "-m", "benchmarks.roster", "--child", str(file)]
    done = subprocess.run(command, env=variables, check=True, capture_output=True, text=True)  # noqa: S603
    result = json.loads(done.stdout.splitlines()[-1])
    counts = {key: value for key, value in result["counts"].items() if value}
    took = f"{result['seconds']:>5.1f} s  (prosesor {result['cpu']:.1f} s)  {result['megabytes']:>4.0f} MB"
    print(f"{name:<18} {took}  {counts}", flush=True)


def import_once(file):
    """Run the command on a file and print what it took."""
    import io

    import django

    started = time.perf_counter()
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    connection.settings_dict["NAME"] = os.environ["BENCH_ROSTER_DATABASE"]
    out = io.StringIO()
    call_command("import_roster", str(file), "--json", stdout=out)
    counts = {key: value for key, value in json.loads(out.getvalue()).items() if key != "report"}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = {"seconds": time.perf_counter() - started, "cpu": time.process_time(), "megabytes": peak}
    print(json.dumps(took | {"counts": counts}))


if __name__ == "__main__":
    main()
