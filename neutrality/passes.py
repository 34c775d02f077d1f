"""The pass of a person to an event: derived from the secret of the event, never stored.

Twelve characters stand for the person, and one checks them: read aloud, typed, or shown as a QR code of version 1.
Whoever knows a pass learns nothing about another.
"""

from bkpsdm.lib.codes import check_character, derived_code


def pass_of(event, employee_id):
    """Return the 13 characters that let an employee into an event; the last one checks the others."""
    code = derived_code(event.secret, f"pas:{employee_id}")
    return code + check_character(code)
