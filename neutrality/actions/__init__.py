from .events import cancel_event, finish_event, publish_event, refresh_attendance, save_event, sync_attendance

__all__ = [
    "cancel_event",
    "finish_event",
    "publish_event",
    "refresh_attendance",
    "save_event",
    "sync_attendance",
]
