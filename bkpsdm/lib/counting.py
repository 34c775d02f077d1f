"""Count many things at a cost that does not grow with the tables."""

from django.db import connection

MOST = 100


def count_up_to(querysets, most=MOST):
    """Return {name: number of rows} for {name: queryset}, each counted no further than ``most``, in one query."""
    parts, parameters = [], []
    for name, rows in querysets.items():
        sql, values = rows[:most].query.sql_with_params()
        parts.append(f"SELECT %s AS name, count(*) FROM ({sql}) AS capped")  # noqa: S608  made by the ORM
        parameters += [name, *values]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return dict(cursor.fetchall())


def said(number, most=MOST):
    """Return a capped count as people read it: 7, or 99+."""
    return str(number) if number < most else f"{most - 1}+"
