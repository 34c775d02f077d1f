from .attendance import (
    attendance_list,
    attendance_pdf,
    attendance_xlsx,
    event_recap,
    gate_detail,
    gate_guest,
    gate_list,
)
from .desk import event_cancel, event_create, event_desk, event_finish, event_publish, event_update
from .events import calendar, event_calendar, event_detail, event_list
from .guidance import guidance_page
from .unit import unit_people

__all__ = [
    "attendance_list",
    "attendance_pdf",
    "attendance_xlsx",
    "calendar",
    "event_calendar",
    "event_cancel",
    "event_create",
    "event_desk",
    "event_detail",
    "event_finish",
    "event_list",
    "event_publish",
    "event_recap",
    "event_update",
    "gate_detail",
    "gate_guest",
    "gate_list",
    "guidance_page",
    "unit_people",
]
