"""The words of pages: every one is translated into each language, with what is filled in, and compiled."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
# `%(name)s` and `{name}` are filled in, and tags stand around words.
BLANKS = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?\w+[^>]*>|&\w+;")
# Code that is one word; what only tells of a shape is told in the language.
CODE = re.compile(r"<code>\S*?</code>")


def file_of(language: str, ending: str) -> Path:
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / f"django.{ending}"


@cache
def catalog_of(language: str) -> Catalog:
    with file_of(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def messages_of(language: str) -> list[Message]:
    return [message for message in catalog_of(language) if message.id]


def forms(text: object) -> tuple[str, ...]:
    """One form, or those of a plural."""
    return (str(text),) if isinstance(text, str) else tuple(map(str, text or ()))  # type: ignore[call-overload]


def blanks(text: str) -> Counter[str]:
    return Counter([*BLANKS.findall(text), *CODE.findall(text)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language):
    missing = [message.id for message in messages_of(language) if not all(forms(message.string))]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_a_guess(language):
    assert [message.id for message in messages_of(language) if message.fuzzy] == []
    assert not catalog_of(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_what_is_filled_in(language):
    changed = []
    for message in messages_of(language):
        allowed = [blanks(form) for form in forms(message.id)]
        if any(blanks(form) not in allowed for form in forms(message.string) if form):
            changed.append(message.id)

    assert changed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_the_forms_of_its_language(language):
    catalog = catalog_of(language)
    plurals = [message for message in catalog if message.pluralizable]

    assert catalog.num_plurals == 2
    assert [message.id for message in plurals if len(forms(message.string)) != catalog.num_plurals] == []


def test_all_languages_have_the_same_words():
    words = {language: {(m.context, m.id) for m in messages_of(language)} for language in LANGUAGES}

    assert len({frozenset(found) for found in words.values()}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    with file_of(language, "mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = []
    for message in messages_of(language):
        one = forms(message.id)[0]
        key = f"{message.context}\x04{one}" if message.context else one
        entries = [key] if isinstance(message.id, str) else [(key, number) for number in range(2)]
        written = [form for form in forms(message.string) if form]
        found = [compiled._catalog[entry] for entry in entries if entry in compiled._catalog]  # type: ignore[attr-defined]
        if written != found:
            stale.append(message.id)

    assert stale == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_says_nothing_that_passes(language):
    text = file_of(language, "po").read_text()

    assert not re.search(r"Creation-Date|Revision-Date|Last-Translator", text)
    assert not re.search(r"^#: .*:\d+", text, re.MULTILINE)
