// Marks words in a text area: a copy of its text lies behind it, with the words marked, and scrolls with it.
// The CSS Custom Highlight API does not reach into a text area.

import { el, need } from "./dom.mjs";

/** @typedef {{start: number, end: number}} Stretch code points, as Python counts them */

/** Where a code point stands among UTF-16's units. @param {string} text @returns {(point: number) => number} */
export function unitsOf(text) {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (point) => Math.min(point, text.length);
  /** @type {number[]} */
  const places = [];
  let place = 0;
  for (const point of text) {
    places.push(place);
    place += point.length;
  }
  return (point) => places[point] ?? text.length;
}

/** @param {HTMLTextAreaElement} area */
export function marking(area) {
  const backdrop = /** @type {HTMLElement} */ (need(/** @type {Element} */ (area.parentElement), ".backdrop"));

  const follow = () => {
    backdrop.scrollTop = area.scrollTop;
    backdrop.scrollLeft = area.scrollLeft;
  };
  // A scroll bar takes of the text's width: the copy must break its lines at the same words.
  const fit = () => {
    const borders = 2 * area.clientLeft;
    backdrop.style.width = `${area.clientWidth + borders}px`;
    backdrop.style.height = `${area.clientHeight + borders}px`;
    follow();
  };
  area.addEventListener("scroll", follow, { passive: true });
  new ResizeObserver(fit).observe(area);

  return {
    /** @param {Stretch[]} stretches none: nothing is marked */
    show(stretches) {
      const text = area.value;
      const at = unitsOf(text);
      /** @type {(string | Node)[]} */
      const parts = [];
      let done = 0;
      for (const { start, end } of [...stretches].sort((one, other) => one.start - other.start)) {
        const [from, to] = [Math.max(done, at(start)), at(end)];
        if (to <= from) continue;
        parts.push(text.slice(done, from), el("mark", {}, text.slice(from, to)));
        done = to;
      }
      if (parts.length) parts.push(text.slice(done), "\n"); // or a last empty line would have no height
      backdrop.replaceChildren(...parts);
      fit();
    },
    /** The reader is taken to the first marked word. @param {Stretch[]} stretches */
    go(stretches) {
      area.focus();
      const [first] = stretches;
      if (!first) return;
      const place = unitsOf(area.value)(first.start);
      area.setSelectionRange(place, place);
      const mark = /** @type {HTMLElement | null} */ (backdrop.querySelector("mark"));
      if (mark) area.scrollTop = mark.offsetTop - area.clientHeight / 3;
    },
  };
}
