"""Each kind of message about questions says where to look, and nothing that is anybody else's business."""

import pytest
from django.core import mail

from accounts.tasks import drain_outbox
from tests import factories

ONE = {"question": "2026-0412", "path": "/tanya/412/"}
OFFICE = "/kerja/tanya/"
# Kind, payload, subject, and the words that lead to the page.
MAILS = {
    "question_asked_back": (ONE, "Pertanyaan 2026-0412 menunggu keterangan Anda"),
    "question_moved": (ONE, "Pertanyaan 2026-0412 dipindahkan"),
    "question_extended": (ONE, "Tenggat pertanyaan 2026-0412 diperpanjang"),
    "question_inspected": (ONE, "Pengaduan 2026-0412 perlu pemeriksaan"),
    "question_classified": (ONE, "Jenis pertanyaan 2026-0412 diubah"),
    "question_merged": (ONE, "Pertanyaan 2026-0412 digabung"),
    "question_joined": (ONE, "Pertanyaan lain digabung ke 2026-0412"),
    "question_refused": (ONE, "Pertanyaan 2026-0412 bukan kewenangan kami"),
    "question_closing": ({**ONE, "day": "Jumat, 3 Juli 2026"}, "Pertanyaan 2026-0412 akan ditutup"),
    "question_closed": (ONE, "Pertanyaan 2026-0412 ditutup"),
    "question_assigned": ({**ONE, "count": 1}, "Pertanyaan 2026-0412 ditugaskan kepada Anda"),
    "questions_due": (
        {"today": ["2026-0412"], "tomorrow": ["2026-0413", "2026-0414"], "path": OFFICE},
        "Jatuh tempo hari ini: 1 pertanyaan",
    ),
    "questions_overdue": (
        {"counts": [["Bidang Mutasi", 3], ["Sekretariat", 1]], "path": OFFICE},
        "Ada pertanyaan yang lewat tenggat",
    ),
}


def send(kind, payload):
    factories.NotificationFactory(kind=kind, payload=payload)
    drain_outbox()
    [letter] = mail.outbox
    return letter


@pytest.mark.parametrize("kind", MAILS)
def test_mail_says_what_is_the_matter_and_where(agency, settings, kind):
    payload, subject = MAILS[kind]
    letter = send(kind, payload)
    html = letter.alternatives[0][0]
    assert letter.subject == subject
    assert f"{settings.SITE_URL}{payload['path']}" in letter.body
    assert f'href="{settings.SITE_URL}{payload["path"]}"' in html
    assert (letter.body.startswith("Yth. Pegawai Uji,"), agency.name in letter.body, "{" in letter.body + html) == (
        True,
        True,
        False,
    )


def test_mail_of_several_assignments_counts_them(agency):
    letter = send("question_assigned", {"count": 4, "question": "", "path": f"{OFFICE}?petugas=saya"})
    assert letter.subject == "4 pertanyaan ditugaskan kepada Anda"


def test_mail_of_what_is_due_lists_numbers_by_day(agency):
    payload, _ = MAILS["questions_due"]
    letter = send("questions_due", payload)
    assert "Jatuh tempo hari ini: 2026-0412.\n" in letter.body
    assert "Jatuh tempo hari kerja berikutnya: 2026-0413, 2026-0414.\n" in letter.body


def test_mail_of_what_is_due_tomorrow_alone_says_so_in_its_subject(agency):
    letter = send("questions_due", {"today": [], "tomorrow": ["2026-0413"], "path": OFFICE})
    assert (letter.subject, "hari ini" in letter.body) == ("Jatuh tempo hari kerja berikutnya: 1 pertanyaan", False)


def test_mail_of_what_is_overdue_counts_by_bidang(agency):
    payload, _ = MAILS["questions_overdue"]
    letter = send("questions_overdue", payload)
    assert "Bidang Mutasi: 3\nSekretariat: 1\n" in letter.body


def test_mail_that_warns_of_silence_names_the_day(agency):
    payload, _ = MAILS["question_closing"]
    assert "sampai Jumat, 3 Juli 2026" in send("question_closing", payload).body
