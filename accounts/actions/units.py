"""Units come, change their names and go on in others; old papers and files still find them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from accounts.models import Employee, Transfer, UnitAlias, UnitChange, WorkUnit
from accounts.roster.units import key_of

from .records import record

Kind = UnitChange.Kind
LONGEST_CODE = WorkUnit._meta.get_field("code").max_length


@transaction.atomic
def create_unit(*, name, kind, parent, kecamatan, by):
    """Make a unit that a file has named and nobody knew."""
    unit = WorkUnit(code=_free_code(name), name=name, kind=kind, parent=parent, kecamatan=kecamatan)
    unit.full_clean()
    unit.save()
    record("unit_created", unit, by=by)
    return unit


def _free_code(name):
    """Return a code made of a name that no unit has yet."""
    stem = slugify(name)[: LONGEST_CODE - 4] or "unit"
    taken = set(WorkUnit.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if code not in taken)


@transaction.atomic
def rename_unit(unit, *, name, on, basis, by):
    """Give a unit another name from a day on; files that still say the old one are understood."""
    unit = WorkUnit.objects.select_for_update().get(pk=unit.pk)
    if name == unit.name:
        raise ValidationError("Nama ini sama dengan yang sekarang.")
    _keep(unit, kind=Kind.RENAMED, on=on, new_name=name, basis=basis, by=by)
    _remember_name(unit, unit, by)
    unit.name = name
    unit.full_clean()
    unit.save(update_fields=["name"])
    record("unit_renamed", unit, by=by)
    return unit


@transaction.atomic
def succeed_unit(unit, *, successor, kind, on, basis, by):
    """Close a unit; its people, its parts and its name in files go on in another one.

    Roles bound to it end nowhere by themselves, and see nobody any more: whoever looks after people gives them anew.
    """
    unit = WorkUnit.objects.select_for_update().get(pk=unit.pk)
    if not unit.is_active:
        raise ValidationError("Unit ini sudah tidak aktif.")
    if unit.pk == successor.pk or not successor.is_active:
        raise ValidationError("Pilih unit lain yang aktif.")
    if WorkUnit.objects.below([unit]).filter(pk=successor.pk).exists():
        raise ValidationError("Unit tidak dapat diteruskan oleh bagiannya sendiri; pindahkan bagian itu dahulu.")
    _keep(unit, kind=kind, on=on, successor=successor, basis=basis, by=by)
    people = list(unit.employees.select_for_update().current())
    Transfer.objects.bulk_create(
        Transfer(employee=person, unit_from=unit, unit_to=successor, on=on, basis=basis) for person in people
    )
    Employee.objects.filter(pk__in=[person.pk for person in people]).update(unit=successor)
    unit.children.update(parent=successor)
    UnitAlias.objects.filter(unit=unit).update(unit=successor)
    _remember_name(unit, successor, by)
    unit.is_active, unit.successor = False, successor
    unit.save(update_fields=["is_active", "successor"])
    record("unit_succeeded", unit, by=by, successor=successor.pk, people=len(people))
    return unit


def _keep(unit, **facts):
    change = UnitChange(unit=unit, old_name=unit.name, **facts)
    change.full_clean()
    change.save()


def _remember_name(unit, meant, by):
    """Let files that say the old name mean a unit; of a part only below the parent under which the name stood."""
    parent = unit.parent.name if unit.parent else ""
    UnitAlias.objects.update_or_create(
        key=key_of(unit.name, parent),
        defaults={"name": unit.name, "parent_name": parent, "unit": meant, "by": by},
    )
