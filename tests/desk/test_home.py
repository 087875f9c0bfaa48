"""A project's home: the first steps, a month in columns, the numbers of now."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from craftkit.accounts.models import ApiKey
from craftkit.desk import charts, checklist, figures
from renders.models import Render
from tests.factories import make_batch, make_delivery, make_endpoint, make_render, make_template

MOST_QUERIES = 12
NOW = timezone.now()


@pytest.fixture(autouse=True)
def one_day(monkeypatch):
    """The charts end with the day on which this file was read, also when midnight comes between."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def home(party, query=""):
    answer = party.client.get(f"/projects/{party.project.pk}{query}")
    assert answer.status_code == 200
    return answer


def done(party):
    return [step.name for step in checklist.steps_of(party.project).steps if step.is_done]


def test_each_step_ticks_itself_when_it_happens(acme):
    ApiKey.objects.filter(project=acme.project, kind__in=("live", "test")).update(revoked_at=NOW)
    ApiKey.objects.filter(project=acme.project, kind__in=("live", "test")).delete()
    assert done(acme) == []

    template = make_template(acme.project)
    assert done(acme) == ["template"]
    make_render(template, source="dashboard", env="test")
    assert done(acme) == ["template", "render"]
    acme.client.post(f"/projects/{acme.project.pk}/keys/new", {"name": "CI", "kind": "live"})
    assert done(acme) == ["template", "render", "key"]
    ApiKey.objects.filter(project=acme.project, kind="live").update(last_used_at=NOW)
    assert done(acme) == ["template", "render", "key", "call"]
    make_endpoint(acme.project)
    assert done(acme) == ["template", "render", "key", "call", "webhook"]
    assert b"First steps" not in home(acme).content


def test_what_a_stranger_does_ticks_nothing(acme, globex):
    make_render(make_template(globex.project))
    make_endpoint(globex.project)

    assert done(acme) == ["key"]


def test_the_call_to_paste_is_that_of_the_own_template(acme):
    make_template(acme.project, "delivery-note")

    page = home(acme).content.decode()

    assert '<code id="first-call">curl ' in page
    assert "/v1/templates/delivery-note/render" in page
    assert f"/projects/{acme.project.pk}/templates/delivery-note/render" in page


def test_an_empty_project_says_what_to_do(acme):
    page = home(acme).content.decode()

    assert "1 of 5 done" in page
    assert "Choose a sample" in page
    assert "No documents in this time." in page
    assert "No deliveries in this time." in page


def test_documents_are_counted_by_day_without_those_of_others_and_of_verify(acme, globex):
    template = make_template(acme.project)
    for days, status in ((0, "succeeded"), (0, "failed"), (2, "succeeded"), (40, "succeeded")):
        make_render(template, status=status, created_at=NOW - timedelta(days=days))
    make_render(template, env="test")
    make_render(template, source="verify")
    make_render(make_template(globex.project))

    chart = home(acme).context["renders"]

    counted = {column.day: (column.good, column.bad) for column in chart.columns if column.total}
    assert counted == {NOW.date(): (1, 1), NOW.date() - timedelta(days=2): (1, 0)}


def test_deliveries_that_were_given_up_are_marked(acme):
    make_delivery(acme.project, status="abandoned", completed_at=NOW)
    make_delivery(acme.project, status="delivered", completed_at=NOW)

    page = home(acme)

    assert (page.context["deliveries"].good, page.context["deliveries"].bad) == (1, 1)
    assert "given up" in page.content.decode()


def test_whoever_has_test_documents_alone_sees_those(acme):
    template = make_template(acme.project)
    make_render(template, env="test")
    assert home(acme).context["selection"]["env"] == "test"

    make_render(template)
    assert home(acme).context["selection"]["env"] == "live"
    assert home(acme, "?env=test").context["selection"]["env"] == "test"


def test_speed_is_that_of_finished_documents(acme):
    template = make_template(acme.project)
    for seconds in range(1, 21):
        make_render(template, created_at=NOW, completed_at=NOW + timedelta(seconds=seconds))
    make_render(template, status="failed", created_at=NOW, completed_at=NOW + timedelta(hours=1))

    found = home(acme).context["speed"]

    assert (found["count"], round(found["p50"]), round(found["p95"])) == (20, 11_000, 19_000)


def test_queue_and_storage_are_those_of_the_project(acme, globex):
    make_render(make_template(acme.project), pdf_bytes=3_000, pdf_key="a.pdf")
    make_render(make_template(acme.project, "letter"), status="queued")
    make_render(make_template(acme.project, "old"), pdf_bytes=5_000, pdf_key="")  # its file was deleted
    make_render(make_template(globex.project), pdf_bytes=9_000, pdf_key="b.pdf")

    context = home(acme).context

    assert context["queue"]["count"] == 1
    assert context["storage"] == {"pdfs": 3_000, "assets": 0, "total": 3_000}


def test_a_busy_home_takes_few_queries(acme, django_assert_max_num_queries):
    template = make_template(acme.project)
    make_batch(*[make_render(template, status="failed") for _ in range(5)])
    for _ in range(3):
        make_delivery(acme.project)

    with django_assert_max_num_queries(MOST_QUERIES):
        home(acme)


def test_a_chart_of_nothing_has_no_height():
    chart = charts.chart({}, today=date(2026, 6, 5), days=30)

    assert len(chart.columns) == 30
    assert chart.rows == ()
    assert {column.good_height for column in chart.columns} == {0}


@pytest.mark.parametrize("count", [(3, 1), (0, 4), (4, 0)])
def test_the_highest_day_fills_the_chart(count):
    today = date(2026, 6, 5)

    last = charts.chart({today: count}, today=today, days=30).columns[-1]

    assert last.good_height + last.bad_height == charts.HEIGHT
    assert last.bad_y == 0
    assert last.x + last.width < charts.WIDTH


def test_the_month_begins_with_a_whole_day(acme):
    edge = NOW.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=figures.DAYS - 1)
    make_render(make_template(acme.project), created_at=edge)

    assert home(acme).context["renders"].columns[0].total == Render.objects.count() == 1
