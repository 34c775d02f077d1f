"""Files of a thread, for whoever may read it."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.actions import note_access
from services.models import Attachment


@require_safe
@login_required
def attachment_download(request, pk):
    """Hand over a file: always to be saved, never to be shown, whatever its type."""
    attachments = Attachment.objects.visible_to(request.user).select_related("message__question__asker__employee")
    attachment = get_object_or_404(attachments, pk=pk)
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    note_access(attachment.message.question.asker, by=request.user, surface="attachment", is_taken=True)
    response = FileResponse(file, as_attachment=True, filename=attachment.name, content_type=attachment.content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
