"""Elements: the HTML that a template may be made of; everything else is named by a reader and dropped by a cleaner."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3
from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.fields.faults import printable
from templates_app.fields.kinds import is_image_source, is_link
from templates_app.markup.language import without_comments
from templates_app.markup.styles import style_faults

STRUCTURE = (
    "address article aside blockquote div figcaption figure footer header hr main ol p pre section ul li dl dt dd"
)
PHRASES = (
    "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q s samp small span strong sub sup time u var wbr"
)
TABLES = "table caption colgroup col thead tbody tfoot tr td th"
HEADINGS = "h1 h2 h3 h4 h5 h6"
TAGS = frozenset(f"{STRUCTURE} {PHRASES} {TABLES} {HEADINGS}".split())
GLOBAL = frozenset(["class", "id", "style", "title", "lang", "dir", "role"])
OWN = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "col": {"span"},
    "colgroup": {"span"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
    "data": {"value"},
}
SCHEMES = {"http", "https", "mailto", "data"}
WHOLE_VALUE = re.compile(r"\s*\{\{[^{}#/]*\}\}\s*")
LINK_START = re.compile(r"https?://[^{}\s]|mailto:", re.IGNORECASE)
ANCHOR = re.compile(r"#[A-Za-z0-9_-]{1,64}")
MESSAGES_LIMIT = 50
ELSEWHERE = {
    "style": gettext_noop("put the CSS into the css field"),
    "html": gettext_noop("write only what stands inside the body"),
    "head": gettext_noop("write only what stands inside the body"),
    "body": gettext_noop("write only what stands inside the body"),
}


def element_faults(source: str) -> list[str]:
    """Everything in a source that templates may not contain, with line and column."""
    reader = _Reader()
    reader.feed(without_comments(source))
    reader.close()
    return reader.messages[:MESSAGES_LIMIT]


def clean(html: str) -> str:
    """The HTML with everything left out that templates may not contain; comments stay, they carry our markers."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes={"*": set(GLOBAL), **{tag: set(names) for tag, names in OWN.items()}},
        attribute_filter=_filter,
        strip_comments=False,
        link_rel=None,
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes=SCHEMES,
    )


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return None if style_faults(value) else value
    if name == "href":
        return value if "<!--" in value or not _address_fault(tag, name, value) else None
    if name == "src":
        return value if re.fullmatch(r"<!--[0-9a-f]+-\d+-->", value) or is_image_source(value) else None
    return value


def _address_fault(tag: str, name: str, value: str) -> str | None:
    """What is wrong with an address; one with values in it must start with its scheme or be one value alone."""
    if WHOLE_VALUE.fullmatch(value):
        return None
    if name == "src":
        return (
            None
            if is_image_source(value.strip())
            else gettext_noop("takes an http(s) URL, a data:image URI, an asset id or one value")
        )
    if "{{" in value:
        return (
            None
            if LINK_START.match(value)
            else gettext_noop("starts with https://, http:// or mailto:, or is one value alone")
        )
    is_fine = is_link(value.strip()) or ANCHOR.fullmatch(value)
    return None if is_fine else gettext_noop("takes an http, https or mailto link")


class _Reader(HTMLParser):
    """Reads a source as people write it and notes what will not stay."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.messages: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            shown = printable(tag, 40)
            if tag in ELSEWHERE:
                self._note(filled("<{tag}> is not allowed; {reason}", tag=shown, reason=ELSEWHERE[tag]))
            else:
                self._note(filled("<{tag}> is not allowed", tag=shown))
            return
        for name, value in attrs:
            fault = self._attribute_fault(tag, name, value or "")
            if fault:
                self._note(filled("{name} on <{tag}> {reason}", name=printable(name, 40), tag=tag, reason=fault))

    def _attribute_fault(self, tag: str, name: str, value: str) -> str | None:
        if name not in GLOBAL | OWN.get(tag, set()) and not name.startswith(("aria-", "data-")):
            return gettext_noop("is not allowed")
        if name == "style":
            return next(iter(style_faults(value)), None)
        return _address_fault(tag, name, value) if name in ("href", "src") else None

    def handle_decl(self, decl: str) -> None:
        self._note(gettext_noop("a doctype is not needed; write only what stands inside the body"))

    def handle_pi(self, data: str) -> None:
        self._note(gettext_noop("processing instructions are not allowed"))

    def unknown_decl(self, data: str) -> None:
        self._note(gettext_noop("CDATA sections are not allowed"))

    def _note(self, message: str) -> None:
        line, column = self.getpos()
        self.messages.append(
            filled("line {line}, column {column}: {reason}", line=line, column=column + 1, reason=message)
        )
