import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from bkpsdm.demo import demo_data
from bkpsdm.demo.seed import DOMAIN, PASSWORD


class Command(BaseCommand):
    help = "Bring database and static files up to date in one process, as script/server needs them."

    def add_arguments(self, parser):
        parser.add_argument("--seed", action="store_true", help="make the demo regency")
        parser.add_argument("--collectstatic", action="store_true")
        parser.add_argument("--logins", action="store_true", help="print the demo logins")

    def handle(self, **options):
        self.step("Basis data", "migrate", verbosity=0, interactive=False)
        self.step("Peran", "sync_roles")
        if options["seed"]:
            self.step("Data contoh", "seed_demo")
        if options["collectstatic"]:
            self.step("Berkas statis", "collectstatic", verbosity=0, interactive=False)
        if options["logins"] and settings.DEMO_MODE:
            self.stdout.write(f"Akun contoh, kata sandi {PASSWORD}:")
            for row in demo_data("people"):
                self.stdout.write(f"  {row['email']}@{DOMAIN:<16} {row['login']:<19} {row['name']}")

    def step(self, title, command, **options):
        started = time.monotonic()
        call_command(command, stdout=self.stdout, **options)
        self.stdout.write(f"{title}: selesai dalam {time.monotonic() - started:.1f} s")
        self.stdout.flush()
