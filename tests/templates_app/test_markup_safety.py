"""Hand-written HTML and CSS: nothing that runs, loads or navigates passes the check, or gets into a page unchecked."""

from __future__ import annotations

import contextlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates_app.compiler import compile_document
from templates_app.document import InvalidDocument, check_document
from templates_app.fields import Manifest
from templates_app.markup.elements import clean
from templates_app.markup.source import prepare
from templates_app.markup.styles import inert, style_faults, stylesheet_faults
from tests.templates_app.documents import body_of, passes, source

PICTURE = "data:image/png;base64,iVBORw0KGgo="
HOSTILE_HTML = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "<p onclick=alert(1)>x</p>",
    "<img src=x onerror=alert(1)>",
    '<img srcset="http://x.example/a.png 2x" src="">',
    "<picture><source srcset='http://x.example/a.png'></picture>",
    "<iframe src='http://127.0.0.1/'></iframe>",
    "<iframe srcdoc='<p>x'></iframe>",
    "<object data='file:///etc/passwd'></object>",
    "<embed src='http://x.example/'>",
    "<video src='http://x.example/' poster='http://x.example/'></video>",
    "<audio src='http://x.example/'></audio>",
    "<link rel=stylesheet href='http://x.example/'>",
    "<link rel=preload href='http://x.example/' as=image>",
    "<meta http-equiv=refresh content='0;url=http://x.example/'>",
    "<base href='http://x.example/'>",
    "<form action='http://x.example/'><input type=image src='http://x.example/'></form>",
    "<button formaction='http://x.example/'>x</button>",
    "<body background='http://x.example/'>x</body>",
    "<table background='http://x.example/'><tr><td background='http://x.example/'>x</td></tr></table>",
    "<style>@import 'http://x.example/';</style>",
    "<svg><image href='http://x.example/'/></svg>",
    "<svg><style>@import 'http://x.example/';</style></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<frameset><frame src='http://x.example/'></frameset>",
    "<fencedframe></fencedframe>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//x.example/'>x</a>",
    "<a href='\\\\x.example\\a'>x</a>",
    "<a href='https://x.example/' ping='http://x.example/'>x</a>",
    "<img src='file:///etc/passwd'>",
    "<img src='//x.example/a.png'>",
    "<img src='data:text/html,x'>",
    "<p style='background:url(http://x.example/)'>x</p>",
    "<p style='background:u\\72l(http://x.example/)'>x</p>",
    "<p style='behavior:url(#default)'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<!doctype html><p>x</p>",
    "<?php echo 1 ?>",
    "<![CDATA[x]]>",
    "<script>{{name}}</script>",
    "<style>p{color:{{name}}}</style>",
    "<p style='color:{{name}}'>x</p>",
    "<p onclick='{{name}}'>x</p>",
    "<a href='{{name}}:alert(1)'>x</a>",
    "<a href='java{{name}}'>x</a>",
    "<img src='https://x.example/{{name}}'>",
    "<{{name}}>x</{{name}}>",
    "<p {{name}}='x'>x</p>",
    "<p {{#if a}}title='x'{{/if}}>x</p>",
]
HOSTILE_CSS = [
    "@import 'http://x.example/';",
    "@import url(data:text/css,a);",
    "@charset 'utf-8';",
    "@namespace url(http://x.example/);",
    "p{background:url(http://x.example/)}",
    "p{background:url('//x.example/')}",
    "p{background:u\\72l('http://x.example/')}",
    "p{background:URL(HTTP://x.example/)}",
    "p{background:image-set('http://x.example/' 1x)}",
    "p{background:-webkit-image-set(url(http://x.example/) 1x)}",
    "p{background:image('http://x.example/')}",
    "p{background:cross-fade(url(http://x.example/), red)}",
    "p{content:url(http://x.example/)}",
    "p{cursor:url(http://x.example/), auto}",
    "p{list-style-image:url(x.png)}",
    "p{mask-image:url(data:text/html,x)}",
    "p{border-image:url(http://x.example/) 1}",
    "p{shape-outside:url(http://x.example/)}",
    "p{filter:url(http://x.example/#f)}",
    "p{--x:url(http://x.example/)}",
    "@font-face{font-family:x;src:url(http://x.example/f.woff2)}",
    "@font-face{font-family:x;src:src('http://x.example/')}",
    "@media print{@import 'x';}",
    "@page{@top-left{content:url(http://x.example/)}}",
    "p{width:expression(alert(1))}",
    "p{-moz-binding:url(#x)}",
    "p{behavior:none}",
    "p{color:{{name}}}",
    "p{background:url(http://x.example/",
    "p{a:'\n'}",
    "@property --x{syntax:'<url>';inherits:false;initial-value:url(http://x.example/)}",
]
HARMLESS = re.compile("p|b|i|a|img|div|span|table|tbody|thead|tr|td|th|br|hr|h1|ul|ol|li|em|strong|section")
ADDRESS = re.compile(r"https://(x|a)\.example/|mailto:|#|data:image/|http://render\.invalid/")


class Alive(HTMLParser):
    """Reads printed HTML as a browser does and notes whatever could run, load or navigate."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [] if HARMLESS.fullmatch(tag) else [tag]
        for name, value in attrs:
            is_address = name in ("href", "src", "srcset", "action", "background", "ping", "poster", "data")
            if name.startswith("on") or (is_address and not ADDRESS.match(value or "")):
                self.found.append(f"{name}={value}")
            if name == "style" and "url(" in (value or ""):
                self.found.append(f"{name}={value}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(decl)

    def handle_pi(self, data: str) -> None:
        self.found.append(data)


def alive(html: str) -> list[str]:
    """What in a piece of HTML could run, load or navigate."""
    reader = Alive()
    reader.feed(html)
    reader.close()
    return reader.found


def page_body(html: str, values: dict | None = None) -> str:
    """The body printed of a source that nobody checked."""
    page = compile_document(source(html), Manifest(), values or {}, locale="en").html
    return body_of(page)


def test_the_reader_sees_what_is_alive():
    assert alive("<script>x</script>") == ["script"]
    assert alive("<p onclick='x'>") == ["onclick=x"]
    assert alive("<a href='javascript:x'>") == ["href=javascript:x"]
    assert alive("&lt;p onclick='x'&gt;") == []


@pytest.mark.parametrize("html", HOSTILE_HTML)
def test_hostile_html_is_refused(html):
    with pytest.raises(InvalidDocument) as refused:
        check_document(source(html))

    assert refused.value.issues is not None
    assert all(message.startswith("line 1, column ") for message in refused.value.issues["fieldErrors"]["layout/html"])


@pytest.mark.parametrize("html", HOSTILE_HTML)
def test_hostile_html_that_was_never_checked_prints_nothing_live(html):
    assert alive(page_body(html, {"name": "<script>", "a": True})) == []


@pytest.mark.parametrize("html", HOSTILE_HTML)
def test_the_cleaner_alone_leaves_nothing_live(html):
    assert alive(clean(html)) == []


@pytest.mark.parametrize("css", HOSTILE_CSS)
def test_hostile_css_is_refused_and_never_printed(css):
    with pytest.raises(InvalidDocument) as refused:
        check_document(source("<p>x</p>", css))
    page = compile_document(source("<p>x</p>", css), Manifest(), {}, locale="en").html

    assert refused.value.issues is not None
    assert all(message.startswith("line ") for message in refused.value.issues["fieldErrors"]["layout/css"])
    assert css not in page


def test_plain_html_and_css_pass():
    css = (
        "@page{margin:10mm;@bottom-left{content:'Page ' counter(page)}} p>b{color:red}"
        "@media print{p::after{content:'\\201C'}} @supports (display:grid){p{display:grid}}"
        "@font-face{font-family:x;src:local('x'),url(data:font/woff2;base64,AA==) format('woff2')}"
        f"h1{{background:#fff url('{PICTURE}') no-repeat;--gap:calc(1mm + 2px)}}"
    )
    html = (
        f'<section class="a" id="b" style="color:red;background:url({PICTURE})" data-x="1" aria-label="y"><h1>x</h1>'
        f'<a href="#b">up</a> <a href="mailto:a@b.example">m</a><img src="{PICTURE}" alt="" width="10">'
        "<table><colgroup><col span=2></colgroup><tr><td colspan=2>&amp; &lt; é</td></tr></table></section>"
    )

    assert passes(source(html, css))
    assert stylesheet_faults(css) == []
    assert css in compile_document(source("<p>x</p>", css), Manifest(), {}, locale="en").html


def test_a_style_attribute_is_held_to_the_same_rules():
    assert style_faults("color: red; background: url(data:image/gif;base64,AA)") == []
    assert style_faults("background: url(https://x.example/)")
    assert inert("a{content:'</style>'}") == "a{content:'\\3c /style>'}"


TAGS = ("{{name}}", "{{#if a}}", "{{else}}", "{{/if}}", "{{#each b}}", "{{/each}}", "{{", "}}", "&#123;{x}}")
FRAGMENTS = (
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "</p>",
    "<p title='",
    "<p class=",
    '">',
    "'>",
    ">",
    "<",
    "&lt;script&gt;",
)
PARTS = st.sampled_from([*HOSTILE_HTML, *TAGS, *FRAGMENTS, "<!--", "-->", "--!>", "\n"])


@given(st.lists(st.one_of(PARTS, st.text(max_size=5)), max_size=8).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_mixture_of_pieces_breaks_the_check_or_comes_alive(html):
    values = {"name": "\"'><script>alert(1)</script>", "a": True, "b": [{"name": "<img src=x onerror=alert(1)>"}, {}]}

    assert alive(page_body(html, values)) == []


@given(st.lists(st.one_of(PARTS, st.text(max_size=5)), max_size=8).map("".join))
@settings(max_examples=200, deadline=None)
def test_what_passes_the_check_prints_as_it_was_read(html):
    with contextlib.suppress(InvalidDocument):
        check_document(source(html))
        assert prepare(html).faults == ()
