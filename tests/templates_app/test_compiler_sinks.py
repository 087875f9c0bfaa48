"""Hostile strings in every sink: the page has no element, attribute or style rule that calm words do not bring."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
import tinycss2

from craftkit.lib.errors import AppError
from templates_app.compiler import Compiled, compile_document
from templates_app.document import check_bindings
from templates_app.fields import check_data, parse_manifest
from tests.templates_app.documents import chip, document, line
from tests.templates_app.sinks import SINKS, data, manifest_of

CALM = "Quiet words"
STRINGS = {
    "script": "<script>alert(1)</script><svg onload=alert(1)><img src=x onerror=alert(1)>",
    "closing": "--></style></title></textarea></svg></p></td></body></html><iframe src=//x.example>",
    "attributes": "\" onclick='alert(1)' style=\"x\" autofocus onfocus=alert(1) ' x=`y`",
    "css": "</style>\\\"}*{background:url(//x.example/)}@import '//x.example';/*\\41\n\f</STYLE >",
    "own language": "{{words}} {{{words}}} {{#each rows}}{{/each}} {{#if words}} {% x %} ${x} <%= x %> [[x]]",
    "controls": "\x01\x07\x0b\x0c\x1b[31m\x7f\x85\u2028\u2029\ufeff\ufffe",
    "bidi": "\u202eevil\u202c \u2066x\u2069 \u200f\u061c",
    "entities": "&lt;script&gt; &amp;#60; &#x3c;b&#x3e; &NewLine;",
    "unstorable": "a\x00b\ud800c\udfff",
    "a megabyte": "<b onclick=x>&\"'</b> " + "x" * 1_000_000,
}
# What a browser makes of line breaks, of a label that is long, and of a barcode or a picture that cannot be.
HARMLESS = {
    ("br", ()),
    ("wbr", ()),
    ("title", ()),
    ("tspan", ("dy", "x")),
    ("span", ("class",)),
    ("span", ("class", "style")),
}
# These take no markup: numbers, dates and addresses are refused before anything is printed.
ACTING = {"style", "href", "src"}
TYPES = ("text", "longtext", "number", "currency", "date", "datetime", "boolean", "image", "url", "email")


class Parts(HTMLParser):
    """The elements of a page with the names of their attributes, and the structure of its style sheets."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[tuple[str, tuple[str, ...]]] = set()
        self.comments: list[str] = []
        self.acting = ""
        self.styles = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add((tag, tuple(sorted(name for name, _ in attrs))))
        self.acting += "".join(value or "" for name, value in attrs if name in ACTING)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        if self.lasttag == "style":
            self.styles += data


def rules_of(css: str) -> list[str]:
    """The style sheet without what stands in its strings."""
    return [shape(rule) for rule in tinycss2.parse_stylesheet(css)]


def shape(node: Any) -> str:
    """What kind a rule or token is, and what it holds; a string may hold anything."""
    inner = [*(getattr(node, "prelude", None) or ()), *(getattr(node, "content", None) or ())]
    inner += getattr(node, "arguments", None) or ()
    value = "" if node.type in {"string", "whitespace", "number", "dimension"} else getattr(node, "value", "")
    return f"{node.type}:{value}({''.join(map(shape, inner))})"


def page_of(made: tuple[dict[str, Any], dict[str, Any], dict[str, Any]]) -> Compiled:
    """The page as a render gets it: everything checked. AppError when it is refused."""
    content, manifest, values = made
    fields = parse_manifest(manifest)
    check_bindings(content, fields)
    return compile_document(content, fields, check_data(fields, values).values, locale="en")


def is_silent(error: AppError) -> bool:
    """False: a refusal has a code and is the sender's."""
    assert 400 <= error.status < 500
    assert error.code
    return False


def holds(made: tuple[dict[str, Any], dict[str, Any], dict[str, Any]], twin: Compiled) -> bool:
    """Whether the hostile page has nothing that its calm twin lacks; False when it is refused, as documented."""
    try:
        page = page_of(made)
    except AppError as error:
        return is_silent(error)
    found, calm = Parts(page.html), Parts(twin.html)
    assert found.elements <= calm.elements | HARMLESS
    assert found.comments == calm.comments == []
    assert "alert(" not in found.acting
    assert "x.example" not in found.acting
    assert rules_of(found.styles) == rules_of(calm.styles)
    return True


@pytest.fixture(scope="module")
def twins() -> dict[str, Compiled]:
    """Each sink with calm words."""
    return {name: page_of(make(CALM)) for name, make in SINKS.items()}


@pytest.mark.parametrize("words", STRINGS.values(), ids=STRINGS)
@pytest.mark.parametrize("sink", SINKS)
def test_a_sink_prints_hostile_words_as_text_or_refuses_them(sink, words, twins):
    is_printed = holds(SINKS[sink](words), twins[sink])

    assert is_printed or words == STRINGS["unstorable"] or len(words) > 1000 or sink in {"fixed barcode"}


@pytest.mark.parametrize("words", STRINGS.values(), ids=STRINGS)
@pytest.mark.parametrize("kind", TYPES)
def test_a_data_type_prints_hostile_words_as_text_or_refuses_them(kind, words):
    content, manifest = document(line(chip("words"))), manifest_of(dataType=kind)
    calm = compile_document(content, parse_manifest(manifest), {}, locale="en")

    assert holds((content, manifest, data(words)), calm) is (kind in {"text", "longtext"})


HUGE = [10**400, -(10**400), float("inf"), float("nan"), 1e308, "1e999", "9" * 5000]


@pytest.mark.parametrize("number", HUGE, ids=range(len(HUGE)))
def test_huge_numbers_are_printed_or_refused(number):
    content, manifest = document(line(chip("words"))), manifest_of(dataType="number")
    calm = compile_document(content, parse_manifest(manifest), {"words": 1}, locale="en")

    assert holds((content, manifest, {"words": number}), calm) is (number == 1e308)


def test_data_nested_beyond_all_measure_is_refused_or_printed():
    deep: Any = "x"
    for _ in range(5000):
        deep = [{"text": deep}]
    content, manifest = document(line(chip("words"))), manifest_of()
    calm = compile_document(content, parse_manifest(manifest), {}, locale="en")

    assert holds((content, manifest, {"words": deep}), calm) is False
    assert holds((content, manifest, {"words": "x", "rows": deep}), calm) is False
