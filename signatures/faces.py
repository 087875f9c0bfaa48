"""The written faces that a typed signature may be set in, and which of them has the letters of a name."""

from __future__ import annotations

from pathlib import Path

from craftkit.lib.letters import WRITTEN, letters_of, missing

FOLDER = Path(__file__).parent / "stationery" / "faces"
FACES = {
    "great-vibes": ("Great Vibes", str(FOLDER / "GreatVibes-Regular.ttf")),
    "caveat": ("Caveat", str(FOLDER / "Caveat-Regular.ttf")),
    "allura": ("Allura", str(FOLDER / "Allura-Regular.ttf")),
}
# No face of these: an italic that has most alphabets.
ITALIC = ""


def place_of(face: str) -> str:
    """The font's file; that of the italic for a face that is no longer there."""
    return FACES[face][1] if face in FACES else WRITTEN


def suited(text: str, wanted: str) -> str:
    """The face that is wanted, else the first that has every letter, else the italic: never a box for a letter."""
    if wanted not in FACES:
        return ITALIC
    tried = [wanted, *(face for face in FACES if face != wanted)]
    return next((face for face in tried if not missing(text, place_of(face))), ITALIC)


def ranges_of(face: str) -> list[list[int]]:
    """The letters that a face has, as first and last of each run."""
    runs: list[list[int]] = []
    for letter in sorted(letters_of(place_of(face))):
        if runs and letter == runs[-1][1] + 1:
            runs[-1][1] = letter
        else:
            runs.append([letter, letter])
    return runs
