"""How fast the search answers over many rows: `python -m benchmarks.search [--rows 1000000] [--keep]`.

Makes Indonesian-like frequent answers in a database of its own on the server of DATABASE_URL (never the real one),
asks through the real code, prints p50 and p95 by class of query, and drops the database. A million rows take a few
minutes and about 3 GB. Single client, warm.
"""

import argparse
import itertools
import os
import random
import statistics
import time

import django
from django.db import connection

BENCH_DATABASE = "bench_search"
BATCH = 50_000
QUERIES = 60
SEED = 20260102
NOW = "2026-01-02 08:00+07"
WORDS = 30_000
QUESTION_WORDS, ANSWER_WORDS = (7, 14), (20, 40)
SYLLABLES = [consonant + vowel for consonant in [*"bcdghjklmnprstwy", "ng", "ny"] for vowel in "aiueo"]
ENDS = ["", "", "", "n", "ng", "k", "s", "r", "t", "h", "l", "m"]

COPY = """
    COPY services_frequentanswer
        (code, asker_kind, question, answer, state, rests_on, search_names, published_at, created_at, updated_at)
    FROM STDIN
"""
VOCABULARY = """
    INSERT INTO accounts_searchterm (word, lexeme, documents)
    SELECT word, coalesce((ts_lexize('indonesian_stem', word))[1], word), documents FROM (
        SELECT word, count(DISTINCT id) * %(times)s AS documents
        FROM services_frequentanswer TABLESAMPLE SYSTEM (%(percent)s),
            regexp_split_to_table(question || ' ' || answer, ' ') AS word
        GROUP BY word
        UNION ALL SELECT '', %(rows)s
    ) AS counted
    ON CONFLICT (word) DO UPDATE SET documents = EXCLUDED.documents
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--keep", action="store_true", help="keep the database, and use it again next time")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkpsdm.settings")
    django.setup()
    make_database(BENCH_DATABASE)
    try:
        words = vocabulary()
        build(options.rows, words)
        report(options.rows, words)
    finally:
        if not options.keep:
            drop_database(BENCH_DATABASE)


def administer(statement):
    """Run one statement on the server outside a transaction, from its maintenance database."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def make_database(name):
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name


def drop_database(name):
    connection.close()
    administer(f"DROP DATABASE IF EXISTS {name}")


def vocabulary():
    """Return words by falling frequency: those of the catalogue first, then invented ones that sound alike."""
    from bkpsdm.demo import demo_data
    from bkpsdm.lib.search import tokens_of

    texts = " ".join(f"{row['question']} {row['answer']}" for row in demo_data("qa")["items"])
    texts += " ".join(f"{row['name']} {row['summary']}" for row in demo_data("services")["services"])
    found = [word for word in tokens_of(texts) if word.isalpha() and len(word) > 2]
    words = sorted(dict.fromkeys(found), key=found.count, reverse=True)
    chance, known = random.Random(SEED), set(words)  # noqa: S311
    while len(words) < WORDS:
        word = "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))) + chance.choice(ENDS)
        if word not in known:
            known.add(word)
            words.append(word)
    return words


def texts(rows, words):
    """Yield pairs of question and answer. Words follow Zipf: that of rank r is drawn 1/r as often as the first."""
    chance = random.Random(SEED)  # noqa: S311
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for _ in range(rows):
        size = chance.randint(*QUESTION_WORDS)
        drawn = chance.choices(words, cum_weights=weights, k=size + chance.randint(*ANSWER_WORDS))
        yield " ".join(drawn[:size]), " ".join(drawn[size:])


def build(rows, words):
    from django.core.management import call_command

    from bkpsdm.demo.seed import seed_words
    from services.models import FrequentAnswer

    started = time.monotonic()
    call_command("migrate", verbosity=0, interactive=False)
    if FrequentAnswer.objects.count() == rows:
        return
    seed_words()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE services_frequentanswer, accounts_searchterm CASCADE")
        cursor.execute("DROP INDEX IF EXISTS frequentanswer_search")
        with cursor.copy(COPY) as copy:
            for number, (question, answer) in enumerate(texts(rows, words), 1):
                state = "draf" if number % 50 == 0 else "terbit"
                copy.write_row((f"b-{number}", "PNS", question, answer, state, "{}", "", NOW, NOW, NOW))
                if number % BATCH == 0:
                    print(f"\r{number:>9,} baris, {time.monotonic() - started:.0f} s", end="", flush=True)
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("CREATE INDEX frequentanswer_search ON services_frequentanswer USING gin (search_vector)")
        percent = min(100, 2_000_000 / rows)
        cursor.execute(VOCABULARY, {"percent": percent, "times": max(1, round(100 / percent)), "rows": rows})
        for table in ("services_frequentanswer", "accounts_searchterm", "accounts_synonym"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    print(f"\nsiap dalam {time.monotonic() - started:.0f} s")


def classes(words):
    """Return {class: list of queries}; the ranks say how frequent the words are."""
    from bkpsdm.lib.search.words import INFORMAL, STOP

    chance = random.Random(SEED)  # noqa: S311
    plain = [
        (rank, word)
        for rank, word in enumerate(words, 1)
        if word not in STOP and word not in INFORMAL and len(word) > 4
    ]
    common = [word for rank, word in plain if rank <= 60]
    mid = [word for rank, word in plain if 300 <= rank < 1500]
    rare = [word for rank, word in plain if rank >= 8_000]

    def slip(word):
        at = chance.randrange(1, len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    def pick(*groups):
        return [" ".join(chance.choice(group) for group in groups) for _ in range(QUERIES)]

    return {
        "jarang": pick(rare),
        "sedang": pick(mid),
        "umum": pick(common),
        "umum + umum": pick(common, common),
        "umum + sedang": pick(common, mid),
        "sedang + jarang": pick(mid, rare),
        "kalimat (8 kata)": pick(common, mid, common, mid, rare, common, mid, mid),
        "salah ketik": [slip(chance.choice(mid)) for _ in range(QUERIES)],
        "kenaikan pangkat": ["kp guru", "naik pangkat", "kp reguler", "gaji berkala", "cuti sakit"] * (QUERIES // 5),
    }


def report(rows, words):
    from django.contrib.auth.models import AnonymousUser

    from accounts.words import understand
    from services.models import FrequentAnswer

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_total_relation_size('services_frequentanswer'))")
        print(f"{rows:,} baris, {cursor.fetchone()[0]}; {QUERIES} kueri tiap kelas, satu klien, hangat (milidetik)\n")
    print(f"| {'kelas':<18} | {'memahami p50':>12} | {'p50':>7} | {'p95':>7} | {'terlama':>7} | {'hasil':>5} |")
    print("|" + "|".join("-" * width for width in (20, 14, 9, 9, 9, 7)) + "|")
    for name, queries in classes(words).items():
        for warm in (True, False):
            times, understood, hits = [], [], []
            for text in queries:
                started = time.perf_counter()
                query = understand(text)
                understood.append((time.perf_counter() - started) * 1000)
                found = FrequentAnswer.objects.visible_to(AnonymousUser()).search(query)
                times.append((time.perf_counter() - started) * 1000)
                hits.append(len(found))
            if not warm:
                p95 = statistics.quantiles(times, n=20)[18]
                figures = (statistics.median(times), p95, max(times))
                line = " | ".join(f"{figure:>7.1f}" for figure in figures)
                print(
                    f"| {name:<18} | {statistics.median(understood):>12.1f} | {line} | {statistics.mean(hits):>5.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
