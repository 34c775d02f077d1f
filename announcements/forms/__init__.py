from .news import ApproveForm, ArticleForm, CorrectionForm, PictureForm, ReturnForm

__all__ = ["ApproveForm", "ArticleForm", "CorrectionForm", "PictureForm", "ReturnForm"]
