from .attendance import Attendance, Scan
from .events import Event, Invitation, invited_employees, invited_units
from .guidance import Rule

__all__ = ["Attendance", "Event", "Invitation", "Rule", "Scan", "invited_employees", "invited_units"]
