from .base import (
    ChangePasswordForm,
    LoginForm,
    ResendForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SynonymForm,
    WishesForm,
)
from .roles import MOST_FOUND, EndRoleForm, GrantForm, PersonSearchForm

__all__ = [
    "MOST_FOUND",
    "ChangePasswordForm",
    "EndRoleForm",
    "GrantForm",
    "LoginForm",
    "PersonSearchForm",
    "ResendForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SynonymForm",
    "WishesForm",
]
