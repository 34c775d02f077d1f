from .attendance import admit_guest, check_in
from .events import cancel_event, finish_event, publish_event, refresh_attendance, save_event, sync_attendance
from .guidance import load_rules

__all__ = [
    "admit_guest",
    "cancel_event",
    "check_in",
    "finish_event",
    "load_rules",
    "publish_event",
    "refresh_attendance",
    "save_event",
    "sync_attendance",
]
