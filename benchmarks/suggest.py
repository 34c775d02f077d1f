"""How fast suggestions come while somebody types: `python -m benchmarks.suggest --answers 10000 --questions 1000000`.

Makes frequent answers, the demo catalogue and questions in a database of its own on the server of DATABASE_URL (never
the real one), asks for suggestions through the page as somebody who is logged in, prints p50 and p95 by class of draft
and the largest answer in bytes, and drops the database. Single client, warm.
"""

import argparse
import os
import random
import statistics
import time
import uuid

import django
from django.db import connection

from .search import BATCH, NOW, SEED, build, drop_database, make_database, texts, vocabulary

DATABASE = "bench_suggest"
DRAFTS = 100
DAY = "2026-01-05"

QUESTIONS = """
    COPY services_question (key, kind, asker_id, unit_id, title, opening, is_confidential, may_serve_all,
        report_number, needs_inspection, state, answer_due_on, complete_due_on, due_on, is_due_provisional, extra_days,
        extension_reason, closed_by, rating_note, created_at, updated_at)
    FROM STDIN
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=1_000_000)
    parser.add_argument("--keep", action="store_true", help="keep the database, and use it again next time")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkpsdm.settings")
    django.setup()
    make_database(DATABASE)
    try:
        words = vocabulary()
        build(options.answers, words)
        person = add_catalogue()
        add_questions(options.questions, words, person)
        report(options, words, person)
    finally:
        if not options.keep:
            drop_database(DATABASE)


def add_catalogue():
    """Make the demo's units and services, and return an account that asks."""
    from accounts.models import User
    from bkpsdm.demo.seed import seed_agency, seed_catalogue, seed_units

    seed_units()
    seed_agency()
    seed_catalogue()
    return User.objects.get_or_create(login="T-000001")[0]


def add_questions(rows, words, person):
    from services.models import Question

    if Question.objects.count() == rows:
        return
    from accounts.models import WorkUnit

    started, unit = time.monotonic(), WorkUnit.objects.get(code="sekretariat")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE services_question CASCADE")
        cursor.execute("DROP INDEX IF EXISTS question_search")
        with cursor.copy(QUESTIONS) as copy:
            for number, (title, opening) in enumerate(texts(rows, words), 1):
                fixed = ("f", "f", "", "f", "baru", DAY, DAY, DAY, "f", 0, "", "", "", NOW, NOW)
                copy.write_row((uuid.UUID(int=number), "pertanyaan", person.pk, unit.pk, title[:150], opening, *fixed))
                if number % BATCH == 0:
                    print(f"\r{number:>9,} pertanyaan, {time.monotonic() - started:.0f} s", end="", flush=True)
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("CREATE INDEX question_search ON services_question USING gin (search_vector)")
        cursor.execute("VACUUM ANALYZE services_question")
        cursor.execute("VACUUM ANALYZE accounts_searchterm")
    print(f"\npertanyaan siap dalam {time.monotonic() - started:.0f} s")


def classes(words):
    """Return {class: drafts}: what people asked in the demo, whole and half typed, and drawn words in three lengths."""
    from bkpsdm.demo import demo_data

    chance = random.Random(SEED)  # noqa: S311
    asked = [row["question"] for row in demo_data("qa")["items"]]
    real = [chance.choice(asked) for _ in range(DRAFTS)]

    def drawn(size):
        ranks = [min(int(len(words) ** chance.random()), len(words) - 1) for _ in range(size)]
        return " ".join(words[rank] for rank in ranks)

    return {
        "pertanyaan contoh": real,
        "setengah diketik": [text[: len(text) // 2] for text in real],
        "4 kata": [drawn(4) for _ in range(DRAFTS)],
        "12 kata": [drawn(12) for _ in range(DRAFTS)],
        "80 kata": [drawn(80) for _ in range(DRAFTS)],
    }


def report(options, words, person):
    from django.test import Client
    from django.urls import reverse

    client, page = Client(), reverse("services:question-suggest")
    client.force_login(person)
    print(f"{options.answers:,} jawaban umum, {options.questions:,} pertanyaan; {DRAFTS} draf tiap kelas (milidetik)\n")
    print(f"| {'kelas':<18} | {'p50':>7} | {'p95':>7} | {'terlama':>7} | {'bita':>5} |")
    print("|" + "|".join("-" * width for width in (20, 9, 9, 9, 7)) + "|")
    for name, drafts in classes(words).items():
        for warm in (True, False):
            times, sizes = [], []
            for draft in drafts:
                started = time.perf_counter()
                response = client.post(page, {"q": draft, "layanan": ""})
                times.append((time.perf_counter() - started) * 1000)
                sizes.append(len(response.content))
                assert response.status_code == 200
            if not warm:
                figures = (statistics.median(times), statistics.quantiles(times, n=20)[18], max(times))
                line = " | ".join(f"{figure:>7.1f}" for figure in figures)
                print(f"| {name:<18} | {line} | {max(sizes):>5} |", flush=True)


if __name__ == "__main__":
    main()
