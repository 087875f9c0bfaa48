"""CSV as people have it, read into rows: encodings, delimiters, columns, lists, and what is refused."""

from __future__ import annotations

import json

import pytest

from craftkit.lib.errors import AppError
from renders.batches.actions import Upload, read
from renders.batches.columns import Reading
from renders.batches.rows import rows_of
from renders.batches.table import delimiter_of
from templates_app.fields import check_data, parse_manifest
from tests.factories import MANIFEST, SAMPLE

WANTED = parse_manifest(MANIFEST)


def rows(text: str | bytes, **said):
    raw = text.encode() if isinstance(text, str) else text
    upload = Upload(raw, kind="csv", **said)
    reading, total = read(upload, WANTED)
    found = list(rows_of(raw, Reading.from_json(json.loads(json.dumps(reading.as_json()))), WANTED))
    assert len(found) == total
    return found


def refusal(text: str | bytes, **said) -> dict[str, list[str]]:
    with pytest.raises(AppError) as refused:
        rows(text, **said)
    assert refused.value.issues
    return refused.value.issues["fieldErrors"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(encoding, delimiter):
    lines = [["customer.name", "total"], ["Bäckerei Müller", "12.5"], ["Façade & Söhne", "7"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)

    found = rows(text.encode(encoding))

    assert [row.data for row in found] == [
        {"customer": {"name": "Bäckerei Müller"}, "total": 12.5},
        {"customer": {"name": "Façade & Söhne"}, "total": 7},
    ]


def test_the_delimiter_inside_quotes_does_not_count():
    assert delimiter_of('name;note\n"a,b";"c,d"\n"e,f";"g,h"\n') == ";"


def test_numbers_of_a_csv_give_no_warning_that_they_were_text():
    [row] = rows("customer.name,total\nAcme,12.50\n")

    assert check_data(WANTED, row.data).warnings == []


def test_an_empty_cell_is_no_value():
    [row] = rows("customer.name,total\nAcme,\n")

    assert row.data == {"customer": {"name": "Acme"}}


def test_a_cell_of_the_wrong_type_stays_as_it_is_for_the_check_to_name():
    [row] = rows("customer.name,total\nAcme,plenty\n")

    with pytest.raises(AppError) as refused:
        check_data(WANTED, row.data)

    assert refused.value.issues
    assert refused.value.issues["fieldErrors"] == {"total": ["Expected a number"]}


def test_headers_are_mapped_or_labels_and_others_are_ignored():
    reading, _ = read(Upload(b"Who,Total,Region\nAcme,3,North\n", "csv", {"Who": "customer.name"}), WANTED)

    assert [column.target for column in reading.columns] == ["customer.name", "total", None]
    assert reading.ignored == ["Region"]


def test_a_row_has_an_id_and_notes_of_its_sender():
    [row] = rows("No,customer.name,Team\n17,Acme,Red\n", mapping={"No": "externalId", "Team": "metadata.team"})

    assert (row.external_id, row.metadata) == ("17", {"team": "Red"})


def test_lines_with_one_id_are_one_document_with_a_list():
    text = (
        "externalId,customer.name,items[].name,items[].qty,items[].price\nA,Acme,Nut,1,2\nA,,Bolt,3,4.5\nB,Globex,,,\n"
    )

    first, second = rows(text)

    assert first.data["items"] == [{"name": "Nut", "qty": 1, "price": 2}, {"name": "Bolt", "qty": 3, "price": 4.5}]
    assert first.data["customer"] == {"name": "Acme"}
    assert second.data["items"] == []


def test_lines_are_grouped_by_any_column():
    text = "Order,customer.name,items[].name\n1,Acme,Nut\n1,Acme,Bolt\n,Globex,Nut\n,Initech,Nut\n"

    assert [len(row.data["items"]) for row in rows(text, group_by="Order")] == [2, 1, 1]


def test_lines_of_one_document_must_stand_together():
    text = "externalId,customer.name,items[].name\nA,Acme,Nut\nB,Acme,Nut\nA,Acme,Bolt\n"

    assert "do not stand together" in refusal(text)["groupBy"][0]


def test_a_cell_may_hold_a_list_as_json():
    cell = json.dumps(SAMPLE["items"]).replace('"', '""')

    [row] = rows(f'customer.name,items\nAcme,"{cell}"\n')

    assert check_data(WANTED, row.data).values["items"] == SAMPLE["items"]


def test_more_cells_than_headers_are_a_fault_of_the_row():
    first, second = rows("customer.name,total\nAcme,1,2\nGlobex,1\n")

    assert first.issues["formErrors"] == ["The record has more cells than the header."]
    assert second.issues is None


@pytest.mark.parametrize(
    ("text", "said", "field"),
    [
        ("", {}, "file"),
        ("\n\n", {}, "file"),
        ("customer.name\n", {}, "rows"),
        ("a,b\n1,2\n", {}, "mapping"),
        ("a,b\n1,2\n", {"mapping": {"c": "total"}}, "mapping.c"),
        ("a,b\n1,2\n", {"mapping": {"a": "nothing"}}, "mapping.a"),
        ("a,b\n1,2\n", {"mapping": {"a": "total", "b": "total"}}, "mapping.a"),
        ("total,total\n1,2\n", {}, "mapping.total"),
        ("total\n1\n", {"group_by": "nothing"}, "groupBy"),
        ("total\n1\n", {"encoding": "klingon"}, "encoding"),
        (b"total\n\xff\n", {"encoding": "utf-8"}, "encoding"),
        ("total\n1\n", {"delimiter": "x"}, "delimiter"),
        (b"total\n\x00\n", {}, "file"),
        ('total\n"1\n', {}, "file"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(text, said, field):
    assert field in refusal(text, **said)


def test_ten_thousand_rows_are_the_most():
    allowed = "total\n" + "1\n" * 10_000

    assert len(rows(allowed)) == 10_000
    assert "rows" in refusal(allowed + "1\n")


def test_json_rows_are_data_or_envelopes():
    raw = json.dumps([SAMPLE, {"data": SAMPLE, "externalId": "A", "metadata": {"k": 1}}, {"data": 1, "other": 2}, 5])

    found = list(rows_of(raw.encode(), Reading("json"), WANTED))

    assert [row.data for row in found] == [SAMPLE, SAMPLE, {"data": 1, "other": 2}, 5]
    assert (found[1].external_id, found[1].metadata) == ("A", {"k": 1})


def test_an_envelope_with_wrong_notes_is_a_fault_of_the_row():
    raw = json.dumps([{"data": {}, "externalId": 5, "metadata": []}])

    [row] = rows_of(raw.encode(), Reading("json"), WANTED)

    assert row.issues
    assert set(row.issues["fieldErrors"]) == {"externalId", "metadata"}


def test_a_template_with_a_variable_data_has_no_envelopes():
    wanted = parse_manifest({"variables": [{"key": "data.name", "label": "Name", "dataType": "text"}], "loops": []})

    [row] = rows_of(b'[{"data": {"name": "x"}}]', Reading("json"), wanted)

    assert row.data == {"data": {"name": "x"}}
