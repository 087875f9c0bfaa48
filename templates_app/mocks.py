"""Mocks: data made up for any manifest from a seed, in the language of a locale, always such as the manifest takes."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from faker import Faker
from faker.config import AVAILABLE_LOCALES

from templates_app.examples import PICTURE, fitting_value, put, text_for, words_of
from templates_app.fields import Loop, Manifest, Variable
from templates_app.fields.kinds import Mismatch, read_value

MOST_ROWS = 6
FIRST_DAY, DAYS = date(2026, 1, 1), 365
WIDEST = 5_000
CENTS = 100
FALLBACK = "en_US"
# Languages that the library knows by another name.
ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
# Words in a key, and who makes up such a text; the first match wins.
MAKERS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"city", "town", "place"}), "city"),
    (frozenset({"zip", "postcode", "postal"}), "postcode"),
    (frozenset({"street"}), "street_address"),
    (frozenset({"address"}), "address"),
    (frozenset({"phone", "mobile", "fax"}), "phone_number"),
    (frozenset({"email", "mail"}), "safe_email"),
    (frozenset({"person", "contact", "employee", "author", "manager", "holder", "attendee", "signer"}), "name"),
    (frozenset({"role", "position", "job"}), "job"),
)
PARTIES = {"seller", "sender", "issuer", "supplier", "vendor", "from", "customer", "client", "company", "recipient"}
PARTIES |= {"buyer", "to", "employer", "carrier"}
# A party's number is no name.
NOT_NAMES = {
    "number",
    "no",
    "id",
    "code",
    "reference",
    "iban",
    "bic",
    "swift",
    "vat",
    "tax",
    "taxid",
    "currency",
    "unit",
}
NOT_NAMES |= {"status", "state"}
PROSE = {"title", "subject", "item", "product", "description", "service", "article", "note", "notes", "comment"}
PROSE |= {"remark", "message", "terms", "text"}


class Inventor:
    """Makes values up; the same seed and locale, the same values."""

    def __init__(self, seed: int, locale: str) -> None:
        # Nothing secret is made here: a seed that can be repeated is the point.
        self.chance = Random(seed)  # noqa: S311
        found, self.region = known_locale(locale)
        self.language = found.partition("_")[0]
        self.seed, self.found = seed, found

    @cached_property
    def fake(self) -> Faker:
        """Who makes up names and addresses; not every template has any."""
        fake = Faker(self.found)
        fake.seed_instance(self.seed)
        return fake

    def text(self, variable: Variable, at: int) -> str:
        """A text such as the words of a field suggest, in the language where they suggest one."""
        words = words_of(variable)
        maker = next((name for keys, name in MAKERS if words & keys), None)
        if maker is not None and not words & NOT_NAMES:
            return str(getattr(self.fake, maker)())
        if "country" in words:
            return self.country()
        if words & PARTIES and not words & NOT_NAMES:
            return str(self.fake.company())
        if words & PROSE and self.language != "en":
            return str(self.fake.sentence(nb_words=4)).rstrip(" .。")
        return text_for(variable, at)

    def country(self) -> str:
        """The country of the locale, in its language."""
        try:
            return Locale.parse(self.language).territories.get(self.region, self.region)
        except (UnknownLocaleError, ValueError):
            return self.region


def mock_data(manifest: Manifest, *, seed: int = 0, locale: str = "en") -> dict[str, Any]:
    """Data that satisfies the manifest; the same for the same seed and locale."""
    return _members((*manifest.variables, *manifest.loops), Inventor(seed, locale))


def known_locale(locale: str) -> tuple[str, str]:
    """The nearest locale that names and addresses can be made up for, and the region that is meant."""
    language, *rest = locale.replace("-", "_").split("_")
    language = ALIASES.get(language.lower(), language.lower())
    likely = get_global("likely_subtags")
    usual = (likely.get("_".join([language, *rest])) or likely.get(language) or "").rpartition("_")[2]
    regions = [*(part.upper() for part in rest[-1:] if len(part) == 2), usual]
    there = sorted(name for name in AVAILABLE_LOCALES if name.startswith(f"{language}_"))
    # Where a language has words of its own for all regions, the single ones have few.
    wanted = [f"{language}_AA", *(f"{language}_{region}" for region in regions), *there]
    found = next((name for name in wanted if name in there), FALLBACK)
    return found, regions[0] if there else FALLBACK.partition("_")[2]


def _members(parts: tuple[Variable | Loop, ...], inventor: Inventor) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, Loop):
            count = inventor.chance.randint(1, MOST_ROWS)
            put(data, part.key, [_members(part.item_fields, inventor) for _ in range(count)])
        elif part.expression is None:
            put(data, part.key, _value(part, inventor))
    return data


def _value(variable: Variable, inventor: Inventor) -> Any:
    try:
        return read_value(variable, _candidate(variable, inventor))[0]
    except Mismatch:
        return fitting_value(variable)


def _candidate(variable: Variable, inventor: Inventor) -> Any:
    kind, chance = variable.data_type, inventor.chance
    at = chance.randrange(3)
    day = (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat()
    if kind in ("number", "currency"):
        return _number(variable, chance)
    made = {
        "boolean": chance.random() < 0.5,
        "date": day,
        "datetime": f"{day}T{chance.randrange(8, 18):02}:{chance.randrange(60):02}:00Z",
        "image": PICTURE,
        "url": f"https://www.example.com/{chance.randrange(1000, 9999)}",
    }
    if kind == "email":
        return inventor.fake.safe_email()
    return made[kind] if kind in made else inventor.text(variable, at)


def _number(variable: Variable, chance: Random) -> float:
    """A number within the bounds, whole where it must be, with cents else; shares lie between 0 and 1."""
    extras = variable.extras
    is_share = (variable.format or "").startswith("percent")
    low = extras.get("min", 0 if is_share else 1)
    high = extras.get("max", low + (1 if is_share else WIDEST))
    if "min" not in extras and low > high:
        low = high - WIDEST
    if extras.get("integer"):
        return chance.randint(-(-low // 1), high // 1) if -(-low // 1) <= high // 1 else low
    return min(high, max(low, round(chance.uniform(low, high) * CENTS) / CENTS))
