import json
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bkpsdm.search import search_portal

TOP = 3


class Command(BaseCommand):
    help = "Measure the search on a file of queries with the services and questions they should find."

    def add_arguments(self, parser):
        parser.add_argument("file", help="queries in the format of tests/data/search_dev.json")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--part", choices=["even", "odd"], help="only queries whose id ends in an even or odd number"
        )

    def handle(self, file, **options):
        try:
            queries = json.loads(Path(file).read_text(encoding="utf-8"))["queries"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{file}: {error}") from error
        if options["part"]:
            queries = [row for row in queries if int(row["id"].rpartition("-")[2]) % 2 == (options["part"] == "odd")]
        result = evaluate(queries)
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) if options["json"] else as_text(result))


CODES = {"layanan": lambda edition: edition.service.slug, "jawaban": lambda answer: answer.code}


def codes_of(found):
    """Return the slugs and codes of the services and frequent answers among the hits, taken together, best first."""
    return [CODES[hit.kind](hit.object) for hit in found.hits if hit.kind in CODES]


def evaluate(queries):
    """Return hit@1, hit@3 and MRR (shares, 0 to 1) of queries, and what was missed."""
    ranks, misses = [], []
    for row in queries:
        got = codes_of(search_portal(row["query"], user=AnonymousUser(), today=timezone.localdate()))
        expected = {*row.get("expected_services", ()), *row.get("expected_questions", ())}
        rank = next((place for place, code in enumerate(got, 1) if code in expected), None)
        ranks.append((row.get("kind", ""), rank))
        if rank is None or rank > TOP:
            misses.append({"id": row["id"], "query": row["query"], "expected": sorted(expected), "got": got[:TOP]})
    by_kind = {
        kind: share([rank for name, rank in ranks if name == kind]) for kind in sorted({kind for kind, _ in ranks})
    }
    ranks = [rank for _, rank in ranks]
    return {
        "queries": len(ranks),
        "hit@1": share(ranks, 1),
        "hit@3": share(ranks),
        "mrr": round(sum(1 / rank for rank in ranks if rank) / max(len(ranks), 1), 4),
        "by_kind": by_kind,
        "misses": misses,
    }


def share(ranks, top=TOP):
    """Return the share of queries whose first expected hit is among the top."""
    return round(sum(1 for rank in ranks if rank and rank <= top) / max(len(ranks), 1), 4)


def as_text(result):
    lines = [
        f"{result['queries']} kueri: hit@1 {result['hit@1']:.3f}, hit@3 {result['hit@3']:.3f}, MRR {result['mrr']:.3f}",
        *(f"  {kind:<12} hit@3 {value:.3f}" for kind, value in result["by_kind"].items()),
    ]
    for miss in result["misses"]:
        expected, got = ", ".join(miss["expected"]), ", ".join(miss["got"]) or "tidak ada"
        lines.append(f"  {miss['id']} “{miss['query']}”: seharusnya {expected}; yang muncul {got}")
    return "\n".join(lines)
