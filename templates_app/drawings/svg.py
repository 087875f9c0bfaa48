"""SVG: a drawing in millimetres, self-contained: no scripts, no references, no ids, every text escaped."""

from __future__ import annotations

import re
from html import escape

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LABEL_LIMIT = 500


def plain(text: str) -> str:
    """Text that XML can hold: what cannot be printed becomes the replacement character."""
    return UNPRINTABLE.sub("\ufffd", text)


def words(text: str) -> str:
    """Text as the content of an element, or of an attribute in double quotes."""
    return escape(plain(text))


def length(number: float) -> str:
    """A length without noise, to a thousandth."""
    text = f"{number:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def picture(
    content: str,
    *,
    size: tuple[float, float],
    box: tuple[float, float],
    title: str,
    description: str = "",
    attributes: str = "",
) -> str:
    """The root around drawn content: `size` in mm, `box` in the units of the content.

    Screen readers and tagged PDFs read the title and the description; inside a page its font is the page's.
    """
    label = ". ".join(part for part in (title, description) if part)
    about = f"<title>{words(title)}</title>" if title else ""
    about += f"<desc>{words(description)}</desc>" if description else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{length(size[0])}mm" height="{length(size[1])}mm" '
        f'viewBox="0 0 {length(box[0])} {length(box[1])}" role="img" aria-label="{words(label[:LABEL_LIMIT])}"'
        f"{attributes}>{about}{content}</svg>"
    )
