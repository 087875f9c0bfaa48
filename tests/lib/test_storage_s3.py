"""The S3 store against a server that speaks the protocol."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import boto3
import pytest
import requests

from craftkit.lib.storage import ObjectMissing, StorageUnavailable, Store, store_from_url
from ops.servers import free_port

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("socket_enabled")]
KEY = "p1/renders/abc.pdf"
DATA = bytes(range(256)) * 1000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """host:port of a running server with the bucket `docs`."""
    port = free_port()
    log = tmp_path_factory.mktemp("s3") / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=output, stderr=output
        )
        try:
            wait_for(port, server)
            client = boto3.client(
                "s3",
                endpoint_url=f"http://127.0.0.1:{port}",
                region_name="eu-central-1",
                aws_access_key_id="K",
                aws_secret_access_key="S",
            )
            client.create_bucket(Bucket="docs", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
            yield f"127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(60)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 300
    while time.monotonic() < ends and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the S3 server did not start")


@pytest.fixture
def store(address: str) -> Store:
    return store_from_url(f"s3://K:S@{address}/docs/kit?region=eu-central-1&tls=off")


def test_object_comes_back_and_goes(store):
    store.put(KEY, DATA, content_type="application/pdf")

    with closing(store.open(KEY)) as stream:
        assert stream.read(1000) == DATA[:1000]
    assert store.get(KEY) == DATA
    assert store.size(KEY) == len(DATA)
    assert store.exists(KEY)
    store.delete(KEY)
    store.delete(KEY)
    assert not store.exists(KEY)


def test_missing_object_is_named(store):
    for call in (store.get, store.size, store.open):
        with pytest.raises(ObjectMissing):
            call("p1/renders/none.pdf")


def test_server_keeps_the_type_and_the_checksum(store, address):
    store.put(KEY, DATA, content_type="application/pdf")

    client = boto3.client("s3", endpoint_url=f"http://{address}", aws_access_key_id="K", aws_secret_access_key="S")
    head = client.head_object(Bucket="docs", Key=f"kit/{KEY}", ChecksumMode="ENABLED")

    assert head["ContentType"] == "application/pdf"
    assert head["ChecksumSHA256"]


def test_presigned_address_downloads_without_keys(store):
    store.put(KEY, DATA, content_type="application/octet-stream")

    url = store.signed_url(KEY, seconds=60, filename="Rechnung März.pdf", content_type="application/pdf")
    answer = requests.get(url, timeout=60)

    assert answer.content == DATA
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''Rechnung%20M%C3%A4rz.pdf"
    assert "X-Amz-Expires=60" in url


def test_probe_needs_the_bucket(store, address):
    store.probe()

    with pytest.raises(StorageUnavailable):
        store_from_url(f"s3://K:S@{address}/nowhere?tls=off").probe()


def test_nothing_is_left_to_sweep(store):
    assert store.sweep(older_than=0) == 0


def test_a_file_is_kept_like_its_bytes(store, tmp_path):
    (tmp_path / "source").write_bytes(DATA)

    store.put_file(KEY, tmp_path / "source", content_type="application/zip")

    assert store.get(KEY) == DATA


@pytest.mark.parametrize(("start", "length", "end"), [(0, 10, 10), (250, 20, 270), (255_990, 100, None)])
def test_a_part_comes_alone(store, start, length, end):
    store.put(KEY, DATA, content_type="application/pdf")

    assert store.part(KEY, start=start, length=length) == DATA[start:end]
    with pytest.raises(ObjectMissing):
        store.part("p1/renders/none.pdf", start=0, length=1)


def test_a_folder_goes_with_all_that_is_in_it_and_no_other(store):
    for key in ("f1/renders/a.pdf", "f1/assets/b.png", "f10/renders/c.pdf"):
        store.put(key, b"x", content_type="application/pdf")

    store.delete_folder("f1")
    store.delete_folder("f1")

    assert not store.exists("f1/renders/a.pdf")
    assert not store.exists("f1/assets/b.png")
    assert store.exists("f10/renders/c.pdf")
