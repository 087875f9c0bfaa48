"""Receivers that mean harm: each attempt ends in time and memory, with a clear outcome, and holds up nobody else."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Callable
from contextlib import ExitStack

import psutil
import pytest
from cryptography import x509

from craftkit.lib.outbound import Outbound
from tests.factories import make_delivery
from tests.lib.raw_server import Conversation, RawServer, answer, raw_server
from tests.lib.test_outbound_tls import Authority
from tests.reliability.desk import IMPATIENCE, send, start_delivering, subscribe
from tests.reliability.harness import House, until
from tests.reliability.receiver import Receiver, receiving
from tests.webhooks.receivers import Post
from webhooks.models import Attempt, Endpoint

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("socket_enabled")]
MEGABYTE = 1024 * 1024
# A receiver that drips or hangs gets so long, which is less than it would take; the others have time to do their worst.
TIMEOUT_SECONDS, PATIENT_SECONDS = 1.0, 60.0
# The status is in, and then the receiver goes on for ever.
DRIP_SECONDS = 5.0
NAME = "shop.example.test"
OK = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(50 * MEGABYTE))
GZIP = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(BOMB)}\r\n\r\n".encode()
Play = Callable[[Conversation], object]


def endless(piece: bytes) -> Play:
    """Send the same for ever, until the sender of the webhook has enough."""

    def play(talk: Conversation) -> None:
        while not talk.stop.is_set():
            talk.send(piece)

    return play


def then(start: bytes, play: Play) -> Play:
    """Begin well."""
    return lambda talk: (talk.send(start), play(talk))  # type: ignore[func-returns-value]


def close(talk: Conversation) -> None:
    """Leave in silence."""


def redirect(to: str) -> Play:
    """Send the webhook elsewhere."""
    return lambda talk: talk.send(answer(b"", status="307 Temporary Redirect", headers=f"Location: {to}\r\n"))


# What each does, and what is recorded: the status it had given, or the error.
PLAYS: dict[str, tuple[Play, int | str]] = {
    "drips its status": (lambda talk: talk.drip(OK * 99, every=0.2), "timeout"),
    "drips its headers": (then(OK, lambda talk: talk.drip(b"X: y\r\n" * 99, every=0.2)), "timeout"),
    "drips its body": (then(OK + b"\r\n", lambda talk: talk.drip(b"x" * 999, every=0.2)), 200),
    "never answers": (Conversation.hang, "timeout"),
    "sends ten thousand headers": (lambda talk: talk.send(OK + b"X: y\r\n" * 10_000), "bad_response"),
    "sends an endless header": (then(OK + b"X: ", endless(b"y" * 65_536)), "too_large"),
    "sends endless rubbish": (endless(b"HTTP/1.1 rubbish\r\n" * 999), "bad_response"),
    "sends an endless body": (then(OK + b"\r\n", endless(b"x" * 65_536)), 200),
    "sends endless tiny chunks": (then(OK + b"Transfer-Encoding: chunked\r\n\r\n", endless(b"1\r\nx\r\n" * 9999)), 200),
    "sends a chunk of endless size": (then(OK + b"Transfer-Encoding: chunked\r\n\r\n", endless(b"f" * 65_536)), 200),
    "sends a gzip bomb": (lambda talk: talk.send(GZIP + BOMB), 200),
    "floods with 100": (endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 999), "too_large"),
    "floods with 103": (endless(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 999), "bad_response"),
    "switches protocols": (lambda talk: talk.send(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), "bad_response"),
    "speaks something else": (lambda talk: talk.send(b"\x00\xff\x1b[2J" * 99), "bad_response"),
    "closes at once": (close, "reset"),
    "closes within its status": (lambda talk: talk.send(b"HTTP/1.1 2"), "bad_response"),
    "closes within its body": (lambda talk: talk.send(OK + b"Content-Length: 99\r\n\r\nabc"), 200),
    "resets at once": (Conversation.reset, "reset"),
    "resets within its headers": (then(OK + b"X: y", Conversation.reset), "reset"),
    "redirects to a private address": (redirect("http://169.254.169.254/latest/meta-data/"), 307),
    "redirects to a file": (redirect("file:///etc/passwd"), 307),
    "asks for a thousand years": (
        lambda talk: talk.send(answer(status="503 No", headers="Retry-After: 99999999\r\n")),
        503,
    ),
    "hides bytes in its headers": (lambda talk: talk.send(answer(headers="X: \x00\x1b\x7f\r\n")), 200),
}
SECONDS = {name: TIMEOUT_SECONDS for name, (_, outcome) in PLAYS.items() if outcome == "timeout"}
SECONDS["drips its body"] = DRIP_SECONDS


def sender(seconds: float = PATIENT_SECONDS) -> Outbound:
    """One that trusts the test's own machine and waits so long."""
    hosts = frozenset({"127.0.0.1", NAME})
    return Outbound(allowed_hosts=hosts, resolver=lambda _: ["127.0.0.1"], total_timeout=seconds)


def attempted(acme, outbound: Outbound, url: str) -> Attempt:
    """What an attempt to deliver there left behind."""
    delivery = make_delivery(acme.project)
    Endpoint.objects.filter(pk=delivery.endpoint_id).update(url=url)
    Post(outbound).attempt(delivery)
    return Attempt.objects.get(delivery=delivery)


@pytest.mark.parametrize("name", PLAYS)
def test_whatever_a_receiver_does_an_attempt_ends_and_says_how(acme, name):
    play, outcome = PLAYS[name]
    outbound = sender(SECONDS.get(name, PATIENT_SECONDS))
    with raw_server(play) as server:  # type: ignore[arg-type]
        tracemalloc.start()
        try:
            row = attempted(acme, outbound, server.url())
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert (row.status_code or row.error_code) == outcome
    assert row.finished_at
    assert row.duration_ms is not None
    assert row.duration_ms < PATIENT_SECONDS * 1000
    assert row.address == "127.0.0.1"
    assert len(row.response_body) <= 2048
    assert len(server.requests) == 1, "it was called more than once"
    assert peak < 4 * MEGABYTE


def test_a_bomb_is_kept_packed(acme):
    with raw_server(PLAYS["sends a gzip bomb"][0]) as server:  # type: ignore[arg-type]
        row = attempted(acme, sender(), server.url())

    assert row.response_headers["content-encoding"] == "gzip"
    assert row.response_body.startswith("\x1f")
    assert row.is_response_cut


@pytest.mark.parametrize(("name", "days", "trusted"), [(NAME, -1, True), (NAME, 1, False), ("other.test", 1, True)])
def test_a_bad_certificate_gets_nothing(acme, tmp_path, name, days, trusted):
    authority = Authority(tmp_path)
    tls = authority.client() if trusted else None
    outbound = Outbound(allowed_hosts=frozenset({NAME}), resolver=lambda _: ["127.0.0.1"], tls=tls)
    with raw_server(lambda talk: talk.send(answer()), tls=authority.server(x509.DNSName(name), days=days)) as server:
        row = attempted(acme, outbound, server.url(scheme="https", host=NAME))

    assert (row.status_code, row.error_code) == (None, "tls_failed")
    assert server.requests == []


@pytest.mark.parametrize(
    ("play", "outcome"),
    [
        (Conversation.hang, "timeout"),
        (close, "tls_failed"),
        (Conversation.reset, "reset"),
        (lambda talk: talk.drip(b"\x16\x03\x03\x40\x00" + b"\x02" * 999, every=0.2), "timeout"),
        (lambda talk: talk.send(answer()), "tls_failed"),
    ],
    ids=["hangs", "closes", "resets", "drips", "speaks plain"],
)
def test_a_handshake_that_goes_wrong_ends_too(acme, play, outcome):
    outbound = sender(TIMEOUT_SECONDS if outcome == "timeout" else PATIENT_SECONDS)
    with raw_server(play) as server:
        row = attempted(acme, outbound, server.url(scheme="https", host=NAME))

    assert (row.status_code, row.error_code) == (None, outcome)
    assert row.finished_at


def test_a_crowd_of_hostile_receivers_holds_up_no_good_one(desk):
    chosen = [PLAYS[name][0] for name in PLAYS if not name.startswith("asks")]
    good = Receiver()
    desk.env |= IMPATIENCE
    with ExitStack() as stack:
        hostile = [stack.enter_context(raw_server(play)) for play in chosen]  # type: ignore[arg-type]
        stack.enter_context(receiving(good))
        start_delivering(desk)
        webhook = subscribe(desk, good)
        sent = send(desk, webhook, 1)
        until(lambda: good.has(sent), "the first delivery")
        before = memory(desk)
        for server in hostile:
            invite(desk, server)
        began = time.monotonic()
        sent = send(desk, webhook, 20)
        until(lambda: good.has(sent), "the deliveries to the good receiver")
        took = time.monotonic() - began
        until(lambda: finished(desk) >= len(hostile), "an attempt at each hostile receiver")
        grown = memory(desk) - before

    print(f"20 deliveries beside {len(hostile)} hostile receivers: {took:.2f} s; memory grew by {grown >> 20} MB")
    assert {hit.status for hit in good.hits} == {200}
    assert grown < 50 * MEGABYTE
    assert desk.programs["deliver"].runs


def invite(house: House, server: RawServer) -> None:
    """Two events for a receiver."""
    answer = house.call("POST", "/v1/webhooks", {"url": server.url()})
    assert answer.status == 201, answer.body
    send(house, answer.body, 2)


def finished(house: House) -> int:
    """How many endpoints other than the first have an attempt that is over."""
    query = """SELECT count(DISTINCT endpoint_id) FROM webhooks_attempt
               JOIN webhooks_delivery ON webhooks_delivery.id = delivery_id WHERE finished_at IS NOT NULL"""
    return int(house.ledger.rows(query)[0][0]) - 1


def memory(house: House) -> int:
    """Bytes that the sending process holds."""
    return int(psutil.Process(house.programs["deliver"].pid).memory_info().rss)
