"""Chance that is the same at every run: moments of the last months, ids of those moments, names, and rows in chunks."""

from __future__ import annotations

import copy
import itertools
import random
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import Value
from django.db.models.expressions import DatabaseDefault
from django.utils import timezone

from craftkit.lib.ids import earliest_id

CHUNK = 1_000
Choice = TypeVar("Choice")
dice = random.Random(20)
FIRST = (
    "Ada",
    "Bruno",
    "Chiara",
    "Dmitri",
    "Elif",
    "Farah",
    "Gustav",
    "Hana",
    "Ines",
    "Jonas",
    "Kofi",
    "Lena",
    "Mateo",
)
LAST = ("Abel", "Brandt", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Haas", "Ito", "Jansen", "Keller", "Lopez")
TRADES = (
    "Logistics",
    "Dental",
    "Bakery",
    "Energy",
    "Foods",
    "Legal",
    "Optics",
    "Travel",
    "Textiles",
    "Motors",
    "Media",
)


def moments(count: int, days: float) -> list[datetime]:
    """Moments of the last days, the oldest first; the nearer, the more of them."""
    now = timezone.now()
    return sorted(now - timedelta(days=days * dice.random() ** 1.5, seconds=1) for _ in range(count))


def id_at(moment: datetime) -> uuid.UUID:
    """An id as it would have been made at that moment."""
    return uuid.UUID(int=earliest_id(moment).int | dice.getrandbits(12) << 64 | dice.getrandbits(62))


def one_of(weights: dict[Choice, float]) -> Choice:
    """One of these, each as often as its weight says."""
    return dice.choices(list(weights), list(weights.values()))[0]


def favoured(rows: Sequence[Choice]) -> Choice:
    """One of the rows, the first ones far more often."""
    return rows[int(len(rows) * dice.random() ** 3)]


def company() -> str:
    """The name of a company."""
    return f"{dice.choice(LAST)} {dice.choice(TRADES)} {dice.randint(1, 999)}"


def address() -> str:
    """Somebody's e-mail address."""
    return f"{dice.choice(FIRST)}.{dice.choice(LAST)}{dice.randint(1, 9999)}@example.org".lower()


def like(row: Any, **changes: Any) -> Any:
    """A copy of a row that only differs in these fields; not written yet."""
    fresh = copy.copy(row)
    for name, value in changes.items():
        setattr(fresh, name, value)
    return fresh


def keep(rows: Iterable[models.Model]) -> None:
    """Write rows of one model in chunks, a transaction each; a quarter of the work that `bulk_create` makes of it."""
    source = iter(rows)
    while chunk := list(itertools.islice(source, CHUNK)):
        meta = type(chunk[0])._meta
        fields = meta.concrete_fields
        columns, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({places})',
                [[prepared(field, row) for field in fields] for row in chunk],
            )


def prepared(field: models.Field, row: models.Model) -> Any:
    """What the database gets for a field; its own default where nothing else was said."""
    value = field.pre_save(row, True)
    if isinstance(value, DatabaseDefault):
        value = value.expression.value if isinstance(value.expression, Value) else timezone.now()
    return field.get_db_prep_save(value, connection)
