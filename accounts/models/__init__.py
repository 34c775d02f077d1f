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
    "Activity",
    "ActivitySeal",
    "Agency",
    "CorrectionRequest",
    "ElectionPhase",
    "Employee",
    "EmployeeKind",
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
]
