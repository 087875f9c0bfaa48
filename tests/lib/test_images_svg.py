"""SVG is rebuilt from harmless parts; what cannot be shown rightly is refused by name."""

from __future__ import annotations

import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from craftkit.lib.images import BadImage, load_image

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 40">'
SVG = "{http://www.w3.org/2000/svg}"


def svg(inner: str, head: str = OPEN) -> bytes:
    return f"{head}{inner}</svg>".encode()


def root(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(load_image(data).data)


def first(drawing: ElementTree.Element, name: str) -> ElementTree.Element:
    return next(drawing.iter(SVG + name))


def test_drawing_comes_through_whole():
    inner = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>'
        '<g transform="translate(1,2) rotate(45)"><path id="p" d="M0 0L10-10z" fill="url(#g)"/></g>'
        '<use xlink:href="#p"/><text x="1" font-family="Inter">A &amp; B</text>'
    )

    drawing = root(svg(inner))

    assert [element.tag.removeprefix(SVG) for element in drawing.iter()] == (
        ["svg", "defs", "linearGradient", "stop", "g", "path", "use", "text"]
    )
    assert first(drawing, "path").attrib == {"id": "p", "d": "M0 0L10-10z", "fill": "url(#g)"}
    assert first(drawing, "use").attrib == {"href": "#p"}
    assert first(drawing, "text").text == "A & B"


def test_rebuilding_twice_changes_nothing():
    once = load_image(svg('<style>.a{fill:red}</style><rect class="a" width="3" style="stroke:blue"/>'))

    assert load_image(once.data) == once


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('width="30" height="20"', (30, 20)),
        ('width="1in" height="25.4mm"', (96, 96)),
        ('viewBox="0 0 300 100"', (300, 100)),
        ('viewBox="0,0,300,100" width="60"', (60, 20)),
        ('viewBox="0 0 300 100" height="50px"', (150, 50)),
        ('viewBox="0 0 300 100" width="100%" height="100%"', (300, 100)),
        ('viewBox="0 0 100000 50000"', (4096, 2048)),
    ],
)
def test_size_is_found_and_written_in_pixels(head, size):
    data = svg("", f'<svg xmlns="http://www.w3.org/2000/svg" {head}>')

    loaded = load_image(data)

    drawing = ElementTree.fromstring(loaded.data)
    assert (loaded.mime, loaded.width, loaded.height) == ("image/svg+xml", *size)
    assert (drawing.get("width"), drawing.get("height")) == (str(size[0]), str(size[1]))
    assert drawing.get("viewBox")


@pytest.mark.parametrize(
    "inner",
    [
        '<g onclick="alert(1)" onload="alert(1)" data-x="y" tabindex="1"/>',
        '<metadata>alert(1)<x xmlns="urn:x"/></metadata>',
        '<sodipodi:namedview xmlns:sodipodi="urn:s" id="alert(1)"/>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        "<!-- alert(1) --><?xml-stylesheet href='alert(1)'?>",
        '<g style="behavior:alert(1);-moz-binding:alert(1);animation:alert(1);cursor:alert(1)"/>',
        '<g id="alert(1) Layer 1" class="alert(1)"/>',
    ],
)
def test_what_does_not_draw_is_dropped(inner):
    assert b"alert(1)" not in load_image(svg(inner)).data
    assert b"onclick" not in load_image(svg(inner)).data


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<foreignObject/>", "foreignObject"),
        ('<image href="http://127.0.0.1/"/>', "image"),
        ('<a href="javascript:alert(1)"/>', "<a>"),
        ('<animate attributeName="href" values="x"/>', "animate"),
        ('<set attributeName="onclick"/>', "set"),
        ('<filter id="f"><feImage href="http://127.0.0.1/"/></filter>', "filter"),
        ("<handler/>", "handler"),
        ('<use href="http://127.0.0.1/a.svg#b"/>', "outside"),
        ('<use xlink:href="data:image/svg+xml;base64,AA=="/>', "outside"),
        ('<use href="//127.0.0.1/#b"/>', "outside"),
        ('<rect fill="url(http://127.0.0.1/)"/>', "fill"),
        ("<rect fill=\"url( '//127.0.0.1/#a' )\"/>", "fill"),
        ('<rect fill="\\75rl(http://127.0.0.1/)"/>', "fill"),
        ("<rect mask=\"image-set('http://127.0.0.1/' 1x)\"/>", "mask"),
        ('<rect style="fill:url(http://127.0.0.1/)"/>', "fill"),
        ('<rect style="fill:u\\72l(http://127.0.0.1/)"/>', "fill"),
        ('<rect style="mask:cross-fade(a,b)"/>', "mask"),
        ('<rect style="fill:var(--a)"/>', "fill"),
        ("<style>@import url(http://127.0.0.1/);</style>", "@import"),
        ("<style>@font-face{src:url(http://127.0.0.1/)}</style>", "@font-face"),
        ("<style>rect{fill:url(http://127.0.0.1/)}</style>", "fill"),
        ("<style>rect:hover{fill:red}</style>", "hover"),
        ("<style>g rect{fill:red}</style>", "g rect"),
        ("<style>rect</style>", "CSS"),
        ("<style>rect{fill:" + "9" * 5000 + "}</style>", "CSS"),
    ],
)
def test_what_would_draw_otherwise_or_reach_out_is_refused_by_name(inner, reason):
    with pytest.raises(BadImage, match=reason):
        load_image(svg(inner))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "entities"),
        (b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]>' + svg(""), "entities"),
        (svg("<g>"), "well-formed"),
        (svg("&nbsp;"), "well-formed"),
        (svg("\u00e4").decode().encode("latin-1"), "well-formed"),
        ('<?xml version="1.0" encoding="utf-16"?>'.encode("utf-16") + svg(""), "not a PNG"),
        (b"<svg viewBox='0 0 1 1'/>", "xmlns"),
        (svg("", '<svg xmlns="http://www.w3.org/2000/svg">'), "size"),
        (svg("", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 5">'), "size"),
        (svg("", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan inf">'), "size"),
        (svg("<g/>" * 10_001), "complex"),
        (svg("<g>" * 70 + "</g>" * 70), "complex"),
        (svg(" " * 2_100_000), "bytes"),
    ],
)
def test_documents_that_play_tricks_are_refused(data, reason):
    with pytest.raises(BadImage, match=reason):
        load_image(data)


def test_doctype_without_declarations_is_common_and_fine():
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'

    loaded = load_image(b"\xef\xbb\xbf" + doctype + svg("<rect/>"))

    assert b"DOCTYPE" not in loaded.data


def test_style_sheet_is_written_out_with_the_right_precedence():
    inner = (
        "<style>rect{fill:red;stroke:red;opacity:1} .a{fill:green!important} #r{stroke:blue;fill:blue}</style>"
        '<rect id="r" class="a b" fill="black" style="opacity:0.5;fill:white"/><path/>'
    )

    drawing = root(svg(inner))

    assert set(first(drawing, "rect").attrib["style"].split(";")) == {"fill:green", "stroke:blue", "opacity:0.5"}
    assert drawing.find(f"{SVG}style") is None
    assert first(drawing, "path").get("style") is None


def test_night_colours_are_left_out_because_paper_is_light():
    drawing = root(svg("<style>path{fill:red} @media (prefers-color-scheme: dark) {path{fill:white}}</style><path/>"))

    assert first(drawing, "path").get("style") == "fill:red"


def doubling(levels: int) -> str:
    """Each group uses the one before it ten times."""
    groups = '<g id="a0"><rect/></g>'
    for level in range(levels):
        groups += f'<g id="a{level + 1}">' + f'<use href="#a{level}"/>' * 10 + "</g>"
    return groups


@pytest.mark.parametrize(
    "inner",
    [
        doubling(6),
        '<g id="a"><use href="#a"/></g>',
        '<mask id="m"><rect mask="url(#m)"/></mask>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        "".join(f'<g id="n{n}"><use href="#n{n + 1}"/></g>' for n in range(4000)),
        "<style>.a{font-family:" + "x" * 90_000 + "}</style>" + '<g class="a"/>' * 9000,
    ],
)
def test_references_that_multiply_or_circle_are_refused_at_once(inner):
    before = time.process_time()

    with pytest.raises(BadImage, match=r"complex|circles"):
        load_image(svg(inner))

    # Followed through, each would take minutes.
    assert time.process_time() - before < 20


def test_ordinary_reuse_is_fine():
    assert load_image(svg(doubling(3))).width == 120


TAGS = [
    "<g>",
    "</g>",
    '<use href="#a"/>',
    '<g id="a" style="',
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
]
PIECES = [*TAGS, *"\">();{}\\'é\u2028", "url(", "#a", ".a", "fill:red", "&lt;", "(((("]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_arrangement_gives_a_clean_drawing_or_a_reason(parts):
    try:
        loaded = load_image(svg("".join(parts)))
    except BadImage:
        return
    for element in ElementTree.fromstring(loaded.data).iter():
        assert element.tag.startswith(SVG)
        assert not any("url(" in value and "url(#" not in value for value in element.attrib.values())
    assert load_image(loaded.data).data == loaded.data
