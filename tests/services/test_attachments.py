"""Files of a thread: kept by chance names, handed to whoever may read the thread, and gone when nothing was sent."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bkpsdm.lib.uploads import MOST_FILES, Upload, atomic_with_files, inspected
from services.actions import add_note, answer_question, ask_question, attach_files
from services.models import Attachment, Message, Question
from tests import uploads

ASK = reverse("services:question-create")


def form(*files, **changes):
    sent = {"kind": "pertanyaan", "title": "Pokok", "body": "Isinya.", "key": str(uuid.uuid4()), **changes}
    return sent | {"files": list(files)}


def surat():
    return uploads.upload(uploads.pdf(), "Surat 198703152010012003.pdf")


def attach(message, by, content=None):
    with atomic_with_files():
        attach_files(message, [inspected(uploads.upload(content or uploads.pdf(), "berkas"))], by=by)
    return message.attachments.get()


def test_question_takes_its_files_along(own, shelf):
    response = own.post(ASK, form(surat(), uploads.upload(uploads.photo(), "foto.jpg")), follow=True)
    kept = Message.objects.get().attachments.all()
    assert [(file.name, file.content_type) for file in kept] == [
        ("Surat xxxx.pdf", "application/pdf"),
        ("foto.jpg", "image/jpeg"),
    ]
    assert [file.size for file in kept] == [file.file.size for file in kept]
    html = response.content.decode()
    assert [
        file.name for file in kept if f'href="{file.get_absolute_url()}" download>{file.name}</a>' not in html
    ] == []
    names = shelf()
    assert [str(uuid.UUID(name)) for name in names] == names
    assert len(names) == 2


def test_attachment_is_handed_over_to_be_saved_and_never_shown(own, shelf):
    own.post(ASK, form(surat()))
    response = own.get(Attachment.objects.get().get_absolute_url())
    assert b"".join(response.streaming_content) == uploads.pdf()
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="Surat xxxx.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert {name: response[name] for name in wanted} == wanted


def test_picture_arrives_without_what_the_camera_noted(own, shelf):
    own.post(ASK, form(uploads.upload(uploads.photo(), "foto.jpg")))
    response = own.get(Attachment.objects.get().get_absolute_url())
    assert uploads.CAMERA.encode() not in b"".join(response.streaming_content)


def test_attachment_whose_file_is_gone_is_a_404(own, shelf):
    own.post(ASK, form(surat()))
    attachment = Attachment.objects.get()
    attachment.file.storage.delete(attachment.file.name)
    assert own.get(attachment.get_absolute_url()).status_code == 404


def test_attachment_that_does_not_exist_is_a_404(own):
    assert own.get(reverse("services:attachment-download", args=[uuid.uuid4()])).status_code == 404


def test_attachment_takes_no_post(own, shelf):
    own.post(ASK, form(surat()))
    assert own.post(Attachment.objects.get().get_absolute_url()).status_code == 405


def statuses(client, cast, attachment):
    """Return what each person is answered, those who are refused left out."""
    found = {}
    for name, user in cast.items():
        client.force_login(user)
        response = client.get(attachment.get_absolute_url())
        found[name] = response.status_code
        if response.streaming:
            list(response.streaming_content)  # read to its end, a file is closed
    assert set(found.values()) <= {200, 404}
    return {name for name, status in found.items() if status == 200}


def test_attachment_of_the_asker_is_read_by_whoever_reads_the_question(client, cast, put, shelf):
    attachment = attach(put().messages.get(), cast["asn"])
    assert statuses(client, cast, attachment) == {"asn", "petugas", "kabid"}
    client.logout()
    assert client.get(attachment.get_absolute_url()).status_code == 302


def test_attachment_of_the_office_is_read_by_the_asker_but_not_that_of_a_note(client, cast, put, shelf):
    question = put()
    answer = answer_question(question, body="Terlampir.", by=cast["petugas"])
    note = add_note(question, body="Untuk kita.", by=cast["petugas"])
    assert statuses(client, cast, attach(answer, cast["petugas"])) == {"asn", "petugas", "kabid"}
    assert statuses(client, cast, attach(note, cast["petugas"])) == {"petugas", "kabid"}


@pytest.mark.parametrize(
    ("then", "kind", "readers"),
    [
        ("jawab", "jawaban", {"asn", "petugas", "kabid"}),
        ("tanya-balik", "tanya_balik", {"asn", "petugas", "kabid"}),
        ("catatan", "catatan", {"petugas", "kabid"}),
    ],
)
def test_word_of_the_office_takes_files_along(client, cast, put, shelf, then, kind, readers):
    question = put()
    client.force_login(cast["petugas"])
    sent = {"body": "Terlampir.", "then": then, "files": [surat()]}
    client.post(reverse("services:question-answer", args=[question.pk]), sent)
    attachment = Attachment.objects.get()
    assert (attachment.message.kind, attachment.name) == (kind, "Surat xxxx.pdf")
    assert statuses(client, cast, attachment) == readers


def test_bad_file_of_the_office_is_refused_on_its_field_and_nothing_is_sent(client, cast, put, shelf):
    question = put()
    client.force_login(cast["petugas"])
    sent = {"body": "Jangan hilang.", "then": "jawab", "files": [uploads.upload(b"halo", "catatan.txt")]}
    page = client.post(reverse("services:question-answer", args=[question.pk]), sent)
    assert list(page.context["form"].errors) == ["files"]
    assert "Jangan hilang.</textarea>" in page.content.decode()
    question.refresh_from_db()
    assert (question.state, shelf()) == ("baru", [])


def test_name_of_a_file_of_a_note_is_not_on_the_askers_page(client, cast, put, shelf):
    question = put()
    note = add_note(question, body="Untuk kita.", by=cast["petugas"])
    attachment = attach(note, cast["petugas"])
    client.force_login(cast["asn"])
    assert str(attachment.pk) not in client.get(question.get_absolute_url()).content.decode()
    client.force_login(cast["petugas"])
    page = client.get(reverse("services:question-answer", args=[question.pk]))
    assert attachment.get_absolute_url() in page.content.decode()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([(b"halo", "catatan.txt")], "catatan: Jenis berkas ini tidak diterima."),
        ([(uploads.pdf(password="x"), "kunci.pdf")], "kunci: Berkas ini dikunci kata sandi."),
        ([(uploads.pdf(), "a.pdf")] * 6, "Paling banyak 5 berkas."),
    ],
)
def test_file_that_is_refused_is_named_and_nothing_is_sent(own, shelf, files, said):
    page = own.post(ASK, form(*(uploads.upload(*file) for file in files), title="Jangan hilang"))
    html = page.content.decode()
    assert (list(page.context["form"].errors), said in html) == (["files"], True)
    assert "Lampiran belum tersimpan. Pilih lagi berkasnya sebelum mengirim." in html
    assert 'value="Jangan hilang"' in html
    assert (Question.objects.count(), shelf()) == (0, [])


def test_question_sent_twice_with_files_is_asked_once_and_keeps_them_once(own, shelf):
    key = str(uuid.uuid4())
    first, second = (own.post(ASK, form(surat(), key=key)) for _ in range(2))
    assert (first["Location"], Attachment.objects.count(), len(shelf())) == (second["Location"], 1, 1)


def test_files_of_a_question_that_fails_are_removed(cast, edition, shelf, monkeypatch):
    def fail(*args, **kwargs):
        assert len(shelf()) == 2
        raise RuntimeError("no outbox")

    monkeypatch.setattr("services.actions.questions.notify", fail)
    with pytest.raises(RuntimeError):
        ask_question(
            kind="pertanyaan",
            service=edition.service,
            title="Pokok",
            body="Isinya.",
            key=uuid.uuid4(),
            by=cast["asn"],
            files=[inspected(surat()), inspected(surat())],
        )
    assert (Question.objects.count(), Attachment.objects.count(), shelf()) == (0, 0, [])


def test_file_that_the_database_refuses_leaves_nothing(cast, put, shelf):
    message = put().messages.get()
    odd = Upload("a.html", "text/html", b"<script>")
    with pytest.raises(ValidationError), atomic_with_files():
        attach_files(message, [inspected(surat()), odd], by=cast["asn"])
    assert (Attachment.objects.count(), shelf()) == (0, [])


def test_more_files_than_allowed_or_on_somebody_elses_message_are_refused(cast, put, shelf):
    message = put().messages.get()
    for files, by in (([inspected(surat())] * (MOST_FILES + 1), "asn"), ([inspected(surat())], "petugas")):
        with pytest.raises(ValidationError), atomic_with_files():
            attach_files(message, files, by=cast[by])
    assert (Attachment.objects.count(), shelf()) == (0, [])


def test_thread_needs_as_many_queries_for_many_files_as_for_one(own, cast, put, shelf, django_assert_num_queries):
    question = put()
    attach(question.messages.get(), cast["asn"])
    own.get(question.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        own.get(question.get_absolute_url())
    for _ in range(4):
        answer = answer_question(question, body="Terlampir.", by=cast["petugas"], seen=Message.objects.latest("pk").pk)
        with atomic_with_files():
            attach_files(answer, [inspected(surat()) for _ in range(3)], by=cast["petugas"])
    with django_assert_num_queries(len(one)):
        own.get(question.get_absolute_url())
