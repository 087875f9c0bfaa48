"""Markdown becomes HTML that is safe to show."""

from __future__ import annotations

import pytest

from craftkit.guides import markup


def html_of(text, *, fill=lambda code, hint, language: code, address=lambda target: f"/docs/{target}"):
    return markup.drawn(markup.parsed(text), fill=fill, address=address).html


def test_html_in_a_guide_is_text():
    html = html_of("# T\n\nSee <script>alert(1)</script> and <b onclick=x>this</b>.\n\n<div>block</div>")

    assert "<script" not in html
    assert "<b " not in html
    assert "&lt;div&gt;" in html


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_that_would_run_something_is_no_link(target):
    assert "href" not in html_of(f"# T\n\n[x]({target})")


def test_the_same_heading_twice_has_two_anchors():
    drawn = markup.drawn(markup.parsed("# T\n\n## On it!\n\n## On it!"), fill=lambda *_: "", address=lambda _: None)

    assert [heading.anchor for heading in drawn.headings] == ["on-it", "on-it-1"]


def test_samples_are_filled_escaped_and_have_a_copy_button():
    html = html_of("# T\n\n```sh mine\n<a>\n```", fill=lambda code, hint, language: f"{language} {hint}: {code}")

    assert "mine: &lt;a&gt;</code>" in html
    assert '<ck-code language="bash">' in html
    assert '<ck-copy from="sample-1">' in html


def test_a_link_to_a_file_that_is_not_shown_keeps_its_words_alone():
    html = html_of("# T\n\nSee the [readme](../README.md) there.", address=lambda _: None)

    assert "<span>readme</span>" in html
    assert "href" not in html


def test_sections_hold_the_words_under_their_heading():
    tokens = markup.parsed("# Mail\n\nIt `sends`.\n\n## Again\n\n```sh\ncurl\n```")

    found = [(section.title, section.text) for section in markup.sections(tokens)]

    assert found == [("", ""), ("Mail", "It sends."), ("Again", "curl\n".strip())]
