"""Calls to real receivers on loopback, well-behaved and hostile."""

from __future__ import annotations

import socket
import time

import pytest

from craftkit.lib.outbound import Outbound, OutboundFailed
from tests.lib.raw_server import Conversation, answer, raw_server

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
def outbound() -> Outbound:
    return Outbound(
        allowed_hosts=frozenset({"127.0.0.1", "hook.test"}), resolver=lambda _: ["127.0.0.1"], total_timeout=30
    )


def get(outbound, url, max_bytes=1000):
    return outbound.get(url, max_bytes=max_bytes, accept="image/*")


def post(outbound, url, **kwargs):
    return outbound.post(url, body=b'{"a":1}', headers={"content-type": "application/json"}, **kwargs)


def test_post_sends_the_bytes_and_reports_the_answer(outbound):
    def play(talk: Conversation) -> None:
        talk.send(answer(b"thanks", headers="Retry-After: 7\r\n"))

    with raw_server(play) as server:
        got = post(outbound, server.url("/hook?x=1", host="hook.test"))

    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?x=1 HTTP/1.1\r\n")
    assert f"host: hook.test:{server.port}".encode() in head.split(b"\r\n")
    assert body == b'{"a":1}'
    assert (got.status, got.body, got.headers["retry-after"], got.address) == (200, b"thanks", "7", "127.0.0.1")
    assert 0 <= got.duration_ms < 30_000


def test_request_has_no_cookies_compression_or_proxy(outbound, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with raw_server(lambda talk: talk.send(answer(headers="Set-Cookie: a=b\r\n"))) as server:
        post(outbound, server.url())
        post(outbound, server.url())

    second = server.requests[1].lower()
    assert b"accept-encoding: identity\r\n" in second
    assert b"connection: close\r\n" in second
    assert b"cookie" not in second


@pytest.mark.parametrize(
    "status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]
)
def test_redirect_is_an_answer_and_is_not_followed(outbound, status):
    with raw_server(
        lambda talk: talk.send(answer(status=status, headers="Location: http://127.0.0.1/x\r\n"))
    ) as server:
        posted = post(outbound, server.url())
        got = get(outbound, server.url())

    assert posted.status == got.status == int(status[:3])
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde",
        b"HTTP/1.0 200 OK\r\n\r\nabcde",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde",
    ],
)
def test_get_reads_every_framing(outbound, reply):
    with raw_server(lambda talk: talk.send(reply)) as server:
        got = get(outbound, server.url())

    assert (got.status, got.body, got.is_cut) == (200, b"abcde", False)


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + b"x" * 1001, "too_large"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1001, "too_large"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 1001, "too_large"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "reset"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "reset"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab", "reset"),
        (b"", "reset"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "bad_response"),
        (b"HTTP/1.1 999999 Odd\r\n\r\n", "bad_response"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "bad_response"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", "bad_response"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 101 + b"\r\n", "bad_response"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "too_large"),
        (b"HTTP/1.1 200 OK\r\n" + (b"X: " + b"y" * 9000 + b"\r\n") * 20 + b"\r\n", "too_large"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 5000, "too_large"),
    ],
)
def test_bad_answer_has_a_named_outcome(outbound, reply, outcome):
    with raw_server(lambda talk: talk.send(reply)) as server, pytest.raises(OutboundFailed) as caught:
        get(outbound, server.url())

    assert (caught.value.outcome, caught.value.address) == (outcome, "127.0.0.1")
    assert caught.value.permanent is False


@pytest.mark.parametrize(
    "play",
    [
        lambda talk: talk.hang(),
        lambda talk: talk.drip(b"HTTP/1.1 200 OK\r\n" * 100),
        lambda talk: (talk.send(b"HTTP/1.1 200 OK\r\n"), talk.drip(b"X: y\r\n" * 1000)),
        lambda talk: (talk.send(b"HTTP/1.1 200 OK\r\n\r\n"), talk.drip(b"x" * 1000)),
        lambda talk: (
            talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            talk.drip(b"1\r\nx\r\n" * 99),
        ),
    ],
    ids=["silence", "status", "headers", "body", "chunks"],
)
def test_dripping_receiver_meets_the_total_deadline(play):
    outbound = Outbound(allowed_hosts=frozenset({"127.0.0.1"}), total_timeout=0.2)
    with raw_server(play) as server, pytest.raises(OutboundFailed) as caught:
        get(outbound, server.url())

    # Without the deadline the call would end when the receiver does, and otherwise.
    assert caught.value.outcome == "timeout"


def test_caller_with_a_deadline_of_its_own_shortens_the_call():
    outbound = Outbound(allowed_hosts=frozenset({"127.0.0.1"}), total_timeout=500)
    with raw_server(lambda talk: talk.hang()) as server:
        started = time.monotonic()
        with pytest.raises(OutboundFailed):
            outbound.get(server.url(), max_bytes=10, accept="*/*", seconds=0.05)
        spent = time.monotonic() - started

    assert spent < 300


def test_receiver_that_does_not_read_meets_the_total_deadline():
    outbound = Outbound(allowed_hosts=frozenset({"127.0.0.1"}), total_timeout=0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(OutboundFailed) as caught:
        outbound.post(f"http://127.0.0.1:{listener.getsockname()[1]}/", body=b"x" * 20_000_000, headers={})

    assert caught.value.outcome == "timeout"


def test_reset_is_named(outbound):
    with raw_server(lambda talk: talk.reset()) as server, pytest.raises(OutboundFailed) as caught:
        post(outbound, server.url())

    assert caught.value.outcome == "reset"


def test_closed_port_is_named(outbound):
    # Taken, so that nobody else is given it, but nobody listens.
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(OutboundFailed) as caught:
            post(outbound, f"http://127.0.0.1:{silent.getsockname()[1]}/")

    assert caught.value.outcome == "connect_failed"


@pytest.mark.parametrize(
    "play",
    [
        lambda talk: talk.send(b"HTTP/1.1 204 No Content\r\n\r\n"),
        lambda talk: (talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), talk.reset()),
        lambda talk: (talk.send(b"HTTP/1.1 200 OK\r\n\r\n"), talk.drip(b"x" * 1000)),
        lambda talk: talk.send(b"HTTP/1.1 202 Accepted\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b"),
    ],
    ids=["empty", "reset", "drip", "gzip"],
)
def test_post_counts_the_status_even_if_the_body_goes_wrong(play):
    # For the status, which must have come by then; the body that drips takes longer.
    outbound = Outbound(allowed_hosts=frozenset({"127.0.0.1"}), total_timeout=4)
    with raw_server(play) as server:
        got = post(outbound, server.url())

    assert 200 <= got.status < 300


def test_post_keeps_only_an_excerpt_of_a_large_body(outbound):
    answered = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5_000_000
    with raw_server(lambda talk: talk.send(answered)) as server:
        got = post(outbound, server.url(), read_bytes=100)

    assert (got.status, got.body, got.is_cut) == (200, b"x" * 100, True)


def test_early_answer_counts_although_the_body_was_not_read(outbound):
    def play(talk: Conversation) -> None:
        talk.send(answer(b"too big", status="413 Content Too Large"))

    with raw_server(play, reads_body=False) as server:
        got = outbound.post(server.url(), body=b"x" * 5_000_000, headers={})

    assert (got.status, got.body) == (413, b"too big")


@pytest.mark.parametrize(
    "headers", [{"x": "a\r\nhost: evil"}, {"x\n": "a"}, {"Host": "evil"}, {"Transfer-Encoding": "chunked"}]
)
def test_headers_that_would_break_the_framing_are_a_fault_of_the_caller(outbound, headers):
    with pytest.raises(ValueError):
        outbound.post("http://127.0.0.1:9/", body=b"", headers=headers)


def test_path_is_sent_encoded(outbound):
    with raw_server(lambda talk: talk.send(answer())) as server:
        get(outbound, server.url("/logos/größe.png?a=%0d%0a"))

    assert server.requests[0].startswith(b"GET /logos/gr%C3%B6%C3%9Fe.png?a=%0D%0A HTTP/1.1\r\n")
