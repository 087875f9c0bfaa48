"""Recognition: a kept English text told again in the reader's language, by the template that it must have been made of.

What is kept, such as a warning of a document or a fault of a row, is plain English. The catalogue of a language knows
the templates of all texts, so a text that one of them fits is filled in anew from its translation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter

from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import TranslationCatalog, catalog

# What stands in these blanks is a text of ours itself, and a text fits only where that one is recognised too.
INNER = frozenset({"reason", "wanted", "given", "where", "status"})
LEAST_LETTERS, LEAST_ALONE = 4, 12
LONGEST, MOST_TRIES = 4_000, 40
SENTENCE = re.compile(r"(?<=[.!?]) (?=\S)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A template taken apart: what stands before, between and after its blanks."""

    template: str
    blanks: tuple[str, ...]
    pieces: tuple[str, ...]

    @property
    def letters(self) -> int:
        """How much of it always stands there."""
        return sum(map(len, self.pieces))

    def values(self, text: str) -> dict[str, str] | None:
        """What fills the blanks of a text; None when it was not made of this."""
        first, *between, last = self.pieces
        at, end = len(first), len(text) - len(last)
        if at > end or not (text.startswith(first) and text.endswith(last)):
            return None
        found: list[str] = []
        for piece in between:
            hit = text.find(piece, at, end)
            if hit < 0:
                return None
            found.append(text[at:hit])
            at = hit + len(piece)
        pairs = list(zip(self.blanks, [*found, text[at:end]], strict=True))
        values = dict(pairs)
        return values if all(values[name] == value for name, value in pairs) else None


def recognised(text: str) -> str | None:
    """The text in the reader's language; None for one that nobody translates, or that is not ours."""
    language = get_language()
    if not text or len(text) > LONGEST or language in (None, settings.LANGUAGE_CODE):
        return None
    return _told(text, [MOST_TRIES])


def _told(text: str, tries: list[int]) -> str | None:
    """By whole sentences, else by a pattern; `tries` are left for it and for what is inside."""
    if text in known_texts():
        return gettext(text)
    if tries[0] <= 0:
        return None
    tries[0] -= 1
    return _sentences(text, tries) or _fitting(text, tries)


def _sentences(text: str, tries: list[int]) -> str | None:
    """Of two sentences or more, when each is known; one text of ours may be of several."""
    told, waiting = [], ""
    for part in parts if len(parts := SENTENCE.split(text)) > 1 else ():
        waiting = f"{waiting} {part}".strip()
        said = _told(waiting, tries) if waiting != text else None
        if said:
            told.append(said)
            waiting = ""
    return " ".join(told) if told and not waiting else None


def _fitting(text: str, tries: list[int]) -> str | None:
    """By the pattern that says most; a part that is not ours, such as the words of a server, stays as it is."""
    partly: str | None = None
    for pattern in patterns(str(get_language())):
        values = pattern.values(text)
        if values is None:
            continue
        inner = {name: _told(value, tries) for name, value in values.items() if name in INNER}
        told = {**values, **{name: value for name, value in inner.items() if value is not None}}
        if None not in inner.values():
            return gettext(pattern.template).format(**told)
        if partly is None and pattern.letters >= LEAST_ALONE:
            partly = gettext(pattern.template).format(**told)
    return partly


def known_texts() -> TranslationCatalog:
    """The texts that the active language translates."""
    found: TranslationCatalog = catalog()._catalog  # type: ignore[attr-defined]
    return found


@lru_cache(maxsize=8)
def patterns(language: str) -> tuple[Pattern, ...]:
    """The templates that the active language translates: first those that hold a text of ours, then the longest."""
    found = [pattern for key, _ in known_texts().items() if isinstance(key, str) and (pattern := taken_apart(key))]
    return tuple(sorted(found, key=lambda pattern: (INNER.isdisjoint(pattern.blanks), -pattern.letters)))


def taken_apart(template: str) -> Pattern | None:
    """The pattern of a template; None for a text without blanks, or of hardly anything else."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return None
    blanks, pieces = [], [""]
    for words, name, _, _ in parts:
        pieces[-1] += words
        if name is not None:
            blanks.append(name)
            pieces.append("")
    pattern = Pattern(template, tuple(blanks), tuple(pieces))
    is_bare = pattern.letters < LEAST_LETTERS and not INNER & {*blanks}
    return pattern if blanks and all(map(str.isidentifier, blanks)) and not is_bare else None
