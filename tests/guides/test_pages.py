"""The guides as passers-by and as members see them."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from craftkit.accounts.models import ApiKey
from craftkit.guides import contents
from tests.factories import make_template

MOST_QUERIES = 12


@pytest.mark.parametrize("slug", sorted(contents.guides()))
def test_every_guide_is_shown_to_everybody_without_a_query(db, slug, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get(f"/docs/{slug}")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=300"
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


@pytest.mark.parametrize("slug", sorted(contents.guides()))
def test_links_and_anchors_of_a_guide_lead_somewhere(db, slug):
    page = Client().get(f"/docs/{slug}").content.decode()
    text = page[page.index('class="guide-text"') :]

    for path, anchor in re.findall(r'<a [^>]*href="(/[^"#]*|)(?:#([^"]*))?"', text):
        target = Client().get(path).content.decode() if path else page
        assert target
        assert not anchor or f'id="{anchor}"' in target, (path, anchor)


def test_the_front_page_leads_to_the_quickstart_every_guide_and_the_reference(db):
    page = Client().get("/docs").content.decode()

    assert [guide.slug for guide in contents.guides().values() if f'href="{guide.url}"' not in page] == []
    assert 'href="/docs/api"' in page


def test_the_guides_come_in_the_order_of_their_groups(db):
    page = Client().get("/docs/quickstart").content.decode()

    assert 'rel="prev"' not in page
    assert 'href="/docs/document" rel="next"' in page


@pytest.mark.parametrize("path", ["/docs/nothing", "/docs/nothing.md", "/docs/../settings", "/docs/README"])
def test_what_is_no_guide_is_not_found(db, path):
    assert Client().get(path).status_code == 404


def test_samples_say_the_address_of_this_install(db, settings):
    settings.BASE_URL = "https://pdf.example.com"

    page = Client().get("/docs/webhooks").content.decode()

    assert "https://pdf.example.com/v1/webhooks" in page
    assert "$CRAFTKIT_URL" not in page


def test_a_member_reads_samples_of_the_own_project_and_never_a_key(acme, django_assert_max_num_queries):
    make_template(acme.project, "delivery-note")

    with django_assert_max_num_queries(MOST_QUERIES):
        answer = acme.client.get("/docs/quickstart")

    page = answer.content.decode()
    assert "/v1/templates/delivery-note/render" in page
    assert "North Wind Ltd" in page
    assert acme.test_key[:13] in page
    assert not any(key in page for key in (acme.live_key, acme.test_key, acme.account_key))
    assert answer["Cache-Control"] == "private, no-cache"


def test_samples_name_the_reader_s_key_and_project_where_the_others_have_a_place_for_them(acme):
    own, others = (
        {name: client.get(f"/docs/{name}").content.decode() for name in ("quickstart", "webhooks")}
        for client in (acme.client, Client())
    )

    listed = ApiKey.objects.active().filter(project=acme.project, kind__in=("test", "live")).order_by("-pk").first()
    assert f"Authorization: Bearer {listed}" in own["quickstart"]
    assert f"--project {acme.project.slug} " in own["webhooks"]
    assert "YOUR_" not in own["quickstart"] + own["webhooks"]
    assert "Authorization: Bearer ck_live_YOUR_KEY" in others["quickstart"]
    assert "--project YOUR_PROJECT " in others["webhooks"]


def test_the_first_call_is_the_own_template_s_in_every_language(acme):
    make_template(acme.project, "delivery-note")

    page = acme.client.get("/docs/quickstart").content.decode()

    first_python = page[page.index("import requests") :]
    assert "/v1/templates/delivery-note/render" in first_python
    assert "North Wind Ltd" in first_python


def test_a_stranger_sees_nothing_of_it(acme, globex):
    make_template(acme.project, "delivery-note")
    acme.client.get("/docs/quickstart")

    for reader in (globex.client, Client()):
        assert "delivery-note" not in reader.get("/docs/quickstart").content.decode()


def test_each_guide_has_a_markdown_twin_that_links_to_twins(db):
    answer = Client().get("/docs/quickstart.md")

    text = answer.content.decode()
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert text.startswith("# Quickstart\n")
    assert f"]({settings.BASE_URL}/docs/webhooks.md)" in text
    assert f"]({settings.BASE_URL}/openapi.yaml)" in text


def test_llms_txt_names_every_twin_and_the_openapi_file(db):
    text = Client().get("/llms.txt").content.decode()

    named = re.findall(r"\]\((\S+)\)", text)
    assert named == [*map(contents.twin_url, contents.guides()), f"{settings.BASE_URL}/openapi.yaml"]


def test_the_search_index_leads_to_headings_that_are_there(db):
    sections = Client().get("/docs/search.json").json()["sections"]

    verify = next(entry for entry in sections if entry["title"] == "Verify")
    assert verify["url"] == "/docs/webhooks#verify"
    assert "Standard Webhooks" in verify["text"]
    assert {entry["page"] for entry in sections} == {guide.title for guide in contents.guides().values()}


def test_guides_cannot_be_written_to(db):
    for path in ("/docs", "/docs/quickstart", "/docs/quickstart.md", "/docs/search.json", "/llms.txt"):
        assert Client().post(path).status_code == 405
