"""The tables of the libraries that the portal stands on."""

from .shape import ADMINISTRATION, FIVE_YEARS, PRIVACY, SERVICE_TIME, WHILE_USED, Keep, held

MAP = {
    "account.emailaddress": held(
        "Memastikan surel milik pemegang akun",
        PRIVACY,
        SERVICE_TIME,
        pribadi="user email",
        teknis="id verified primary",
    ),
    "account.emailconfirmation": held(
        "Memastikan surel milik pemegang akun",
        PRIVACY,
        SERVICE_TIME,
        pribadi="email_address",
        rahasia="key",
        teknis="id created sent",
    ),
    "admin.logentry": held(
        "Mempertanggungjawabkan perubahan data rujukan",
        ADMINISTRATION,
        FIVE_YEARS,
        pribadi="user object_repr change_message",
        teknis="id action_time content_type object_id action_flag",
    ),
    "auth.permission": held(
        "Menyebut wewenang", ADMINISTRATION, WHILE_USED, umum="name content_type codename", teknis="id"
    ),
    "auth.group": held("Menyebut wewenang setiap peran", ADMINISTRATION, WHILE_USED, umum="name", teknis="id"),
    "auth.group_permissions": held(
        "Menyebut wewenang setiap peran", ADMINISTRATION, WHILE_USED, umum="group permission", teknis="id"
    ),
    "contenttypes.contenttype": held(
        "Menyebut jenis data", ADMINISTRATION, WHILE_USED, umum="app_label model", teknis="id"
    ),
    "mfa.authenticator": held(
        "Membuktikan pemilik akun dengan ponsel atau kunci sandi",
        PRIVACY,
        Keep("sampai dilepas pemiliknya"),
        pribadi="user",
        rahasia="data",
        teknis="id type created_at last_used_at",
    ),
    # The single sign-on matches anew at each login; these three tables of the library stay empty.
    "socialaccount.socialapp": held(
        "Menyebut penyedia masuk tunggal",
        ADMINISTRATION,
        WHILE_USED,
        umum="provider provider_id name",
        rahasia="client_id secret key settings",
        teknis="id",
    ),
    "socialaccount.socialaccount": held(
        "Tidak diisi: akun dicocokkan kembali setiap kali masuk",
        PRIVACY,
        WHILE_USED,
        pribadi="user uid extra_data",
        teknis="id provider last_login date_joined",
    ),
    "socialaccount.socialtoken": held(
        "Tidak diisi: tanda masuk tidak disimpan",
        PRIVACY,
        WHILE_USED,
        pribadi="account",
        rahasia="token token_secret",
        teknis="id app expires_at",
    ),
    "usersessions.usersession": held(
        "Menunjukkan kepada pemilik akun di perangkat mana ia sedang masuk",
        PRIVACY,
        Keep("sampai sesinya berakhir, paling lama 12 jam"),
        pribadi="user ip user_agent",
        rahasia="session_key",
        teknis="id created_at last_seen_at data",
    ),
    "sessions.session": held(
        "Mengingat bahwa pemilik akun sedang masuk",
        PRIVACY,
        Keep("sampai berakhir, paling lama 12 jam", days=0),
        rahasia="session_key session_data",
        teknis="expire_date",
    ),
}
