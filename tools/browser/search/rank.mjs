// The entries that answer a query, the best first.

import { groupBy } from "./index.mjs";
import { wanted } from "./match.mjs";
import { marked, snippet } from "./show.mjs";
import { EMPTY } from "./words.mjs";

/** @typedef {import("./types").Entry} Entry */
/** @typedef {import("./types").Field} Field */
/** @typedef {import("./types").Hit} Hit */
/** @typedef {import("./types").Hits} Hits */
/** @typedef {import("./types").Index} Index */
/** @typedef {import("./types").Item} Item */
/** @typedef {import("./types").Wanted} Wanted */

// Times the grade (see match.mjs). In a title 5 to 10, the more of the title the query is; in a text 4.4
// to 5.9, the oftener; among a page's tags, or for a section in the title of its page, 2. So a word in
// a title comes before its inflection there, and that before the same in a text, and so on.
const TITLE = 10;
const TEXT = 4.4;
const OFTEN = 1.5;
const ASIDE = 2;
const ALSO = 0.3; // of the worse where a word stands in both title and text
const PAGE = 1.25; // times that for the title of a page rather than of a section
const TOGETHER = 3; // where two words of the query stand side by side; twice that in a title
const SECTIONS = 8; // of a page, at most
const MARKED = 12; // words at most that Material is asked to mark on the page

/** What Material asks for: a list for each page, the page itself in it. @param {Index} index @param {string} query @returns {Item[][]} */
export function search(index, query) {
  const asked = wanted(index, query);
  const hits = collect(asked);
  const weights = weigh(index, asked);
  const ranked = [...hits.keys()]
    .map((number) => ({ number, ...score(index, weights, hits, number) }))
    .filter(({ lacking }) => lacking.length <= asked.length / 2)
    .sort((one, other) => other.score - one.score || one.number - other.number);
  const groups = groupBy(ranked, ({ number }) => index.entries[number].page);
  return [...groups].map(([page, members]) => {
    const items = members.slice(0, SECTIONS).map(({ number, score, lacking }) =>
      itemOf(index.entries[number], /** @type {Hits} */ (hits.get(number)), asked, lacking, score),
    );
    const { doc, title } = index.entries[page];
    const hasPage = items.some(({ location }) => location === doc.location);
    const own = { location: doc.location, title: title.shown, text: "", score: 0, terms: {} };
    return hasPage ? items : [...items, own];
  });
}

/** By entry. @param {Wanted[]} asked @returns {Map<number, Hits>} */
function collect(asked) {
  const hits = new Map();
  asked.forEach(({ answers }, which) => {
    for (const [word, grade] of answers) {
      for (const [number, place] of word.places) {
        const all = hits.get(number) ?? { title: [], text: [], tags: [] };
        hits.set(number, all);
        for (const field of /** @type {const} */ (["title", "text", "tags"])) {
          for (const token of place[field]) all[field].push({ token, which, grade });
        }
      }
    }
  });
  return hits;
}

/** Rare words tell more. The weights of a query's words have the mean 1. @param {Index} index @param {Wanted[]} asked */
function weigh({ entries }, asked) {
  const rarity = asked.map(({ answers }) => {
    const numbers = new Set([...answers.keys()].flatMap(({ places }) => [...places.keys()]));
    return Math.log(1 + entries.length / (numbers.size || 1));
  });
  const mean = rarity.reduce((sum, each) => sum + each, 0) / rarity.length;
  return rarity.map((each) => each / mean);
}

/** How well an entry answers, and the words of the query that it lacks. @param {Index} index @param {number[]} weights @param {Map<number, Hits>} hits @param {number} number */
function score({ entries }, weights, hits, number) {
  const { doc, page, title, text } = entries[number];
  const own = /** @type {Hits} */ (hits.get(number));
  const above = page === number ? [] : (hits.get(page)?.title ?? []);
  const titleHits = inTitle(title, own.title);
  const half = 3 + text.tokens.length / 100; // a word in passing weighs less in a long text
  const lacking = [];
  let sum = 0;
  for (const [which, weight] of weights.entries()) {
    const best = { title: bestOf(titleHits, which), text: bestOf(own.text, which) };
    const aside = Math.max(bestOf(own.tags, which), bestOf(above, which));
    if (!best.title && !best.text && !aside) lacking.push(which);
    const often = own.text.reduce((so, hit) => so + (hit.which === which ? hit.grade : 0), 0);
    const byTitle = best.title * TITLE * (page === number ? PAGE : 1);
    const byText = best.text * (TEXT + (OFTEN * often) / (often + half)) + ASIDE * aside;
    sum += weight * (Math.max(byTitle, byText) + ALSO * Math.min(byTitle, byText));
  }
  sum += TOGETHER * Math.max(2 * sideBySide(title, titleHits), sideBySide(text, own.text));
  // what lacks a word comes after what has them all, unless it is much the better
  const found = 1 - lacking.length / weights.length;
  return { score: sum * found ** 2 * (doc.boost ?? 1), lacking };
}

/**
 * Hits in a title, worth the more the more of it they are; of one of its names, where it has several:
 * »Arbetsförmedlingen (AF)«. A number first (»2. Arbete«) and words such as »för« are not counted.
 * @param {Field} title @param {Hit[]} hits @returns {Hit[]}
 */
function inTitle({ shown, tokens }, hits) {
  if (!hits.length) return [];
  const named = (/** @type {number} */ token) => shown.slice(0, tokens[token].start).split(/[(),]/).length;
  const spans = hits.map(({ token }) => tokens[token]);
  const counts = new Map();
  tokens.forEach(({ word, start, end }, token) => {
    if (EMPTY.has(word.text) || word.text.includes(" ") || (!token && /^\d/.test(word.text))) return;
    const count = counts.get(named(token)) ?? { all: 0, found: 0 };
    count.all += 1;
    count.found += Number(spans.some((span) => span.start <= start && end <= span.end));
    counts.set(named(token), count);
  });
  return hits.map((hit) => {
    const { all, found } = counts.get(named(hit.token)) ?? { all: 1, found: 1 };
    return { ...hit, grade: (hit.grade * (1 + found / all)) / 2 };
  });
}

/** @param {Hit[]} hits @param {number} which @returns {number} */
function bestOf(hits, which) {
  return hits.reduce((best, hit) => (hit.which === which && hit.grade > best ? hit.grade : best), 0);
}

/** How many pairs of neighbours in the query are neighbours here, each by its grade. @param {Field} field @param {Hit[]} hits @returns {number} */
function sideBySide({ tokens }, hits) {
  const best = new Map();
  const single = hits.filter(({ token }) => !tokens[token].word.text.includes(" "));
  const byToken = groupBy(single, ({ token }) => token);
  for (const { token, which, grade } of single) {
    const before = [...(byToken.get(token - 1) ?? []), ...(byToken.get(token - 2) ?? [])];
    const pair = Math.min(grade, bestOf(before, which - 1));
    if (pair > (best.get(which) ?? 0)) best.set(which, pair);
  }
  return [...best.values()].reduce((sum, each) => sum + each, 0);
}

/** @param {Entry} entry @param {Hits} hits @param {Wanted[]} asked @param {number[]} lacking @param {number} score @returns {Item} */
function itemOf({ doc, title, text, tags }, hits, asked, lacking, score) {
  const shown = snippet(text, hits.text);
  // Material marks on the page whatever is true here, and of two words the first: long ones first
  const found = new Set([...wordsAt(title, hits.title), ...wordsAt(text, hits.text)]);
  const longest = [...found].sort((one, other) => other.length - one.length).slice(0, MARKED);
  return {
    location: doc.location,
    title: marked(title, hits.title),
    text: shown && `<p>${shown}</p>`,
    ...(hits.tags.length && { tags: marked(tags, hits.tags).split(" · ") }),
    score,
    terms: Object.fromEntries([
      ...longest.map((word) => [word, true]),
      ...lacking.map((which) => [asked[which].text, false]),
    ]),
  };
}

/** Words to mark: three letters or more, and of a term of several words the telling ones. @param {Field} field @param {Hit[]} hits @returns {string[]} */
function wordsAt({ tokens }, hits) {
  const words = hits.flatMap(({ token }) => {
    const { word, start, end } = tokens[token];
    const isTerm = word.text.includes(" ");
    return isTerm ? tokens.filter((each) => start <= each.start && each.end <= end) : [tokens[token]];
  });
  return words
    .map(({ word }) => word.text)
    .filter((text) => text.length > 2 && !text.includes(" ") && !EMPTY.has(text));
}
