import hashlib
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from bkpsdm.demo import demo_data
from bkpsdm.demo.people import DOMAIN, PASSWORD


class Command(BaseCommand):
    help = "Bring database and static files up to date in one process, as script/server needs them."

    def add_arguments(self, parser):
        parser.add_argument("--seed", action="store_true", help="make the demo regency")
        parser.add_argument("--collectstatic", action="store_true", help="collect static files, if any has changed")
        parser.add_argument("--logins", action="store_true", help="print the demo logins")

    def handle(self, **options):
        self.step("Basis data", "migrate", verbosity=0, interactive=False)
        self.step("Peran", "sync_roles")
        if options["seed"]:
            self.step("Data contoh", "seed_demo")
        if options["collectstatic"]:
            self.collect_static()
        if options["logins"] and settings.DEMO_MODE:
            self.stdout.write(f"Akun contoh, kata sandi {PASSWORD}:")
            for row in demo_data("people"):
                self.stdout.write(f"  {row['email'] + '@' + DOMAIN:<26} {row['login']:<19} {row['name']}")

    def collect_static(self):
        """Collect unless the files are the same as last time; compressing them is what takes long."""
        stamp, state = Path(settings.STATIC_ROOT) / "collected.txt", static_state()
        if stamp.exists() and stamp.read_text() == state:
            return
        self.step("Berkas statis", "collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(state)

    def step(self, title, command, **options):
        started = time.monotonic()
        call_command(command, stdout=self.stdout, **options)
        self.stdout.write(f"{title}: selesai dalam {time.monotonic() - started:.1f} s")
        self.stdout.flush()


def static_state():
    """Return a digest of the names and contents of all static files, and of how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda entry: entry[0]):
            with storage.open(name) as file:
                digest.update(name.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()
