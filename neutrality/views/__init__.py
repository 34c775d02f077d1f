from .attendance import (
    attendance_list,
    attendance_pdf,
    attendance_xlsx,
    event_recap,
    gate_detail,
    gate_guest,
    gate_list,
)

__all__ = [
    "attendance_list",
    "attendance_pdf",
    "attendance_xlsx",
    "event_recap",
    "gate_detail",
    "gate_guest",
    "gate_list",
]
