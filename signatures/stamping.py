"""Time stamps: what a time-stamp authority answers over HTTP (RFC 3161), and nothing else taken for an answer."""

from __future__ import annotations

from asn1crypto import cms, tsp
from django.utils.translation import gettext_noop
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

SECONDS = 15
# What an answer raises that is no time stamp.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, AssertionError)


class Stamper(RequestsHTTPTimeStamper):
    """Asks one authority; TimestampRequestError for whatever is not a stamp of what was asked for."""

    def __init__(self, url: str) -> None:
        super().__init__(url, timeout=SECONDS)  # type: ignore[no-untyped-call]

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """The stamp of a digest."""
        try:
            stamp = await super().async_timestamp(message_digest, md_algorithm)
            content: tsp.TSTInfo = stamp["content"]["encap_content_info"]["content"].parsed
            told = content["message_imprint"]["hashed_message"].native
        except UNREADABLE as error:
            raise TimestampRequestError(
                gettext_noop("The time-stamp authority answers with something else.")
            ) from error
        if told != message_digest:
            raise TimestampRequestError(gettext_noop("The time-stamp authority stamped something else."))
        return stamp
