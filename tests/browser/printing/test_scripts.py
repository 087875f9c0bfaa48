"""Documents in other scripts than Latin: every character has a glyph, in the order and direction of its script."""

from __future__ import annotations

import pytest

from ops import fonts
from renders.chromium import Lane
from renders.inspection import inspect
from renders.options import PdfOptions

pytestmark = pytest.mark.browser
SHIPPED = {
    "vi": "Tiếng Việt, Łódź, İstanbul, Grüße",
    "el": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "uk": "Чуєш їх, доцю Їжачок",
}
INSTALLED = {
    "ar": ("fonts-noto-core", "فاتورة رقم ١٢٣ — صِف خَلقَ خَودٍ"),
    "fa": ("fonts-noto-core", "پیش‌فاکتور گچپژ ۱۲۳"),
    "he": ("fonts-noto-core", "חשבונית מס 123 — דג סקרן שט בים"),
    "hi": ("fonts-noto-core", "चालान संख्या १२३ — ऋषियों को सताने वाले"),
    "th": ("fonts-noto-core", "ใบแจ้งหนี้เลขที่ ๑๒๓"),
    "ja": ("fonts-noto-cjk", "領収書 いろはにほへと チリヌルヲ"),
    "zh-Hans": ("fonts-noto-cjk", "发票号码 天地玄黄"),
    "zh-Hant": ("fonts-noto-cjk", "發票號碼 天地玄黃"),
    "ko": ("fonts-noto-cjk", "영수증 번호 다람쥐"),
    "en": ("fonts-noto-color-emoji", "😀 ✅ ❤️ 👩‍💻 🇦🇹 1️⃣"),
}
MISSING = fonts.missing(fonts.FOLDERS)
# What the machine has: `make test` installs the rest where it may.
SAMPLES = {**SHIPPED, **{tag: text for tag, (package, text) in INSTALLED.items() if package not in MISSING}}


@pytest.mark.parametrize(("tag", "text"), SAMPLES.items(), ids=SAMPLES)
@pytest.mark.parametrize("style", ["font-family:Inter", "font:bold 9pt 'Liberation Serif'"])
def test_every_character_has_a_glyph(lane: Lane, tag: str, text: str, style: str) -> None:
    html = f'<!doctype html><html lang={tag}><meta charset=utf-8><p style="{style}">{text}'

    assert inspect(lane.print(html, tenant="acme", options=PdfOptions()).pdf) == []
