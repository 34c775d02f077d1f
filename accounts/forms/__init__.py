from .base import (
    ChangePasswordForm,
    LoginForm,
    ResendForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SynonymForm,
    WishesForm,
)
from .imports import CancelForm, ConfirmForm, MapForm, UploadForm
from .roles import EndRoleForm, GrantForm
from .roster import (
    EmployeeForm,
    MergeForm,
    PersonSearchForm,
    ReinstateForm,
    RenameUnitForm,
    RenumberForm,
    RetireForm,
    RevealForm,
    SucceedUnitForm,
    TransferForm,
)
from .trust import AccessFilter, ActivityFilter, CorrectionForm, DecisionForm

__all__ = [
    "AccessFilter",
    "ActivityFilter",
    "CancelForm",
    "ChangePasswordForm",
    "ConfirmForm",
    "CorrectionForm",
    "DecisionForm",
    "EmployeeForm",
    "EndRoleForm",
    "GrantForm",
    "LoginForm",
    "MapForm",
    "MergeForm",
    "PersonSearchForm",
    "ReinstateForm",
    "RenameUnitForm",
    "RenumberForm",
    "ResendForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "RetireForm",
    "RevealForm",
    "SucceedUnitForm",
    "SynonymForm",
    "TransferForm",
    "UploadForm",
    "WishesForm",
]
