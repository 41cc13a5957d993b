// The index in memory: which words the site has and where they stand.

import { formOf, wordsOf } from "./words.mjs";

/** @typedef {import("./types").Doc} Doc */
/** @typedef {import("./types").Entry} Entry */
/** @typedef {import("./types").Field} Field */
/** @typedef {import("./types").Form} Form */
/** @typedef {import("./types").Index} Index */
/** @typedef {import("./types").Token} Token */
/** @typedef {import("./types").Word} Word */

const FIELDS = /** @type {const} */ (["title", "text", "tags"]);

/** @param {Doc[]} docs a page before its sections, as Material writes them @param {string[][]} synonyms @returns {Index} */
export function prepare(docs, synonyms) {
  /** @type {Map<string, Word>} */
  const words = new Map();
  const known = (/** @type {string} */ text) => {
    let word = words.get(text);
    if (!word) words.set(text, (word = { ...formOf(text), places: new Map() }));
    return word;
  };
  const groups = synonyms.map((group) =>
    group.map((term) => wordsOf(term).map(({ text }) => formOf(text))),
  );
  const phrases = groupBy(
    groups.flat().filter((term) => term.length > 1),
    ([first]) => first.stem,
  );
  /** @param {string} html @returns {Field} */
  const fieldOf = (html) => {
    const shown = withoutTags(html);
    const tokens = wordsOf(shown).map(({ text, start, end }) => ({ word: known(text), start, end }));
    return { shown, tokens: [...tokens, ...phrasesIn(tokens, phrases, known)] };
  };
  /** @type {Map<string, number>} */
  const pages = new Map();
  const entries = docs.map((doc, number) => {
    const [address] = doc.location.split("#");
    const page = pages.get(address) ?? number;
    pages.set(address, page);
    const tags = page === number ? (doc.tags ?? []).join(" · ") : "";
    return { doc, page, title: fieldOf(doc.title), text: fieldOf(doc.text), tags: fieldOf(tags) };
  });
  entries.forEach((entry, number) => {
    for (const field of FIELDS) {
      entry[field].tokens.forEach(({ word }, token) => {
        const place = word.places.get(number) ?? { title: [], text: [], tags: [] };
        place[field].push(token);
        word.places.set(number, place);
      });
    }
  });
  const single = [...words.values()].filter(({ text }) => !text.includes(" "));
  return { entries, words: single, kin: kinOf(words.values()), groups };
}

/** @param {Iterable<Word>} words @returns {Map<string, Word[]>} */
function kinOf(words) {
  const pairs = [...words].flatMap((word) =>
    [...new Set([word.text, word.stem])].map((key) => ({ key, word })),
  );
  const kin = groupBy(pairs, ({ key }) => key);
  return new Map([...kin].map(([key, members]) => [key, members.map(({ word }) => word)]));
}

/** Map.groupBy, which is too new for some browsers. @template Each, Key @param {Iterable<Each>} all @param {(each: Each) => Key} keyOf @returns {Map<Key, Each[]>} */
export function groupBy(all, keyOf) {
  const groups = new Map();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}

/**
 * Text to show. Cells and options come glued together out of Material's index (»JaNej«,
 * »sjuklönArbetsgivaren«): they are parted where a capital begins a word, except in code.
 * @param {string} html
 */
function withoutTags(html) {
  const parts = html.split(/<code>(.*?)<\/code>/s).map((part, number) => {
    const isCode = number % 2;
    return isCode
      ? part
      : part.replace(/<[^>]*>/g, " ").replace(/([\p{Ll}\p{N}.:?!%§)])(?=\p{Lu}\p{Ll})/gu, "$1 ");
  });
  return parts.join("").replace(/\s+/g, " ").trim();
}

/**
 * Synonyms of several words (»plan för återgång«) count as one more word, which stands over theirs.
 * @param {Token[]} tokens @param {Map<string, Form[][]>} phrases by first stem @param {(text: string) => Word} known
 * @returns {Token[]}
 */
function phrasesIn(tokens, phrases, known) {
  return tokens.flatMap(({ word, start }, at) =>
    (phrases.get(word.stem) ?? [])
      .filter((phrase) => phrase.every(({ stem }, step) => tokens[at + step]?.word.stem === stem))
      .map((phrase) => ({
        word: known(phrase.map(({ text }) => text).join(" ")),
        start,
        end: tokens[at + phrase.length - 1].end,
      })),
  );
}
