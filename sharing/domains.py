"""A project's own host for share links: how it is named, and the DNS record that proves whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import dns.exception
import dns.resolver
from django.conf import settings
from django.http.request import validate_host
from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled, spoken

RECORD, PREFIX = "_craftkit", "craftkit-domain-verification="
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
SECONDS = 5.0
Lookup = Callable[[str], Iterable[str]]
NO_ANSWER = gettext_noop("The name servers did not answer for {name}. Try again in a few minutes.")
OTHER_VALUE = gettext_noop("The TXT record of {name} has another value. Replace it by the one shown here.")
NO_RECORD = gettext_noop(
    "There is no such TXT record at {name} yet. New records can take an hour to be seen everywhere."
)


class LookupFailed(Exception):
    """The name servers gave no usable answer; the words are for the owner of the domain."""


def normalised(text: str) -> str | None:
    """A host name in the form of DNS, or None for what is none, or for one that this install answers to itself."""
    name = text.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/.")
    try:
        plain = name.encode("idna").decode()
    except UnicodeError:
        return None
    labels = plain.split(".")
    is_name = len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    if not is_name or len(plain) > 253 - len(RECORD) - 1 or validate_host(plain, settings.ALLOWED_HOSTS):
        return None
    return plain


def record_of(domain: str, token: str) -> tuple[str, str]:
    """The name and the text of the TXT record that proves the domain."""
    return f"{RECORD}.{domain}", f"{PREFIX}{token}"


def txt_records(name: str) -> list[str]:
    """The TXT records of a name, asked of the machine's name servers."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise LookupFailed(NO_ANSWER.format(name=name)) from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def problem_with(domain: str, token: str, lookup: Lookup = txt_records) -> str:
    """What stands against the domain, in words for its owner; empty when the record proves it."""
    name, text = record_of(domain, token)
    try:
        found = [record.strip() for record in lookup(name)]
    except LookupFailed as error:
        return str(error)
    if text in found:
        return ""
    if any(record.startswith(PREFIX) for record in found):
        return OTHER_VALUE.format(name=name)
    return NO_RECORD.format(name=name)


def spoken_problem(domain: str, token: str, problem: str) -> str:
    """A kept problem in the reader's language."""
    name = record_of(domain, token)[0]
    texts = (filled(template, name=name) for template in (NO_ANSWER, OTHER_VALUE, NO_RECORD))
    return spoken(next((text for text in texts if text == problem), problem))
