"""What is recorded, in words for the auditor; a verb that is no longer used keeps its words, for old records."""

from django.apps import apps

VERBS = {
    "activities_removed": "catatan yang lewat masa simpan dihapus",
    "answer_confirmed": "jawaban umum dipastikan masih benar",
    "answer_drafted": "draf jawaban umum ditulis",
    "answer_dropped": "usul jawaban umum dibatalkan",
    "answer_objected": "penanya keberatan atas jawaban umum",
    "answer_proposed": "jawaban umum diusulkan",
    "answer_published": "jawaban umum terbit",
    "answer_rated": "jawaban dinilai penanya",
    "answer_revised": "jawaban umum direvisi",
    "answer_rewritten": "jawaban umum ditulis ulang",
    "article_archived": "berita diarsipkan",
    "article_corrected": "berita dikoreksi",
    "article_published": "berita terbit",
    "article_returned": "berita dikembalikan",
    "article_saved": "berita disimpan",
    "article_scheduled": "berita dijadwalkan",
    "article_submitted": "berita diajukan",
    "article_unscheduled": "jadwal berita dibatalkan",
    "attendance_exported": "daftar hadir diunduh",
    "attendance_refreshed": "daftar undangan disegarkan",
    "catalogue_loaded": "katalog layanan dimuat",
    "correction_asked": "perbaikan data diminta",
    "correction_decided": "permintaan perbaikan dijawab",
    "data_taken": "data sendiri diunduh",
    "deadline_extended": "tenggat diperpanjang",
    "decree_deleted": "draf keputusan dihapus",
    "decree_handed_over": "penyerahan keputusan dicatat",
    "decree_issued": "keputusan terbit",
    "decree_saved": "keputusan disimpan",
    "edition_published": "edisi layanan terbit",
    "event_cancelled": "kegiatan dibatalkan",
    "event_finished": "kegiatan diselesaikan",
    "event_published": "kegiatan terbit",
    "event_saved": "kegiatan disimpan",
    "groups_left": "berhenti menerima kelompok kabar",
    "inspection_required": "pengaduan perlu pemeriksaan",
    "notifications_resent": "kabar dikirim ulang",
    "password_changed": "kata sandi diubah",
    "petikan_attached": "berkas petikan dilampirkan",
    "petikan_downloaded": "berkas petikan diunduh",
    "petikan_revoked": "petikan dicabut",
    "picture_added": "gambar ditambahkan",
    "picture_removed": "gambar dihapus",
    "question_answered": "pertanyaan dijawab",
    "question_asked": "pertanyaan diajukan",
    "question_asked_again": "pertanyaan ditanyakan lagi",
    "question_asked_back": "petugas meminta keterangan",
    "question_assigned": "pertanyaan ditugaskan",
    "question_classified": "jenis pertanyaan diubah",
    "question_closed": "pertanyaan ditutup",
    "question_consent_changed": "izin jawaban umum diubah",
    "question_details_supplied": "keterangan pertanyaan dilengkapi",
    "question_merged": "pertanyaan digabung",
    "question_noted": "catatan internal ditulis",
    "question_refused": "pertanyaan bukan kewenangan",
    "question_reopened": "pertanyaan dibuka lagi",
    "question_transferred": "pertanyaan dipindahkan",
    "question_withdrawn": "pertanyaan ditarik",
    "recipient_added": "penerima keputusan ditambahkan",
    "recipient_removed": "penerima keputusan dihapus",
    "recipient_saved": "penerima keputusan disimpan",
    "reference_deleted": "data rujukan dihapus",
    "reference_saved": "data rujukan disimpan",
    "retention_applied": "masa simpan diterapkan",
    "role_granted": "peran diberikan",
    "rules_loaded": "aturan netralitas dimuat",
    "survey_offered": "survei ditawarkan",
    "synonym_deleted": "padanan kata dihapus",
    "synonym_saved": "padanan kata disimpan",
    "template_deleted": "pola jawaban dihapus",
    "template_saved": "pola jawaban disimpan",
    "wishes_saved": "pilihan kabar disimpan",
}


def words_of(verb):
    return VERBS.get(verb, verb.replace("_", " "))


def thing_words(label, key):
    """Return a thing as the auditor reads it, such as "keputusan 5"; if its model is gone, its label stays."""
    try:
        name = apps.get_model(label)._meta.verbose_name
    except (LookupError, ValueError):
        name = label
    return f"{name} {key}".strip()
