"""What may not stand in the log, though it stands in addresses."""

import logging
import re

# A ticket of the survey, and the key to a new password: whoever reads one could use it.
SECRET = re.compile(r"(/survei/|/akun/sandi/baru/|/akun/slip/hentikan/|/akun/surel/pastikan/)[^/\s]+")


class HideSecrets(logging.Filter):
    """Put three dots in place of the secret parts of addresses, before a line is written anywhere."""

    def filter(self, record):
        message = record.getMessage()
        if SECRET.search(message):
            record.msg, record.args = SECRET.sub(r"\1…", message), ()
        return True
