from .entry import ActivationCode, EntrySlip, employees_for_slips
from .notices import Heartbeat, Notification, Pacing, Preference
from .people import Employee, EmployeeKind, JobKind, User
from .record import Activity
from .reference import Agency, ElectionPhase, Holiday, Page, SearchTerm, Synonym, WorkUnit
from .roles import BOUND_ROLES, ENDS_SOON, Role, RoleGrant
from .roster import ImportRow, ImportRun, NipHistory, Transfer, UnitAlias, UnitChange
from .trust import AccessLog, ActivitySeal, CorrectionRequest, SealCheckpoint

__all__ = [
    "BOUND_ROLES",
    "ENDS_SOON",
    "AccessLog",
    "ActivationCode",
    "Activity",
    "ActivitySeal",
    "Agency",
    "CorrectionRequest",
    "ElectionPhase",
    "Employee",
    "EmployeeKind",
    "EntrySlip",
    "Heartbeat",
    "Holiday",
    "ImportRow",
    "ImportRun",
    "JobKind",
    "NipHistory",
    "Notification",
    "Pacing",
    "Page",
    "Preference",
    "Role",
    "RoleGrant",
    "SealCheckpoint",
    "SearchTerm",
    "Synonym",
    "Transfer",
    "UnitAlias",
    "UnitChange",
    "User",
    "WorkUnit",
    "employees_for_slips",
]
