"""STORAGE_URL and keys: what they mean and what is refused."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from craftkit.lib.storage import FileStore, S3Store, StorageUnavailable, content_key, from_settings, store_from_url

# From Python 3.12 on a fork beside threads (of the test runner) warns.
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
SHA = "ab" * 32


@pytest.mark.parametrize("url", ["/srv/files", "file:///srv/files", "file://localhost/srv/files"])
def test_folder_is_a_file_store(url):
    store = store_from_url(url)

    assert isinstance(store, FileStore)
    assert store.root == Path("/srv/files")


def test_relative_folder_is_fixed_to_where_the_process_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    store = store_from_url("var/some files")

    assert isinstance(store, FileStore)
    assert store.root == tmp_path / "var/some files"


def test_s3_address_names_host_bucket_prefix_and_keys():
    store = store_from_url("s3://KEY:se%2Fcr%2Bet@minio.test:9000/docs/craft/kit?region=eu-central-1&tls=off")

    assert isinstance(store, S3Store)
    assert (store.bucket, store.prefix) == ("docs", "craft/kit/")
    url = store.signed_url("p/k/a.pdf", seconds=60, filename="ä.pdf", content_type="application/pdf")
    assert url is not None
    assert url.startswith("http://minio.test:9000/docs/craft/kit/p/k/a.pdf?")
    assert "KEY%2F" in url
    assert "eu-central-1" in url


def test_amazon_needs_no_host():
    store = store_from_url("s3://K:S@/docs?region=eu-central-1")

    url = store.signed_url("p/k/a.pdf", seconds=60, filename="a.pdf", content_type="application/pdf")

    assert url is not None
    assert url.startswith("https://docs.s3.")


@pytest.mark.parametrize("seconds", [0, -1, 7 * 24 * 3600 + 1])
def test_term_that_s3_cannot_sign_gives_no_address(seconds):
    store = store_from_url("s3://K:S@minio.test:9000/docs")

    assert store.signed_url("p/k/a.pdf", seconds=seconds, filename="a.pdf", content_type="application/pdf") is None


def test_links_can_be_switched_off_for_a_bucket_that_browsers_cannot_reach():
    store = store_from_url("s3://K:S@minio.test:9000/docs?links=off")

    assert store.signed_url("p/k/a.pdf", seconds=60, filename="a.pdf", content_type="application/pdf") is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "must be"),
        ("ftp://host/files", "must be"),
        ("file://elsewhere/files", "must be"),
        ("s3://K:S@minio.test:9000/", "bucket"),
        ("s3://K@minio.test:9000/docs", "secret"),
        ("s3://K:S@minio.test:port/docs", "ort"),
        ("s3://my-bucket/prefix", "where the host stands"),
        ("s3://K:S@minio.test:9000/docs?tls=no", "tls=no"),
        ("s3://K:S@minio.test:9000/docs?acl=public", "acl=public"),
        ("s3://K:S@minio.test:9000/docs?tls", "STORAGE_URL"),
    ],
)
def test_address_that_means_nothing_stops_the_start(url, reason):
    with pytest.raises(ImproperlyConfigured, match=reason):
        store_from_url(url)


def test_store_is_made_once_per_process(settings, tmp_path):
    settings.STORAGE_URL = str(tmp_path)
    here = from_settings()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"same" if from_settings() is here else b"own")
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with open(reader, "rb") as stream:
        told = stream.read()

    assert from_settings() is here
    assert told == b"own"


def test_unreachable_bucket_is_unavailable(socket_enabled):
    store = S3Store("docs", endpoint="http://127.0.0.1:9", key_id="K", secret="S", timeout=0.5)

    with pytest.raises(StorageUnavailable):
        store.get("p/k/a.pdf")


@pytest.mark.parametrize("key", ["../x", "/x", ""])
def test_bad_key_never_leaves_for_the_bucket(key):
    store = S3Store("docs", endpoint="http://127.0.0.1:9", key_id="K", secret="S")

    with pytest.raises(ValueError, match="not a storage key"):
        store.get(key)


@pytest.mark.parametrize("ext", ["pdf", ".pdf"])
def test_content_key_holds_project_kind_and_hash(ext):
    project = uuid.uuid4()

    assert content_key(project, "renders", SHA, ext) == f"{project}/renders/{SHA}.pdf"


@pytest.mark.parametrize(
    "parts", [("p", "k", "AB" * 32, "pdf"), ("p", "k", SHA[:-1], "pdf"), ("..", "k", SHA, "pdf"), ("p", "", SHA, "pdf")]
)
def test_content_key_refuses_what_is_no_key(parts):
    with pytest.raises(ValueError):
        content_key(*parts)
