from .desk import event_cancel, event_create, event_desk, event_finish, event_publish, event_update
from .events import calendar, event_calendar, event_detail, event_list

__all__ = [
    "calendar",
    "event_calendar",
    "event_cancel",
    "event_create",
    "event_desk",
    "event_detail",
    "event_finish",
    "event_list",
    "event_publish",
    "event_update",
]
