"""Triggers for rows that may no longer change.

The database refuses with a sentence that says what to do instead; so a shell, an import or a mistake cannot pass.
"""

from contextlib import contextmanager

import pgtrigger
from django.db import connection, models, transaction

RAISE = "RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = 'restrict_violation';"


# The word of the pass that deletes what is past its time. It counts for the owner of the table alone: in production
# the role that serves pages is another one, and may say the word in vain.
LET_RETENTION_DELETE = """
    IF TG_OP = 'DELETE' AND current_setting('portal.retention', true) = 'on'
        AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RETURN OLD;
    END IF;
"""


@contextmanager
def retention_pass():
    """Let the deletes inside through the triggers that say ``until_retention``, in a transaction of their own.

    Only ``apply_retention`` may use it; the word is forgotten with the transaction.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.retention', 'on', true)")
        yield
        cursor.execute("SELECT set_config('portal.retention', '', true)")


class AppendOnly(pgtrigger.Trigger):
    """Refuse every update and delete of a row; ``until_retention`` lets the pass of that name delete."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, name, message, until_retention=False):
        way_out = LET_RETENTION_DELETE if until_retention else ""
        super().__init__(name=name, func=way_out + RAISE.format(message=message))


def refuse_change(model, still_moves, message, *, once):
    """Return the body of a trigger that refuses deletes and changed columns ``once`` a condition on OLD holds."""
    # The values of generated columns are not known before the update, and they follow the others anyway.
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if field.name not in still_moves and not isinstance(field, models.GeneratedField)
    ]
    old, new = (", ".join(f'{row}."{field.column}"' for field in fields) for row in ("OLD", "NEW"))
    return f"""
        IF {once} THEN
            IF TG_OP = 'DELETE' OR ROW({old}) IS DISTINCT FROM ROW({new}) THEN
                {RAISE.format(message=message)}
            END IF;
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """


class FrozenOnce(pgtrigger.Trigger):
    """Refuse deletes, and updates of any column but ``still_moves``, once the row is in a state."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, name, state, still_moves, message):
        self.state, self.still_moves, self.message = state, still_moves, message
        super().__init__(name=name)

    def get_func(self, model):
        return refuse_change(model, self.still_moves, self.message, once=f"OLD.state = '{self.state}'")


class FrozenWhen(pgtrigger.Trigger):
    """Refuse deletes, and updates of any column but ``still_moves``, once a condition in SQL on OLD holds.

    In the condition ``{table}`` stands for the table of the model that the foreign key ``parent`` points at.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, name, once, still_moves, message, parent=None):
        self.once, self.parent, self.still_moves, self.message = once, parent, still_moves, message
        super().__init__(name=name)

    def get_func(self, model):
        table = model._meta.get_field(self.parent).related_model._meta.db_table if self.parent else ""
        return refuse_change(model, self.still_moves, self.message, once=self.once.format(table=f'"{table}"'))


class FrozenWithParent(pgtrigger.Trigger):
    """Refuse inserts, updates and deletes (or only some of these) of a row whose parent is in a state."""

    when = pgtrigger.Before

    def __init__(self, *, name, parent, state, message, operation=None):
        self.parent, self.state, self.message = parent, state, message
        super().__init__(name=name, operation=operation or pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete)

    def get_func(self, model):
        field = model._meta.get_field(self.parent)
        table, column = field.related_model._meta.db_table, field.column
        parents = f"""(
            CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD."{column}" END,
            CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW."{column}" END
        )"""
        # Two statements: the lock waits for whoever moves the parent just now, and only then is its state read.
        return f"""
            PERFORM 1 FROM "{table}" WHERE id IN {parents} FOR SHARE;
            PERFORM 1 FROM "{table}" WHERE id IN {parents} AND state = '{self.state}';
            IF FOUND THEN
                {RAISE.format(message=self.message)}
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """
