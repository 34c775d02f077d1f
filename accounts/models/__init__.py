from .notices import Notification
from .people import Employee, EmployeeKind, JobKind, Role, RoleGrant, User
from .record import Activity
from .reference import Agency, Holiday, Page, SearchTerm, Synonym, WorkUnit

__all__ = [
    "Activity",
    "Agency",
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
