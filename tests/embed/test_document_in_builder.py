"""The way from a document to the builder: its template opens, with the document's values in the previews."""

from __future__ import annotations

from django.urls import reverse

from tests.factories import make_render, make_template


def test_the_builder_opens_with_the_values_of_a_document(acme, globex):
    template = make_template(acme.project)
    document = make_render(template, data={"number": "A-7"}, filename="Invoice A-7.pdf")
    foreign = make_render(make_template(globex.project))
    path = reverse("template-edit", args=[acme.project.pk, template.slug])

    opened = acme.client.post(f"{path}?document={document.pk}").json()
    page = acme.client.get(f"{path}?document={document.pk}").content.decode()

    assert opened["values"] == {"number": "A-7"}
    assert f'href="{reverse("document", args=[acme.project.pk, document.pk])}" data-back' in page
    assert "Invoice A-7.pdf" in page
    for other in (foreign.pk, "rubbish"):
        assert "values" not in acme.client.post(f"{path}?document={other}").json()
