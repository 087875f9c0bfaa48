"""The samples are programs: they are parsed as such."""

from __future__ import annotations

import ast
import json
import shlex

from templates_app.snippets import KEY, snippets

DATA = {
    "customer": {"name": 'O\'Neil & "Sons"', "vip": True, "vat": None},
    "total": 12.5,
    "items": [{"n": 1}] * 5,
    "note": [],
}


def codes() -> dict[str, str]:
    return {snippet.title: snippet.code for snippet in snippets(base="https://a.example", slug="invoice", data=DATA)}


def test_curl_sends_the_data_as_json():
    words = shlex.split(codes()["curl"], comments=True)

    body = json.loads(words[words.index("-d") + 1])
    assert body["data"]["customer"] == DATA["customer"]
    assert words[3] == "https://a.example/v1/templates/invoice/render"
    assert f"Authorization: Bearer {KEY}" in words


def test_python_sends_the_data_as_a_literal():
    calls = [node for node in ast.walk(ast.parse(codes()["Python"])) if isinstance(node, ast.Call)]

    bodies = [word.value for call in calls for word in call.keywords if word.arg == "json"]
    assert ast.literal_eval(bodies[0])["data"]["customer"] == DATA["customer"]


def test_javascript_sends_the_data_as_json():
    code = codes()["Node.js"]

    body = code.partition("JSON.stringify(")[2]
    assert json.JSONDecoder().raw_decode(body)[0]["data"]["customer"] == DATA["customer"]
    assert "{{" not in code


def test_an_embedded_picture_stays_only_where_it_is_required():
    data = {"logo": "data:image/png;base64,AA", "rows": [{"photo": "data:image/png;base64,BB", "n": 1}]}

    code = snippets(base="https://a.example", slug="x", data=data, required={"rows[].photo"})[0].code

    assert "base64,AA" not in code
    assert "base64,BB" in code


def test_long_lists_are_cut_to_two_rows():
    words = shlex.split(codes()["curl"], comments=True)

    assert len(json.loads(words[words.index("-d") + 1])["data"]["items"]) == 2
