from .notices import Notification
from .people import Employee, EmployeeKind, JobKind, Role, RoleGrant, User
from .record import Activity
from .reference import Agency, ElectionPhase, Holiday, Page, SearchTerm, Synonym, WorkUnit

__all__ = [
    "Activity",
    "Agency",
    "ElectionPhase",
    "Employee",
    "EmployeeKind",
    "Holiday",
    "JobKind",
    "Notification",
    "Page",
    "Role",
    "RoleGrant",
    "SearchTerm",
    "Synonym",
    "User",
    "WorkUnit",
]
