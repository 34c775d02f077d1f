from .entry import ActivationCode, EntrySlip, employees_for_slips
from .notices import Heartbeat, Notification, Pacing, Preference
from .people import Employee, EmployeeKind, JobKind, Role, RoleGrant, User
from .record import Activity
from .reference import Agency, ElectionPhase, Holiday, Page, SearchTerm, Synonym, WorkUnit

__all__ = [
    "ActivationCode",
    "Activity",
    "Agency",
    "ElectionPhase",
    "Employee",
    "EmployeeKind",
    "EntrySlip",
    "Heartbeat",
    "Holiday",
    "JobKind",
    "Notification",
    "Pacing",
    "Page",
    "Preference",
    "Role",
    "RoleGrant",
    "SearchTerm",
    "Synonym",
    "User",
    "WorkUnit",
    "employees_for_slips",
]
