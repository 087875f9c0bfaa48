"""Every page costs a bounded number of queries, however much a project holds."""

from __future__ import annotations

from typing import Any

import pytest

from craftkit.mail.models import Suppression
from renders.models import HookCall, Render
from tests.accounts.test_pages_access import BINARY, FRAMED, PAGES, address, furnish
from tests.embed import pages as embedding
from tests.factories import (
    make_asset,
    make_batch,
    make_delivery,
    make_render,
    make_share,
    make_signature,
    make_template,
    make_version,
)
from tests.mail.recipes import write as write_mail

MANY, MOST_QUERIES = 6, 12
SHOWN = [name for name, methods in PAGES.items() if methods.get("GET") == 200 and name not in FRAMED | BINARY]


def fill(party: Any, values: dict[str, Any]) -> None:
    """More of everything that pages list."""
    render = Render.objects.select_related("template", "project").get(pk=values["render_id"])
    embedding.fill(party, MANY)
    for number in range(MANY):
        template = make_template(party.project, f"template-{number}")
        make_version(template)
        make_version(render.template)
        make_batch(make_render(template), make_render(template, status="failed"), status="rendering")
        make_share(render)
        make_signature(render)
        make_delivery(party.project)
        make_asset(party.project, b"Terms %d" % number)
        write_mail(party.project)
        Suppression.objects.create(project=party.project, address=f"{number}@example.org", reason="manual")
        HookCall.objects.create(template=render.template, status=202, render=render, size=2, body="{}")


@pytest.mark.parametrize("name", SHOWN)
def test_a_full_project_costs_few_queries(acme, name, django_assert_max_num_queries):
    values = furnish(acme)
    fill(acme, values)
    path = address(name, values, acme)
    # Whoever looks first may have something made, such as a comparison.
    acme.client.get(path)

    with django_assert_max_num_queries(MOST_QUERIES):
        assert acme.client.get(path).status_code == 200
