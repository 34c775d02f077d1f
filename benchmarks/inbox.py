"""How fast the queue opens, and how many rows it reads: `python -m benchmarks.inbox [--questions 100000]`.

Makes questions in a database of its own on the server of DATABASE_URL (never the real one), opens the queue through the
real page as an officer, prints p50, p95 and the rows that PostgreSQL read, and drops the database. The backlog grows
with the table: three of five questions are open, which is worse than any office. Single client, warm.
"""

import argparse
import os
import statistics
import time

import django

BENCH_DATABASE = "bench_inbox"
VISITS = 40
# Each combination of state, kind, assignee and due date is as frequent as any other.
STATES = ["baru", "diterima", "ditanya_lagi", "menunggu_pemohon", "selesai"]
KINDS = ["pertanyaan", "aspirasi", "pengaduan"]
PAGES = {
    "antrean": "",
    "lewat tenggat": "?tenggat=lewat",
    "saya": "?petugas=saya",
    "belum ada petugas": "?petugas=kosong",
    "pengaduan": "?jenis=pengaduan",
    "semua keadaan": "?keadaan=semua",
    "halaman berikut": "?sesudah={middle}",
    "cari kata": "?q=berkala",
    "cari nomor": "?q={number}",
}

FILL = """
    INSERT INTO services_question
        (key, kind, asker_id, unit_id, assignee_id, title, opening, state, answer_due_on, complete_due_on, due_on,
         is_due_provisional, is_confidential, may_serve_all, report_number, needs_inspection, extra_days,
         extension_reason, closed_by, closed_at, rating_note, created_at, updated_at)
    SELECT gen_random_uuid(), (%(kinds)s::text[])[1 + n / 5 %% 3], %(asker)s, (%(units)s::bigint[])[1 + n %% %(wide)s],
        (%(people)s::bigint[])[1 + n / 15 %% 3], 'Pokok ' || n,
        CASE WHEN n %% 97 = 0 THEN 'gaji berkala' ELSE 'lain' END, state, day, day, day,
        false, false, false, '', false, 0, '',
        CASE WHEN state = 'selesai' THEN 'asker' ELSE '' END, CASE WHEN state = 'selesai' THEN now() END, '',
        now(), now()
    FROM (
        SELECT n, (%(states)s::text[])[1 + n / %(wide)s %% 5] AS state, %(today)s::date + n / 45 %% 3 - 1 AS day
        FROM generate_series(1, %(count)s) AS n
    ) AS made
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=100_000)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkpsdm.settings")
    django.setup()
    from django.core.management import call_command

    from .search import drop_database, make_database

    make_database(BENCH_DATABASE)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        officer = staff()
        fill(options.questions, officer)
        report(options.questions, officer)
    finally:
        drop_database(BENCH_DATABASE)


def staff():
    """Make the agency, five bidang, and the officer of one of them; return the officer."""
    from io import StringIO

    from django.core.management import call_command
    from django.utils import timezone

    from accounts.actions import grant_role
    from accounts.models import Role, User, WorkUnit

    call_command("sync_roles", stdout=StringIO())
    units = [WorkUnit.objects.create(code=f"bidang-{n}", name=f"Bidang {n}", kind="bidang") for n in range(5)]
    officer = User.objects.create(login="T-000001")
    grant_role(officer, role=Role.OFFICER, unit=units[0], starts_on=timezone.localdate(), by=None)
    return officer


def fill(count, officer, units=None):
    """Write questions of somebody else: to all bidang, or to those that are given."""
    from django.db import connection
    from django.utils import timezone

    from accounts.models import User, WorkUnit

    asker, _ = User.objects.get_or_create(login="T-000002")
    other, _ = User.objects.get_or_create(login="T-000003")
    units = units or list(WorkUnit.objects.order_by("pk").values_list("pk", flat=True))
    values = {"kinds": KINDS, "states": STATES, "asker": asker.pk, "people": [None, officer.pk, other.pk]}
    values |= {"units": units, "wide": len(units), "today": timezone.localdate(), "count": count}
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)
        cursor.execute("ANALYZE services_question")


def pages(officer):
    """Return the addresses to open, by what they show."""
    from services.models import Question

    mine = Question.objects.answerable_by(officer).owed().by_due_date()
    row = mine[mine.count() // 2]
    places = {"middle": f"{row.due_on}_{row.pk}", "number": row.pk}
    return {name: f"/kerja/tanya/{query.format(**places)}" for name, query in PAGES.items()}


def rows_read(act, *args):
    """Return how many rows PostgreSQL reads of questions while ``act(*args)`` is done."""
    import json

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act(*args)
    total = 0
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if query["sql"].startswith(("SELECT", "(SELECT")) and "services_question" in query["sql"]:
                cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + query["sql"].replace("%", "%%"), [])
                found = cursor.fetchone()[0]
                total += scanned((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])
    return round(total)


def scanned(plan):
    """Return the rows that the scans of a plan read, those that a filter threw away included."""
    own = 0
    if "Scan" in plan["Node Type"] and "Subquery" not in plan["Node Type"]:
        thrown = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
        own = (plan["Actual Rows"] + thrown) * plan["Actual Loops"]
    return own + sum(scanned(part) for part in plan.get("Plans", []))


def report(count, officer):
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(officer)
    print(f"{count:,} pertanyaan di 5 bidang; {VISITS} kunjungan tiap halaman, satu klien, hangat (milidetik)\n")
    print(f"| {'halaman':<18} | {'p50':>6} | {'p95':>6} | {'baris dibaca':>12} |")
    print("|" + "|".join("-" * width for width in (20, 8, 8, 14)) + "|")
    for name, address in pages(officer).items():
        times = []
        for visit in range(VISITS + 3):
            started = time.perf_counter()
            response = client.get(address)
            if visit >= 3:
                times.append((time.perf_counter() - started) * 1000)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        p95 = statistics.quantiles(times, n=20)[18]
        read = rows_read(client.get, address)
        print(f"| {name:<18} | {statistics.median(times):>6.1f} | {p95:>6.1f} | {read:>12,} |", flush=True)


if __name__ == "__main__":
    main()
