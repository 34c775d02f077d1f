"""Every task may run twice, and at the same time: brokers repeat, beat and actions ask for the same work."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from accounts import tasks
from accounts.actions import grant_role, notify, save_wishes
from accounts.models import Notification, Role
from announcements.actions import approve_article, submit_article
from bkpsdm.celery import app
from neutrality.actions import publish_event, save_event
from services.models import Reminder
from tests import factories
from tests.services.conversations import conversation
from tests.together import together

OURS = ("accounts", "services", "neutrality", "announcements")
AT_ONCE = 3
# A working day in office hours: at night nobody is reminded.
OFFICE_HOURS = time_machine.travel("2026-11-18 10:00 +0700", tick=True)
app.loader.import_default_modules()
# Columns that are drawn by chance.
CHANCE = {"password", "secret"}


def people(count):
    return [
        factories.UserFactory(email=f"orang-{number}@contoh.invalid", employee__name=f"Orang {number} Contoh")
        for number in range(count)
    ]


def full_outbox():
    for user in people(4):
        notify([user], "question_answered", question="2026-0001", path="/tanya/1/")


def full_digests():
    for user in people(4):
        save_wishes(user, choices={}, has_digest=True, quiet_from=None, quiet_until=None, by=user)
        notify([user], "question_answered", question="2026-0001", path="/tanya/1/")
    Notification.objects.update(created_at=timezone.now() - timedelta(weeks=1))


def old_messages():
    full_outbox()
    tasks.drain_outbox()
    Notification.objects.update(sent_at=timezone.now() - timedelta(days=60))


def due_story():
    author, reviewer = people(2)
    article = factories.ArticleFactory(author=author, slug="judul-berita")
    submit_article(article, by=author)
    now = timezone.now()
    approve_article(article, publish_at=now - timedelta(hours=1), now=now - timedelta(hours=2), by=reviewer)


def roster_that_grew():
    unit = factories.WorkUnitFactory(code="dinas-uji")
    event = factories.DraftEventFactory.build(title="Sosialisasi uji", starts_at=timezone.now() + timedelta(days=7))
    save_event(event, units=[unit], kecamatan=(), by=None)
    publish_event(event, by=None)
    factories.EmployeeFactory(unit=unit, email="baru@contoh.invalid")


def late_holiday():
    """A day off that was entered when a question had its due dates already."""
    factories.QuestionFactory(answer_due_on="2026-11-20", complete_due_on="2026-11-25")
    factories.HolidayFactory(date="2026-11-19")


def silent_asker():
    """An answer that nobody said anything to, past the day that the warning named."""
    today = timezone.localdate()
    question = conversation(("tanya", today - timedelta(days=40)), ("jawaban", today - timedelta(days=30)))
    question.reminders.create(kind=Reminder.Kind.CLOSING, due_on=today - timedelta(days=1))


def overdue_questions():
    officer, head, leader = people(3)
    today, unit = timezone.localdate(), factories.WorkUnitFactory(kind="bidang")
    for person, role in ((officer, Role.OFFICER), (head, Role.HEAD_OF_BIDANG), (leader, Role.HEAD)):
        bound = None if role == Role.HEAD else unit
        grant_role(person, role=role, unit=bound, starts_on=today, by=None)
    for days in (0, 1, 20):
        day = today - timedelta(days=days)
        factories.QuestionFactory(unit=unit, answer_due_on=day, complete_due_on=day)


# Each task by name, and a world in which it has work to do. A task that is not here has not been looked at.
TASKS = {
    "accounts.tasks.drain_outbox": full_outbox,
    "accounts.tasks.send_digests": full_digests,
    "accounts.tasks.forget_messages": old_messages,
    "accounts.tasks.beat_heart": lambda: None,
    "announcements.tasks.publish_articles": due_story,
    "neutrality.tasks.refresh_attendances": roster_that_grew,
    "services.tasks.recount_deadlines": late_holiday,
    "services.tasks.keep_silence": silent_asker,
    "services.tasks.remind": overdue_questions,
}


def is_told(field):
    """Return whether a column says what happened, rather than when or under which number."""
    numbered = field.primary_key or field.is_relation or isinstance(field, models.UUIDField)
    return not (numbered or isinstance(field, models.DateTimeField) or field.name in CHANCE)


def world():
    """Return all rows of our tables, without numbers and times: equal for equal effects."""
    snapshot = {}
    for model in (model for name in OURS for model in apps.get_app_config(name).get_models()):
        names = [field.attname for field in model._meta.concrete_fields if is_told(field)]
        dates = [field.attname for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField)]
        snapshot[model._meta.label] = sorted(
            repr([*(getattr(row, name) for name in names), *(getattr(row, name) is None for name in dates)])
            for row in model._base_manager.all()
        )
    return snapshot


def twice(task):
    task()
    task()


def effect(name, run, post):
    """Return what a run of a task leaves behind in a fresh world: rows, and mails once all are drained."""
    call_command("flush", verbosity=0, interactive=False)
    factories.AgencyFactory()
    for factory in (factories.UserFactory, factories.EmployeeFactory, factories.WorkUnitFactory):
        factory.reset_sequence(0)
    del post.mails[:]
    TASKS[name]()
    before = world()
    run(app.tasks[name])
    after = world()
    tasks.drain_outbox()
    return {"had work": before != after, "rows": after, "mails": post.addressees}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", TASKS)
@OFFICE_HOURS
def test_task_run_twice_or_at_once_does_what_it_does_once(name, post):
    once = effect(name, lambda task: task(), post)
    assert once["had work"]
    assert effect(name, twice, post) == once
    assert effect(name, lambda task: together(task, AT_ONCE), post) == once


def test_every_task_is_looked_at():
    assert {name for name in app.tasks if not name.startswith("celery.")} == TASKS.keys()


def test_beat_asks_for_tasks_that_exist():
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= TASKS.keys()


def test_broker_repeats_no_task_that_may_still_run():
    """A task is given to a second worker after the visibility timeout: by then the first must have been ended."""
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_TASK_ACKS_LATE is True


def test_world_sees_what_a_task_changes(db):
    before = world()
    factories.NotificationFactory()
    assert before != world()
