"""The items of an edition that an answer may point at, and where a reader finds each."""

from dataclasses import dataclass

from .checklist import Reader


@dataclass(frozen=True)
class Item:
    """A requirement or a step of an edition: kind and key, words, and its address on the page of the edition."""

    code: str
    text: str
    url: str


def items_of(edition):
    """Return the items of an edition by code, such as syarat:ijazah or langkah:ajukan; nothing for no edition."""
    if edition is None:
        return {}
    page = edition.get_absolute_url()
    requirements = [
        Item(f"syarat:{row.key}", row.text, f"{page}?{reader_of(row).query}#syarat-{row.key}")
        for row in edition.requirements.all()
    ]
    steps = [Item(f"langkah:{row.key}", row.text, f"{page}#langkah-{row.key}") for row in edition.steps.all()]
    return {item.code: item for item in [*requirements, *steps]}


def reader_of(requirement):
    """Return a reader to whom a requirement applies, so that the page of the edition shows it."""
    return Reader(next(iter(requirement.kinds), ""), frozenset(requirement.condition_keys[:1]))


def with_citations(thread, edition):
    """Return the messages of a thread as a list, each with the items that it points at in `cited`."""
    items = items_of(edition)
    thread = list(thread)
    for message in thread:
        message.cited = [items[code] for code in message.cites if code in items]
    return thread
