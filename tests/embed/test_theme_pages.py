"""The page on which an owner gives all embeds a look, and its sample."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from embed.models import EmbedPartner
from embed.theming import readable_on, sheet
from tests.embed.hosts import enabled, opened, session_behind

EVIL = ["red;} body{background:url(https://evil.example)", "url(https://evil.example/a)", "expression(alert(1))"]


def theme_page(party, end: str = "") -> str:
    return f"/projects/{party.project.pk}/embed/theme{end}"


def filled(**changes: str) -> dict[str, str]:
    return {"baseTheme": "light", "density": "comfortable", **changes}


def of_look(look: Any) -> str:
    return f"?look={quote(json.dumps(look))}"


def test_new_sessions_have_the_look_and_what_they_bring_wins(acme):
    enabled(acme.project)

    acme.client.post(theme_page(acme), filled(baseTheme="dark", colorPrimary="#0a7d5a", borderRadius="8px"))

    plain = session_behind(opened(acme.live_key))
    own = session_behind(opened(acme.live_key, appearance={"variables": {"colorPrimary": "#ff6600"}}))
    assert plain.appearance["baseTheme"] == "dark"
    assert plain.appearance["variables"] == {"colorPrimary": "#0a7d5a", "borderRadius": "8px"}
    assert own.appearance["variables"] == {"colorPrimary": "#ff6600", "borderRadius": "8px"}


def test_what_was_saved_stands_in_the_form(acme):
    enabled(acme.project)
    acme.client.post(theme_page(acme), filled(fontFamily="Inter, sans-serif", rules='{".ck-chip": {"color": "red"}}'))

    words = acme.client.get(theme_page(acme)).content.decode()

    assert 'value="Inter, sans-serif"' in words
    assert "&quot;.ck-chip&quot;" in words


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"colorPrimary": "#12"}, "A colour such as"),
        ({"borderRadius": "8 apples"}, "A length such as"),
        ({"logoUrl": "javascript:alert(1)"}, "logoUrl: not an http(s) address"),
        ({"rules": "{"}, "This is no JSON."),
        ({"rules": "[]"}, "Expected an object."),
        ({"rules": '{"body": {"color": "red"}}'}, "rules.body: selector not allowed"),
    ],
)
def test_what_is_not_allowed_is_refused_at_its_field(acme, changes, reason):
    enabled(acme.project)

    answer = acme.client.post(theme_page(acme), filled(**changes))

    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert EmbedPartner.objects.get().theme == {}


def test_the_sample_follows_what_is_filled_in_and_names_what_it_leaves_out(acme):
    enabled(acme.project)

    part = acme.client.get(theme_page(acme, "/part"), filled(colorPrimary="#0a7d5a", shadow="}")).content.decode()

    assert "%230a7d5a" in part
    assert "Not applied: <code>shadow</code>" in part


def test_the_sheet_of_the_sample_says_the_look_in_css(acme):
    look = {"variables": {"colorPrimary": "#ffff00"}, "rules": {".ck-chip": {"backgroundColor": "red"}}}

    answer = acme.client.get(theme_page(acme, "/sheet.css") + of_look(look))

    assert answer["Content-Type"] == "text/css"
    assert "--ck-color-primary: #ffff00;" in answer.content.decode()
    assert "--ck-color-primary-foreground: #000000;" in answer.content.decode()
    assert ".ck-chip { background-color: red; }" in answer.content.decode()


@pytest.mark.parametrize("value", EVIL)
def test_nothing_breaks_out_of_the_sheet(acme, value):
    look = {"variables": {"colorPrimary": value}, "rules": {".ck-chip": {"color": value}, "} body {": {"color": "red"}}}

    words = acme.client.get(theme_page(acme, "/sheet.css") + of_look(look)).content.decode()

    assert "evil" not in words
    assert "expression" not in words
    assert "body" not in words


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "[" * 30_000, json.dumps({"baseTheme": 4, "variables": []})])
def test_rubbish_is_no_look(acme, text):
    assert acme.client.get(theme_page(acme, "/sample"), {"look": text}).status_code == 200
    assert acme.client.get(theme_page(acme, "/sheet.css"), {"look": text}).content == b":root {  }"


def test_the_sample_runs_nothing_and_stands_in_our_own_page_alone(acme):
    answer = acme.client.get(theme_page(acme, "/sample"))

    assert "script-src" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_text_on_a_colour_is_what_reads_better():
    assert readable_on("#ff0") == "#000000"
    assert readable_on("#0a2a5a") == "#ffffff"
    assert "foreground" not in sheet({"variables": {"colorPrimary": "oklch(50% 0.1 200)"}})
