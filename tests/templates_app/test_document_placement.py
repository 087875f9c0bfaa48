"""Where nodes may stand, beyond what their parents' content says: sections, fields for signers, their roles."""

from __future__ import annotations

import pytest

from templates_app.document import InvalidDocument, check_document
from templates_app.document.page import section_page
from tests.templates_app.documents import block, chip, compiled, document, line, passes, row, text

SECTION = block("section", line(text("x")), orientation="landscape")
FIELD = block("signatureField", fieldId="a")


def faults(content: object) -> dict[str, list[str]]:
    """The faults by pointer that checking names."""
    with pytest.raises(InvalidDocument) as refused:
        check_document(content)
    assert refused.value.issues is not None
    return refused.value.issues["fieldErrors"]


def test_sections_stand_in_the_body_and_where_loops_and_conditions_lead():
    then = block("condition", block("conditionThen", SECTION), when={"key": "a", "op": "empty"})

    assert passes(document(SECTION, block("loop", then, each="items")))
    for around in ("keepTogether", "blockquote", "section"):
        assert "layout/body/content/0/content" in faults(document(block(around, SECTION)))
    hidden = block("keepTogether", block("loop", SECTION, each="items"))
    assert "layout/body/content/0/content/0/content/0" in faults(document(hidden))


@pytest.mark.parametrize(
    ("attrs", "pointer"),
    [
        ({"size": "A9"}, "size"),
        ({"size": {"width": 5, "height": 100}}, "size"),
        ({"orientation": "sideways"}, "orientation"),
        ({"margin": {"top": -1}}, "margin"),
        ({"margin": {"left": 100, "right": 100}}, "margin"),
        ({"size": "A6"}, "margin"),
        ({"css": "x"}, "css"),
    ],
)
def test_the_page_of_a_section_is_checked_with_the_document_s_margins(attrs, pointer):
    page = {"margin": {"left": 45, "right": 45}}

    assert f"layout/body/content/0/attrs/{pointer}" in faults(document(block("section", line(), **attrs), page=page))


def test_a_section_takes_from_the_document_what_it_does_not_say():
    page = {"size": {"width": 100, "height": 150}, "margin": {"top": 10, "left": 5}}

    turned = section_page(page, {"orientation": "landscape"})
    named = section_page(page, {"size": "A5", "margin": {"left": 7}})

    assert turned["size"] == {"width": 150, "height": 100}
    assert section_page({}, {"orientation": "landscape"})["orientation"] == "landscape"
    assert (named["size"], named["margin"]["top"], named["margin"]["left"]) == ("A5", 10, 7)


def test_equal_sections_share_a_named_page():
    wide = {"orientation": "landscape"}
    content = document(*(block("section", line(), **attrs) for attrs in (wide, {"size": "A5"}, wide)))

    html = compiled(content).html

    assert "@page ck-page-1{size:297mm 210mm;margin:20mm 20mm 20mm 20mm}@page ck-page-2{size:148mm 210mm;" in html
    assert html.count('style="page:ck-page-1"') == 2
    assert "ck-page-3" not in html


def test_fields_have_ids_of_their_own_and_roles_that_there_are():
    roles = [{"key": "client", "label": "Client"}]
    known = block("signatureField", fieldId="b", role="client")

    assert passes(document(line(FIELD, known), roles=roles))
    assert faults(document(line(FIELD), line(FIELD))) == {
        "layout/body/content/1/content/0/attrs/fieldId": ["a is the id of another field"]
    }
    assert faults(document(line(known))) == {
        "layout/body/content/0/content/0/attrs/role": ["client is not a role of this document"]
    }
    assert faults(document(line(), roles=[*roles, {"label": "x"}, *roles])) == {
        "layout/roles/1/key": ["Required"],
        "layout/roles": ["The role client is there twice"],
    }


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("radio", None, "2 to 50 different options"),
        ("select", ["One"], "2 to 50 different options"),
        ("radio", ["One", "One"], "2 to 50 different options"),
        ("select", ["One", "Two\nlines"], "on one line"),
        ("radio", ["One", "\N{GRINNING FACE}"], "cannot be printed: \N{GRINNING FACE}"),
        ("radio", ["One", ""], "texts of 1 to 100 characters"),
        ("radio", ["One", "x" * 101], "texts of 1 to 100 characters"),
        ("radio", [f"Number {at}" for at in range(51)], "a list of at most 50"),
        ("text", ["One", "Two"], "Only radio and select fields"),
    ],
)
def test_a_field_to_choose_in_has_options_that_can_be_printed(kind, options, said):
    field = block("signatureField", fieldId="a", kind=kind, options=options)

    found = faults(document(line(field)))

    assert list(found) == ["layout/body/content/0/content/0/attrs/options"]
    assert [said in message for message in next(iter(found.values()))] == [True]


def test_fields_to_choose_in_take_as_many_options_as_requests_do():
    options = [f"{at} {'x' * 96}" for at in range(50)]

    for kind in ("radio", "select"):
        assert passes(document(line(block("signatureField", fieldId="a", kind=kind, options=options))))


def test_a_field_cannot_be_repeated():
    looped = block("loop", line(FIELD), each="items")
    repeated = block("table", row(FIELD, repeat="items"))

    for content in (document(looped), document(repeated), document(block("table", row(chip("a")), row(FIELD)), looped)):
        assert any("cannot be repeated" in messages[0] for messages in faults(content).values())


def test_nobody_forges_a_field_with_a_link():
    forged = {"type": "link", "attrs": {"href": "craftkit-field:a"}}

    assert "layout/body/content/0/content/0/marks/0/attrs/href" in faults(document(line(text("x", forged))))
