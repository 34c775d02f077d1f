"""The chain over the activities: how a link is made, and how the chain is checked.

The canonical form of a link is the UTF-8 text of one JSON object with sorted keys, no spaces, and everything beyond
ASCII escaped. It holds ``version`` (1), ``position`` (counted from 1), ``previous`` (the hash of the link before; of
the first, 64 zeros) and ``sealed_at``, and of the activity ``activity`` (its key), ``created_at``, ``actor`` (a key or
null), ``verb``, ``thing``, ``thing_id`` and ``details``. Moments are ISO 8601 in UTC with six decimals. The hash is the
SHA-256 of that text in lower-case hexadecimal digits. Who has the rows can check them without this program.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, timedelta

from accounts.models import Activity, ActivitySeal, SealCheckpoint

VERSION = 1
GENESIS = "0" * 64
REMOVED = "activities_removed"
# What is younger may still wait for the sealer.
PATIENCE = timedelta(minutes=15)
BATCH = 2000


@dataclass(frozen=True)
class Link:
    """Where a chain stands: its last position and the hash there."""

    position: int = 0
    hash: str = GENESIS


@dataclass(frozen=True)
class Fault:
    """The first bad row: what is wrong, at which position, with which activity."""

    kind: str
    explanation: str
    position: int | None = None
    activity: int | None = None


@dataclass(frozen=True)
class Verdict:
    checked: int
    head: Link
    fault: Fault | None = None

    def as_json(self):
        return {"ok": self.fault is None} | asdict(self)


def canonical(activity, *, position, previous, sealed_at):
    """Return the bytes that a seal stands for."""
    form = {
        "version": VERSION,
        "position": position,
        "previous": previous,
        "sealed_at": _moment(sealed_at),
        "activity": activity.pk,
        "created_at": _moment(activity.created_at),
        "actor": activity.actor_id,
        "verb": activity.verb,
        "thing": activity.thing,
        "thing_id": activity.thing_id,
        "details": activity.details,
    }
    return json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def link_hash(activity, **place):
    return hashlib.sha256(canonical(activity, **place)).hexdigest()


def _moment(value):
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def start_of_chain():
    """Return where the chain begins: at nothing, or where the part that was deleted ended."""
    checkpoint = SealCheckpoint.objects.order_by("-position").first()
    return Link(checkpoint.position, checkpoint.hash) if checkpoint else Link()


def head_of_chain():
    seal = ActivitySeal.objects.order_by("-position").first()
    return Link(seal.position, seal.hash) if seal else start_of_chain()


def sealed_before(moment):
    """Return the beginning of the chain that holds nothing younger than a moment: the seals that may go together."""
    young = ActivitySeal.objects.filter(activity__created_at__gte=moment).order_by("position").first()
    return ActivitySeal.objects.filter(position__lt=young.position) if young else ActivitySeal.objects.all()


def digest():
    """Return what can be published: whoever keeps it can prove later that nothing before it was changed."""
    seal = ActivitySeal.objects.order_by("-position").first()
    link = head_of_chain()
    return asdict(link) | {"sealed_at": _moment(seal.sealed_at) if seal else None}


def verify(now, *, expected=None):
    """Check the whole chain; return a Verdict with the first fault. ``expected`` is a Link that was published once."""
    start = head = start_of_chain()
    if expected and expected.position <= start.position and expected != start:
        return Verdict(
            0, start, Fault("rewritten", f"rantai baru mulai sesudah posisi {start.position}", expected.position)
        )
    for head, fault in _walk(start):
        if fault is None and expected and head.position == expected.position and head.hash != expected.hash:
            fault = Fault("rewritten", "sidik di posisi ini bukan yang pernah diumumkan", head.position)
        if fault:
            return Verdict(head.position - start.position, head, fault)
    return Verdict(head.position - start.position, head, _fault_beyond(start, head, expected, now))


def _walk(start):
    """Yield each link with its fault or None, and end after the first fault; the link is the last that was good."""
    link = start
    while seals := list(ActivitySeal.objects.filter(position__gt=link.position).order_by("position")[:BATCH]):
        activities = Activity.objects.in_bulk([seal.activity_id for seal in seals])
        for seal in seals:
            fault = _fault_of(seal, activities.get(seal.activity_id), link)
            if fault:
                yield link, fault
                return
            link = Link(seal.position, seal.hash)
            yield link, None


def _fault_of(seal, activity, before):
    expected = before.position + 1
    if seal.position != expected:
        return Fault("gap", f"segel di posisi {expected} hilang", expected)
    if activity is None:
        return Fault("deleted", "kegiatannya dihapus", seal.position, seal.activity_id)
    if seal.previous_hash != before.hash:
        return Fault("order", "tidak menyambung pada segel sebelumnya", seal.position, seal.activity_id)
    place = {"position": seal.position, "previous": before.hash, "sealed_at": seal.sealed_at}
    if seal.hash != link_hash(activity, **place):
        return Fault("edited", "isinya bukan lagi yang disegel", seal.position, seal.activity_id)
    return None


def _fault_beyond(start, head, expected, now):
    """Return what is wrong though every link is sound: a part is missing, or something was never sealed."""
    if start.position and not _is_recorded(start):
        return Fault("checkpoint", "penghapusan sebelum titik ini tidak tercatat", start.position)
    if expected and expected.position > head.position:
        return Fault("cut", "yang pernah diumumkan di posisi ini tidak ada lagi", expected.position)
    late = Activity.objects.filter(seal__isnull=True, created_at__lt=now - PATIENCE).order_by("pk").first()
    if late:
        return Fault("unsealed", "sudah lama, tetapi belum disegel", None, late.pk)
    return None


def _is_recorded(start):
    return Activity.objects.filter(verb=REMOVED, details__position=start.position, details__hash=start.hash).exists()
