// Days for drawing and showing. All reckoning of rules is Python's.

const DAY = 86_400_000;
const MONTHS = "jan feb mars apr maj juni juli aug sep okt nov dec".split(" ");
const WEEKDAYS = "sön mån tis ons tors fre lör".split(" ");

/** @param {string} iso @returns {number} days since 1970-01-01 */
export function dayOf(iso) {
  return Date.parse(`${iso}T00:00:00Z`) / DAY;
}

/** @param {number} day @returns {string} */
export function isoOf(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** @param {string} iso @returns {string} `mån 2 mars 2026` */
export function inWords(iso) {
  const date = new Date(`${iso}T00:00:00Z`);
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** @param {number} day @returns {string} `mars 26`, the year with every January and on request */
export function monthName(day, withYear = false) {
  const date = new Date(day * DAY);
  const month = MONTHS[date.getUTCMonth()];
  return withYear ? `${month} ${date.getUTCFullYear()}` : month;
}

/** Firsts of months within two days, every `step` months. @param {number} from @param {number} to @param {number} step */
export function monthsBetween(from, to, step) {
  const date = new Date(from * DAY);
  const firsts = [];
  for (let month = date.getUTCMonth() + 1; ; month += 1) {
    const first = Date.UTC(date.getUTCFullYear(), month, 1) / DAY;
    if (first > to) return firsts;
    const when = new Date(first * DAY);
    if ((when.getUTCFullYear() * 12 + when.getUTCMonth()) % step === 0) firsts.push(first);
  }
}

/** Today where the reader is. @returns {string} */
export function today() {
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
