"""The guard against the corpus of hostile URLs, with every socket forbidden."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytest_socket import SocketBlockedError

from craftkit.lib.outbound import Outbound, OutboundFailed, Refused, from_settings

NAMES = {
    "localhost": ["127.0.0.1"],
    "localtest.me": ["127.0.0.1"],
    "mixed.example": ["93.184.216.34", "10.0.0.5"],
    "rebind.example": ["169.254.169.254"],
    "metadata.google.internal": ["169.254.169.254"],
    "169.254.169.254.nip.io": ["169.254.169.254"],
    "six.example": ["fd00:ec2::254"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "nat64.example": ["64:ff9b::a9fe:a9fe"],
    "cgnat.example": ["100.100.100.200"],
    "oracle.example": ["192.0.0.192"],
    "azurewire.example": ["168.63.129.16"],
    "empty.example": [],
    "internal": ["10.0.0.2"],
    "postgres": ["10.0.0.3"],
    "redis": ["10.0.0.4"],
    "ok.example": ["93.184.216.34"],
    "xn--fsq.example": ["93.184.216.34"],
    "okv6.example": ["2606:2800:220:1::1"],
}


def _corpus() -> tuple[list[str], list[str]]:
    text = Path(__file__).with_name("ssrf_corpus.txt").read_text(encoding="utf-8")
    hostile, _, good = text.removeprefix("== hostile ==\n").partition("== good ==\n")
    return [_plain(line) for line in hostile.splitlines()], [_plain(line) for line in good.splitlines()]


def _plain(line: str) -> str:
    marks = {"<TAB>": "\t", "<CR><LF>": "\r\n", "<2100 CHARACTERS>": "a" * 2100, "<EMPTY>": ""}
    for mark, text in marks.items():
        line = line.replace(mark, text)
    return line


HOSTILE, GOOD = _corpus()


class Recorder:
    """Stands where sockets would be opened: notes the address and accepts nothing."""

    def __init__(self) -> None:
        self.dialled: list[str] = []

    def __call__(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append(address)
        raise ConnectionRefusedError


def resolve(host: str) -> list[str]:
    if host not in NAMES:
        raise OSError("unknown name")
    return NAMES[host]


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def outbound(recorder, socket_disabled) -> Outbound:
    return Outbound(resolver=resolve, dial=recorder)


def test_corpus_is_complete():
    assert (len(HOSTILE), len(GOOD)) == (108, 10)


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_url_is_refused_when_it_is_saved(url, outbound):
    with pytest.raises(Refused) as caught:
        outbound.check(url)

    assert caught.value.status == 400
    assert caught.value.permanent


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_url_is_refused_when_it_is_called(url, outbound, recorder):
    with pytest.raises((Refused, OutboundFailed)) as caught:
        outbound.post(url, body=b"{}", headers={})

    # A name without addresses may get some later, so it alone is worth another try.
    expected = OutboundFailed if "empty.example" in url else Refused
    assert type(caught.value) is expected
    assert recorder.dialled == []


@pytest.mark.parametrize("url", GOOD)
def test_good_url_is_accepted_and_called_at_its_own_address(url, outbound, recorder):
    outbound.check(url)
    with pytest.raises(OutboundFailed):
        outbound.get(url, max_bytes=10, accept="*/*")

    assert recorder.dialled in (["93.184.216.34"], ["2606:2800:220:1::1"])


def test_an_open_socket_would_not_go_unnoticed(socket_disabled):
    """The control of the fixture: what the guard lets through does end at the forbidden socket."""
    outbound = Outbound(resolver=resolve)

    # The fixture warns as it raises, and here warnings are errors.
    with pytest.raises((SocketBlockedError, UserWarning), match="tried to use socket"):
        outbound.get("http://ok.example/", max_bytes=10, accept="*/*")


def test_settings_name_the_allowed_hosts(settings, socket_disabled):
    settings.OUTBOUND_ALLOWED_HOSTS = frozenset({"127.0.0.1"})

    outbound = from_settings()

    outbound.check("http://127.0.0.1:9000/")
    with pytest.raises(Refused):
        outbound.check("http://127.0.0.2:9000/")


def test_corpus_defeats_a_guard_made_of_is_global():
    """The control: were the corpus tame, refusing it would prove nothing."""
    missed = [url for url in HOSTILE if _naive_guard_accepts(url)]

    assert len(missed) >= 15


def _naive_guard_accepts(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        found = NAMES.get(host) or [host]
        return all(ipaddress.ip_address(address).is_global for address in found)
    except ValueError:
        return False


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9000/x", "http://localhost:9000/", "http://LOCALHOST./", "http://[::1]:1/"]
)
def test_allowed_host_may_be_private_and_use_any_port(url, recorder, socket_disabled):
    outbound = Outbound(
        allowed_hosts=frozenset({"localhost", "127.0.0.1", "[::1]"}), resolver=resolve, dial=recorder, allow_http=False
    )

    outbound.check(url)
    with pytest.raises(OutboundFailed) as caught:
        outbound.get(url, max_bytes=10, accept="*/*")

    assert caught.value.outcome == "connect_failed"
    assert recorder.dialled[0] in ("127.0.0.1", "::1")


@pytest.mark.parametrize(
    "url", ["http://127.1/", "http://2130706433/", "http://localhost.example/", "http://127.0.0.2/"]
)
def test_allowed_host_opens_nothing_but_itself(url, recorder, socket_disabled):
    outbound = Outbound(
        allowed_hosts=frozenset({"localhost", "127.0.0.1"}), resolver=lambda _: ["127.0.0.1"], dial=recorder
    )

    with pytest.raises(Refused):
        outbound.get(url, max_bytes=10, accept="*/*")

    assert recorder.dialled == []


def test_plain_http_can_be_switched_off(recorder, socket_disabled):
    outbound = Outbound(allow_http=False, resolver=resolve, dial=recorder)

    with pytest.raises(Refused, match="https"):
        outbound.check("http://ok.example/")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://ok.example/", "https://"),
        ("https://ok.example:8443/", "80 or 443"),
        ("https://me@ok.example/", "user name"),
        ("https://ok.example/#top", "fragment"),
        ("https://täst.example/", "punycode"),
        ("https://ok.example/a b", "spaces"),
    ],
)
def test_faults_that_people_can_mend_are_named(url, reason, outbound):
    with pytest.raises(Refused, match=reason):
        outbound.check(url)


def test_refusal_by_policy_does_not_tell_private_from_unknown_ranges(outbound):
    messages = set()
    for host in ("10.0.0.1", "169.254.169.254", "localhost", "postgres", "oracle.example", "mixed.example"):
        with pytest.raises(Refused) as caught:
            outbound.check(f"http://{host}/")
        messages.add(caught.value.message)

    assert messages == {"This address is not allowed."}
