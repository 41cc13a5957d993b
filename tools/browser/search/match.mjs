// From the words of a query to the words of the site that answer them, each with a grade.

import { EMPTY, formOf, nearly, wordsOf } from "./words.mjs";

/** @typedef {import("./types").Answers} Answers */
/** @typedef {import("./types").Form} Form */
/** @typedef {import("./types").Index} Index */
/** @typedef {import("./types").Wanted} Wanted */
/** @typedef {import("./types").Word} Word */

// Exact is 1. As part of a compound the last is worth the most: a läkarINTYG is an intyg.
const STEM = 0.85;
const SYNONYM = 0.8;
const LAST = 0.33;
const FIRST = 0.3;
const INSIDE = 0.25;
const TYPO = 0.15;
const BARE = 0.9; // times this where å, ä, ö or é was typed without its dots, ring or accent

/**
 * What a query asks for. Words such as »hur« and »när« count only where there are no others.
 * @param {Index} index @param {string} query @returns {Wanted[]}
 */
export function wanted(index, query) {
  const all = [...new Set(wordsOf(query.normalize("NFC")).map(({ text }) => text))];
  const telling = all.filter((text) => !EMPTY.has(text));
  const words = (telling.length ? telling : all).map((text) => ({
    text,
    answers: answersTo(index, formOf(text)),
  }));
  addPhrases(index, words);
  return words.flatMap((word) => (word.answers.size ? [word] : (inTwo(index, word.text) ?? [word])));
}

/**
 * Slips are only looked for when nothing else is found: first left-out diacritics (»atergang«),
 * then one letter wrong (»sjukskrivnig«).
 * @param {Index} index @param {Form} asked @returns {Answers}
 */
function answersTo(index, asked) {
  /** @type {Answers} */
  const found = new Map();
  for (const word of sameAs(index, asked)) add(found, word, word.text === asked.text ? 1 : STEM);
  const asTyped = found.size > 0;
  for (const word of asTyped ? [] : index.words) {
    if (isSpelt(asked.text, word, word.text.length)) add(found, word, BARE);
    else if (isSpelt(asked.stem, word, word.stem.length)) add(found, word, BARE * STEM);
  }
  for (const word of synonymsOf(index, asked)) add(found, word, SYNONYM);
  const parts = partsOf(asked);
  for (const word of index.words) {
    for (const part of parts) add(found, word, gradeOfPart(part, word, asTyped));
  }
  if (!found.size && asked.text.length > 4) {
    for (const word of index.words.filter((each) => isNear(each, asked))) {
      for (const [each, grade] of answersTo(index, word)) add(found, each, TYPO * grade);
    }
  }
  return found;
}

/** The better of the grades. @param {Answers} found @param {Word} word @param {number} grade */
function add(found, word, grade) {
  if (grade > (found.get(word) ?? 0)) found.set(word, grade);
}

/** A word and its inflections. A stem may itself be taken for an inflection (gräns, grän). @param {Index} index @param {Form} form @returns {Word[]} */
function sameAs({ kin }, { text, stem }) {
  return [...(kin.get(text) ?? []), ...(kin.get(stem) ?? [])];
}

/** @param {Form} one @param {Form} other */
function isSame(one, other) {
  return one.stem === other.stem || one.stem === other.text || one.text === other.stem;
}

/**
 * Whether a word's first letters, or those from `at`, are as typed. Who types ä means ä; who types a may mean ä.
 * @param {string} typed @param {Form} word @param {number} length of the part that must be as long @param {number} at
 */
function isSpelt(typed, word, length, at = 0) {
  if (typed.length !== length) return false;
  for (let step = 0; step < length; step += 1) {
    const letter = typed[step];
    if (letter !== word.plain[at + step] && letter !== word.text[at + step]) return false;
  }
  return true;
}

/** One slip apart, or their stems are. @param {Form} word @param {Form} asked */
function isNear(word, asked) {
  if (word.text.length < 4) return false;
  if (nearly(word.plain, asked.plain)) return true;
  const lengths = Math.abs(word.stem.length - asked.stem.length);
  const root = (/** @type {Form} */ { plain, stem }) => plain.slice(0, stem.length);
  return lengths < 2 && asked.stem.length > 3 && nearly(root(word), root(asked));
}

// --- compounds ------------------------------------------------------------------------------

/**
 * @typedef {object} Part what of a word is looked for inside others
 * @property {string} text
 * @property {string} plain
 * @property {boolean} first may begin one
 * @property {boolean} inside may stand inside one
 * @property {number} head letters that must come before it where it ends one
 */

/**
 * Short pieces stand in too many words by chance, so what may stand where depends on the length.
 * A first part may have lost its vowel: läkar-intyg. @param {Form} asked @returns {Part[]}
 */
function partsOf({ text, stem, plain }) {
  if (/^\p{N}+$/u.test(text)) return [];
  const vowelless = text.replace(/[ae]$/, "");
  return [...new Set([text, vowelless, stem])].map((part) => ({
    text: part,
    plain: plain.slice(0, part.length),
    first: part.length >= (part === text ? 2 : 4),
    inside: part.length >= 5,
    head: part.length >= 4 ? 3 : part.length === 3 && text.length <= 5 ? 4 : Infinity,
  }));
}

/** 0 when the word does not hold the part; the more, the less there is beside it. @param {Part} part @param {Word} word @param {boolean} asTyped */
function gradeOfPart(part, word, asTyped) {
  const { length } = part.text;
  const whole = asTyped ? word.text : word.plain;
  const sought = asTyped ? part.text : part.plain;
  if (length >= whole.length || !whole.includes(sought)) return 0;
  const stands = (/** @type {number} */ at) =>
    whole.startsWith(sought, at) && (asTyped || isSpelt(part.text, word, length, at));
  const share = 0.75 + (0.25 * length) / whole.length;
  for (const end of [whole.length, word.stem.length]) {
    if (end - length >= part.head && stands(end - length)) return LAST * share;
  }
  if (part.first && stands(0)) return FIRST * share;
  return part.inside && stands(whole.indexOf(sought, 3)) ? INSIDE * share : 0;
}

/** An unknown compound as its two parts, where the site has both: sjukskrivnings-mall. @param {Index} index @param {string} text @returns {Wanted[] | undefined} */
function inTwo(index, text) {
  for (let at = 4; at <= text.length - 4; at += 1) {
    const last = known(index, text.slice(at));
    const first = last && known(index, text.slice(0, at), text.slice(0, at).replace(/s$/, ""));
    if (first && last) return [first, last];
  }
}

/** The first of the spellings that is a word of the site, inflected or not. @param {Index} index @param {string[]} spellings @returns {Wanted | undefined} */
function known(index, ...spellings) {
  const text = spellings.find((each) => sameAs(index, formOf(each)).length);
  return text ? { text, answers: answersTo(index, formOf(text)) } : undefined;
}

// --- synonyms -------------------------------------------------------------------------------

/** @param {Index} index @param {Form} asked @returns {Word[]} */
function synonymsOf(index, asked) {
  const isAsked = (/** @type {Form[]} */ [first, second]) =>
    !second && (isSame(first, asked) || isSpelt(asked.text, first, first.text.length));
  const groups = index.groups.filter((group) => group.some(isAsked));
  return groups.flatMap((group) => wordsOfGroup(index, group));
}

/** Where the query holds a term of several words, each of them is answered by its synonyms. @param {Index} index @param {Wanted[]} asked */
function addPhrases(index, asked) {
  const forms = asked.map(({ text }) => formOf(text));
  for (const group of index.groups) {
    for (const term of group.filter(({ length }) => length > 1)) {
      const telling = term.filter(({ text }) => !EMPTY.has(text));
      const at = forms.findIndex((_, start) =>
        telling.every((form, step) => forms[start + step] && isSame(form, forms[start + step])),
      );
      if (at < 0) continue;
      for (const { answers } of asked.slice(at, at + telling.length)) {
        for (const word of wordsOfGroup(index, group)) add(answers, word, SYNONYM);
      }
    }
  }
}

/** The site's words that the terms of a group stand for; a term of several words is one. @param {Index} index @param {Form[][]} group @returns {Word[]} */
function wordsOfGroup(index, group) {
  return group.flatMap((term) =>
    term.length === 1
      ? sameAs(index, term[0])
      : (index.kin.get(term.map(({ text }) => text).join(" ")) ?? []),
  );
}
