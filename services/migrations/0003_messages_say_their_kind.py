from django.db import migrations
from django.db.models import F


def say_kind(apps, schema_editor):
    """The first message of a question asked it; what the office wrote answered, the rest replied."""
    Message, Question = apps.get_model("services", "Message"), apps.get_model("services", "Question")
    first = Message.objects.order_by("question_id", "pk").distinct("question_id").values("pk")
    Message.objects.exclude(pk__in=first).update(kind="balasan")
    Message.objects.filter(is_from_office=True).update(kind="jawaban")
    Question.objects.update(due_on=F("complete_due_on"))
    Question.objects.filter(state="baru").update(due_on=F("answer_due_on"))


def say_side(apps, schema_editor):
    apps.get_model("services", "Message").objects.filter(kind="jawaban").update(is_from_office=True)


class Migration(migrations.Migration):
    dependencies = [("services", "0002_questions_keep_their_promises")]

    operations = [migrations.RunPython(say_kind, say_side)]
