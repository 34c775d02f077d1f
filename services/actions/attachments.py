"""Files that hang on a message."""

from django.core.exceptions import ValidationError

from bkpsdm.lib.uploads import MOST_FILES, keep_file
from services.models import Attachment


def attach_files(message, files, *, by):
    """Hang files that were looked into (lib.uploads.Upload) on the message that somebody is writing.

    Call it inside `atomic_with_files`: what fails later takes the files along. Raises ValidationError when there are
    more than five, or when the message is somebody else's.
    """
    if not files:
        return
    if len(files) > MOST_FILES:
        raise ValidationError(f"Paling banyak {MOST_FILES} berkas.")
    if message.author_id != by.pk:
        raise ValidationError("Lampiran hanya dapat disertakan penulis pesannya.")
    for upload in files:
        attachment = Attachment(
            message=message, name=upload.name, content_type=upload.content_type, size=len(upload.content)
        )
        keep_file(attachment.file, upload)
        attachment.full_clean()
        attachment.save()
