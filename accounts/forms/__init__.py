from .base import (
    ChangePasswordForm,
    LoginForm,
    ResendForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SynonymForm,
    WishesForm,
)
from .roles import EndRoleForm, GrantForm, PersonSearchForm

__all__ = [
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
