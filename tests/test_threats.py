"""docs/security.md names tests; each of them exists, and no high threat is without one."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCUMENT = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
LEVELS = {"high", "middle", "low"}


def threats():
    """Return the rows of the threat model: id, level, and the tests that its last cell names."""
    rows = []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| T\d+ \|", line):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            rows.append((cells[0].strip(), cells[3], NAMED.findall(cells[5])))
    return rows


def names_in(path):
    """Return the names of the tests of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def missing(text):
    """Return what a text names as a test and is none."""
    return [
        f"{path}::{name}" if name else path
        for path, name in NAMED.findall(text)
        if not (ROOT / path).is_file() or (name and name not in names_in(path))
    ]


def test_every_test_that_is_named_exists():
    assert missing(DOCUMENT.read_text(encoding="utf-8")) == []


def test_threats_are_numbered_and_have_a_level():
    rows = threats()
    assert [number for number, _, _ in rows] == [f"T{number}" for number in range(1, len(rows) + 1)]
    assert len(rows) >= 25
    assert {level for _, level, _ in rows} <= LEVELS


def test_every_high_threat_names_a_test():
    assert [number for number, level, named in threats() if level == "high" and not named] == []


@pytest.mark.parametrize("text", ["`tests/test_threats.py::test_nothing`", "`tests/test_nothing.py`"])
def test_the_check_can_fail(text):
    assert missing(text) == [text.strip("`")]


def test_the_check_finds_what_is_there():
    assert missing("`tests/test_threats.py::test_the_check_finds_what_is_there` and `tests/test_threats.py`") == []
