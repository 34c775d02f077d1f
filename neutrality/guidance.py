"""What holds on a day: the rules of the phases that are running, by situation."""

from dataclasses import dataclass
from itertools import groupby

from accounts.models import ElectionPhase

from .models import Rule

TODAY = ""
EVERY = "semua"
# How the tabs call the phases, in their order.
TABS = {
    TODAY: "Hari ini",
    Rule.Phase.BEFORE: "Sebelum penetapan",
    Rule.Phase.AFTER: "Setelah penetapan",
    Rule.Phase.CAMPAIGN: "Masa kampanye",
    Rule.Phase.ALWAYS: "Setiap saat",
    EVERY: "Semua",
}


@dataclass(frozen=True)
class Guidance:
    """`running` are the phases of today (ElectionPhase); `groups` pairs of situation (value, label) and its rules."""

    tab: str
    running: list
    groups: list


def guidance(tab, *, user, today):
    """Return the rules of a tab; an unknown tab is that of today."""
    tab = tab if tab in TABS else TODAY
    running = list(ElectionPhase.objects.active_on(today).order_by("starts_on"))
    rules = Rule.objects.visible_to(user)
    if tab == TODAY:
        rules = rules.in_phases({phase.phase for phase in running})
    elif tab != EVERY:
        rules = rules.in_phases({tab})
    order = {value: place for place, value in enumerate(Rule.Situation.values)}
    rows = sorted(rules, key=lambda rule: order[rule.situation])
    groups = [(Rule.Situation(value), list(group)) for value, group in groupby(rows, lambda rule: rule.situation)]
    return Guidance(tab, running, groups)
