"""How many people a gate lets in a second: `python -m benchmarks.checkin --online [--invited 3000] [--connections 16]`.

Starts the portal as it is run (granian, 2 processes with 8 threads and a pool of connections each, PostgreSQL, Valkey)
on a database of its own beside that of DATABASE_URL, invites people to an event, logs organisers in through the page,
and scans passes over kept connections to 127.0.0.1: mostly new ones, some a second time, some requests twice. Compares
each answer with what is stored, prints a table, and drops the database.
"""

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from tests.browser.portal import ROOT, empty_redis, free_port, fresh_database, web_server

HOST = "127.0.0.1"
WORKERS = 2
ORGANISERS = 4
MOST_INVITED = 20_000
WARM = 100
TWICE, SENT_AGAIN, UNKNOWN = 0.08, 0.04, 0.02  # of the tries: another scan, the same request, nobody's pass
SEED = 20260103
PASSWORD = "kunci-panjang-untuk-ukur"  # noqa: S105  of a database that lives for a minute
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WORD = re.compile(r"<strong>(.*?)</strong>")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--online", action="store_true", required=True, help="through the whole stack, over HTTP")
    parser.add_argument("--invited", type=int, default=3000)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    invited = min(options.invited, MOST_INVITED)
    with tempfile.TemporaryDirectory() as directory, fresh_database("checkin") as database:
        port = free_port()
        variables = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bkpsdm.settings",
            "DATABASE_URL": database,
            "REDIS_URL": empty_redis(),
            "DATA_DIR": directory,
            "SITE_URL": f"http://{HOST}:{port}",
        }
        os.environ.update(variables)
        prepare = [sys.executable, "-m", "django", "prepare", "--collectstatic"]
        subprocess.run(prepare, cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        event, passes = make_event(invited)
        with web_server(port, variables, Path(directory) / "web.log", workers=WORKERS):
            gate = f"/pintu/{event.pk}/"
            logins = [log_in(port, f"organiser{number}", gate) for number in range(ORGANISERS)]
            measure(event, port, gate, logins, tries_of(passes), options.connections)
        from django.db import connection

        connection.close()


def make_event(count):
    """Return an event that goes on now, and the passes of all who are invited."""
    import django

    django.setup()
    from django.utils import timezone

    from accounts.actions import grant_role
    from accounts.models import Agency, Employee, Role, User, WorkUnit
    from neutrality.actions import publish_event, save_event
    from neutrality.models import Event
    from neutrality.passes import pass_of

    Agency.objects.create(pk=1, name="Badan Contoh", short_name="BC", regency="Kabupaten Contoh", province="Contoh")
    units = [
        WorkUnit.objects.create(code=f"unit-{number}", name=f"Unit Contoh {number}", kind="sekolah")
        for number in range(max(1, count // 30))
    ]
    people = [
        Employee(nip=f"19870101201001{number:04d}"[-18:], name=f"Pegawai Contoh {number}", kind="PNS", unit=unit)
        for number, unit in zip(range(count), units * count, strict=False)
    ]
    people = Employee.objects.bulk_create(people)
    for number in range(ORGANISERS):
        user = User(login=f"organiser{number}")
        user.set_password(PASSWORD)
        user.save()
        grant_role(user, role=Role.ORGANISER, unit=None, starts_on=timezone.localdate(), by=None)
    now = timezone.now()
    event = Event(title="Kegiatan ukur", venue="Aula", starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(1))
    save_event(event, units=units, kecamatan=[], by=None)
    publish_event(event, by=None)
    return event, [pass_of(event, person.pk) for person in people]


def tries_of(passes):
    """Return pairs of text and key in the order in which they are sent: each pass once, some tries more than that."""
    chance = random.Random(SEED)  # noqa: S311
    tries = [(code, new_key(chance)) for code in passes]
    extra = [(code, new_key(chance)) for code in chance.sample(passes, int(TWICE * len(passes)))]
    extra += chance.sample(tries, int(SENT_AGAIN * len(passes)))
    extra += [("H4QXM93TVB2K0", new_key(chance)) for _ in range(int(UNKNOWN * len(passes)))]
    tries += extra
    chance.shuffle(tries)
    return tries


def new_key(chance):
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def log_in(port, name, gate):
    """Return the headers and the token of an organiser, logged in through the page."""
    cookies = {}

    def ask(method, path, body=None):
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body and urlencode(body), headers)
        answer = connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie", []):
            key, _, value = header.partition(";")[0].partition("=")
            cookies[key] = value
        html = answer.read().decode()
        connection.close()
        return TOKEN.search(html)

    token = ask("GET", "/akun/masuk/")[1]
    ask("POST", "/akun/masuk/", {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": token})
    token = ask("GET", gate)[1]
    headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items()), "X-Fragment": "answer"}
    return headers | {"Content-Type": "application/x-www-form-urlencoded"}, token


def measure(event, port, gate, logins, tries, connections):
    fire(port, gate, logins, tries[:WARM], connections)
    started, spent = time.perf_counter(), time.process_time()
    answers = fire(port, gate, logins, tries[WARM:], connections)
    wall, cpu = time.perf_counter() - started, time.process_time() - spent
    check(event, tries, answers)
    times = sorted(milliseconds for _, _, milliseconds in answers)
    percentiles = statistics.quantiles(times, n=100)
    cores = os.cpu_count()
    said = Counter(word for _, word, _ in answers)
    print(f"{len(answers):,} pindaian lewat {connections} sambungan, granian {WORKERS} proses × 8 utas, {cores} inti")
    print(f"jawaban: {', '.join(f'{word} {count:,}' for word, count in said.most_common())}")
    print(f"{len(answers) / wall:,.0f} pindaian per detik selama {wall:.1f} detik")
    print(f"p50 {percentiles[49]:.1f} ms, p95 {percentiles[94]:.1f} ms, terlama {times[-1]:.1f} ms")
    print(f"pembangkit beban memakai {100 * cpu / (wall * cores):.0f}% dari {cores} inti")
    print("setiap jawaban sama dengan yang tersimpan")


def fire(port, gate, logins, tries, connections):
    """Send all tries over some connections at once; return for each its key, the word of the answer, milliseconds."""
    waiting, answers, faults = iter(tries), [], []
    lock = threading.Lock()

    def run(headers, token):
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        try:
            while True:
                with lock:
                    text, key = next(waiting)
                body = urlencode({"text": text, "key": key, "csrfmiddlewaretoken": token})
                started = time.perf_counter()
                connection.request("POST", gate, body, headers)
                answer = connection.getresponse()
                html = answer.read().decode()
                milliseconds = (time.perf_counter() - started) * 1000
                word = WORD.search(html)
                answers.append((key, word[1] if answer.status == 200 and word else answer.status, milliseconds))
        except StopIteration:
            connection.close()
        except Exception as error:  # a thread cannot raise; whoever waits for it does
            faults.append(error)

    threads = [threading.Thread(target=run, args=logins[number % len(logins)]) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return answers


def check(event, tries, answers):
    """Stop with an error unless each answer is what is stored, and everybody is let in exactly once."""
    from neutrality.models import Scan

    stored = {str(key): Scan.Outcome(outcome).label for key, outcome in event.scans.values_list("pk", "outcome")}
    wrong = [(key, word) for key, word, _ in answers if stored.get(key) != word]
    people = {text for text, _ in tries} - {"H4QXM93TVB2K0"}
    entered = sum(outcome == Scan.Outcome.ENTERED.label for outcome in stored.values())
    problems = {
        "answers that differ from what is stored": len(wrong),
        "answers that are missing": len(tries) - min(WARM, len(tries)) - len(answers),
        "scans too many or too few": len({key for _, key in tries}) - len(stored),
        "people too many or too few": len(people) - event.attendances.present().count(),
        "first entries too many or too few": len(people) - entered,
    }
    if any(problems.values()):
        sys.exit(f"salah: {problems} {wrong[:3]}")


if __name__ == "__main__":
    main()
