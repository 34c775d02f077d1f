"""People, roles, messages, and the record of what was done."""

from .shape import (
    ADMINISTRATION,
    FIVE_YEARS,
    NEUTRALITY,
    OPENNESS,
    PRIVACY,
    PUBLIC,
    SERVICE,
    SERVICE_TIME,
    STAFF,
    TWO_YEARS,
    WHILE_USED,
    Keep,
    held,
)

MAP = {
    "accounts.agency": held(
        "Menyebut siapa pengelola portal dan cara menghubunginya",
        OPENNESS,
        WHILE_USED,
        umum="name short_name regency province address phone email hours popular_searches",
        teknis="id general_unit complaint_unit",
    ),
    "accounts.page": held(
        "Memuat maklumat, kebijakan privasi, dan keterangan instansi",
        OPENNESS,
        PUBLIC,
        umum="slug title body position",
        teknis="id updated_at",
    ),
    "accounts.workunit": held(
        "Mengetahui unit kerja dan letaknya",
        STAFF,
        WHILE_USED,
        umum="code name short_name kind parent kecamatan successor is_active map_row map_column map_code",
        teknis="id",
    ),
    "accounts.holiday": held(
        "Menghitung tenggat menurut hari kerja", SERVICE, PUBLIC, umum="date name kind source", teknis="id"
    ),
    "accounts.electionphase": held(
        "Menyesuaikan aturan netralitas dengan tahap pemilu",
        NEUTRALITY,
        PUBLIC,
        umum="election phase starts_on ends_on source",
        teknis="id",
    ),
    "accounts.synonym": held(
        "Menemukan layanan dengan kata sehari-hari", SERVICE, WHILE_USED, umum="term meanings", teknis="id updated_at"
    ),
    "accounts.searchterm": held(
        "Membetulkan salah ketik dalam pencarian", SERVICE, WHILE_USED, umum="word lexeme documents", teknis="id"
    ),
    "accounts.employee": held(
        "Mengenali pegawai yang dilayani, diundang, atau menerima keputusan",
        STAFF,
        SERVICE_TIME,
        pribadi="nip name title_before title_after kind rank position job_kind unit email phone standing",
        teknis="id created_at updated_at",
        but={
            "email": ("Mengirim kabar kepada pegawai", None),
            "phone": ("Menghubungi pegawai yang tidak terjangkau surel", None),
        },
    ),
    "accounts.user": held(
        "Membuka akun hanya bagi pemiliknya",
        PRIVACY,
        SERVICE_TIME,
        pribadi="login email employee last_login",
        rahasia="password",
        teknis="id is_active created_at",
        but={"password": ("Mencocokkan kata sandi; yang disimpan hanya sidiknya (Argon2id)", None)},
    ),
    "accounts.rolegrant": held(
        "Mengatur siapa berwenang atas apa, dan sejak kapan",
        ADMINISTRATION,
        SERVICE_TIME,
        pribadi="user role unit starts_on ends_on granted_by",
        teknis="id created_at",
    ),
    "accounts.notification": held(
        "Menyampaikan kabar dan membuktikan bahwa kabar itu dikirim",
        ADMINISTRATION,
        TWO_YEARS,
        pribadi="user employee kind payload read_at",
        teknis="id channel state attempts send_after expires_at leased_until leased_by retry in_digest digest sent_at "
        "error proof forgotten_at created_at",
        but={"payload": ("Menyusun kabar; isinya dikosongkan sesudah dikirim", Keep("30 hari sesudah dikirim"))},
    ),
    "accounts.preference": held(
        "Menghormati pilihan kabar",
        PRIVACY,
        SERVICE_TIME,
        pribadi="user employee group channel is_on",
        teknis="id updated_at",
    ),
    "accounts.pacing": held(
        "Menghormati jam tenang dan pilihan rangkuman",
        PRIVACY,
        SERVICE_TIME,
        pribadi="user has_digest quiet_from quiet_until",
        teknis="id digested_until",
    ),
    "accounts.heartbeat": held("Mengawasi kesehatan portal", SERVICE, WHILE_USED, teknis="name beaten_at"),
    "accounts.activity": held(
        "Mempertanggungjawabkan setiap tindakan di portal",
        ADMINISTRATION,
        FIVE_YEARS,
        pribadi="actor verb thing thing_id details",
        teknis="id created_at",
    ),
    "accounts.activityseal": held(
        "Membuktikan bahwa catatan kegiatan tidak diubah",
        ADMINISTRATION,
        FIVE_YEARS,
        teknis="position activity previous_hash hash sealed_at",
    ),
    "accounts.sealcheckpoint": held(
        "Menyambung rantai segel sesudah bagian tertua dihapus",
        ADMINISTRATION,
        WHILE_USED,
        teknis="position hash until created_at",
    ),
    "accounts.accesslog": held(
        "Mencatat siapa dari kantor yang melihat data siapa (UU 27/2022 pasal 31)",
        PRIVACY,
        FIVE_YEARS,
        pribadi="viewer acted_as person group group_id people surface is_taken reason",
        teknis="id hour created_at",
    ),
    "accounts.correctionrequest": held(
        "Menjawab permintaan perbaikan data (UU 27/2022 pasal 6 dan 30)",
        PRIVACY,
        Keep("2 tahun sesudah dijawab", TWO_YEARS.days),
        pribadi="asked_by subject wrong right answer decided_by",
        teknis="id state due_at decided_at created_at",
    ),
}
