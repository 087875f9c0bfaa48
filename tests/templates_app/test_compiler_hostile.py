"""Hostile strings in every place that takes a text or a value: printed as text or refused, never markup or style."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from templates_app.document import InvalidDocument, check_document
from tests.templates_app.documents import block, body_of, chip, compiled, document, line, row, text

STRINGS = {
    "script": "<script>alert(1)</script>",
    "closing tags": "</p></td></style></title></body></html><img src=x onerror=alert(1)>",
    "attributes": '" onclick="alert(1)" x=\'',
    "comment": "<!--ck-toc-1-3--> --> <!-- ]]> <![CDATA[",
    "css": "</style>}*{background:url(http://x.example/)}@import 'x';\\",
    "template": "{{name}} {% if %} ${x} #{x} <%= x %>",
    "entities": "&lt;b&gt; &amp;&#60;script&#62; &#x3c;",
    "controls": "\x01\x07\x1b[31m\x7f\x85\u2028\u2029",
    "bidi": "\u202eevil\u202c \u2066x\u2069 \u200f",
    "combining": "Z\u0351\u036b\u0343" * 300,
    "plane 16": "\U0010ffff\ufeff\ufffe",
    "heading": '<h1 id="ck-h-1">x</h1>',
    "a megabyte": "<b>x</b> " * 115_000,
}
TAGS = {"p", "h1", "h2", "nav", "a", "span", "div", "table", "tbody", "tfoot", "tr", "td", "br"}
ATTRIBUTES = {"class", "id", "href", "style", "role", "aria-label"}
PICTURE = block("image", asset="0193c2c3-1111-7aaa-8bbb-000000000001")


class Seen(HTMLParser):
    """The tags, attributes and words of a page, as a browser would take them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def everywhere(words: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A document with the words in every text, and data with them in every value."""
    bounded = words[:200]
    content = document(
        block("heading", chip("name"), level=1),
        block("toc"),
        block("heading", text(bounded), level=2),
        line(text(words[:200_000]), chip("name"), chip("none", fallback=bounded)),
        block("table", row(chip("items[].name"), repeat="items"), row(chip("items", agg="count"), footer=True)),
        block("loop", line(), each="nothing", empty=bounded),
        {**PICTURE, "attrs": {**PICTURE["attrs"], "alt": bounded}},
        line(block("signatureField", fieldId="a", label=bounded), block("signatureField", fieldId="b", role="client")),
        block("section", line(chip("name")), orientation="landscape"),
        header={"default": {"left": [chip("name")], "right": [text(bounded)]}},
        roles=[{"key": "client", "label": words[:160]}],
    )
    return content, {"name": words, "items": [{"name": words}]}


@pytest.mark.parametrize("words", STRINGS.values(), ids=STRINGS)
def test_they_are_printed_as_text(words):
    content, values = everywhere(words)

    page = compiled(content, values).html
    seen = Seen(body_of(page))

    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES
    assert page.count("</style>") == page.count("<style>") == 1
    assert page.count("<script") == page.count("<img") == 0
    assert seen.words.count(words) >= 3 or "\r" in words


@pytest.mark.parametrize("words", STRINGS.values(), ids=STRINGS)
def test_places_that_become_style_or_address_refuse_them(words):
    places: dict[str, dict[str, Any]] = {
        "color": line(text("x", {"type": "textStyle", "attrs": {"color": words}})),
        "font": line(text("x", {"type": "textStyle", "attrs": {"font": words}})),
        "href": line(text("x", {"type": "link", "attrs": {"href": words}})),
        "background": block("table", block("tableRow", block("tableCell", line(), background=words))),
        "id": block("heading", id=words),
        "fieldId": line(block("signatureField", fieldId=words)),
        "key": line(chip(words)),
        "asset": block("image", asset=words),
        "size": block("section", line(), size=words),
        "format": line(chip("a", format=words)),
    }

    for name, node in places.items():
        with pytest.raises(InvalidDocument) as refused:
            check_document(document(node))
        assert refused.value.issues is not None
        assert any(name in pointer for pointer in refused.value.issues["fieldErrors"]), name


@pytest.mark.parametrize("words", ["\x00", "a\ud800", "\udfff"])
def test_what_cannot_be_stored_is_refused(words):
    for content in (document(line(text(words))), document(line(chip("a", fallback=words)))):
        with pytest.raises(InvalidDocument):
            check_document(content)
