from .decrees import ConfirmForm, DecreeForm, HandOverForm
from .petikan import AttachForm, RecipientForm, ReplaceForm, RevokeForm, SearchForm

__all__ = [
    "AttachForm",
    "ConfirmForm",
    "DecreeForm",
    "HandOverForm",
    "RecipientForm",
    "ReplaceForm",
    "RevokeForm",
    "SearchForm",
]
