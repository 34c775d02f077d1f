"""How this house writes dates and times, beside what Django knows of each language."""
