from .attendance import admit_guest, check_in

__all__ = ["admit_guest", "check_in"]
