"""`python -m bench.signing`: how long the largest request takes to be sealed, and how much memory.

20 recipients, 200 fields and a PDF of 20 MB to the byte, on a fresh SQLite file, with the certificate printed by a real
browser. It ends with status 1 when sealing takes longer, or holds more, than the bars, or a byte more is taken.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import random
import resource
import sys
import tempfile
import time
from io import BytesIO
from typing import Any

FOLDER = tempfile.TemporaryDirectory(prefix="craftkit-bench-")
os.environ |= {"DJANGO_SETTINGS_MODULE": "craftkit.settings", "CRAFTKIT_VAR": FOLDER.name}
os.environ |= {"CRAFTKIT_BROKER_URL": "", "REDIS_URL": ""}
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402

django.setup()

import pikepdf  # noqa: E402
import structlog  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from pikepdf import Dictionary, Name  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from bench.documents import weighing  # noqa: E402
from craftkit.accounts.models import Account, Project  # noqa: E402
from craftkit.lib.outbound.client import Outbound  # noqa: E402
from craftkit.lib.outbound.client import from_settings as web  # noqa: E402
from craftkit.lib.storage import from_settings  # noqa: E402
from ops.browser import chromium  # noqa: E402
from ops.places import ROOT, state_folder  # noqa: E402
from renders.chromium import Lane  # noqa: E402
from renders.models import Render  # noqa: E402
from renders.previewing import Draft  # noqa: E402
from renders.specimens import Press, print_specimen  # noqa: E402
from signatures import actions, consent, pades, sealing, seals  # noqa: E402
from signatures.actions.sending import MOST_BYTES, PdfTooLarge  # noqa: E402
from signatures.audit import Actor  # noqa: E402
from signatures.models import Recipient, SignatureRequest  # noqa: E402
from signatures.wishes import Wishes  # noqa: E402
from templates_app.models import Template, TemplateVersion  # noqa: E402

PEOPLE, FIELDS, PAGES = 20, 200, 40
SECONDS, MEGABYTES = 30.0, 1024.0
KINDS = ("signature", "text", "date", "checkbox", "text")
RESULTS = ROOT / "bench" / "results"


def paper(size: int) -> bytes:
    """A PDF of exactly so many bytes: pages with text and a picture that cannot be made smaller."""
    noise, side = random.Random(7), int((size // PAGES * 0.98) ** 0.5)
    with pikepdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        for number in range(PAGES):
            page = pdf.add_blank_page(page_size=(595, 842))
            shape = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side)
            shape.ColorSpace, shape.BitsPerComponent = Name.DeviceGray, 8
            picture = pdf.make_stream(noise.randbytes(side * side), shape)
            page.obj.Resources = Dictionary(Font=Dictionary(F=font), XObject=Dictionary(P=picture))
            words = f"q 400 0 0 400 90 300 cm /P Do Q BT /F 11 Tf 72 780 Td (Page {number + 1} of the lease) Tj ET"
            page.obj.Contents = pdf.make_stream(words.encode())
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
        rest = size - len(out.getvalue())
        pdf.Root.Filler = pdf.make_stream(noise.randbytes(rest - 600))
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    data = out.getvalue()
    return data + b"\n" * (size - len(data))


def document(project: Project, data: bytes) -> Render:
    """A finished render with these bytes."""
    template = Template(project=project, name="Lease", slug=f"lease-{len(data)}")
    template.give_inbound_credentials()
    template.save()
    version = TemplateVersion.objects.create(template=template, number=1, manifest={}, content={}, sample_data={})
    sha256 = hashlib.sha256(data).hexdigest()
    key = f"bench/{sha256}.pdf"
    from_settings().put(key, data, content_type="application/pdf")
    kept = {"pdf_key": key, "pdf_bytes": len(data), "pdf_sha256": sha256, "pages": PAGES, "status": "succeeded"}
    moments = dict.fromkeys(("created_at", "started_at", "completed_at"), timezone.now())
    return Render.objects.create(project=project, template=template, version=version, data={}, **kept, **moments)


def wishes() -> Wishes:
    """Everybody has ten fields, spread over the pages."""
    people = [
        {"firstName": f"Person {at}", "lastName": "Northwind", "email": f"p{at}@example.com", "designation": "Signer"}
        for at in range(PEOPLE)
    ]
    box = {"width": 16, "height": 3, "required": True}
    fields = [
        {
            **box,
            "type": KINDS[at % len(KINDS)],
            "recipientIndex": at % PEOPLE,
            "pageNumber": at % PAGES + 1,
            "x": 5 + 18 * (at // PAGES),
            "y": 80,
        }
        for at in range(FIELDS)
    ]
    return Wishes(recipients=people, fields=fields, name="The largest lease", facts={"is_embedded": True})


def drawn(number: int) -> str:
    """A signature as the page sends one, other for each."""
    picture, dice = Image.new("RGBA", (700, 260), (0, 0, 0, 0)), random.Random(number)
    points = [(at * 33, dice.randrange(20, 240)) for at in range(20)]
    ImageDraw.Draw(picture).line(points, fill=(23, 33, 90, 255), width=8)
    out = BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def sign_all(request: SignatureRequest) -> None:
    """Each draws once and writes the rest."""
    told = {"text": "Grüße aus dem Norden", "date": "2026-06-05", "checkbox": "on"}
    for one in Recipient.objects.select_related("request__project").filter(request=request).order_by("position"):
        by = Actor("recipient", one.name, "203.0.113.7", "Mozilla/5.0 (bench)")
        actions.note_view(recipient=one, by=by)
        sent = {str(row.pk): told.get(row.kind) or drawn(row.position) for row in one.fields.all()}
        actions.sign(recipient=one, sent=sent, consent_version=consent.VERSION, document=request.pdf_sha256, by=by)


def printer_of(lane: Lane, outbound: Outbound) -> Any:
    """What prints certificates as workers do."""
    press = Press(lane, from_settings(), outbound)

    def printer(draft: Draft) -> bytes:
        template = Template(project=draft.project, name=draft.name, locale=draft.locale)
        kept = {"manifest": draft.manifest.as_json(), "content": draft.content, "sample_data": {}}
        return print_specimen(TemplateVersion(template=template, number=0, **kept), press=press, data=draft.data).pdf

    return printer


def seal(project: Project, lane: Lane, outbound: Outbound) -> dict[str, float]:
    """From the last signature to the sealed PDF."""
    data = paper(MOST_BYTES)
    started = time.perf_counter()
    request, _ = actions.create_request(render=document(project, data), wishes=wishes())
    sent = time.perf_counter() - started
    sign_all(request)
    seals.current()
    with weighing() as seen:
        started, busy = time.perf_counter(), time.process_time()
        assert sealing.serve_next(worker="bench", store=from_settings(), printer=printer_of(lane, outbound))
        seconds, busy = time.perf_counter() - started, time.process_time() - busy
    request.refresh_from_db()
    signed = from_settings().get(request.signed_key)
    assert pades.inspect(signed).is_intact
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "bytes": len(data),
        "sending seconds": round(sent, 1),
        "seconds": round(seconds, 1),
        "of the process's own": round(busy, 1),
        "process MB": round(peak),
        "with browser MB": round(max(seen)),
        "sealed bytes": len(signed),
    }


def refused(project: Project) -> bool:
    """Whether a byte more is too large."""
    try:
        actions.create_request(render=document(project, paper(MOST_BYTES + 1)), wishes=wishes())
    except PdfTooLarge as error:
        return error.status == 413
    return False


def run() -> int:
    """Measure, print, judge."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    call_command("migrate", verbosity=0)
    project = Project.objects.create(account=Account.objects.create(name="Bench"), name="Bench", slug="bench")
    lane, outbound = Lane(executable=str(chromium(state_folder()))), web()
    lane.start()
    try:
        figures = seal(project, lane, outbound)
    finally:
        lane.stop()
    figures["a byte more is 413"] = refused(project)
    kept = figures["seconds"] < SECONDS and figures["with browser MB"] < MEGABYTES and figures["a byte more is 413"]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "signing.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures))
    print(f"{'kept' if kept else 'MISSED'}: the bars are {SECONDS:g} s, {MEGABYTES:g} MB and 413")
    return 0 if kept else 1


if __name__ == "__main__":
    code = run()
    FOLDER.cleanup()
    sys.exit(code)
