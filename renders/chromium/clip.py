"""Clip: finds words that boxes of a loaded page cut off, laid out as wide as on paper, by the browser's own measure."""

from __future__ import annotations

import re
from dataclasses import dataclass

PIXELS_PER_MM = 96 / 25.4
MOST_BOXES, MOST_WORDS, NAMED = 20, 2000, 8
# Without one of these no box hides anything, and nothing need be measured.
HIDING = re.compile(r"\boverflow\b|overflow-[xyib]|line-clamp|\bcontain\b", re.I)
# A box smaller than a dot or two hides its text on purpose. Leading may be cut, ink may not: a quarter of a word's
# height is leading. Names of elements may hide the document's own members, but not its prototype's. Scripts of
# documents do not run; this one is ours.
CLIPPED = """(() => {
  const found = [], of = Document.prototype;
  for (const box of of.querySelectorAll.call(document, 'body *')) {
    if (found.length >= %(boxes)d) break;
    const style = getComputedStyle(box), room = box.getBoundingClientRect();
    const hidesAcross = style.overflowX !== 'visible' || /paint|strict|content/.test(style.contain);
    const hidesDown = style.overflowY !== 'visible' || /paint|strict|content/.test(style.contain);
    if (!(hidesAcross || hidesDown) || room.width <= 2 || room.height <= 2) continue;
    if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight) continue;
    const left = room.left + box.clientLeft, top = room.top + box.clientTop;
    const right = left + box.clientWidth, bottom = top + box.clientHeight;
    const texts = of.createTreeWalker.call(document, box, NodeFilter.SHOW_TEXT), range = new Range(), lost = [];
    let count = 0, shown = '';
    for (let text = texts.nextNode(); text && count < %(words)d; text = texts.nextNode()) {
      for (const word of text.data.matchAll(/\\S+/g)) {
        if (++count > %(words)d) break;
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const ends = [...range.getClientRects()].filter(rect => rect.width && rect.height);
        const isCut = ends.some(rect =>
          hidesDown && (rect.bottom - bottom > rect.height / 4 || top - rect.top > rect.height / 4) ||
          hidesAcross && (rect.right - right > 1.5 || left - rect.left > 1.5));
        if (isCut) lost.push(word[0].slice(0, 60));
        else if (ends.length && !lost.length && shown.length < 60) shown += word[0].slice(0, 60) + ' ';
      }
    }
    if (lost.length) found.push([shown.trim(), lost.slice(0, %(named)d).join(' '), lost.length]);
  }
  return found;
})()""" % {"boxes": MOST_BOXES, "words": MOST_WORDS, "named": NAMED}  # noqa: UP031 - braces are the script's


@dataclass(frozen=True, slots=True)
class Clipped:
    """Words that a box cuts off: what it shows before them, the first few, and how many there are."""

    shown: str
    words: str
    count: int
