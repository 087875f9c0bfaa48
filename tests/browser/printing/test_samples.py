"""The samples on paper: what they say, how they look, and that they come out alike each time.

`RENEW_SAMPLES=1` writes the pictures anew; look at each before committing it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from PIL import Image, ImageChops

from craftkit.lib import outbound
from craftkit.lib.storage import from_settings
from renders.pictures import page_pictures
from renders.places import find_fields
from renders.specimens import Press, Specimen, print_specimen
from templates_app.actions import start_from
from templates_app.models import TemplateVersion
from templates_app.samples import Sample, sample_of, samples
from tests.browser.printing.test_documents import MM

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PICTURES = Path(settings.BASE_DIR) / "static" / "assets" / "samples"
WIDTH = 420
# Few colours cost up to 14, and other builds of a browser smooth letters differently; moved by a dot it is over 40.
TOLERANCE = 25
SHIPPED = ("Inter", "Liberation")
NOTO = {"arabic-invoice": ("NotoSansArabic",), "japanese-receipt": ("NotoSansCJK",)}
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
each_sample = pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.slug)


@pytest.fixture
def press(lane, db) -> Press:
    return Press(lane, from_settings(), outbound.from_settings())


def version_of(sample: Sample, acme: Any) -> TemplateVersion:
    """The sample as a template of acme's."""
    return start_from(project=acme.project, sample=sample)


def letters(text: str) -> str:
    """Text without blanks and marks that paper does not show, in one form of each letter."""
    return INVISIBLE.sub("", "".join(unicodedata.normalize("NFKC", text).split()))


def shown_by(html: str) -> str:
    """The words of the page in reading order; drawings have theirs as pictures."""
    body = html.split("<body", 1)[1].split(">", 1)[1]
    plain = re.sub(r"<svg.*?</svg>|<style.*?</style>", " ", body, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", " ", plain))


def text_of(pdf: bytes, tmp_path: Path, page: int | None = None) -> str:
    """What pdftotext reads, in the order in which it was written."""
    tool = shutil.which("pdftotext")
    assert tool, "Install poppler-utils."
    path = tmp_path / "sample.pdf"
    path.write_bytes(pdf)
    pages = ["-f", str(page), "-l", str(page)] if page else []
    ended = subprocess.run([tool, "-raw", *pages, str(path), "-"], capture_output=True, check=True)
    return ended.stdout.decode()


def leaves(value: Any) -> list[str]:
    """The lines of every text in some data, pictures apart."""
    if isinstance(value, dict | list):
        return [leaf for child in (value.values() if isinstance(value, dict) else value) for leaf in leaves(child)]
    is_shown = isinstance(value, str) and not value.startswith("data:") and not re.match(r"\d{4}-\d\d-\d\d", value)
    return [line for line in value.splitlines() if line] if is_shown else []


def fonts_of(pdf: bytes) -> set[str]:
    """The names of the fonts in a PDF, without the tags of their subsets."""
    with pikepdf.open(BytesIO(pdf)) as document:
        fonts = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item]
        return {str(font.BaseFont).lstrip("/").partition("+")[2] for font in fonts}


@each_sample
def test_a_sample_says_what_its_data_says_without_warnings(sample, acme, press, tmp_path):
    specimen = print_specimen(version_of(sample, acme), press=press)

    assert specimen.warnings == ()
    text = text_of(specimen.pdf, tmp_path)
    said, in_order = letters(text), letters(shown_by(specimen.page.html))
    if sample.locale == "ar":
        assert [leaf for leaf in leaves(sample.data) if not is_on_a_line(leaf, text.splitlines())] == []
    else:
        assert [leaf for leaf in leaves(sample.data) if letters(leaf).casefold() not in said.casefold()] == []
        assert is_within(in_order, said)
    assert surplus(said, in_order, beside_the_text(specimen.page.html, specimen.finished.pages)) == {}


def surplus(said: str, wanted: str, beside: str) -> Counter[str]:
    """The letters of a PDF that nobody put in: neither the text of the page nor what stands beside it has them."""
    return Counter(said.casefold()) - Counter(wanted.casefold()) - Counter(letters(beside).casefold())


def beside_the_text(html: str, pages: int) -> str:
    """What paper shows beside the text: the bands of every page, words of drawings, marks of ordered lists."""
    drawn = re.findall(r"<text[^>]*>(.*?)</text>", html, re.DOTALL)
    marks = [
        f"{chr(ord('a') + at)}."
        for part in re.findall(r"<ol.*?</ol>", html, re.DOTALL)
        for at in range(part.count("<li"))
    ]
    bands = [words_of_bands(html, number, pages) for number in range(1, pages + 1)]
    return unescape(re.sub("<[^>]*>", " ", " ".join([*drawn, *marks]))) + " ".join(bands)


def words_of_bands(html: str, number: int, pages: int) -> str:
    """What the margin boxes of a page say; those of the first page stand in for the common ones."""
    boxes: dict[str, str] = {}
    for which in ("", " :first") if number == 1 else ("",):
        rule = re.search(rf"@page{which}\{{(@(?:top|bottom).*?\}})\}}", html)
        boxes |= dict(re.findall(r"@((?:top|bottom)-\w+)\{content:([^;}]*)", rule[1] if rule else ""))
    said = re.sub(r'"|counter\(page\)', "", " ".join(boxes.values()).replace("counter(pages)", str(pages)))
    count = sum(content.count("counter(page)") for content in boxes.values())
    return re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), said) + str(number) * count


def is_within(wanted: str, said: str) -> bool:
    """Whether all letters wanted come in their order; the text of bands and drawings may stand between."""
    rest = iter(said)
    return all(letter in rest for letter in wanted)


def is_on_a_line(leaf: str, lines: list[str]) -> bool:
    """Whether a line, or two, has these letters; pdftotext writes the words of Arabic lines from the left."""
    pairs = (Counter(letters(one + two)) for one, two in zip(lines, [*lines[1:], ""], strict=True))
    return any(Counter(letters(leaf)) <= pair for pair in pairs)


@each_sample
def test_a_sample_prints_to_the_same_bytes_with_fonts_that_everybody_has(sample, acme, press):
    version = version_of(sample, acme)

    first, second = print_specimen(version, press=press), print_specimen(version, press=press)

    assert first.finished.sha256 == second.finished.sha256
    allowed = (*SHIPPED, *NOTO.get(sample.slug, ()))
    assert [font for font in fonts_of(first.pdf) if not font.startswith(allowed)] == []


@each_sample
def test_a_sample_looks_like_its_picture(sample, acme, press):
    pages = page_pictures(print_specimen(version_of(sample, acme), press=press).pdf, width=WIDTH)
    if os.environ.get("RENEW_SAMPLES"):
        renew(sample.slug, pages)

    stored = sorted(PICTURES.glob(f"{sample.slug}-[0-9].png"))
    assert len(stored) == len(pages)
    for path, page in zip(stored, pages, strict=True):
        known = Image.open(path).convert("RGB")
        assert known.size == page.size, path.name
        assert distance(known, page.convert("RGB")) < TOLERANCE, path.name


def renew(slug: str, pages: list[Image.Image]) -> None:
    """The pictures of a sample, small in colours too."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for path in PICTURES.glob(f"{slug}-[0-9].png"):
        path.unlink()
    for number, page in enumerate(pages, start=1):
        page.convert("RGB").quantize(32).save(PICTURES / f"{slug}-{number}.png", optimize=True)


def distance(one: Image.Image, other: Image.Image) -> int:
    """How far apart two pictures are at the worst place, from 0 to 255, when looked at from a step away."""
    blurred = ImageChops.difference(one, other).convert("L").reduce(10)
    return max(value for value, count in enumerate(blurred.histogram()) if count)


def test_the_letter_s_address_stands_in_the_window(acme, press, tmp_path):
    letter = sample_of("letter")
    assert letter
    specimen = print_specimen(version_of(letter, acme), press=press)

    left, top, right, bottom = box_of(specimen, ("Acme Corp", "Germany"), tmp_path)

    assert 20 <= left <= right <= 105
    assert 45 + 12.7 <= top <= bottom <= 90


def box_of(specimen: Specimen, lines: tuple[str, str], tmp_path: Path) -> tuple[float, float, float, float]:
    """The rectangle from the first to the last of some lines on page 1, in mm from the left and the top."""
    tool = shutil.which("pdftotext")
    assert tool, "Install poppler-utils."
    path = tmp_path / "letter.pdf"
    path.write_bytes(specimen.pdf)
    page = subprocess.run([tool, "-bbox", "-f", "1", "-l", "1", str(path), "-"], capture_output=True, check=True)
    found = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', page.stdout.decode()
    )
    words = [word[4] for word in found]
    start, end = words.index(lines[0].split()[0]), words.index(lines[1])
    boxes = [tuple(float(edge) / MM for edge in word[:4]) for word in found[start : end + 1]]
    address = [box for box in boxes if box[0] < 105]
    lefts, tops, rights, bottoms = zip(*address, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def test_both_parties_of_the_contract_have_their_fields(acme, press):
    contract = sample_of("contract")
    assert contract

    fields = find_fields(print_specimen(version_of(contract, acme), press=press).pdf)

    assert {field.field_id for field in fields} == {
        f"{party}-{what}" for party in ("provider", "client") for what in ("signature", "name", "date")
    }
    assert {field.page for field in fields} == {2}
