"""Names of files: patterns, and names that could do harm."""

from __future__ import annotations

import pytest

from craftkit.lib.errors import InvalidRequest
from renders.batches.names import Names, check_pattern, filled, safe
from templates_app.fields import parse_manifest
from tests.factories import MANIFEST, SAMPLE


def name(pattern: str, values=SAMPLE) -> str:
    return filled(pattern, number=7, external_id="A/1", values=values)


def test_a_pattern_takes_row_id_and_variables():
    assert name("{{row}} {{ externalId }} {{customer.name}}.pdf") == "00007 A-1 North Wind Ltd.pdf"


def test_a_missing_value_leaves_a_gap():
    assert name("inv-{{total}}", {}) == "inv.pdf"
    assert name("{{total}}", {}) == ""


@pytest.mark.parametrize("pattern", ["{{nothing}}", "{{items[].name}}"])
def test_a_pattern_with_an_unknown_name_is_refused(pattern):
    with pytest.raises(InvalidRequest):
        check_pattern(pattern, parse_manifest(MANIFEST))


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("/root.pdf", "root.pdf"),
        ("..", ""),
        ("C:\\temp\\x.pdf", "C-temp-x.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1.pdf"),
        ("bill\u202efdp.exe", "billfdp.exe.pdf"),
        ("a\x00b\nc", "abc.pdf"),
        ("u\u0308ber.PDF", "über.pdf"),
    ],
)
def test_no_name_leaves_its_folder_or_pretends(wanted, given):
    assert safe(wanted) == given


def test_a_long_name_is_cut_to_what_file_systems_take():
    assert len(safe("ü" * 500).encode()) <= 220


def test_no_name_is_given_out_twice():
    names = Names()

    given = [names.unique(wanted, number=at) for at, wanted in enumerate(["a", "A.pdf", "a", "", "", "a (2)"])]

    assert len({one.casefold() for one in given}) == 6
    assert given[:2] == ["a.pdf", "A (1).pdf"]
