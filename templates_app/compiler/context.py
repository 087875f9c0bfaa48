"""The context of one compilation: what is known of the fields, the place, and the pictures at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from html import escape
from typing import Any

from templates_app.compiler.aggregates import aggregate
from templates_app.compiler.contents import wants_contents
from templates_app.compiler.remarks import Remarks
from templates_app.compiler.scope import Scope, getter
from templates_app.document.page import page_box, section_page
from templates_app.fields.manifest import Manifest
from templates_app.formats import Formatter, direction, formatter

# A neutral frame where a picture should be, in both kinds of page; the style is ours alone and holds no data.
FRAME = (
    "display:inline-block;box-sizing:border-box;min-width:16mm;min-height:10mm;padding:2mm;border:0.25mm solid #d4d4d8;"
    "border-radius:1mm;background:#fafafa;color:#71717a;font-size:8pt;line-height:1.3;text-align:center"
)
CENT = Decimal("0.01")
NUMERIC = ("number", "currency", "date", "datetime")

cached_formatter = lru_cache(maxsize=1024)(formatter)


class Context:
    """What the compilers of all nodes share. `images` maps a source to what the page may load.

    `pages` grows with the page set-ups that sections have, each under the name that CSS knows it by; `remarks` with
    what goes wrong in drawings. `room` is the width in mm of the page or column whose nodes are being compiled.
    """

    def __init__(
        self, content: dict[str, Any], manifest: Manifest, locale: str, timezone: str, images: Mapping[str, str]
    ) -> None:
        self.page = content.get("page") or {}
        self.roles = {role["key"]: role.get("label") or "" for role in content.get("roles") or ()}
        self.has_contents = "body" in content and wants_contents(content["body"])
        self.pages: dict[str, dict[str, Any]] = {}
        self.manifest = manifest
        self.locale = locale
        self.timezone = timezone
        self.images = images
        self.remarks = Remarks()
        self.room = text_width(self.page)

    @property
    def is_mirrored(self) -> bool:
        """Whether the locale is written from the right, so that left means right."""
        return direction(self.locale) == "rtl"

    def page_named(self, attrs: dict[str, Any]) -> str:
        """The name of a section's page set-up; equal ones share it."""
        wanted = section_page(self.page, attrs)
        known = next((name for name, page in self.pages.items() if page == wanted), None)
        name = known or f"ck-page-{len(self.pages) + 1}"
        self.pages[name] = wanted
        return name

    @contextmanager
    def within(self, room: float) -> Iterator[None]:
        """Compiles what stands in a column, or on pages of their own, of that width."""
        outer, self.room = self.room, room
        yield
        self.room = outer

    def type_of(self, key: str) -> str:
        """The data type of an absolute key; text when the manifest does not know it."""
        variable = self.manifest.by_key.get(key)
        return variable.data_type if variable else "text"

    def formatter_of(self, key: str, fmt: str | None) -> Formatter:
        """How the values of a key are written: by the given format, else the manifest's, else the locale's."""
        variable = self.manifest.by_key.get(key)
        if variable is None:
            return cached_formatter("text", None, self.locale, self.timezone)
        if variable.data_type == "image":
            return lambda value: ""
        return cached_formatter(variable.data_type, fmt or variable.format, self.locale, self.timezone)

    def text_of(self, key: str, fmt: str | None, fallback: str = "") -> Callable[[Scope], str]:
        """A piece with the plain text of a value, not escaped for anything."""
        get, write = getter(key), self.formatter_of(key, fmt)

        def text(scope: Scope) -> str:
            value = get(scope)
            return fallback if value is None or value == "" else write(value)

        return text

    def chip(self, attrs: dict[str, Any]) -> Callable[[Scope], str]:
        """A piece with the plain text of a variable node's value or aggregate, not escaped for anything."""
        key, fmt, fallback = attrs["key"], attrs.get("format"), attrs.get("fallback") or ""
        if not attrs.get("agg"):
            return self.text_of(key, fmt, fallback)
        get = aggregate(key, attrs["agg"], self.type_of(key), is_list=key in self.manifest.lists)
        write = self._writer_of_aggregate(key, attrs["agg"], fmt)

        def text(scope: Scope) -> str:
            value = get(scope)
            return fallback if value is None else write(value)

        return text

    def _writer_of_aggregate(self, key: str, name: str, fmt: str | None) -> Formatter:
        """Counts are plain numbers; averages of plain numbers have two decimals at most unless a format says else."""
        if name == "count":
            return cached_formatter("number", fmt, self.locale, self.timezone)
        variable = self.manifest.by_key.get(key)
        if name != "avg" or fmt or variable is None or variable.data_type != "number" or variable.format:
            return self.formatter_of(key, fmt)
        write = self.formatter_of(key, None)
        return lambda value: write(value.quantize(CENT, ROUND_HALF_UP) if isinstance(value, Decimal) else value)

    def is_numeric(self, attrs: dict[str, Any]) -> bool:
        """Whether a variable node shows digits that should stand in line."""
        return attrs.get("agg") == "count" or self.type_of(attrs["key"]) in NUMERIC

    def image(self, source: Any, alt: str, style: str, attributes: str = "") -> str:
        """An img, or a frame with the alternative text when the picture is not at hand; nothing for no source."""
        if not isinstance(source, str) or not source:
            return ""
        address = self.images.get(source)
        if address is None:
            label = escape(alt)
            return f'<span class="ck-missing" role="img" aria-label="{label}" style="{FRAME};{style}">{label}</span>'
        look = f' style="{style}"' if style else ""
        return f'<img src="{escape(address)}" alt="{escape(alt)}"{look}{attributes}>'


def text_width(page: dict[str, Any]) -> float:
    """The width between the margins of a page, in mm."""
    width, _, margin = page_box(page)
    return width - margin["left"] - margin["right"]


def as_html(text: str) -> str:
    """Text escaped for HTML, with its line breaks kept."""
    escaped = escape(text)
    return (
        escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")
        if "\n" in text or "\r" in text
        else escaped
    )


def size(number: float) -> str:
    """A length without noise: 20, 12.5."""
    return f"{number:.4f}".rstrip("0").rstrip(".")
