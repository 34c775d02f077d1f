"""What the dated rules say about a draft: warnings with their source.

They never block, because the technical consent of BKN decides; a registrar who knows better goes on.
"""

from collections import defaultdict
from typing import NamedTuple

from django.utils.formats import date_format

from accounts.models import EmployeeKind
from bkpsdm.lib.nip import served_since
from bkpsdm.lib.ranks import steps_between

from .models import Decree, DecreeRecipient, PromotionPeriod

PROMOTIONS = "PP 99/2000 jo. PP 12/2002"
MEDALS = "UU 20/2009; PP 35/2010 pasal 22"
ROSTER = "data pegawai portal ini"
REFERENCE_DATA = "data rujukan: periode kenaikan pangkat"

# These take effect when service or life ends, whatever the month (PP 99/2000).
WITHOUT_PERIOD = {Decree.PromotionKind.PENGABDIAN, Decree.PromotionKind.ANUMERTA}
# A diploma leads to the rank that belongs to it, which may lie several steps higher (PP 99/2000 art. 18).
WITHOUT_STEP = {Decree.PromotionKind.IJAZAH}


class RuleWarning(NamedTuple):
    text: str
    source: str


class Concern(NamedTuple):
    """A warning, and the names of the recipients whom it is about; none when it is about the decree itself."""

    warning: RuleWarning
    names: list


def concerns_about(decree):
    """Return everything worth a second look in a draft, at a number of queries that does not grow with it."""
    concerns = defaultdict(list)
    for warning in decree_warnings(decree, PromotionPeriod.objects.all()):
        concerns[warning] = []
    recipients = decree.recipients.select_related("employee", "replaces")
    held = set(
        DecreeRecipient.objects.in_force()
        .filter(employee__petikan__decree=decree)
        .exclude(award_class="")
        .values_list("employee", "award_class")
    )
    for recipient in recipients:
        for warning in recipient_warnings(recipient, decree, held):
            concerns[warning].append(recipient.name)
    return [Concern(warning, names) for warning, names in concerns.items()]


def decree_warnings(decree, periods):
    """Return what the rules say about the dates of a promotion; ``periods`` are rows of PromotionPeriod."""
    day = decree.effective_on
    if decree.kind != Decree.Kind.PROMOTION or decree.promotion_kind in WITHOUT_PERIOD or day is None:
        return []
    warnings = []
    if day.day != 1:
        warnings.append(RuleWarning("TMT kenaikan pangkat biasanya tanggal 1.", PROMOTIONS))
    period = next((row for row in periods if row.covers(day)), None)
    if period is None:
        text = f"Belum ada aturan periode untuk TMT {date_format(day)}."
        warnings.append(RuleWarning(text, REFERENCE_DATA))
    elif day.month not in period.months:
        months = ", ".join(date_format(day.replace(day=1, month=month), "F") for month in period.months)
        warnings.append(RuleWarning(f"TMT {date_format(day)} di luar periode: {months}.", period.source))
    if decree.period and (decree.period.year, decree.period.month) != (day.year, day.month):
        warnings.append(RuleWarning("Bulan TMT berbeda dari periodenya.", period.source if period else REFERENCE_DATA))
    return warnings


def recipient_warnings(recipient, decree, held=frozenset()):
    """Return what the rules say about one recipient; ``held`` are pairs of employee and class of medals in force."""
    if decree.kind == Decree.Kind.PROMOTION:
        return list(_about_promotion(recipient, decree))
    return list(_about_medal(recipient, decree, held))


def _about_promotion(recipient, decree):
    if recipient.employee.kind != EmployeeKind.PNS:
        yield RuleWarning("Kenaikan pangkat hanya untuk PNS.", PROMOTIONS)
    steps = steps_between(recipient.rank_from, recipient.rank_to)
    if steps < 1:
        yield RuleWarning("Pangkat barunya tidak lebih tinggi dari pangkat lamanya.", PROMOTIONS)
    elif steps > 1 and decree.promotion_kind not in WITHOUT_STEP:
        yield RuleWarning("Kenaikan pangkat biasanya setingkat; ini lebih.", PROMOTIONS)
    if recipient.employee.rank != recipient.rank_from:
        yield RuleWarning("Pangkat lamanya berbeda dari golongan ruang dalam data pegawai.", ROSTER)


def _about_medal(recipient, decree, held):
    if recipient.employee.kind != EmployeeKind.PNS:
        yield RuleWarning("Satyalancana Karya Satya hanya untuk PNS.", MEDALS)
    since, years = served_since(recipient.nip), DecreeRecipient.AwardClass(recipient.award_class).years
    if since and since.replace(year=since.year + years) > decree.dated_on:
        text = f"Masa kerjanya belum {years} tahun pada tanggal penetapan (perkiraan dari NIP)."
        yield RuleWarning(text, MEDALS)
    is_replacing = getattr(recipient, "replaces", None) is not None
    if not is_replacing and (recipient.employee_id, recipient.award_class) in held:
        yield RuleWarning("Sudah memiliki kelas ini; penerbitannya akan ditolak.", MEDALS)
