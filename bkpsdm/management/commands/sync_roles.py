from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from bkpsdm.roles import ROLES


class Command(BaseCommand):
    help = "Copy bkpsdm/roles.py to the groups of the database. Safe to run again."

    @transaction.atomic
    def handle(self, **options):
        for config in apps.get_app_configs():
            create_permissions(config, verbosity=0)
        known = {
            f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")
        }
        for role, names in ROLES.items():
            if unknown := set(names) - known.keys():
                raise CommandError(f"{role}: unknown permissions {sorted(unknown)}")
            group, _ = Group.objects.get_or_create(name=role)
            group.permissions.set(known[name] for name in names)
        Group.objects.exclude(name__in=ROLES).delete()
        self.stdout.write(f"{len(ROLES)} peran disamakan.")
