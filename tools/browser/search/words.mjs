// Swedish words: their stem, their letters without dots and rings, the small slips of a typist.

/** @typedef {import("./types").Form} Form */

// The suffixes of Snowball's Swedish stemmer (snowballstem.org/algorithms/swedish), and some that it
// lacks: läkarintyg-ET, kass-AN, möt-ENA, koordinat-ORER, sjukskriv-NA.
const ENDINGS = (
  "a arna erna heterna orna ad e ade ande arne are aste en anden aren heten ern ar er heter or s as " +
  "arnas ernas ornas es ades andes ens arens hetens erns at andet het ast " +
  "et ets an ans ena enas ares orn orns orer orerna orernas na"
)
  .split(" ")
  .sort((one, other) => other.length - one.length);
/** @type {Record<string, RegExp>} how the rest must end for these to be endings */
const ONLY_AFTER = {
  s: /[bcdfghjklmnoprtvy]$/,
  et: /(?<!h|it|[aeiouyäåö])$/, // nyhet, kvalitet
  an: /(?<!pl|[^m]m|rg|[aeiouyäåö])$/, // behandlingsplan, talesman, organ
  na: /v$/, // not räkna
};

/** Words that tell nothing of what is sought. */
export const EMPTY = new Set(
  (
    "alla allt att av behöver behövs blir brukar de den denna det detta du där då efter eller en " +
    "ett finns från få får för gäller gör göra ha har hon han hur händer i in inte jag kan krävs " +
    "kräver lång länge man med men mig min mitt måste ni nu när och om oss på sig sin ska skall " +
    "som stå står så till under upp ut utan vad var varför vara vem vi vid vilka vilken vilket vill är " +
    "även"
  ).split(" "),
);

/** The stem that a word's inflections have in common. @param {string} word lower case @returns {string} */
export function stem(word) {
  // only what follows the first consonant after a vowel may go, and never one of the first three letters
  const kept = Math.max(3, /^[^aeiouyäåö]*[aeiouyäåö]+./.exec(word)?.[0].length ?? word.length);
  const cut = (/** @type {RegExp} */ ending, by = "") => {
    word = word.slice(0, kept) + word.slice(kept).replace(ending, by);
  };
  const ending = ENDINGS.find((each) => {
    const needed = ONLY_AFTER[each.replace(/^(et|an)s$/, "$1")];
    return word.slice(kept).endsWith(each) && (!needed || needed.test(word.slice(0, -each.length)));
  });
  if (ending) word = word.slice(0, -ending.length);
  cut(/(?<=[dg])d$|(?<=n)n$|(?<=m)m$|(?<=[dgkt])t$/);
  cut(/lig$|ig$|els$|(?<=lös|full)t$/);
  return word;
}

/** Without dots, rings and accents; as many letters as before. @param {string} text @returns {string} */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "");
}

/** @param {string} text in lower case @returns {Form} */
export function formOf(text) {
  return { text, stem: stem(text), plain: plain(text) };
}

/** The words of a text, in order, and where they stand. An entity such as &amp; is none, FK7804 is two. @param {string} text */
export function wordsOf(text) {
  return [...text.matchAll(/&#?\w+;|\p{L}{2,}(?=\p{N}{2})|[\p{L}\p{N}]+/gu)].flatMap(({ 0: found, index = 0 }) =>
    found.startsWith("&")
      ? []
      : [{ text: found.toLowerCase(), start: index, end: index + found.length }],
  );
}

/** Whether one word becomes the other by one letter more, less, other, or two that change places. @param {string} one @param {string} other @returns {boolean} */
export function nearly(one, other) {
  if (one.length > other.length) [one, other] = [other, one];
  if (other.length - one.length > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  if (one.length < other.length) return one.slice(at) === other.slice(at + 1);
  if (one.slice(at + 1) === other.slice(at + 1)) return true;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}
