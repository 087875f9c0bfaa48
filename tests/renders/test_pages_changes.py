"""What the pages of documents do: render, render again, cancel; and the pictures of templates."""

from __future__ import annotations

import pytest
from django.conf import settings

from craftkit.lib.storage import store_from_url
from renders.models import Render
from tests.factories import SAMPLE, make_render, make_template, make_version

PICTURE = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def template(acme):
    return make_template(acme.project)


def test_sample_data_makes_a_test_document(acme, template):
    answer = acme.client.post(f"/projects/{acme.project.pk}/templates/invoice/render")

    render = Render.objects.get()
    assert answer["Location"] == f"/projects/{acme.project.pk}/documents/{render.pk}"
    assert (render.env, render.source, render.status, render.data) == ("test", "dashboard", "queued", SAMPLE)
    assert render.request_id


def test_nothing_is_rendered_without_a_version(acme):
    make_template(acme.project, "draft", published=False)

    answer = acme.client.post(f"/projects/{acme.project.pk}/templates/draft/render", follow=True)

    assert "there is nothing to render yet" in answer.content.decode()
    assert not Render.objects.exists()


def test_what_samples_leave_open_is_made_up(acme, template):
    make_version(template, sample_data={})

    acme.client.post(f"/projects/{acme.project.pk}/templates/invoice/render")

    assert Render.objects.get().data["customer"]["name"]


def test_rendering_again_takes_data_version_options_and_env_along(acme, template):
    first = make_render(template, env="test", options={"locale": "de-AT"}, filename="")
    make_version(template)

    acme.client.post(f"/projects/{acme.project.pk}/documents/{first.pk}/again")

    again = Render.objects.exclude(pk=first.pk).get()
    assert again.version == first.version
    assert (again.data, again.options["locale"], again.env) == (first.data, "de-AT", "test")


def test_cancelling_ends_an_unfinished_document(acme, template):
    render = make_render(template, status="rendering")

    page = acme.client.post(f"/projects/{acme.project.pk}/documents/{render.pk}/cancel", follow=True)

    render.refresh_from_db()
    assert render.status == "cancelled"
    assert "stopped before it made a document" in page.content.decode()


def test_cancelling_too_late_says_so(acme, template):
    render = make_render(template)

    page = acme.client.post(f"/projects/{acme.project.pk}/documents/{render.pk}/cancel", follow=True)

    assert "The render is over already" in page.content.decode()


def test_a_full_queue_is_said_and_nothing_is_lost(acme, template, settings):
    settings.QUEUE_LIMIT = 0

    page = acme.client.post(f"/projects/{acme.project.pk}/templates/invoice/render", follow=True)

    assert "Too much work is waiting" in page.content.decode()


def thumbnail(party, slug: str = "invoice", **query: str):
    headers = {"If-None-Match": query.pop("etag", "")}
    return party.client.get(f"/projects/{party.project.pk}/templates/{slug}/thumbnail.png", query, headers=headers)


def test_a_picture_is_served_once_and_then_known(acme, template):
    store_from_url(settings.STORAGE_URL).put("p/thumbnails/abc.png", PICTURE, content_type="image/png")
    template.versions.update(thumbnail_key="p/thumbnails/abc.png")

    first = thumbnail(acme, version="1")
    second = thumbnail(acme, version="1", etag=first["ETag"])

    assert (first.status_code, first["Content-Type"], first.content) == (200, "image/png", PICTURE)
    assert "immutable" in first["Cache-Control"]
    assert second.status_code == 304


@pytest.mark.parametrize(("error", "words"), [("", "Drawing the first page"), ("No room.", "could not be drawn")])
def test_a_drawing_stands_in_for_a_missing_picture(acme, template, error, words):
    template.versions.update(thumbnail_error=error)

    answer = thumbnail(acme)

    assert answer["Content-Type"] == "image/svg+xml"
    assert words in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_nothing_published_has_a_drawing_as_well(acme):
    make_template(acme.project, "draft", published=False)

    assert "Nothing published yet" in thumbnail(acme, "draft").content.decode()


@pytest.mark.parametrize(("number", "status"), [("1", 200), ("7", 404), ("99999999999", 200), ("x", 200)])
def test_a_version_is_asked_for_by_number(acme, template, number, status):
    assert thumbnail(acme, version=number).status_code == status


def test_a_picture_that_the_store_lost_is_not_found(acme, template):
    template.versions.update(thumbnail_key="p/thumbnails/lost.png")

    assert thumbnail(acme).status_code == 404


def test_an_ended_link_says_what_to_do(client, db):
    page = client.get("/files/forged")

    assert page.status_code == 404
    assert "This link has ended." in page.content.decode()
