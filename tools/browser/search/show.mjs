// What is shown of an entry: its title and the passage that answers best, the words found marked.

/** @typedef {import("./types").Field} Field */
/** @typedef {import("./types").Hit} Hit */

const BEFORE = 60; // letters shown before the passage
const PASSAGE = 180; // and of it

/** A text with the words found in <mark>. @param {Field} field @param {Hit[]} hits @param {number} from @param {number} to */
export function marked({ shown, tokens }, hits, from = 0, to = shown.length) {
  let html = "";
  let at = from;
  // a term of several words stands over its words
  const found = hits
    .map(({ token }) => tokens[token])
    .sort((one, other) => one.start - other.start || other.end - one.end);
  for (const { start, end } of found) {
    if (start < at || end > to) continue;
    html += `${shown.slice(at, start)}<mark>${shown.slice(start, end)}</mark>`;
    at = end;
  }
  return html + shown.slice(at, to);
}

/** The passage that answers most words of the query best; the beginning where none does. @param {Field} field @param {Hit[]} hits */
export function snippet(field, hits) {
  const { shown, tokens } = field;
  const placed = hits
    .map((hit) => ({ ...hit, ...tokens[hit.token] }))
    .sort((one, other) => one.start - other.start);
  let best = { worth: 0, start: 0 };
  placed.forEach(({ start }, first) => {
    const grades = new Map();
    for (let at = first; at < placed.length && placed[at].end < start + PASSAGE; at += 1) {
      const { which, grade } = placed[at];
      grades.set(which, Math.max(grades.get(which) ?? 0, grade) + 0.01);
    }
    const worth = [...grades.values()].reduce((sum, grade) => sum + grade, 0);
    if (worth > best.worth) best = { worth, start };
  });
  const from = best.start > BEFORE ? shown.indexOf(" ", best.start - BEFORE) + 1 : 0;
  const far = best.start + PASSAGE;
  const to = far < shown.length ? shown.lastIndexOf(" ", far) : shown.length;
  return (from ? "… " : "") + marked(field, hits, from, to) + (to < shown.length ? " …" : "");
}
