"""What is installed is what was tested: each package by version and hash, from wherever it comes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGE = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==[^ ;\\]+( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_pins_every_package_by_version_and_hash_and_names_no_index(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    packages = [number for number, line in enumerate(lines) if PACKAGE.match(line)]
    assert len(packages) > 20
    assert [line for line in lines if not (PACKAGE.match(line) or HASH.match(line))] == []
    assert [lines[number] for number in packages if not HASH.match(lines[number + 1])] == []


def test_installation_demands_the_hashes():
    code = (ROOT / "bkpsdm" / "launcher" / "environment.py").read_text(encoding="utf-8")
    assert '"--require-hashes"' in code
