"""The public list of events narrowed by links: how people meet, whether the reader is invited, series, year."""

from collections import Counter
from urllib.parse import urlencode

from bkpsdm.lib.filters import Choice, LinkFilter

from .models import Event

MINE = "saya"


class EventFilter(LinkFilter):
    """Events (the earliest first) narrowed by ?saring= and ?seri=; what is past also by ?tahun=, at first the latest.

    ``invited`` holds the keys of the events that call the reader, or is None when nobody is logged in.
    """

    def __init__(self, query, events, *, invited):
        self.invited = invited or ()
        mine = {} if invited is None else {MINE: "Unit saya diundang"}
        labels = {
            "saring": mine | dict(Event.Mode.choices),
            "seri": {event.series: event.series for event in events if event.series},
        }
        super().__init__(query, events, labels)
        rows = self.narrowed()
        self.coming = [event for event in rows if not event.is_past]
        past = [event for event in reversed(rows) if event.is_past]
        counts = Counter(str(event.starts_on.year) for event in past)
        asked = query.get("tahun", "")
        self.year = asked if asked in counts else max(counts, default="")
        self.past = [event for event in past if str(event.starts_on.year) == self.year]
        self.years = [
            Choice(year, urlencode({**self.chosen, "tahun": year}), counts[year], year == self.year)
            for year in sorted(counts)
        ]

    def _values(self, name, event):
        if name == "seri":
            return [event.series]
        return [event.mode, MINE] if event.pk in self.invited else [event.mode]

    @property
    def kinds(self):
        return self.choices("saring")

    @property
    def series(self):
        return self.choices("seri")[1:]

    @property
    def series_name(self):
        return self.chosen.get("seri", "")
