"""The door for workers of the web server under script/server.

A worker that outlived a killed web server would hold the port and answer for a portal that is gone.
"""

import os

from .processes import die_with

die_with(os.getppid())

# Only now: the parent may be killed while the portal loads.
from bkpsdm.wsgi import application  # noqa: E402

__all__ = ["application"]
