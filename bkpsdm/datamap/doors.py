"""Services and questions, events and attendance, news and decrees."""

from .shape import (
    ADMINISTRATION,
    ARCHIVE,
    COMPLAINTS,
    NEUTRALITY,
    OPENNESS,
    PERMANENT,
    PRIVACY,
    PUBLIC,
    SERVICE,
    STAFF,
    WHILE_USED,
    Keep,
    held,
)

WITH_QUESTION = Keep("selama pertanyaannya disimpan")

MAP = {
    "services.category": held("Mengelompokkan layanan", SERVICE, WHILE_USED, umum="slug name position", teknis="id"),
    "services.standardcomponent": held(
        "Memuat 14 komponen standar pelayanan (pasal 21)",
        SERVICE,
        PUBLIC,
        umum="key title group is_from_fields text is_example position",
        teknis="id",
    ),
    "services.service": held(
        "Menyebut layanan dan bidang yang menanganinya",
        SERVICE,
        PUBLIC,
        umum="slug category unit is_confidential",
        teknis="id created_at",
    ),
    "services.serviceedition": held(
        "Mengumumkan standar setiap layanan dan riwayatnya",
        SERVICE,
        PUBLIC,
        umum="service number effective_on retired_on decree_number change_note title summary employee_kinds also_for "
        "legal_basis duration_number duration_unit duration_note cost product channel notes synonyms standard_texts",
        pribadi="published_by",
        teknis="id state search_names search_text search_vector published_at created_at updated_at",
        but={"published_by": ("Mempertanggungjawabkan penerbitan", None)},
    ),
    "services.condition": held(
        "Menyesuaikan syarat dengan keadaan pembaca; jawabannya tidak disimpan",
        SERVICE,
        PUBLIC,
        umum="key position edition question reason prefill_field prefill_values",
        teknis="id",
    ),
    "services.requirement": held(
        "Mengumumkan syarat layanan",
        SERVICE,
        PUBLIC,
        umum="key position edition text format is_required condition_keys kinds",
        teknis="id",
    ),
    "services.step": held("Mengumumkan alur layanan", SERVICE, PUBLIC, umum="key position edition text", teknis="id"),
    "services.question": held(
        "Menjawab pertanyaan, aspirasi, dan pengaduan tepat waktu",
        COMPLAINTS,
        ARCHIVE,
        pribadi="asker assignee title report_number rating rating_note extension_reason",
        spesifik="opening search_vector",
        umum="kind service edition unit copied_to",
        teknis="id key is_confidential may_serve_all needs_inspection state answer_due_on complete_due_on due_on "
        "is_due_provisional extra_days extended_on asked_again_on first_answer_at answered_at closed_at closed_by "
        "merged_into created_at updated_at",
    ),
    "services.message": held(
        "Menyimpan percakapan antara penanya dan petugas",
        COMPLAINTS,
        WITH_QUESTION,
        pribadi="author",
        spesifik="body",
        umum="unit cites",
        teknis="id question kind created_at",
    ),
    "services.attachment": held(
        "Menerima berkas yang diperlukan untuk menjawab",
        COMPLAINTS,
        WITH_QUESTION,
        pribadi="name",
        spesifik="file",
        teknis="id message content_type size created_at",
    ),
    "services.answertemplate": held(
        "Membantu petugas menjawab dengan seragam", SERVICE, WHILE_USED, umum="unit title body", teknis="id updated_at"
    ),
    "services.frequentanswer": held(
        "Menjawab banyak orang sekaligus, tanpa identitas siapa pun",
        OPENNESS,
        PUBLIC,
        umum="code service asker_kind question answer edition rests_on",
        pribadi="published_by",
        teknis="id state search_names search_vector published_at created_at updated_at",
        but={"published_by": ("Mempertanggungjawabkan penerbitan", None)},
    ),
    "services.answerproposal": held(
        "Memberi penanya kesempatan menolak sebelum jawabannya dijadikan umum",
        PRIVACY,
        Keep("dihapus saat jawaban umum terbit atau dibatalkan"),
        pribadi="question answer proposed_by objection",
        teknis="id object_until objected_at created_at",
    ),
    "services.answerrevision": held(
        "Menunggu persetujuan tulisan baru sebuah jawaban umum",
        SERVICE,
        Keep("dihapus saat terbit atau dibatalkan"),
        umum="answer question text",
        pribadi="written_by",
        teknis="id updated_at",
    ),
    "services.answerfeedback": held(
        "Mengetahui jawaban umum mana yang membantu; hanya jumlah per hari",
        SERVICE,
        PUBLIC,
        umum="answer day helped failed",
        teknis="id",
    ),
    "services.promise": held(
        "Menetapkan janji waktu jawaban", SERVICE, PUBLIC, umum="kind category first_days complete_days", teknis="id"
    ),
    "services.pause": held(
        "Menghitung tenggat tanpa hari menunggu penanya",
        COMPLAINTS,
        WITH_QUESTION,
        teknis="id question starts_on ends_on",
    ),
    "services.reminder": held(
        "Mengingatkan petugas satu kali saja", COMPLAINTS, WITH_QUESTION, teknis="id question kind due_on created_at"
    ),
    "services.surveytoken": held(
        "Memberi hak mengisi survei satu kali, tanpa tahu siapa pengisinya",
        SERVICE,
        Keep("sampai dipakai, paling lama akhir bulan berikutnya", days=0),
        umum="unit month",
        rahasia="digest",
    ),
    "services.surveyanswer": held(
        "Mengukur kepuasan; tidak tersambung pada siapa pun",
        SERVICE,
        PUBLIC,
        umum="unit month u1 u2 u3 u4 u5 u6 u7 u8 u9",
        teknis="id",
    ),
    "services.followup": held(
        "Mengumumkan tindak lanjut survei", SERVICE, PUBLIC, umum="year quarter element text", teknis="id updated_at"
    ),
    "neutrality.event": held(
        "Menyelenggarakan dan mengumumkan kegiatan",
        NEUTRALITY,
        PUBLIC,
        umum="slug title theme series summary mode venue kecamatan link starts_at ends_at hosts partners legal_basis "
        "agenda cancel_reason",
        pribadi="speakers created_by",
        rahasia="secret",
        teknis="id state search_vector published_at created_at updated_at",
        but={
            "secret": ("Membuat kartu masuk yang tidak dapat ditiru", None),
            "speakers": ("Mengumumkan narasumber", None),
            "created_by": ("Mempertanggungjawabkan penyelenggaraan", None),
        },
    ),
    "neutrality.invitation": held(
        "Menyebut unit yang diundang", NEUTRALITY, ARCHIVE, umum="event unit scope", teknis="id"
    ),
    "neutrality.attendance": held(
        "Mengetahui siapa yang diundang dan hadir; bukan bukti pelanggaran",
        NEUTRALITY,
        ARCHIVE,
        pribadi="event employee unit kecamatan guest_name guest_unit state present_at",
        teknis="id created_at",
    ),
    "neutrality.scan": held(
        "Membuktikan setiap percobaan masuk di pintu",
        NEUTRALITY,
        ARCHIVE,
        pribadi="event attendance employee code by",
        teknis="id method outcome received_at",
    ),
    "neutrality.rule": held(
        "Menjelaskan aturan netralitas",
        NEUTRALITY,
        PUBLIC,
        umum="code act is_allowed situation phase tier sanction example source position",
        teknis="id search_words search_vector updated_at",
    ),
    "announcements.decree": held(
        "Mencatat dan menerbitkan keputusan",
        ADMINISTRATION,
        PERMANENT,
        umum="kind promotion_kind issuer number dated_on effective_on period event",
        pribadi="signatory_name signatory_post created_by",
        teknis="id state issued_at created_at updated_at",
    ),
    "announcements.decreerecipient": held(
        "Menyampaikan petikan kepada penerimanya dan membuktikan keasliannya",
        STAFF,
        PERMANENT,
        pribadi="decree employee name nip unit rank_from rank_to award_class charter_number file handed_over_on "
        "replaced_by ended_on reason",
        teknis="id code state file_size sha256 created_at updated_at",
    ),
    "announcements.promotionperiod": held(
        "Mengetahui periode kenaikan pangkat", STAFF, PUBLIC, umum="starts_on ends_on months source", teknis="id"
    ),
    "announcements.article": held(
        "Menyampaikan berita",
        OPENNESS,
        PUBLIC,
        umum="slug title summary body byline event",
        pribadi="author reviewed_by review_note",
        teknis="id state search_text search_vector publish_at published_at created_at updated_at",
        but={
            "author": ("Menjaga agar tidak ada yang menerbitkan sendirian", None),
            "reviewed_by": ("Menjaga agar tidak ada yang menerbitkan sendirian", None),
        },
    ),
    "announcements.article_decrees": held(
        "Menyambungkan berita dengan jumlah keputusan", OPENNESS, PUBLIC, umum="article decree", teknis="id"
    ),
    "announcements.picture": held(
        "Menggambarkan berita; tanpa data kamera dan tempat",
        OPENNESS,
        PUBLIC,
        pribadi="wide narrow alt caption credit",
        umum="position",
        teknis="id article width height created_at",
    ),
    "announcements.correction": held(
        "Mengakui kekeliruan sebuah berita",
        OPENNESS,
        PUBLIC,
        umum="article note",
        pribadi="made_by",
        teknis="id made_at",
    ),
}
