"""Secrets that must be read again: sealed under a key that does not stand in the database.

What only has to be compared is hashed instead (``fingerprint``).
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = b"bkpsdm.lib.sealed"


def _box():
    """Return what seals with the newest key and opens with the older ones too, so that SECRET_KEY can be changed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = (hashlib.scrypt(key.encode(), salt=SALT, n=2, r=8, p=1, dklen=32) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def seal(text):
    return _box().encrypt(text.encode()).decode()


def unseal(sealed):
    """Return the text; raises ValueError when it was not sealed here."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ValueError("not sealed with a key of this portal") from error


def fingerprint(text, *, purpose):
    """Return a keyed SHA-256 of a text: equal for equal texts, and of no use to whoever reads only the database."""
    return salted_hmac(f"fingerprint of {purpose}", text, algorithm="sha256").hexdigest()
