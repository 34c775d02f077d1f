"""Threads that happened at given moments, written straight into the tables: months pass faster than in the actions."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from accounts.models import Holiday
from bkpsdm.lib.workdays import due_date
from services.models import Message, Question
from tests import factories

ZONE = ZoneInfo("Asia/Jakarta")
OFFICE = ("jawaban", "tanya_balik")


def at(day, hour=9):
    return datetime.combine(day, time(hour), ZONE)


def conversation(*words, closed_by="", closed_on=None, officer=None, days=5, **fields):
    """Make a question whose words are pairs (kind, day); what was answered stands as answered, or closed on a day."""
    asker = fields.pop("asker", None) or factories.UserFactory()
    question = factories.QuestionFactory(asker=asker, **fields)
    for number, (kind, day) in enumerate(words):
        author = officer if kind in OFFICE else asker
        message = Message.objects.create(question=question, author=author, kind=kind, body="Isi.")
        Message.objects.filter(pk=message.pk).update(created_at=at(day, 8 + number))
    office = [(kind, at(day, 8 + number)) for number, (kind, day) in enumerate(words) if kind in OFFICE]
    answers = [moment for kind, moment in office if kind == "jawaban"]
    calendar, received_on = Holiday.calendar(), words[0][1]
    state = "selesai" if closed_on else "dijawab" if answers else "menunggu_pemohon" if office else "baru"
    Question.objects.filter(pk=question.pk).update(
        state=state,
        created_at=at(received_on),
        first_answer_at=office[0][1] if office else None,
        answered_at=answers[-1] if answers else None,
        closed_at=at(closed_on, 15) if closed_on else None,
        closed_by=closed_by or ("asker" if closed_on else ""),
        answer_due_on=due_date(received_on, 2, calendar).day,
        complete_due_on=due_date(received_on, days, calendar).day,
        due_on=due_date(received_on, days if office else 2, calendar).day,
    )
    question.refresh_from_db()
    return question
