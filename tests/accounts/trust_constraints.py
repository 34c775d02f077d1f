"""One row for each named constraint of seals, access log and corrections that breaks it and nothing else."""

from django.utils import timezone

from accounts.actions import record
from accounts.models import AccessLog, ActivitySeal, CorrectionRequest, SealCheckpoint
from tests import factories


def seal(**fields):
    def act(today):
        given = {"position": 1, "hash": "a" * 64, "previous_hash": "0" * 64, "sealed_at": timezone.now(), **fields}
        ActivitySeal.objects.create(activity=record("diuji", None, by=None), **given)

    return act


def checkpoint(**fields):
    return lambda today: SealCheckpoint.objects.create(
        **{"position": 1, "hash": "a" * 64, "until": timezone.now(), **fields}
    )


def access(*, times=1, **fields):
    """Return what writes a look at a group, or at a person where there is none, several times in one hour."""

    def act(today):
        viewer, hour = factories.UserFactory(), timezone.now()
        about = {} if "group" in fields else {"person": viewer.employee}
        AccessLog.objects.bulk_create(
            AccessLog(viewer=viewer, surface="log", hour=hour, **about, **fields) for _ in range(times)
        )

    return act


def correction(**fields):
    def act(today):
        user = factories.UserFactory()
        given = {"subject": "nama", "wrong": "A", "right": "B", "due_at": timezone.now(), **fields}
        CorrectionRequest.objects.create(asked_by=user, **given)

    return act


def answered_by_the_asker(today):
    user, now = factories.UserFactory(), timezone.now()
    answer = {"state": "diterima", "answer": "Ya.", "decided_at": now, "decided_by": user}
    CorrectionRequest.objects.create(asked_by=user, subject="nama", wrong="A", right="B", due_at=now, **answer)


BREAKS = {
    "activityseal_position_from_one": seal(position=0),
    "activityseal_hash_shape": seal(hash="A" * 64),
    "sealcheckpoint_shape": checkpoint(hash="kurang"),
    "accesslog_person_or_group": access(people=2),
    "accesslog_person_once_an_hour": access(times=2),
    "accesslog_group_once_an_hour": access(times=2, group="neutrality.event", group_id="1", people=3),
    "correctionrequest_says_what": correction(wrong=""),
    "correctionrequest_decided_with_answer": correction(state="lain"),
    "correctionrequest_decided_by_another": answered_by_the_asker,
}
