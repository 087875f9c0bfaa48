"""The bytes behind a link: whole, in ranges, linearised, marked, and refused once the link has ended."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone

from craftkit.lib.errors import InvalidRequest
from craftkit.lib.storage import from_settings
from sharing import serving
from sharing.actions.shares import create_share
from sharing.models import EngagementEvent, Share, StoredCopy
from sharing.views import files
from tests.factories import make_share
from tests.sharing.conftest import Reader, door, pdf_bytes


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_page_reads_a_linearised_copy_that_is_made_once(share, reader):
    first, second = (body(reader.get(door(share, "file"))) for _ in range(2))

    assert b"/Linearized" in first[:200]
    assert first == second
    assert StoredCopy.objects.count() == 1
    with pikepdf.open(BytesIO(first)) as pdf:
        assert len(pdf.pages) == 3


def test_the_download_is_the_original_to_the_byte(share, reader):
    answer = reader.get(door(share, "download"))

    assert body(answer) == pdf_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="lease.pdf"'
    assert answer["ETag"] == f'"{hashlib.sha256(pdf_bytes()).hexdigest()}"'


@pytest.mark.parametrize(
    ("wanted", "start", "end"), [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-7", -7, None)]
)
def test_ranges_are_answered(share, reader, wanted, start, end):
    whole = body(reader.get(door(share, "file")))

    answer = reader.get(door(share, "file"), headers={"Range": wanted})

    assert answer.status_code == 206
    assert body(answer) == whole[start:end]
    first = start % len(whole)
    last = (end or len(whole)) - 1
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"
    assert answer["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=-0"])
def test_a_range_outside_of_the_file_is_416(share, reader, wanted):
    answer = reader.get(door(share, "file"), headers={"Range": wanted})

    assert answer.status_code == 416
    assert answer["Content-Range"].startswith("bytes */")


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "lines=1-2", "bytes=9-3", "rubbish", "bytes=-"])
def test_a_range_of_another_kind_is_the_whole_file(share, reader, wanted):
    assert reader.get(door(share, "file"), headers={"Range": wanted}).status_code == 200


def test_head_and_etag(share, reader):
    head = reader.head(door(share, "file"))
    known = reader.get(door(share, "file"), headers={"If-None-Match": head["ETag"]})
    stale = reader.get(door(share, "file"), headers={"Range": "bytes=0-9", "If-Range": '"another"'})

    assert (head.status_code, head.content, head["Accept-Ranges"]) == (200, b"", "bytes")
    assert int(head["Content-Length"]) > 0
    assert known.status_code == 304
    assert stale.status_code == 200


@pytest.mark.parametrize("end", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}])
def test_the_next_range_after_the_end_is_refused(share, reader, end):
    assert reader.get(door(share, "file"), headers={"Range": "bytes=0-9"}).status_code == 206

    Share.objects.update(**end)

    for part in ("file", "download"):
        assert reader.get(door(share, part), headers={"Range": "bytes=10-19"}).status_code == 410


def test_a_download_under_way_breaks_off_when_the_link_is_revoked(share, reader, monkeypatch):
    monkeypatch.setattr(serving, "PIECE", 100)
    answer = reader.get(door(share, "download"))
    taken = iter(answer.streaming_content)
    next(taken)

    Share.objects.revoke(share, reason="revoked_by_partner")

    with pytest.raises(serving.LinkEnded):
        next(taken)


def test_a_file_longer_than_a_piece_arrives_whole(share, reader, monkeypatch):
    monkeypatch.setattr(serving, "PIECE", 97)

    assert body(reader.get(door(share, "download"))) == pdf_bytes()
    assert body(reader.get(door(share, "download"), headers={"Range": "bytes=5-400"})) == pdf_bytes()[5:401]


def test_a_copy_whose_file_was_lost_is_made_again(share, reader):
    first = body(reader.get(door(share, "file")))
    from_settings().delete(StoredCopy.objects.get().key)

    assert body(reader.get(door(share, "file"))) == first


def test_a_download_counts_once_from_its_beginning(share, reader, listener):
    for headers in ({}, {}, {"Range": "bytes=100-200"}):
        reader.get(door(share, "download"), headers=headers)

    entry = EngagementEvent.objects.get()
    assert (entry.event_type, entry.actor_kind, entry.share_id) == ("downloaded", "recipient", share.pk)
    assert entry.source_ip == "127.0.0.0"


def test_a_download_that_goes_on_is_not_another(share, reader):
    reader.get(door(share, "download"), headers={"Range": "bytes=100-"})

    assert not EngagementEvent.objects.exists()


def test_reading_on_the_page_is_no_download(share, reader):
    reader.get(door(share, "file"))

    assert not EngagementEvent.objects.exists()


@pytest.fixture
def marked(document) -> Share:
    return make_share(document, watermark=True, recipient_email="reader@example.com")


def test_pages_carry_the_viewers_address_and_the_time(marked, reader):
    assert reader.get(door(marked, "file")).status_code == 403, "the page gives the pass that names the moment"
    reader.get(door(marked))

    for part in ("file", "download"):
        data = body(reader.get(door(marked, part)))
        with pypdfium2.PdfDocument(data) as pdf:
            for page in pdf:
                assert "reader@example.com" in page.get_textpage().get_text_bounded()
                assert f"{timezone.now():%Y-%m-%d}" in page.get_textpage().get_text_bounded()


def test_a_marked_copy_stays_the_same_while_it_is_read(marked, reader):
    reader.get(door(marked))

    assert body(reader.get(door(marked, "file"))) == body(reader.get(door(marked, "file")))
    assert StoredCopy.objects.count() == 1


def test_marked_copies_are_not_made_without_end(marked, monkeypatch):
    monkeypatch.setattr("sharing.copies.make", lambda render, *, words: StoredCopy(key="x", size=1, sha256="x"))
    monkeypatch.setattr(files, "is_kept", lambda copy: True)
    reader = Reader()
    reader.get(door(marked))

    statuses = [reader.head(door(marked, "file")).status_code for _ in range(22)]

    assert statuses == [200] * 20 + [429] * 2


def encrypted(render, *, user: str) -> bytes:
    """The document, now under passwords; its bytes."""
    with pikepdf.open(BytesIO(pdf_bytes())) as pdf:
        out = BytesIO()
        rights = pikepdf.Permissions(extract=False)
        pdf.save(out, encryption=pikepdf.Encryption(owner="boss", user=user, allow=rights))
    from_settings().put(render.pdf_key, out.getvalue(), content_type="application/pdf")
    render.inputs = {"protected": True}
    render.save(update_fields=["inputs"])
    return out.getvalue()


def test_a_pdf_with_a_password_reaches_its_reader_as_it_is(share, reader):
    data = encrypted(share.render, user="open")

    assert body(reader.get(door(share, "file"))) == data


def test_copies_keep_what_the_owner_forbids(marked, reader):
    encrypted(marked.render, user="")
    reader.get(door(marked))

    data = body(reader.get(door(marked, "file")))

    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.is_encrypted
        assert not pdf.allow.extract
    assert b"/Linearized" in data[:200]


@pytest.mark.parametrize(
    ("wish", "name"), [({"watermark": True}, "watermark"), ({"allow_download": False}, "allowDownload")]
)
def test_what_a_password_makes_impossible_is_refused_beforehand(document, wish, name):
    encrypted(document, user="open")

    with pytest.raises(InvalidRequest) as refusal:
        create_share(render=document, wishes=wish)

    assert list(refusal.value.issues["fieldErrors"]) == [name]  # type: ignore[index]
