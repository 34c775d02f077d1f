"""How fast the figures come: `python -m benchmarks.performance [--questions 100000]`.

Makes conversations of one year in a database of its own on the server of DATABASE_URL (never the real one): each is
answered, one in five after asking back, one in seven twice; and 20,000 answers of the survey. Opens the public pages
and the page of the heads through the real views, prints p50 and p95, and drops the database. Single client, warm.
"""

import argparse
import os
import statistics
import time

import django

from .search import drop_database, make_database

BENCH_DATABASE = "bench_performance"
VISITS = 10
PAGES = {
    "kinerja layanan": "/transparansi/",
    "kinerja (CSV)": "/transparansi/kinerja.csv",
    "hasil survei": "/transparansi/survei/",
    "kinerja bidang": "/kerja/kinerja/",
}

QUESTIONS = """
    INSERT INTO services_question
        (key, kind, asker_id, unit_id, service_id, title, opening, state, answer_due_on, complete_due_on, due_on,
         is_due_provisional, is_confidential, may_serve_all, report_number, needs_inspection, extra_days,
         extension_reason, closed_by, closed_at, first_answer_at, answered_at, rating_note, created_at, updated_at)
    SELECT gen_random_uuid(), (ARRAY['pertanyaan', 'aspirasi', 'pengaduan'])[1 + n %% 3],
        (%(people)s::bigint[])[1 + n %% %(askers)s], (%(units)s::bigint[])[1 + n %% 5],
        (%(services)s::bigint[])[1 + n %% 12], 'Pokok ' || n, 'Isi', 'selesai', asked::date + 3, asked::date + 7,
        asked::date + 7, false, false, false, '', false, 0, '', 'asker', last + interval '2 days', first, last, '',
        asked, asked
    FROM (
        SELECT n, asked, asked + interval '1 day' * (n %% 5) AS first,
            asked + interval '1 day' * (n %% 5 + n %% 4) AS last
        FROM (
            SELECT n, %(start)s::timestamptz + interval '1 minute' * (n * 400000 / %(count)s) AS asked
            FROM generate_series(1, %(count)s) AS n
        ) AS moments
    ) AS made
"""
MESSAGES = """
    INSERT INTO services_message (question_id, author_id, kind, body, cites, created_at)
    SELECT id, CASE WHEN kind IN ('tanya', 'balasan') THEN asker_id ELSE %(officer)s END, kind, 'Isi', '{{}}', at
    FROM services_question AS q, LATERAL (VALUES
        (1, 'tanya', q.created_at, true),
        (2, 'tanya_balik', q.first_answer_at, q.id %% 5 = 0),
        (3, 'balasan', q.first_answer_at + interval '1 hour', q.id %% 5 = 0),
        (4, 'jawaban', q.first_answer_at + interval '2 hours', q.id %% 7 = 0),
        (5, 'balasan', q.first_answer_at + interval '3 hours', q.id %% 7 = 0),
        (6, 'jawaban', q.answered_at + interval '4 hours', true)
    ) AS word (turn, kind, at, is_said)
    WHERE is_said ORDER BY id, turn
""".replace("{{}}", "{}")
ANSWERS = """
    INSERT INTO services_surveyanswer (id, unit_id, month, u1, u2, u3, u4, u5, u6, u7, u8, u9)
    SELECT gen_random_uuid(), (%(units)s::bigint[])[1 + n %% 5], date_trunc('month', %(start)s::timestamptz)::date
        + interval '1 month' * (n %% 12), 3, 3, 2 + n %% 3, 4, 3, 4, 3, 1 + n %% 4, 2 + n %% 2
    FROM generate_series(1, 20000) AS n
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=100_000)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkpsdm.settings")
    django.setup()
    from django.core.management import call_command

    make_database(BENCH_DATABASE)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        head = fill(options.questions)
        report(options.questions, head)
    finally:
        drop_database(BENCH_DATABASE)


def fill(count):
    """Write the conversations of last year and its survey; return the head of the agency."""
    from datetime import date
    from io import StringIO

    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from accounts.actions import grant_role
    from accounts.models import Role, User, WorkUnit
    from services.models import Category, Service

    call_command("sync_roles", stdout=StringIO())
    units = [WorkUnit.objects.create(code=f"bidang-{n}", name=f"Bidang {n}", kind="bidang") for n in range(5)]
    groups = [Category.objects.create(slug=f"kelompok-{n}", name=f"Kelompok {n}", position=n) for n in range(12)]
    services = [Service.objects.create(slug=g.slug, category=g, unit=units[n % 5]) for n, g in enumerate(groups)]
    people = User.objects.bulk_create(User(login=f"T-1{n:05d}", password="!") for n in range(3000))  # noqa: S106
    head = User.objects.create(login="T-000001")
    grant_role(head, role=Role.HEAD, unit=None, starts_on=timezone.localdate(), by=None)
    values = {"people": [p.pk for p in people], "askers": len(people), "units": [u.pk for u in units], "count": count}
    values |= {"services": [s.pk for s in services], "officer": head.pk}
    values["start"] = date(timezone.localdate().year - 1, 1, 1)
    with connection.cursor() as cursor:
        for statement in (QUESTIONS, MESSAGES, ANSWERS):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE")
    return head


def report(count, head):
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    settings.ALLOWED_HOSTS = ["*"]
    print(f"{count:,} percakapan setahun, {VISITS} kunjungan tiap halaman, satu klien, hangat (milidetik)\n")
    print(f"| {'halaman':<16} | {'p50':>6} | {'p95':>6} |\n|{'-' * 18}|{'-' * 8}|{'-' * 8}|")
    for name, address in PAGES.items():
        client, times = Client(), []
        if address.startswith("/kerja/"):
            client.force_login(head)
        for visit in range(VISITS + 1):
            started = time.perf_counter()
            response = client.get(address, {"tahun": timezone.localdate().year - 1})
            if visit:
                times.append((time.perf_counter() - started) * 1000)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        print(
            f"| {name:<16} | {statistics.median(times):>6.0f} | {statistics.quantiles(times, n=20)[18]:>6.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
