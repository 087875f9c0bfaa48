"""Grow: lets the margins of a loaded page grow until its header and footer fit, by the browser's own measure.

Margin boxes are in no document, so a twin of each is laid out, as wide as the browser will print it, and removed.
"""

from __future__ import annotations

from dataclasses import dataclass

from templates_app.compiler.bands import MEASURED

AIR_MM, LEAST_BODY_MM = 5, 20

# Widths are shared out as CSS Paged Media says. Answers what still does not fit: the side, whether it is only on the
# first page, whether it is too wide, and the millimetres that lack. Scripts of documents do not run; this one is ours.
GROW = """(() => {
  const own = name => Object.getOwnPropertyDescriptor(Document.prototype, name).get.call(document);
  const make = name => Document.prototype.createElement.call(document, name);
  const root = own('documentElement'), head = root.firstElementChild, rules = [], MM = 96 / 25.4;
  for (const sheet of own('styleSheets')) for (const rule of sheet.cssRules) {
    if (!(rule instanceof CSSPageRule)) continue;
    const [, name, first] = /^([\\w-]*)(:first)?$/.exec(rule.selectorText.trim()) ?? [];
    if (name === undefined) return [];
    rules.push({rule, name, first: !!first, weight: (name ? 2 : 0) + (first ? 1 : 0)});
  }
  const host = make('div'), lacking = [], grown = [];
  host.style.cssText = 'all:initial!important;position:absolute!important;visibility:hidden!important';
  root.append(host);
  const shadow = host.attachShadow({mode: 'closed'});
  const twins = (boxes, side) => ['left', 'center', 'right'].map(slot => {
    const css = boxes[side + '-' + slot] ?? '', twin = make('div'), before = make('style');
    twin.style.cssText = css;
    const content = twin.style.content;
    if (!content || content === 'none' || content === 'normal' || !css.includes('%(mark)s')) return null;
    before.textContent = `#${slot}::before{content:${content}}`;
    twin.id = slot;
    twin.style.display = 'block';
    twin.style.counterSet = 'page 88 pages 88';
    shadow.append(before, twin);
    const wide = width => { twin.style.width = width; return twin.getBoundingClientRect().width; };
    const least = wide('min-content'), most = wide('max-content'), look = getComputedStyle(twin);
    const address = /^url\\("(.*)"\\)$/s.exec(look.backgroundImage)?.[1], across = parseFloat(look.backgroundSize) || 0;
    const picture = address && globalThis.__sheet.pictures.find(one => one.src === address && one.naturalWidth);
    return {twin, least, most, across, tall: picture ? across * picture.naturalHeight / picture.naturalWidth : 0};
  });
  const share = (room, one, two) => {
    const of = (base, factors) => {
      const sum = factors[0] + factors[1];
      return base[0] + (room - base[0] - base[1]) * (sum ? factors[0] / sum : 0.5);
    };
    const most = [one.most, two.most], least = [one.least, two.least];
    if (most[0] + most[1] <= room) return of(most, most);
    if (least[0] + least[1] <= room) return of(least, [most[0] - least[0], most[1] - least[1]]);
    return of(least, least);
  };
  const widths = (room, [left, center, right]) => {
    if (!center) {
      const width = left && right ? share(room, left, right) : left ? room : 0;
      return [width, 0, room - width];
    }
    const outer = {};
    for (const name of ['least', 'most']) outer[name] = 2 * Math.max(left?.[name] ?? 0, right?.[name] ?? 0);
    const width = left || right ? share(room, center, outer) : room;
    return [(room - width) / 2, width, (room - width) / 2];
  };
  for (const name of new Set(['', ...rules.map(one => one.name)])) for (const first of [false, true]) {
    const page = make('div').style, boxes = {};
    let size;
    const fitting = rules.filter(one => (!one.name || one.name === name) && (!one.first || first));
    for (const {rule} of fitting.sort((a, b) => a.weight - b.weight)) {
      size = rule.style.size || size;
      page.cssText += ';' + rule.style.cssText;
      for (const box of rule.cssRules) boxes[box.name] = (boxes[box.name] ?? '') + ';' + box.style.cssText;
    }
    const [, width, height] = (/^([\\d.]+)mm ([\\d.]+)mm$/.exec(size) ?? []).map(Number);
    const margin = side => /^[\\d.]+mm$/.test(page['margin-' + side]) ? parseFloat(page['margin-' + side]) : NaN;
    const room = (width - margin('left') - margin('right')) * MM;
    const kept = {top: margin('top'), bottom: margin('bottom')}, wanted = {...kept};
    if (!(room > 0) || !(kept.top + kept.bottom >= 0)) continue;
    for (const side of ['top', 'bottom']) {
      const trio = twins(boxes, side), shares = widths(room, trio);
      let tall = 0, wide = 0;
      trio.forEach((box, at) => {
        if (!box) return;
        box.twin.style.minWidth = '0';
        box.twin.style.width = shares[at] * 0.998 + 'px';
        tall = Math.max(tall, box.tall, box.twin.getBoundingClientRect().height);
        wide = Math.max(wide, box.across - shares[at], box.twin.scrollWidth - shares[at]);
      });
      shadow.replaceChildren();
      if (tall / MM > kept[side] + 0.3) wanted[side] = Math.ceil(tall / MM + 2 * %(air)d);
      if (wide > 1.5) lacking.push([side, first, true, wide / MM]);
    }
    if (height - wanted.top - wanted.bottom < %(body)d) {
      for (const side of ['top', 'bottom'])
        if (wanted[side] > kept[side]) lacking.push([side, first, false, wanted[side] - kept[side]]);
      Object.assign(wanted, kept);
    }
    const isGrown = wanted.top > kept.top || wanted.bottom > kept.bottom;
    grown.push([isGrown, `@page ${name}${first ? ':first' : ''}{margin-top:${wanted.top}mm!important;` +
      `margin-bottom:${wanted.bottom}mm!important}`]);
  }
  host.remove();
  if (grown.some(([isGrown]) => isGrown)) {
    const style = make('style');
    style.textContent = grown.map(([, rule]) => rule).join('');
    head.append(style);
  }
  return lacking;
})()""" % {"mark": MEASURED.replace(":", ": "), "air": AIR_MM, "body": LEAST_BODY_MM}  # noqa: UP031 - braces are the script's


@dataclass(frozen=True, slots=True)
class Tight:
    """A header (`top`) or footer that does not fit and cannot: too wide or too tall, by so many millimetres."""

    side: str
    is_first: bool
    is_wide: bool
    lacking: float
