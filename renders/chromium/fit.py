"""Fit: makes the texts of a loaded page fit their boxes, by the browser's own measure, and tells which do not.

The screen breaks lines like paper but for rounding, so texts are measured in a box that is a hair narrower: what fits
there fits in print.
"""

from __future__ import annotations

# Answers the numbers, in the order of the page, of the texts that are cut off. The leading around the first and last
# line holds no ink, so that a box need not have room for it. Scripts of documents do not run; this one is ours.
FIT = """(() => {
  const cut = [];
  document.querySelectorAll('[data-fit]').forEach((text, number) => {
    const holder = text.parentElement, box = holder.getBoundingClientRect(), room = box.width * 0.995;
    const {fit} = text.dataset, size = +text.dataset.size, least = +text.dataset.least;
    const words = document.createRange();
    words.selectNodeContents(text);
    text.style.width = room + 'px';
    const holds = points => {
      text.style.fontSize = points + 'pt';
      const tall = text.getBoundingClientRect().height - (text.dataset.leading - 1) * points * 96 / 72;
      return tall <= box.height + 0.1 && words.getBoundingClientRect().width <= room + 0.1;
    };
    let fits = holds(size);
    if (!fits && fit === 'shrink') {
      const step = count => Math.max(least, size - count / 4);
      let few = 0, many = Math.ceil((size - least) * 4);
      fits = holds(step(many));
      while (fits && many - few > 1) {
        const middle = (few + many) >> 1;
        if (holds(step(middle))) many = middle; else few = middle;
      }
      if (fits) holds(step(many));
    }
    if (!fits && fit === 'shrink') {
      text.style.overflowWrap = 'anywhere';
      fits = holds(least);
    }
    text.style.width = '';
    if (!fits) {
      holder.classList.add('ck-cut');
      holder.style.justifyContent = 'flex-start';
      cut.push(number);
    }
  });
  return cut;
})()"""
