from .notices import Heartbeat, Notification, Pacing, Preference
from .people import Employee, EmployeeKind, JobKind, Role, RoleGrant, User
from .record import Activity
from .reference import Agency, ElectionPhase, Holiday, Page, SearchTerm, Synonym, WorkUnit
from .roster import ImportRow, ImportRun, NipHistory, Transfer, UnitAlias, UnitChange

__all__ = [
    "Activity",
    "Agency",
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
    "SearchTerm",
    "Synonym",
    "Transfer",
    "UnitAlias",
    "UnitChange",
    "User",
    "WorkUnit",
]
