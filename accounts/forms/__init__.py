from .base import (
    ChangePasswordForm,
    LoginForm,
    ResendForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SynonymForm,
    WishesForm,
)

__all__ = [
    "ChangePasswordForm",
    "LoginForm",
    "ResendForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SynonymForm",
    "WishesForm",
]
