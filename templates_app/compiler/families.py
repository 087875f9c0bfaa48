"""Families: the fonts of a text, first to last, so that each script finds the one its readers expect."""

from __future__ import annotations

from functools import lru_cache

from templates_app.formats import language_tag

SERIF, SANS, MONO = "serif", "sans-serif", "monospace"
LATIN = {
    SERIF: ("Liberation Serif", "Noto Serif"),
    SANS: ("Inter", "Liberation Sans", "Noto Sans"),
    MONO: ("Liberation Mono", "Noto Sans Mono"),
}
KINDS = {"Inter": SANS, "Liberation Sans": SANS, "Liberation Serif": SERIF, "Liberation Mono": MONO}
SCRIPTS = {
    SERIF: ("Noto Naskh Arabic", "Noto Serif Hebrew", "Noto Serif Devanagari", "Noto Serif Thai"),
    SANS: ("Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai"),
}
EMOJI = "Noto Color Emoji"
# The same ideograph is drawn in different ways in these places, and a font draws one of them.
IDEOGRAPHS = {"zh": "SC", "zh-Hant": "TC", "zh-TW": "TC", "zh-HK": "HK", "zh-MO": "HK", "ja": "JP", "ko": "KR"}
OTHERWISE = "JP"


def ideographs(language: str) -> str:
    """Whose drawing of ideographs a language (BCP 47) wants, as the fonts call it."""
    first, *rest = language.split("-")
    wanted = [IDEOGRAPHS[f"{first}-{part}"] for part in rest if f"{first}-{part}" in IDEOGRAPHS]
    return wanted[-1] if wanted else IDEOGRAPHS.get(first, OTHERWISE)


def ideograph_family(locale: str) -> str | None:
    """What hand-written lists of fonts lack in a locale that writes with ideographs; None in others."""
    language = language_tag(locale)
    return f"Noto Sans CJK {ideographs(language)}" if language.split("-")[0] in IDEOGRAPHS else None


@lru_cache(maxsize=512)
def stack(font: str, locale: str) -> str:
    """The CSS list that begins with a family: Latin letters' fonts, those of other scripts, emoji last."""
    kind = KINDS.get(font, SANS)
    return ", ".join([*(f"'{family}'" for family in families(font, locale)), kind])


def families(font: str, locale: str) -> tuple[str, ...]:
    """The same as names."""
    kind = KINDS.get(font, SANS)
    place = ideographs(language_tag(locale))
    serifs = (*SCRIPTS[SERIF], f"Noto Serif CJK {place}") if kind == SERIF else ()
    all_of = (font, *LATIN[kind], *serifs, *SCRIPTS[SANS], f"Noto Sans CJK {place}", EMOJI)
    return tuple(dict.fromkeys(all_of))
