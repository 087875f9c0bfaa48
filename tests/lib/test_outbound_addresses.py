"""Which addresses are public, and that what was checked is what is dialled."""

from __future__ import annotations

import itertools
import socket
import threading

import pytest

from craftkit.lib.outbound import Outbound, OutboundFailed, Refused
from craftkit.lib.outbound.addresses import BLOCKED_V4, BLOCKED_V6, is_public, look_up, parse

PUBLIC = "93.184.216.34"


class Recorder:
    """Stands where sockets would be opened: notes the address and accepts nothing."""

    def __init__(self) -> None:
        self.dialled: list[str] = []

    def __call__(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append(address)
        raise ConnectionRefusedError


@pytest.mark.parametrize("network", [*BLOCKED_V4, *BLOCKED_V6], ids=str)
def test_first_middle_and_last_address_of_a_blocked_range_are_not_public(network):
    middle = network.network_address + network.num_addresses // 2

    assert not any(is_public(address) for address in (network[0], middle, network[-1]))


NOT_GLOBAL_UNICAST = ["::", "::1", "::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "1fff::1", "4000::1"]
RESERVED = ["5f00::1", "fc00::1", "fe80::1", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2600::1%eth0"]


@pytest.mark.parametrize("text", ["::ffff:10.0.0.1", *NOT_GLOBAL_UNICAST, *RESERVED])
def test_v6_outside_global_unicast_or_with_a_zone_is_not_public(text):
    assert not is_public(parse(text))


@pytest.mark.parametrize(
    "text", ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.32.0.0", "223.255.255.255"]
)
def test_neighbours_of_blocked_v4_ranges_are_public(text):
    assert is_public(parse(text))


@pytest.mark.parametrize("text", ["2600::1", "2a00:1450:4001::1", "::ffff:93.184.216.34"])
def test_ordinary_v6_is_public(text):
    assert is_public(parse(text))


@pytest.mark.parametrize(
    "answers",
    [
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC, "fd00::1"],
        ["2606:2800:220:1::1", "10.0.0.1"],
        ["fe80::1%eth0"],
        ["not an address"],
    ],
)
def test_one_bad_address_refuses_the_host(answers, socket_disabled):
    recorder = Recorder()
    outbound = Outbound(resolver=lambda _: answers, dial=recorder)

    with pytest.raises(Refused):
        outbound.get("https://ok.example/", max_bytes=10, accept="*/*")

    assert recorder.dialled == []


def test_rebinding_resolver_never_leads_to_a_private_connection(socket_disabled):
    recorder = Recorder()
    flips = itertools.cycle([[PUBLIC], ["127.0.0.1"], ["169.254.169.254"], [PUBLIC, "10.0.0.1"]])
    outbound = Outbound(resolver=lambda _: next(flips), dial=recorder, connect_timeout=60, total_timeout=60)

    for _ in range(1000):
        with pytest.raises((Refused, OutboundFailed)):
            outbound.post("https://rebind.example/", body=b"", headers={})

    assert recorder.dialled == [PUBLIC] * 250


def test_name_is_resolved_once_per_call(socket_disabled):
    asked: list[str] = []

    def resolver(host: str) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    recorder = Recorder()

    with pytest.raises(OutboundFailed):
        Outbound(resolver=resolver, dial=recorder).get("https://ok.example/", max_bytes=10, accept="*/*")

    assert asked == ["ok.example"]
    assert recorder.dialled == [PUBLIC]


def test_next_address_is_tried_when_one_does_not_accept(socket_disabled):
    recorder = Recorder()
    outbound = Outbound(resolver=lambda _: [PUBLIC, "2606:2800:220:1::1"], dial=recorder)

    with pytest.raises(OutboundFailed) as caught:
        outbound.get("https://ok.example/", max_bytes=10, accept="*/*")

    assert recorder.dialled == [PUBLIC, "2606:2800:220:1::1"]
    assert (caught.value.outcome, caught.value.address) == ("connect_failed", "2606:2800:220:1::1")


def test_connection_that_ended_elsewhere_is_refused(socket_enabled):
    """A routing or dialling fault, say a transparent proxy: the peer must be who was checked."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        outbound = Outbound(
            resolver=lambda _: [PUBLIC], dial=lambda *_: socket.create_connection(("127.0.0.1", port), timeout=1)
        )

        with pytest.raises(Refused):
            outbound.get("http://ok.example/", max_bytes=10, accept="*/*")


@pytest.mark.parametrize("fault", [socket.gaierror(-2, "unknown name"), OSError("broken"), UnicodeError("label")])
def test_resolver_failure_opens_nothing_and_may_be_tried_again(fault, socket_disabled):
    def resolver(host: str) -> list[str]:
        raise fault

    recorder = Recorder()
    outbound = Outbound(resolver=resolver, dial=recorder)

    with pytest.raises(OutboundFailed) as caught:
        outbound.get("https://ok.example/", max_bytes=10, accept="*/*")
    with pytest.raises(Refused):
        outbound.check("https://ok.example/")

    assert (caught.value.outcome, caught.value.permanent) == ("dns_failed", False)
    assert recorder.dialled == []


def test_look_up_gives_up_in_time():
    released = threading.Event()

    def slow(host: str) -> list[str]:
        released.wait(60)
        return [PUBLIC]

    with pytest.raises(TimeoutError):
        look_up("ok.example", slow, seconds=0.02)
    released.set()
