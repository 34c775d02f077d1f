import getpass
import os

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.actions import create_admin


class Command(BaseCommand):
    help = "Make the first account of an installation: a service account with the role of admin."

    def add_arguments(self, parser):
        parser.add_argument("login")

    def handle(self, *, login, **options):
        password = os.environ.get("ADMIN_PASSWORD") or getpass.getpass("Kata sandi: ")
        try:
            create_admin(login, password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Akun {login} dibuat; masuk di /akun/masuk/.")
