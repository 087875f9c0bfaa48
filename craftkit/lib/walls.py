"""The database's own walls between tenants: triggers that refuse a row whose parent belongs to somebody else.

A foreign key proves that the parent exists, not whose it is. Which walls there are follows from the models: wherever
two tables that refer to each other both name an owner, the owner must be the same, and a row never changes hands.
They stand on SQLite as on PostgreSQL, and are taken down while migrations run, for SQLite cannot rebuild a table that
another one's trigger looks into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

Owners = dict[type[models.Model], str]
MARK = "wall_"
STANDING = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'wall\\_%' ESCAPE '\\'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid "
    "WHERE tgname LIKE 'wall\\_%' AND NOT tgisinternal AND relnamespace = current_schema()::regnamespace",
}


@dataclass(frozen=True)
class Rule:
    """What is refused: the condition under which `NEW` is wrong, and what to say then."""

    columns: tuple[str, ...]
    fault: str
    message: str
    is_for_insert: bool = True


def owners_of(labels: Iterable[str], models_by_label: dict[str, type[models.Model]]) -> Owners:
    """The models that own others, and how a foreign key to each of them is called."""
    return {models_by_label[label]: label.rpartition(".")[2].lower() for label in labels}


def rules_of(model: type[models.Model], owners: Owners) -> list[Rule]:
    """The rules for the rows of a model."""
    return [*_family_rules(model, owners), *_pinned_rules(model, owners)]


def _family_rules(model: type[models.Model], owners: Owners) -> Iterator[Rule]:
    """A parent has the same owner as its child."""
    for link in _links(model):
        for owner, name in owners.items():
            mine, theirs = _owner_column(model, owner, name), _owner_column(link.related_model, owner, name)
            if mine is None or theirs is None or link.related_model is owner:
                continue
            parent, key = link.related_model._meta.db_table, link.target_field.column
            same = f'(NEW."{mine}" IS NULL OR "{theirs}" IS NULL OR "{theirs}" = NEW."{mine}")'
            fits = f'SELECT 1 FROM "{parent}" WHERE "{key}" = NEW."{link.column}" AND {same}'  # noqa: S608 - names of our own
            fault = f'NEW."{link.column}" IS NOT NULL AND NOT EXISTS ({fits})'
            yield Rule((link.column, mine), fault, f"{model._meta.db_table}.{link.column} leads to another {name}")


def _pinned_rules(model: type[models.Model], owners: Owners) -> Iterator[Rule]:
    """A row stays with its owner."""
    for owner, name in owners.items():
        column = _owner_column(model, owner, name)
        if column is not None and model is not owner:
            message = f"{model._meta.db_table}.{column} does not change"
            yield Rule((column,), f'OLD."{column}" <> NEW."{column}"', message, is_for_insert=False)


def _links(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]


def _owner_column(model: type[models.Model], owner: type[models.Model], name: str) -> str | None:
    if model is owner:
        return str(owner._meta.pk.column) if owner._meta.pk else None
    named = (field for field in _links(model) if field.name == name and field.related_model is owner)
    return next((str(field.column) for field in named), None)


def take_down(connection: Any) -> None:
    """Remove all walls that stand."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        for name, table in cursor.fetchall():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
                cursor.execute(f"DROP FUNCTION {name}()")
            else:
                cursor.execute(f"DROP TRIGGER {name}")


def put_up(connection: Any, found: Iterable[type[models.Model]], owners: Owners) -> None:
    """Put up the walls around the models whose tables and columns are there already."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        there = _columns(connection, cursor)
        for model in found:
            rules = [rule for rule in rules_of(model, owners) if set(rule.columns) <= there.get(_table(model), set())]
            if rules:
                for statement in STATEMENTS[connection.vendor](_table(model), rules):
                    cursor.execute(statement)


def _table(model: type[models.Model]) -> str:
    return str(model._meta.db_table)


def _columns(connection: Any, cursor: Any) -> dict[str, set[str]]:
    look = connection.introspection
    return {
        table: {column.name for column in look.get_table_description(cursor, table)}
        for table in look.table_names(cursor)
    }


def _sqlite(table: str, rules: list[Rule]) -> list[str]:
    def trigger(suffix: str, when: str, chosen: list[Rule]) -> str:
        steps = "".join(f"SELECT RAISE(ABORT, '{rule.message}') WHERE {rule.fault}; " for rule in chosen)
        return f'CREATE TRIGGER {MARK}{table}_{suffix} BEFORE {when} ON "{table}" BEGIN {steps}END'

    inserted = [rule for rule in rules if rule.is_for_insert]
    updates = trigger("update", f"UPDATE OF {_listed(rules)}", rules)
    return [trigger("insert", "INSERT", inserted), updates] if inserted else [updates]


def _postgres(table: str, rules: list[Rule]) -> list[str]:
    def step(rule: Rule) -> str:
        fault = rule.fault if rule.is_for_insert else f"TG_OP = 'UPDATE' AND {rule.fault}"
        wrong = f"RAISE EXCEPTION '{rule.message}' USING ERRCODE = 'integrity_constraint_violation';"
        return f"IF {fault} THEN {wrong} END IF;"

    name, steps = f"{MARK}{table}", " ".join(step(rule) for rule in rules)
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {steps} RETURN NEW; END $$",
        f'CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF {_listed(rules)} ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _listed(rules: list[Rule]) -> str:
    return ", ".join(f'"{column}"' for column in dict.fromkeys(name for rule in rules for name in rule.columns))


STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgres}
