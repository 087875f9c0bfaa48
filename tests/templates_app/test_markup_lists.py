"""Lists of fonts in stylesheets get one more family."""

from __future__ import annotations

import pytest

from templates_app.markup.lists import with_family


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("p{font-family:Inter}", "p{font-family:Inter, 'Extra'}"),
        ("p{font:12pt/1.5 Inter, serif;color:red}", "p{font:12pt/1.5 Inter, serif, 'Extra';color:red}"),
        ("p{font-family:Inter!important}", "p{font-family:Inter, 'Extra'!important}"),
        ("@media print{p{font-family:a;}}", "@media print{p{font-family:a, 'Extra';}}"),
        ("@page{@top-left{font:9pt a}}", "@page{@top-left{font:9pt a, 'Extra'}}"),
    ],
)
def test_a_list_ends_with_the_family(css: str, expected: str) -> None:
    assert with_family(css, "Extra").replace('"Extra"', "'Extra'") == expected


@pytest.mark.parametrize(
    "css",
    [
        '@font-face{font-family:x;src:local("x")}',
        "p{font:inherit}",
        "p{font-family:INHERIT}",
        "p{font:caption}",
        "font:hover{color:red}",
        "@media print{font:hover{color:red}}",
        "p{color:red}/* font-family:x; */",
        "p{",
        "",
    ],
)
def test_what_is_no_list_stays(css: str) -> None:
    assert with_family(css, "Extra").rstrip("}") == css.rstrip("}")
