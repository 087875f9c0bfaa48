"""A project's own host: proven by a record, serving share pages alone, of this project alone."""

from __future__ import annotations

import pytest
from django.test import Client

from sharing import actions, domains
from sharing.actions.policies import DomainTaken
from sharing.domains import LookupFailed
from sharing.links import share_url
from sharing.models import SharingPolicy
from tests.conftest import make_party
from tests.factories import make_render, make_share, make_template
from tests.sharing.conftest import BROWSER, door

DOMAIN = "docs.acme.example"


def proven(party, domain: str = DOMAIN) -> SharingPolicy:
    policy = actions.name_domain(project=party.project, domain=domain)
    record = domains.record_of(domain, policy.domain_token)
    return actions.verify_domain(project=party.project, lookup=lambda name: [record[1]] if name == record[0] else [])


def at(host: str) -> Client:
    return Client(headers={"Host": host, "User-Agent": BROWSER})


def test_the_record_proves_the_domain_and_links_use_it(acme, share):
    assert share_url(share, SharingPolicy.objects.of(acme.project)).startswith("http://craftkit.test/share/")  # type: ignore[union-attr]

    policy = proven(acme)

    assert policy.live_domain == DOMAIN
    assert share_url(share, policy) == f"http://{DOMAIN}/share/{share.token}"


@pytest.mark.parametrize(
    ("records", "words"),
    [([], "no such TXT record"), (["craftkit-domain-verification=other"], "another value"), (["v=spf1"], "no such")],
)
def test_without_the_record_the_domain_is_not_used_and_the_reason_is_told(acme, records, words):
    actions.name_domain(project=acme.project, domain=DOMAIN)

    policy = actions.verify_domain(project=acme.project, lookup=lambda name: records)

    assert policy.live_domain == ""
    assert words in policy.domain_problem


def test_name_servers_that_are_away_take_no_proof_back(acme):
    def away(name):
        raise LookupFailed("The name servers did not answer.")

    proven(acme)

    policy = actions.verify_domain(project=acme.project, lookup=away)

    assert policy.live_domain == DOMAIN
    assert policy.domain_problem == "The name servers did not answer."


def test_another_name_has_to_be_proven_anew(acme):
    token = proven(acme).domain_token

    policy = actions.name_domain(project=acme.project, domain="files.acme.example")

    assert policy.live_domain == ""
    assert policy.domain_token != token


def test_a_domain_belongs_to_one_project(acme, globex):
    proven(acme)

    with pytest.raises(DomainTaken):
        proven(globex)


@pytest.mark.parametrize(
    "name",
    ["craftkit.test", "localhost", "127.0.0.1", "a b.example", "-a.example", "example", "a..b", "x" * 250 + ".de"],
)
def test_what_is_no_host_of_theirs_is_refused(name):
    assert domains.normalised(name) is None


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        (" Docs.Acme.Example. ", DOMAIN),
        ("https://docs.acme.example/", DOMAIN),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_host_name_is_brought_into_one_form(name, plain):
    assert domains.normalised(name) == plain


def test_the_host_serves_the_projects_shares_and_nothing_else(acme, globex, share):
    proven(acme)
    foreign = make_share(make_render(make_template(globex.project), pdf_key="a.pdf"))

    assert at(DOMAIN).get(door(share)).status_code == 200
    assert at(DOMAIN).get(door(foreign)).status_code == 404
    for path in ("/", "/accounts/login/", "/v1/health", "/docs"):
        assert at(DOMAIN).get(path).status_code == 404


def test_an_unproven_host_serves_nothing(acme, share):
    actions.name_domain(project=acme.project, domain=DOMAIN)

    assert at(DOMAIN).get(door(share)).status_code == 400


def test_links_that_were_sent_before_keep_working(acme, share, reader):
    proven(acme)

    assert reader.get(door(share)).status_code == 200


def test_a_share_host_of_the_install_is_for_shares_alone(share, settings):
    settings.SHARE_URL = "https://share.craftkit.test"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "share.craftkit.test"]
    own = at("share.craftkit.test")

    assert own.get(door(share)).status_code == 200
    assert own.get("/accounts/login/").status_code == 404


def test_forms_work_under_the_projects_own_host(acme, document):
    proven(acme)
    share = make_share(document, max_views=1)
    client = Client(enforce_csrf_checks=True, headers={"Host": DOMAIN, "Origin": f"http://{DOMAIN}"})
    token = client.get(door(share)).content.decode().partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]

    assert client.post(door(share, "open"), {"csrfmiddlewaretoken": token}).status_code == 302


def test_the_settings_page_names_the_record(acme):
    path = f"/projects/{acme.project.pk}/sharing"

    acme.client.post(f"{path}/domain", {"domain": DOMAIN})
    page = acme.client.get(path).content.decode()

    assert f"_craftkit.{DOMAIN}" in page
    assert SharingPolicy.objects.get().domain_token in page
    assert "Not proven yet" in page


def test_rubbish_is_named_on_the_settings_page(acme):
    answer = acme.client.post(f"/projects/{acme.project.pk}/sharing/domain", {"domain": "localhost"})

    assert answer.status_code == 422
    assert b"docs.example.com" in answer.content


def test_two_parties_of_one_name_are_apart(acme):
    other = make_party("initech")
    proven(acme)

    assert SharingPolicy.objects.serving(DOMAIN).project_id == acme.project.pk  # type: ignore[union-attr]
    assert SharingPolicy.objects.of(other.project).live_domain == ""
