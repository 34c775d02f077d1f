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
from .trust import AccessFilter, ActivityFilter, CorrectionForm, DecisionForm

__all__ = [
    "AccessFilter",
    "ActivityFilter",
    "ChangePasswordForm",
    "CorrectionForm",
    "DecisionForm",
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
