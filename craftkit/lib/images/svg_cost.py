"""How much a drawing grows when its references are followed: a few nested ones can mean millions of shapes."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from django.utils.translation import gettext_noop

from craftkit.lib.images.picture import BadImage
from craftkit.lib.images.svg_style import references

MAX_DRAWN = 50_000


def check_cost(drawing: Element) -> None:
    """Raise BadImage for references that go in circles or multiply beyond bounds."""
    _Counter(drawing).of(drawing)


class _Counter:
    def __init__(self, drawing: Element) -> None:
        self._named: dict[str, Element] = {}
        for element in drawing.iter():
            self._named.setdefault(element.get("id", ""), element)
        self._known: dict[Element, int] = {}
        self._open: set[Element] = set()

    def of(self, element: Element) -> int:
        """Elements drawn for this one, references followed."""
        if element in self._known:
            return self._known[element]
        if element in self._open:
            raise BadImage(gettext_noop("The SVG's references go in circles."))
        self._open.add(element)
        targets = [self._named[name] for name in _references(element) if name in self._named]
        count = 1 + sum(self.of(child) for child in element) + sum(self.of(target) for target in targets)
        if count > MAX_DRAWN:
            raise BadImage(gettext_noop("The SVG is too complex: its references multiply."))
        self._open.discard(element)
        self._known[element] = count
        return count


def _references(element: Element) -> list[str]:
    found = [name for value in element.attrib.values() for name in references(value)]
    target = element.get("href", "")
    return [*found, target[1:]] if target else found
