"""Keys: the grammar of the dotted paths that name values, and the list steps (`items[].price`) inside them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled

KEY_LIMIT = 160
DANGEROUS = frozenset({"__proto__", "prototype", "constructor"})
NAME = r"[A-Za-z_][A-Za-z0-9_]*"
PLAIN_KEY = re.compile(rf"{NAME}(?:\.{NAME})*")
ABSOLUTE_KEY = re.compile(rf"{NAME}(?:\[\])?(?:\.{NAME}(?:\[\])?)*")
LONE_OR_NUL = re.compile("[\x00\ud800-\udfff]")


def has_unstorable(text: str) -> bool:
    """Whether a string holds NUL or half a surrogate pair, which neither databases nor UTF-8 can carry."""
    return LONE_OR_NUL.search(text) is not None


def key_fault(key: object) -> str | None:
    """What is wrong with a relative or top-level key such as `customer.name`, or None."""
    return _fault(key, PLAIN_KEY, "customer.name")


def absolute_key_fault(key: object) -> str | None:
    """What is wrong with a key that may step into lists, such as `items[].price`, or None."""
    fault = _fault(key, ABSOLUTE_KEY, "items[].price")
    return fault or (gettext_noop("A key ends in a name, not in []") if str(key).endswith("[]") else None)


def _fault(key: object, grammar: re.Pattern[str], example: str) -> str | None:
    if not isinstance(key, str):
        return filled("Expected a key such as {example}", example=example)
    if len(key) > KEY_LIMIT:
        return filled("A key has at most {most} characters", most=KEY_LIMIT)
    if not grammar.fullmatch(key):
        return filled("A key is made of letters, digits, _ and dots, such as {example}", example=example)
    reserved = next((name for name in re.split(r"\[\]\.|\.", key) if name in DANGEROUS), None)
    return filled("{reserved} is a reserved name", reserved=reserved) if reserved else None


def list_of(key: str) -> str:
    """The key of the innermost list that a key steps into: `items` for `items[].price`, '' for a plain key."""
    return key.rpartition("[].")[0]


def lists_of(key: str) -> list[str]:
    """All lists that a key steps into, outermost first: `orders`, `orders[].lines` for `orders[].lines[].sku`."""
    steps = key.split("[].")
    return ["[].".join(steps[: count + 1]) for count in range(len(steps) - 1)]


def join(list_key: str, key: str) -> str:
    """The absolute key of an item's field: `items[].price`."""
    return f"{list_key}[].{key}" if list_key else key


def conflicts(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs (key, other) of which one would have to be both a value and an object, or is there twice."""
    taken: set[str] = set()
    parents: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    for key in keys:
        prefixes = [key[: dot.start()] for dot in re.finditer(r"\.", key)]
        clash = (
            key if key in taken else parents.get(key) or next((prefix for prefix in prefixes if prefix in taken), None)
        )
        if clash is not None:
            found.append((key, clash))
            continue
        taken.add(key)
        parents.update(dict.fromkeys(prefixes, key))
    return found


def label_from(key: str) -> str:
    """A label for a field that has none: `customer.dueDate` becomes `Customer due date`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key.replace("[]", "")).replace("_", " ").replace(".", " ").split()
    text = " ".join(words).lower()
    return text[:1].upper() + text[1:] or key
