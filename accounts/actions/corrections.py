"""A person asks that something held about them be put right; an answer is owed within 3 x 24 hours."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import CorrectionRequest, Role, RoleGrant, User
from bkpsdm.lib.states import move_to

from .records import record
from .telling import notify

# UU 27/2022 art. 30: hours, not working days.
WITHIN = timedelta(hours=3 * 24)
MOST_WAITING = 5


@transaction.atomic
def ask_correction(*, subject, wrong, right, by):
    """Ask for a correction; returns the request. Raises ValidationError when too many of one person still wait."""
    # Two forms sent at once are counted one after the other.
    User.objects.select_for_update(of=["self"]).get(pk=by.pk)
    if CorrectionRequest.objects.waiting().filter(asked_by=by).count() >= MOST_WAITING:
        raise ValidationError(f"{MOST_WAITING} permintaan Anda masih menunggu jawaban. Tunggu jawabannya dulu.")
    request = CorrectionRequest(asked_by=by, subject=subject, wrong=wrong, right=right, due_at=timezone.now() + WITHIN)
    request.full_clean()
    request.save()
    record("correction_asked", request, by=by, subject=subject)
    notify(_deciders(by), "correction_asked", path=reverse("accounts:correction-inbox"))
    return request


@transaction.atomic
def decide_correction(request, *, is_accepted, answer, by):
    """Accept a request (what was put right) or refuse it (why not), and tell the one who asked."""
    if request.asked_by_id == by.pk:
        raise ValidationError("Permintaan sendiri dijawab orang lain.")
    if not answer.strip():
        raise ValidationError("Tulis apa yang sudah dibetulkan, atau sebab penolakannya.")
    state = CorrectionRequest.State.ACCEPTED if is_accepted else CorrectionRequest.State.REFUSED
    move_to(request, state, answer=answer.strip(), decided_by=by, decided_at=timezone.now())
    record("correction_decided", request, by=by, accepted=is_accepted)
    notify([request.asked_by], "correction_decided", path=reverse("accounts:correction-list"))


def _deciders(asker):
    """Return who may answer today, but for the one who asks."""
    grants = RoleGrant.objects.active_on(timezone.localdate()).filter(role=Role.ADMIN)
    return User.objects.filter(is_active=True, grants__in=grants).exclude(pk=asker.pk).distinct()
