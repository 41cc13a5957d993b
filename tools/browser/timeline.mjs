// The picture of a case: periods, gaps, the chain's steps and today. Drawn for the width it gets, so
// that the letters keep their size on a phone; on paper it is scaled as a whole.

import { dayOf, inWords, isoOf, monthName, monthsBetween, today as todayIs } from "./dates.mjs";
import { el, svg } from "./dom.mjs";

/** @typedef {import("./types").Result} Result */
/** @typedef {import("./types").Period} Period */

const EDGE = 14;
const TOP = 62; // room for three rows of labels
const FULL = 40; // the height of a bar at 100 %
const LETTER = 6.6; // the width of one, about

/**
 * @param {Result} result
 * @param {number} width in CSS pixels
 */
export function timeline(result, width) {
  const chain = result.chains.find((each) => each.latest);
  if (!chain) return null;
  const today = dayOf(result.as_of);
  const periods = chain.periods.map((period) => ({
    ...period,
    first: dayOf(period.start),
    last: period.end ? dayOf(period.end) : Math.max(today, dayOf(period.start)),
  }));
  const steps = result.milestones
    .filter((milestone) => milestone.short && milestone.date)
    .map((milestone) => ({ ...milestone, day: dayOf(/** @type {string} */ (milestone.date)) }));
  const first = periods[0].first;
  const reached = Math.max(today, ...periods.map((period) => period.last));
  const next = steps.find((step) => step.day > reached)?.day ?? reached;
  const last = Math.max(reached, next, first + 14);
  const shown = steps.filter((step) => step.day <= last);
  const x = (/** @type {number} */ day) =>
    EDGE + ((day - first) / (last + 1 - first)) * (width - 2 * EDGE);

  const base = TOP + FULL;
  const picture = svg(
    "svg",
    {
      class: "timeline",
      viewBox: `0 0 ${width} ${base + 44}`,
      width: "100%",
      role: "img",
      "aria-label": "Tidslinje. Samma uppgifter står i »Bilden i ord« under bilden.",
    },
    svg("line", { class: "axis", x1: EDGE, x2: width - EDGE, y1: base, y2: base }),
    ...months(first, last, x, base, width),
    ...gaps(periods, x, base),
    ...periods.map((period) => bar(period, x, base)),
    ...labels(shown, today >= first && today <= last ? today : null, x, base, width),
  );
  return el(
    "figure",
    { class: "timeline-figure" },
    picture,
    el(
      "figcaption",
      {},
      el(
        "details",
        { "data-id": "words" },
        el("summary", {}, "Bilden i ord"),
        el("ul", {}, ...inText(periods, shown, result.as_of).map((text) => el("li", {}, text))),
      ),
    ),
  );
}

/**
 * @param {{first: number, last: number, degree: number, end: string | null}} period
 * @param {(day: number) => number} x
 * @param {number} base
 */
function bar(period, x, base) {
  const left = x(period.first);
  const width = Math.max(2, x(period.last + 1) - left);
  const height = (FULL * period.degree) / 100;
  const text = `${period.degree} %${period.end ? "" : " →"}`;
  return svg(
    "g",
    {},
    svg("rect", { class: "bar", x: left, y: base - height, width, height }),
    width > text.length * LETTER + 8 &&
      height >= 20 &&
      svg("text", { class: "on-bar", x: left + width / 2, y: base - height / 2 + 4 }, text),
  );
}

/**
 * @param {{first: number, last: number}[]} periods
 * @param {(day: number) => number} x
 * @param {number} base
 */
function gaps(periods, x, base) {
  return periods.slice(1).flatMap((period, index) => {
    const free = period.first - periods[index].last - 1;
    if (free < 1) return [];
    const [left, right] = [x(periods[index].last + 1), x(period.first)];
    const text = `${free} d`;
    return [
      svg("line", { class: "gap", x1: left, x2: right, y1: base - 8, y2: base - 8 }),
      right - left > text.length * LETTER + 6 &&
        svg("text", { class: "gap-text", x: (left + right) / 2, y: base - 13 }, text),
    ];
  });
}

/**
 * Month names under the axis, as many as there is room for.
 * @param {number} first @param {number} last @param {(day: number) => number} x
 * @param {number} base @param {number} width
 */
function months(first, last, x, base, width) {
  const room = Math.max(1, Math.floor((width - 2 * EDGE) / 62));
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((each) => (last - first) / 30.4 / each <= room) ?? 240;
  const ticks = monthsBetween(first, last, step);
  return ticks.flatMap((day, index) => {
    const withYear = index === 0 || isoOf(day).slice(5, 7) === "01";
    const name = monthName(day, false);
    const here = x(day);
    const fits = here + 24 < width;
    return [
      svg("line", { class: "tick", x1: here, x2: here, y1: base, y2: base + 6 }),
      fits && svg("text", { class: "month", x: here, y: base + 20 }, name),
      fits && withYear && svg("text", { class: "month", x: here, y: base + 36 }, isoOf(day).slice(0, 4)),
    ];
  });
}

/**
 * The steps' lines and names, and today's; a name that would collide goes to the upper row.
 * @param {{day: number, short?: string}[]} steps @param {number | null} today
 * @param {(day: number) => number} x @param {number} base @param {number} width
 */
function labels(steps, today, x, base, width) {
  const marks = steps.map((step) => ({ day: step.day, text: `dag ${step.short}`, kind: "step" }));
  if (today !== null) marks.push({ day: today, text: isoOf(today) === todayIs() ? "i dag" : "vald dag", kind: "today" });
  marks.sort((one, other) => one.day - other.day);
  const taken = [0, 1, 2].map(() => /** @type {[number, number][]} */ ([])); // by row, the lowest first
  return marks.flatMap(({ day, text, kind }) => {
    const here = x(day);
    const half = (text.length * LETTER) / 2;
    const middle = Math.min(Math.max(here, half + 2), width - half - 2);
    const [from, to] = [middle - half - 3, middle + half + 3];
    const row = taken.findIndex((each) => each.every(([left, right]) => to < left || from > right));
    if (row >= 0) taken[row].push([from, to]);
    const y = TOP - 12 - 16 * Math.max(0, row);
    return [
      svg("line", { class: kind, x1: here, x2: here, y1: y + 4, y2: base }),
      row >= 0 && svg("text", { class: `${kind}-text`, x: middle, y }, text), // else it is said in words
    ];
  });
}

/**
 * @param {(Period & {first: number, last: number})[]} periods
 * @param {{date: string | null, short?: string, title: string}[]} steps
 * @param {string} asOf
 */
function inText(periods, steps, asOf) {
  const lines = periods.flatMap((period, index) => {
    const free = index ? period.first - periods[index - 1].last - 1 : 0;
    const end = period.end ? inWords(period.end) : "pågår";
    const said = `${inWords(period.start)} – ${end}: ${period.degree} %`;
    return free > 0 ? [`Uppehåll ${free} hela dagar`, said] : [said];
  });
  for (const step of steps) lines.push(`Dag ${step.short}, ${inWords(String(step.date))}: ${step.title}`);
  return [...lines, `Räknat ${inWords(asOf)}`];
}
