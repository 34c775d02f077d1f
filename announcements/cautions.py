"""Words that do not belong in an agency's news while an election runs: a reviewer is warned, nothing is blocked."""

import re

from accounts.models import ElectionPhase

# SKB of five bodies, 22 September 2022; PP 94/2021 art. 5 n. Praise of office holders is not a matter of words alone.
WORDS = (
    "bakal calon",
    "calon bupati",
    "calon gubernur",
    "calon presiden",
    "calon wali kota",
    "coblos",
    "dukung",
    "dukungan",
    "jargon",
    "kampanye",
    "menangkan",
    "nomor urut",
    "paslon",
    "pasangan calon",
    "partai",
    "petahana",
    "pilih nomor",
    "tim sukses",
    "visi misi",
)


def cautions(article, *, today):
    """Return the phases of elections that run on a day, and which words of the list a story holds while they do."""
    phases = list(ElectionPhase.objects.active_on(today))
    text = f"{article.title}\n{article.summary}\n{article.search_text}".lower()
    found = [word for word in WORDS if re.search(rf"\b{word}\b", text)] if phases else []
    return phases, found
