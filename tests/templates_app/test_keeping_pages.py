"""Pages for finding templates and looking after them."""

from __future__ import annotations

import pytest

from craftkit.accounts.models import AuditEntry
from templates_app import keeping
from templates_app.models import Template, TemplateDraft
from tests.conftest import signed_in
from tests.factories import make_member, make_template, make_version
from tests.templates_app.test_pages import page_of


@pytest.fixture
def template(acme):
    return make_template(acme.project, description="What we send to customers.")


def send(party, path: str, **form: str):
    return party.client.post(f"/projects/{party.project.pk}/templates/{path}", form, follow=True)


def shown(party, **query: str) -> list[str]:
    """The slugs of the cards, in their order."""
    page = page_of(party, "templates", **query)
    return [part.split("<")[0] for part in page.split('<p class="mono muted breakable">')[1:]]


def test_the_list_is_searched_filtered_and_sorted(acme, template):
    make_template(acme.project, "letter", name="Ärger", template_type="html", uses=7)
    make_template(acme.project, "quote", name="Angebot", uses=900)
    keeping.add_tag(template=template, text=" Sales,  EU ")

    assert shown(acme, q="customers send") == ["invoice"]
    assert shown(acme, type="html") == ["letter"]
    assert shown(acme, tag="sales eu") == ["invoice"]
    assert shown(acme, sort="uses") == ["quote", "letter", "invoice"]
    assert shown(acme, sort="name")[0] == "quote"
    assert "900 documents" in page_of(acme, "templates", sort="uses")
    assert "Nothing matches" in page_of(acme, "templates", q="nope\0")


@pytest.mark.parametrize("query", [{"page": "999"}, {"page": "-1"}, {"page": "٣"}, {"type": "x", "sort": "x"}])
def test_rubbish_in_the_address_is_left_out(acme, template, query):
    assert shown(acme, **query) == ["invoice"]


def test_many_templates_come_in_pages(acme):
    for number in range(25):
        make_template(acme.project, f"template-{number:02}", published=False)

    first, second = shown(acme, sort="name"), shown(acme, sort="name", page="2")

    assert (len(first), second) == (24, ["template-24"])
    assert "25 to 25 of 25" in page_of(acme, "templates", page="2")


def test_an_archived_template_leaves_the_list_and_goes_on(acme, template):
    page = send(acme, "invoice/archive").content.decode()

    assert "It still renders" in page
    assert shown(acme) == []
    assert "All templates are archived" in page_of(acme, "templates")
    assert shown(acme, archived="1") == ["invoice"]
    assert send(acme, "invoice/render").status_code == 200
    send(acme, "invoice/archive", back="1")
    assert shown(acme) == ["invoice"]
    noted = AuditEntry.objects.filter(action__startswith="template.").order_by("pk")
    assert list(noted.values_list("action", "target")) == [
        ("template.archived", "invoice"),
        ("template.brought_back", "invoice"),
    ]


def test_tags_are_put_on_once_and_taken_off(acme, template):
    for _ in range(2):
        send(acme, "invoice/tags", add="Sales")
    assert list(template.tags.values_list("name", flat=True)) == ["sales"]
    assert "Write a word first." in send(acme, "invoice/tags", add=" , ").content.decode()
    assert "at most 40 characters" in send(acme, "invoice/tags", add="x" * 41).content.decode()

    send(acme, "invoice/tags", remove="sales")

    assert not template.tags.exists()


def test_a_template_has_a_bounded_number_of_tags(acme, template):
    for number in range(keeping.MOST_TAGS):
        keeping.add_tag(template=template, text=str(number))

    assert "at most 12 tags" in send(acme, "invoice/tags", add="more").content.decode()


def test_settings_change_the_words_and_never_the_slug(acme, template):
    send(acme, "invoice/settings", name="Rechnung", description="", locale="de_at")
    refused = acme.client.post(f"/projects/{acme.project.pk}/templates/invoice/settings", {"name": "", "locale": "xx1"})

    template.refresh_from_db()
    assert (template.name, template.slug, template.locale) == ("Rechnung", "invoice", "de-AT")
    assert refused.status_code == 422
    assert "Use a locale such as en" in refused.content.decode()


def test_a_copy_has_what_is_published_the_draft_since_then_and_the_tags(acme, template):
    keeping.add_tag(template=template, text="sales")
    TemplateDraft.objects.create(template=template, content={"schema": 1, "unfinished": True})

    page = send(acme, "invoice/duplicate").content.decode()

    copy = Template.objects.get(name="Copy of Invoice")
    assert "This is the copy." in page
    assert copy.current_version
    assert template.current_version
    assert copy.current_version.content == template.current_version.content
    assert copy.draft.content["unfinished"] is True
    assert copy.inbound_token != template.inbound_token
    assert [tag.name for tag in copy.tags.all()] == ["sales"]


def test_what_was_never_published_is_copied_as_a_draft(acme):
    made = make_template(acme.project, "draft", published=False)
    TemplateDraft.objects.create(template=made, content={"schema": 1})

    send(acme, "draft/duplicate")

    assert Template.objects.get(slug="copy-of-draft").draft.content == {"schema": 1}


def test_deleting_asks_first_and_is_noted(acme, template):
    asked = page_of(acme, "templates/invoice/delete")
    page = send(acme, "invoice/delete").content.decode()

    template.refresh_from_db()
    assert "answered with 404" in asked
    assert "is deleted." in page
    assert template.deleted_at
    assert AuditEntry.objects.filter(action="template.deleted", target="invoice").exists()


def test_an_older_version_is_published_again_as_the_newest(acme, template):
    first = template.current_version
    make_version(template, sample_data={"other": 1})
    assert "Publish version 1 again?" in page_of(acme, "templates/invoice/versions/1/restore")

    page = send(acme, "invoice/versions/1/restore").content.decode()

    template.refresh_from_db()
    assert "Version 3 is current now, and the same as version 1." in page
    assert (template.current_version.number, template.current_version.sample_data) == (3, first.sample_data)
    assert send(acme, "invoice/versions/9/restore").status_code == 404


def test_a_viewer_looks_and_finds_nothing_to_press(acme, template):
    make_version(template)
    client = signed_in(make_member(acme.account, "viewer"))

    page = client.get(f"/projects/{acme.project.pk}/templates/invoice").content.decode()
    listed = client.get(f"/projects/{acme.project.pk}/templates").content.decode()

    for control in ("/duplicate", "/archive", "/delete", "/restore", "/settings", 'name="add"'):
        assert control not in page
    assert "/export.zip" in page
    assert "import-template" not in listed


def test_all_versions_are_shown_when_asked_for(acme, template):
    for _ in range(21):
        make_version(template)

    assert ">v1<" not in page_of(acme, "templates/invoice")
    assert "?versions=all" in page_of(acme, "templates/invoice")
    assert ">v1<" in page_of(acme, "templates/invoice", versions="all")


def test_many_tags_and_versions_cost_no_more_queries(acme, django_assert_max_num_queries):
    for number in range(14):
        made = make_template(acme.project, f"template-{number}")
        make_version(made)
        for tag in ("sales", "eu", str(number)):
            keeping.add_tag(template=made, text=tag)

    for path in (
        "templates",
        "templates?tag=sales&sort=uses&q=e",
        "templates/template-1",
        "templates/template-1/golden",
    ):
        with django_assert_max_num_queries(12):
            assert acme.client.get(f"/projects/{acme.project.pk}/{path}").status_code == 200
