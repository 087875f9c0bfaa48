"""Every place of a document that takes a string: as content, manifest and data with the same words in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.templates_app.documents import block, chip, document, line, row, source, text
from tests.templates_app.overlays import field, overlay

Made = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
PICTURE = "0193c2c3-1111-7aaa-8bbb-000000000001"
CHART = {"each": "rows", "label": "rows[].text", "values": ["rows[].number"]}


def manifest_of(label: str = "Words", **variable: Any) -> dict[str, Any]:
    """A manifest with a text, a list of texts and numbers, and one more variable."""
    fields = [{"key": "text", "label": label, "dataType": "text"}]
    fields.append({"key": "number", "label": label, "dataType": "number"})
    loop = {"key": "rows", "label": label, "itemFields": fields}
    return {"variables": [{"key": "words", "label": label, "dataType": "longtext", **variable}], "loops": [loop]}


def content(*blocks: dict[str, Any], **envelope: Any) -> Callable[[str], Made]:
    """Blocks that show data."""
    return lambda words: (document(*blocks, **envelope), manifest_of(), data(words))


def data(words: str) -> dict[str, Any]:
    """The words in every value."""
    return {"words": words, "rows": [{"text": words, "number": 1}, {"text": words, "number": 2}]}


def literal(make: Callable[[str], dict[str, Any]], most: int = 200, *, bare: bool = False) -> Callable[[str], Made]:
    """Words of the template itself, as long as they may be; `bare` is without data."""
    return lambda words: (document(make(words[:most])), manifest_of(), {} if bare else data("calm"))


def band(side: str) -> Callable[[str], Made]:
    """Words and data in a header or footer, which are printed by the style sheet."""
    return lambda words: (
        document(line(), **{side: {"default": {"left": [chip("words")], "right": [text(words[:200] or "x")]}}}),
        manifest_of(),
        data(words),
    )


def over(**members: Any) -> Callable[[str], Made]:
    """A field laid over a PDF."""
    return lambda words: (overlay(field("text", page=1, **members)), manifest_of(), data(words))


def html(markup: str) -> Callable[[str], Made]:
    """A page written by hand."""
    return lambda words: (source(markup), manifest_of(), data(words))


SINKS: dict[str, Callable[[str], Made]] = {
    "paragraph": content(line(chip("words"))),
    "heading": content(block("toc"), block("heading", chip("words"), level=1)),
    "table": content(block("table", row(chip("rows[].text"), repeat="rows"))),
    "loop": content(block("loop", line(chip("rows[].text")), each="rows")),
    "section": content(block("section", line(chip("words")), orientation="landscape")),
    "condition": lambda words: (
        document(
            block("condition", block("conditionThen", line()), when={"key": "words", "op": "eq", "value": words[:200]})
        ),
        manifest_of(),
        data(words),
    ),
    "qr code": content(line(block("barcode", kind="qr", key="words"))),
    "code 128": content(line(block("barcode", kind="code128", key="words"))),
    "chart": content(block("chart", **CHART)),
    "literal text": literal(lambda words: line(text(words)), 100_000),
    "fallback": literal(lambda words: line(chip("rows", agg="count"), chip("words", fallback=words)), bare=True),
    "empty list": literal(lambda words: block("loop", line(), each="rows", empty=words), bare=True),
    "alternative text": literal(lambda words: block("image", asset=PICTURE, alt=words)),
    "field label": literal(lambda words: line(block("signatureField", fieldId="a", label=words))),
    "chart title": literal(lambda words: block("chart", **CHART, title=words)),
    "fixed barcode": literal(lambda words: line(block("barcode", kind="qr", value=words))),
    "header": band("header"),
    "footer": band("footer"),
    "overlay": over(bind="words"),
    "overlay text": lambda words: (overlay(field("text", text=words[:200] or "x")), manifest_of(), data("calm")),
    "overlay code": lambda words: (overlay(field("qr", bind="words")), manifest_of(), data(words)),
    "html text": html("<p>{{words}}</p>"),
    "html attribute": html('<p title="{{words}}" lang="{{words}}">x</p>'),
    "html list": html("<ul>{{#each rows}}<li>{{text}}</li>{{/each}}</ul>"),
    "manifest label": lambda words: (document(block("chart", **CHART)), manifest_of(words[:160]), data("calm")),
}
