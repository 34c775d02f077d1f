"""Lines over time as numbers for templates/components/chart.html; the table under each picture says the same."""

from dataclasses import dataclass

WIDTH, HEIGHT = 360, 180
LEFT, RIGHT, TOP, BOTTOM = 40, 350, 14, 150


@dataclass(frozen=True)
class Line:
    """One line: its name, its place in the legend, and its runs; where a value is missing it is interrupted."""

    label: str
    number: int
    runs: list

    @property
    def paths(self):
        return [" ".join(f"{x},{y}" for x, y in run) for run in self.runs]

    @property
    def dots(self):
        return [dot for run in self.runs for dot in run]


@dataclass(frozen=True)
class Chart:
    lines: list
    marks: list
    first: str
    last: str
    low: str
    high: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


def line_chart(columns, series, *, low, high, marks=()):
    """Return a chart of series (label, values by column) between two bounds, or None where fewer than two points are.

    ``marks`` are heights that a line goes through, with their label.
    """
    if max((sum(value is not None for value in values) for _, values in series), default=0) < 2:
        return None

    def height(value):
        return round(BOTTOM - (BOTTOM - TOP) * float(value - low) / float(high - low))

    step = (RIGHT - LEFT) / (len(columns) - 1)
    return Chart(
        lines=[
            Line(
                label,
                number,
                _runs([(round(LEFT + step * n), v if v is None else height(v)) for n, v in enumerate(values)]),
            )
            for number, (label, values) in enumerate(series, start=1)
        ],
        marks=[(height(value), label) for value, label in marks],
        first=columns[0],
        last=columns[-1],
        low=str(low),
        high=str(high),
    )


def _runs(points):
    """Return the stretches of points without a gap."""
    runs = [[]]
    for x, y in points:
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if run]
