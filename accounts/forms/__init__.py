from .base import (
    ChangePasswordForm,
    LoginForm,
    ResendForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SynonymForm,
    WishesForm,
)
from .trust import AccessFilter, ActivityFilter, CorrectionForm, DecisionForm

__all__ = [
    "AccessFilter",
    "ActivityFilter",
    "ChangePasswordForm",
    "CorrectionForm",
    "DecisionForm",
    "LoginForm",
    "ResendForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SynonymForm",
    "WishesForm",
]
