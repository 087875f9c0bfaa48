"""Pages about templates."""

from __future__ import annotations

from html import unescape

import pytest
from django.contrib.staticfiles import finders

from templates_app.samples import samples
from tests.factories import make_template, make_version
from tests.templates_app.overlays import field, overlay

MOST_QUERIES = 12


@pytest.fixture
def template(acme):
    return make_template(acme.project, description="What we send to customers.")


def page_of(party, path: str, **query: str) -> str:
    answer = party.client.get(f"/projects/{party.project.pk}/{path}", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_cards_tell_name_slug_version_and_state(acme, template):
    make_version(template)
    make_template(acme.project, "draft", published=False)

    page = page_of(acme, "templates")

    assert "Published v2" in page
    assert "Not published" in page
    assert f"/projects/{acme.project.pk}/templates/invoice/thumbnail.png?version=2" in page


def test_no_templates_yet_leads_to_a_key_and_the_reference(acme):
    page = page_of(acme, "templates")

    assert "No templates yet" in page
    assert f'href="/projects/{acme.project.pk}/keys"' in page


def test_foreign_and_deleted_templates_are_not_listed(acme, globex, template):
    make_template(globex.project, "secret-plan")
    template.deleted_at = template.created_at
    template.save()

    page = page_of(acme, "templates")

    assert "secret-plan" not in page
    assert "No templates yet" in page


def test_cards_update_themselves_only_while_a_picture_is_missing(acme, template):
    waiting = page_of(acme, "templates")
    template.versions.update(thumbnail_error="No font.")
    failed = page_of(acme, "templates")
    template.versions.update(thumbnail_error="", thumbnail_key="a/b.png")
    drawn = page_of(acme, "templates")

    assert ["every 3s" in page for page in (waiting, failed, drawn)] == [True, False, False]


def test_the_cards_alone_are_sent_to_a_page_that_updates_itself(acme, template):
    path = f"/projects/{acme.project.pk}/templates"

    answer = acme.client.get(path, headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith('<div id="templates"')
    assert "HX-Request" in answer["Vary"]


def test_the_page_shows_what_the_template_wants(acme, template):
    page = page_of(acme, "templates/invoice")

    assert "What we send to customers." in page
    assert page.index("customer.name") < page.index("items[].price")
    assert "currency:EUR" in page


def test_samples_are_filled_with_address_slug_and_data(acme, template):
    page = page_of(acme, "templates/invoice")

    assert "curl -X POST http://craftkit.test/v1/templates/invoice/render" in page
    assert page.count("North Wind Ltd") == 3
    assert "ck_live_YOUR_KEY" in page


def test_the_hook_is_secret_until_asked_for(acme, template):
    hidden = page_of(acme, "templates/invoice")
    shown = page_of(acme, "templates/invoice", reveal="hook")

    for secret in (template.inbound_token, template.inbound_secret):
        assert secret not in hidden
        assert secret in shown
    assert f"http://craftkit.test/v1/hooks/{template.inbound_token}" in shown


def test_versions_are_listed_newest_first_with_the_current_one_marked(acme, template):
    make_version(template)

    page = page_of(acme, "templates/invoice")

    assert page.index(">v2<") < page.index("Current") < page.index(">v1<")


def test_a_template_without_a_version_says_what_is_next(acme):
    make_template(acme.project, "draft", published=False)

    page = page_of(acme, "templates/draft")

    assert "Nothing published yet" in page
    assert "Render with sample data" not in page


def test_why_there_is_no_preview_is_said(acme, template):
    template.versions.update(thumbnail_error="The page has no room.")

    assert "The preview could not be drawn: The page has no room." in page_of(acme, "templates/invoice")


def test_an_unknown_slug_is_not_found(acme):
    assert acme.client.get(f"/projects/{acme.project.pk}/templates/nope").status_code == 404


def test_many_templates_and_versions_take_few_queries(acme, template, django_assert_max_num_queries):
    for number in range(12):
        make_version(make_template(acme.project, f"template-{number}"))
        make_version(template)

    for path in ("templates", "templates/invoice"):
        with django_assert_max_num_queries(MOST_QUERIES):
            page_of(acme, path)


def test_every_sample_is_offered_with_its_picture(acme):
    page = page_of(acme, "samples")

    for sample in samples():
        assert sample.description in unescape(page)
        assert f"/static/{sample.picture}" in page
        assert finders.find(sample.picture)


def test_a_template_starts_from_a_sample_and_may_do_so_twice(acme):
    first, second = (acme.client.post(f"/projects/{acme.project.pk}/samples/payslip/start") for _ in range(2))

    assert first["Location"] == f"/projects/{acme.project.pk}/templates/payslip"
    assert second["Location"].startswith(f"/projects/{acme.project.pk}/templates/payslip-")
    assert "Payslip is a template of this project now." in page_of(acme, "templates/payslip")


def test_a_sample_leads_to_its_editor_where_that_was_asked_for(acme):
    answer = acme.client.post(f"/projects/{acme.project.pk}/samples/invoice/start", {"open": "editor"})

    assert answer["Location"] == f"/projects/{acme.project.pk}/templates/invoice/edit"


def test_an_unknown_sample_starts_nothing(acme):
    assert acme.client.post(f"/projects/{acme.project.pk}/samples/nope/start").status_code == 404


def test_an_overlay_shows_its_fields_page_by_page(acme):
    when = {"key": "agreed", "op": "isTrue"}
    content = overlay(
        field("signature", 20, 250, id="client", page=2, label="Client signs", when=when),
        field("text", 20, 90, bind="customer.name"),
        field("text", 20.5, 30, text="<b>Fixed</b>"),
    )
    make_version(make_template(acme.project, "form", template_type="pdf-overlay"), content=content)

    page = page_of(acme, "templates/form").partition("Fields on the PDF")[2]

    places = [page.index(name) for name in ("&lt;b&gt;Fixed", "customer.name", "Client signs")]
    assert places == sorted(places)
    assert "20.5, 30" in page
    assert "any signer" in page
    assert "signature, on a condition" in page


def test_other_templates_show_no_fields_on_a_pdf(acme, template):
    assert "Fields on the PDF" not in page_of(acme, "templates/invoice")
