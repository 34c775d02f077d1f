from .decrees import ConfirmForm, DecreeForm, HandOverForm
from .news import ApproveForm, ArticleForm, CorrectionForm, PictureForm, ReturnForm
from .petikan import AttachForm, RecipientForm, ReplaceForm, RevokeForm

__all__ = [
    "ApproveForm",
    "ArticleForm",
    "AttachForm",
    "ConfirmForm",
    "CorrectionForm",
    "DecreeForm",
    "HandOverForm",
    "PictureForm",
    "RecipientForm",
    "ReplaceForm",
    "ReturnForm",
    "RevokeForm",
]
