"""Objects in a bucket of S3 or of a server that speaks its protocol."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

import structlog
from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.utils.http import content_disposition_header

from craftkit.lib.storage.store import ObjectMissing, StorageUnavailable, checked

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

log = structlog.get_logger(__name__)

Style = Literal["auto", "path", "virtual"]
MISSING = {"404", "NoSuchKey", "NotFound"}
# The longest that the protocol lets a signature last.
MAX_SECONDS = 7 * 24 * 3600


class S3Store:
    """Objects below `prefix` in a bucket that must exist. Without keys the machine's own credentials are used."""

    def __init__(
        self,
        bucket: str,
        prefix: str = "",
        *,
        endpoint: str | None = None,
        region: str = "us-east-1",
        key_id: str | None = None,
        secret: str | None = None,
        style: Style = "auto",
        gives_links: bool = True,
        timeout: float = 10.0,
    ) -> None:
        self.bucket = bucket
        self.prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._gives_links = gives_links
        # A session of its own: making clients from the shared one is not safe between threads.
        self._client: S3Client = Session().client(
            "s3",
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            config=_config(style, timeout),
        )

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Keep the object; the server checks the hash before it accepts, so a torn upload is refused."""
        self._put(key, data, hashlib.sha256(data).digest(), content_type)

    def put_file(self, key: str, path: Path, *, content_type: str) -> None:
        """The same for a file that may be larger than memory."""
        with path.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").digest()
            source.seek(0)
            self._put(key, source, digest, content_type)

    def _put(self, key: str, data: bytes | BinaryIO, digest: bytes, content_type: str) -> None:
        with self._failures("put", key):
            self._client.put_object(
                Bucket=self.bucket,
                Key=self._name(key),
                Body=data,
                ContentType=content_type,
                ChecksumAlgorithm="SHA256",
                ChecksumSHA256=base64.b64encode(digest).decode(),
            )

    def get(self, key: str) -> bytes:
        """All of the object; ObjectMissing if there is none."""
        with self._failures("get", key):
            found = self._client.get_object(Bucket=self.bucket, Key=self._name(key))
            with closing(found["Body"]) as body:
                return body.read()

    def open(self, key: str) -> BinaryIO:
        """The object as a stream to read once and close; ObjectMissing if there is none."""
        with self._failures("open", key):
            return cast(BinaryIO, self._client.get_object(Bucket=self.bucket, Key=self._name(key))["Body"])

    def part(self, key: str, *, start: int, length: int) -> bytes:
        """So many bytes from `start` on, fewer at the object's end; ObjectMissing if there is none."""
        wanted = f"bytes={start}-{start + length - 1}"
        with self._failures("part", key):
            found = self._client.get_object(Bucket=self.bucket, Key=self._name(key), Range=wanted)
            with closing(found["Body"]) as body:
                return body.read()

    def exists(self, key: str) -> bool:
        """Whether there is an object."""
        try:
            self.size(key)
        except ObjectMissing:
            return False
        return True

    def size(self, key: str) -> int:
        """The object's bytes; ObjectMissing if there is none."""
        with self._failures("size", key):
            return self._client.head_object(Bucket=self.bucket, Key=self._name(key))["ContentLength"]

    def delete(self, key: str) -> None:
        """Forget the object; fine if there is none."""
        with self._failures("delete", key):
            self._client.delete_object(Bucket=self.bucket, Key=self._name(key))

    def delete_folder(self, folder: str) -> None:
        """Forget all objects whose keys begin with this and a slash; fine if there are none."""
        with self._failures("delete", folder):
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=f"{self._name(folder)}/"):
                for found in page.get("Contents", []):
                    self._client.delete_object(Bucket=self.bucket, Key=found["Key"])

    def probe(self) -> None:
        """Write and delete a small object, to learn whether the store works."""
        key = f"probe/{uuid.uuid4().hex}"
        self.put(key, b"probe", content_type="text/plain")
        self.delete(key)

    def sweep(self, *, older_than: float) -> int:
        """0: an upload that breaks off leaves nothing in a bucket."""
        return 0

    def signed_url(self, key: str, *, seconds: int, filename: str, content_type: str) -> str | None:
        """A presigned address for the download, or None for a term that S3 does not sign or a store without links."""
        if not self._gives_links or not 0 < seconds <= MAX_SECONDS:
            return None
        answer = {
            "ResponseContentType": content_type,
            "ResponseContentDisposition": content_disposition_header(True, filename),
        }
        with self._failures("sign", key):
            return self._client.generate_presigned_url(
                "get_object", Params={"Bucket": self.bucket, "Key": self._name(key), **answer}, ExpiresIn=seconds
            )

    def _name(self, key: str) -> str:
        return self.prefix + checked(key)

    @contextmanager
    def _failures(self, deed: str, key: str) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in MISSING:
                raise ObjectMissing from error
            log.error("storage.failed", deed=deed, key=key, error=str(error))
            raise StorageUnavailable from error
        except BotoCoreError as error:
            log.error("storage.failed", deed=deed, key=key, error=str(error))
            raise StorageUnavailable from error


def _config(style: Style, timeout: float) -> Config:
    return Config(
        signature_version="s3v4",
        connect_timeout=timeout / 3,
        read_timeout=timeout,
        retries={"mode": "standard", "total_max_attempts": 3},
        # Servers that speak the protocol but not its later checksum trailers are common.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": style, "payload_signing_enabled": True},
    )
