"""The browser's list of fonts."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from renders.chromium.fonts import BUNDLED, font_config


def test_bundled_fonts_come_first() -> None:
    tree = ElementTree.fromstring(font_config(Path("/a & b"), Path("/cache")))

    assert [folder.text for folder in tree.iter("dir")] == ["/a & b", "/usr/share/fonts", "/usr/local/share/fonts"]


def test_the_machine_s_copies_of_bundled_families_are_hidden() -> None:
    tree = ElementTree.fromstring(font_config(BUNDLED, Path("/cache")))

    assert "/usr/share/fonts/*/Inter*" in [glob.text for glob in tree.iter("glob")]


def test_every_family_is_there_in_four_faces_with_its_licence() -> None:
    faces = {path.name for path in BUNDLED.rglob("*.ttf")}

    for family in ("Inter", "LiberationSans", "LiberationSerif", "LiberationMono"):
        assert {f"{family}-{face}.ttf" for face in ("Regular", "Italic", "Bold", "BoldItalic")} <= faces
    assert {"Inter-Medium.ttf", "Inter-SemiBold.ttf"} <= faces
    assert {path.parent.name for path in BUNDLED.rglob("OFL.txt")} == {"inter", "liberation"}


def test_all_bundled_fonts_are_static_truetype() -> None:
    for path in BUNDLED.rglob("*.ttf"):
        data = path.read_bytes()
        tables = {data[at : at + 4] for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16)}
        assert b"glyf" in tables, path.name
        assert b"fvar" not in tables, path.name
