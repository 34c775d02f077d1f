"""Find and rank rows by a weighted tsvector column, at a cost that does not grow with the table."""

import itertools

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import connections
from django.db.models import F, Func, GeneratedField, TextField, Value

CONFIG = "indonesian"
# The cap takes an arbitrary part of the matches of very common words: a price for a bounded answer time.
MAX_CANDIDATES = 1000
# Comparisons (candidates x alternatives) that one ranking may cost; long queries rank fewer candidates.
MAX_COMPARISONS = 10_000
# Tiers look at no more than so many groups, the most telling ones.
MAX_DEMANDED = 8
# The last, loosest tier looks for any of the rarest groups, as long as these are in so many documents together.
LOOSE_DOCUMENTS = 30_000
# Weights of ts_rank for the labels D, C, B, A.
RANK_WEIGHTS = "{0.05, 0.15, 0.4, 1.0}"
# How much it counts that the words of the query stand close together.
TOGETHER_FACTOR = 0.3
# Below this rank a group counts as not covered (words of a phrase far apart rank near zero).
COVERED = 0.01


def weighted_column(**columns):
    """Return the generated weighted column over text columns: weighted_column(A="title", B="body").

    The parser takes "PNS/CPNS" for a file name and "ke-4" for a negative number; so signs become spaces first.
    """
    parts = [
        SearchVector(
            Func(F(column), Value("/-._"), Value("    "), function="translate", output_field=TextField()),
            weight=weight,
            config=CONFIG,
        )
        for weight, column in columns.items()
    ]
    expression = parts[0]
    for part in parts[1:]:
        expression += part
    return GeneratedField(expression=expression, output_field=SearchVectorField(), db_persist=True)


class SearchQuerySetMixin:
    """For querysets of models with a `search_vector` column."""

    def search(self, query, *, limit=20):
        """Return the best rows of this queryset for an understood query (lib.search.Query), as a list, best first.

        Each row gets `search_score` (0 to about 1, comparable between models) and `search_count` (matches, at most
        MAX_CANDIDATES). Whatever the queryset filters is inside the query that picks the candidates. Two queries.
        """
        if not query or self.query.is_empty():
            return []
        with connections[self.db].cursor() as cursor:
            cursor.execute(*self._ranking(query, limit))
            found = {pk: (score, count) for pk, score, count in cursor.fetchall()}
        rows = list(self.order_by().filter(pk__in=found))
        for row in rows:
            row.search_score, row.search_count = found[row.pk]
        return sorted(rows, key=lambda row: (-row.search_score, row.pk))

    def _ranking(self, query, limit):
        """Return SQL and parameters that pick candidates tier by tier and rank them."""
        quote = connections[self.db].ops.quote_name
        table, key = quote(self.model._meta.db_table), quote(self.model._meta.pk.column)
        comparisons = sum(len(group.alternatives) for group in query.groups)
        cap = max(100, min(MAX_CANDIDATES, MAX_COMPARISONS // comparisons))
        tiers, parameters = [], []
        for tsquery in tiers_of(query):
            matching = SearchQuery(tsquery, config=CONFIG, search_type="raw")
            sql, values = self.order_by().filter(search_vector=matching).values("pk")[:cap].query.sql_with_params()
            tiers.append(f"({sql})")
            parameters.extend(values)
        ranks = []
        rank_parameters = []
        for number, group in enumerate(query.groups):
            terms = []
            for alternative in group.alternatives:
                terms.append(f"%s * ts_rank('{RANK_WEIGHTS}', search_vector, to_tsquery('{CONFIG}', %s))")
                rank_parameters += [alternative.fit, alternative.tsquery]
            ranks.append(f"GREATEST({', '.join(terms)}) AS r{number}")
        ranks.append(f"ts_rank('{RANK_WEIGHTS}', search_vector, to_tsquery('{CONFIG}', %s)) AS together")
        rank_parameters.append(" & ".join(group.alternatives[0].tsquery for group in query.groups))
        shares = [group.weight / query.total_weight for group in query.groups]
        score = " + ".join(f"{share:.6f} * r{number}" for number, share in enumerate(shares))
        cover = " + ".join(
            f"CASE WHEN r{number} > {COVERED} THEN {share:.6f} ELSE 0 END" for number, share in enumerate(shares)
        )
        together = TOGETHER_FACTOR if len(query.groups) > 1 else 0
        sql = f"""
            WITH candidate AS (
                SELECT DISTINCT pk FROM (
                    SELECT * FROM ({" UNION ALL ".join(tiers)}) AS tier(pk) LIMIT {cap}
                ) AS capped(pk)
            ), ranked AS (
                SELECT candidate.pk, {", ".join(ranks)}
                FROM candidate JOIN {table} ON {table}.{key} = candidate.pk
            )
            SELECT pk, ({score}) * ({cover}) + {together} * together AS score, count(*) OVER ()
            FROM ranked ORDER BY score DESC, pk LIMIT %s
        """  # noqa: S608  names come from the model, numbers from us, texts are parameters
        return sql, [*parameters, *rank_parameters, limit]


def tiers_of(query):
    """Return tsqueries from strict to loose; a later one is only run while the ones before leave room.

    First all demanded groups, then without the least telling one, and so on; at last any of the rare ones.
    """
    groups = query.demanded[:MAX_DEMANDED]
    tiers = [" & ".join(f"({group.tsquery})" for group in groups[:size]) for size in range(len(groups), 0, -1)]
    sums = itertools.accumulate(group.documents for group in groups)
    rare = [group.tsquery for group, documents in zip(groups, sums, strict=True) if documents <= LOOSE_DOCUMENTS]
    if len(rare) > 1:
        tiers.append(" | ".join(rare))
    return tiers
