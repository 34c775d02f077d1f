"""What the pages of an import show: tabs, names of units that nobody knows, the rejected rows to take along."""

from collections import Counter

from bkpsdm.lib.nip import is_nip
from bkpsdm.lib.spreadsheet import write_xlsx

from .comparing import Outcome
from .layouts import LAYOUTS, NAME, NIP, PARENT, SIASN, THL, UNIT
from .units import UnitNames

REASON = "SEBAB DITOLAK"
# The tabs of a preview: what they show, and under which key of the counts stands how many.
TABS = {
    "perhatian": ("Perlu perhatian", None),
    "berubah": ("Berubah", Outcome.CHANGED),
    "baru": ("Baru", Outcome.NEW),
    "hilang": ("Tidak ada lagi", Outcome.GONE),
    "nonaktif": ("Nonaktif", Outcome.INACTIVE),
    "tetap": ("Tetap", Outcome.UNCHANGED),
}


def rows_of(run, tab):
    """Return the rows of a tab, in the order of the file."""
    outcome = TABS[tab][1]
    rows = run.rows.of(outcome) if outcome else run.rows.needing_attention()
    return rows.select_related("employee__unit").order_by("line", "employee__name", "pk")


def unknown_units(run, names=None):
    """Return (name, parent, number of rows) of each unit of the file that nobody knows, the most frequent first."""
    names = names or UnitNames.load()
    columns = (UNIT, PARENT) if run.layout == SIASN.name else ("UNIT", "")
    counts = Counter()
    for cells in run.rows.of(Outcome.REJECTED).values_list("cells", flat=True):
        name, parent = (cells.get(column, "") for column in columns)
        if name or parent:
            counts[name or parent, parent] += 1
    return [(*unit, count) for unit, count in counts.most_common() if names.find(*unit) is None]


def rejected_workbook(run):
    """Return the rejected rows as a stream of a spreadsheet that can be corrected and uploaded again."""
    columns = [name for name in LAYOUTS[run.layout].columns if name in run.columns]
    rows = run.rows.of(Outcome.REJECTED).values_list("cells", "reasons")
    return write_xlsx(
        "Ditolak",
        [*columns, REASON],
        (
            [*(cells.get(name, "") for name in columns), " ".join(text for _, text in reasons)]
            for cells, reasons in rows
        ),
    )


def template_workbook():
    """Return an empty list of THL to be filled in."""
    return write_xlsx("Daftar THL", THL.columns, [])


def shown_number(row):
    """Return the NIP or portal number of a row as far as it may be shown, or what is wrong with it."""
    if row.employee_id:
        number = row.employee.nip or row.employee.portal_number
    else:
        number = row.cells.get(NIP, "") or row.cells.get("NOMOR PORTAL", "")
    return number if is_nip(number) or number.startswith("T-") else ""


def shown_name(row):
    return row.cells.get(NAME) or (row.employee.full_name if row.employee_id else "")
