"""The demo regency as data: Bondowoso, with invented people."""

import json
from pathlib import Path


def demo_data(name):
    """Return one file of the demo regency."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
