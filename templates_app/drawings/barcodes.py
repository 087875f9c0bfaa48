"""Barcodes: symbols drawn at their size in print, black on white, with the text under bars that people read."""

from __future__ import annotations

import math
from functools import lru_cache

from craftkit.lib.speech import filled
from templates_app.drawings.codes import NAMES, Symbol, encode
from templates_app.drawings.faults import InvalidDrawing
from templates_app.drawings.outline import outline
from templates_app.drawings.svg import length, picture, words

# Millimetres. GS1 prints EAN-13 with modules of 0.33; scanners and office printers give up below half of that.
MODULE, SQUARE_MODULE, SMALLEST = 0.33, 0.4, 0.15
LEAST = {"qr": 25.0, "datamatrix": 15.0}
EAN_HEIGHT, BARS_HEIGHT = 25.9, 15.0
# Modules.
GUARD, TEXT_SIZE, TEXT_LINE = 5, 10.5, 11.0
EAN_GUARDS = ((0, 3), (45, 50), (92, 95))


@lru_cache(maxsize=512)
def barcode(
    kind: str, content: str, *, size: float | None = None, height: float | None = None, shows_text: bool = True
) -> str:
    """The SVG of a content as `qr`, `code128`, `ean13` or `datamatrix`. Raises InvalidDrawing.

    `size` is the width in mm with the light border, else what suits the content; `height` is for bars, text included.
    """
    symbol = encode(kind, content)
    if len(symbol.rows) > 1:
        return _square(kind, symbol, size)
    return _bars(kind, symbol, size, height, shows_text=shows_text)


def _module(kind: str, modules: int, size: float | None, usual: float) -> float:
    """The width of a module in mm. Raises InvalidDrawing where no scanner could tell them apart."""
    width = max(LEAST.get(kind, 0.0), modules * usual) if size is None else size
    if width / modules < SMALLEST:
        needed = math.ceil(modules * SMALLEST)
        raise InvalidDrawing(
            filled(
                "This {name} cannot be read at {width} mm; it needs {needed} mm or more.",
                name=NAMES[kind],
                width=f"{width:g}",
                needed=needed,
            )
        )
    return width / modules


def _square(kind: str, symbol: Symbol, size: float | None) -> str:
    quiet = symbol.quiet[0]
    modules = len(symbol.rows) + 2 * quiet
    side = _module(kind, modules, size, SQUARE_MODULE) * modules
    path = f'<path transform="translate({quiet} {quiet})" d="{outline(symbol.rows)}"/>'
    return _sheet(kind, symbol, path, (modules, modules), (side, side))


def _bars(kind: str, symbol: Symbol, size: float | None, height: float | None, *, shows_text: bool) -> str:
    left, right = symbol.quiet
    modules = left + len(symbol.rows[0]) + right
    module = _module(kind, modules, size, MODULE)
    usual = EAN_HEIGHT * module / MODULE if kind == "ean13" else BARS_HEIGHT
    tall = (usual if height is None else height) / module
    below = TEXT_LINE if shows_text and tall > 2 * TEXT_LINE else 0.0
    bars = [
        (left + start, end - start, tall - below + (GUARD if below and _is_guard(kind, start) else 0))
        for start, end in _runs(symbol.rows[0])
    ]
    path = "".join(f"M{x} 0h{width}v{length(bottom)}h-{width}z" for x, width, bottom in bars)
    lettering = _lettering(kind, symbol, modules, tall) if below else ""
    return _sheet(kind, symbol, f'<path d="{path}"/>{lettering}', (modules, tall), (modules * module, tall * module))


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Start and end of each bar."""
    edges = [at for at in range(len(row) + 1) if (at < len(row) and row[at]) != (at > 0 and row[at - 1])]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _is_guard(kind: str, at: int) -> bool:
    return kind == "ean13" and any(start <= at < end for start, end in EAN_GUARDS)


def _lettering(kind: str, symbol: Symbol, modules: int, tall: float) -> str:
    base = tall - 1.2
    if kind != "ean13":
        fitting = min(TEXT_SIZE, (modules - 4) / (0.62 * max(len(symbol.text), 1)))
        return _line(symbol.text, modules / 2, base, fitting, 'text-anchor="middle"')
    left, text = symbol.quiet[0], symbol.text
    return (
        _line(text[0], left - 3, base, TEXT_SIZE, 'text-anchor="end"')
        + _line(text[1:7], left + 24, base, TEXT_SIZE, 'text-anchor="middle"')
        + _line(text[7:], left + 71, base, TEXT_SIZE, 'text-anchor="middle"')
    )


def _line(text: str, x: float, y: float, size: float, attributes: str) -> str:
    return f'<text x="{length(x)}" y="{length(y)}" font-size="{length(size)}" {attributes}>{words(text)}</text>'


def _sheet(kind: str, symbol: Symbol, content: str, box: tuple[float, float], size: tuple[float, float]) -> str:
    """Black on white, whatever the page has behind it and however it is written."""
    paper = f'<rect width="{length(box[0])}" height="{length(box[1])}" fill="#fff"/>'
    look = ' fill="#000" direction="ltr"'
    return picture(paper + content, size=size, box=box, title=f"{NAMES[kind]}: {symbol.text}", attributes=look)
