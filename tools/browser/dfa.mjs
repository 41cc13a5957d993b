// The DFA check in a page: reads the fields while one writes, asks Python, shows what it says. It knows
// nothing of how Python is started or when the page is wiped: that is the page's (dfa-page.mjs, form.mjs).

import { draftFields } from "./dfa-fields.mjs";
import { dfaResult } from "./dfa-result.mjs";
import { need } from "./dom.mjs";
import { copy } from "./share.mjs";

/** @typedef {import("./types").Answer} Answer */

const PAUSE = 250; // milliseconds after the last key
const NEARLY_FULL = 200; // characters left when their number is worth a look

/**
 * @param {HTMLElement} root
 * @param {{
 *   ready: () => boolean,
 *   call: (tool: string, input: unknown, form?: string) => Promise<Answer>,
 *   crashed: () => void,
 *   answered?: () => void,
 *   tell: (text: string) => void,
 * }} page
 */
export function dfaCheck(root, page) {
  const form = /** @type {HTMLFormElement} */ (need(root, ".dfa-form"));
  const { words, sources, fields: names, place } = JSON.parse(need(root, ".dfa-data").textContent ?? "");
  /** @param {string} key @param {Record<string, string | number>} [filled] */
  const word = (key, filled = {}) =>
    words[key].sv.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => String(filled[name]));
  const fields = draftFields(form);
  const result = dfaResult(root, form, word, sources, place);

  let asked = 0; // the newest question to Python; answers to older ones are dropped
  let timer = 0;

  async function compute() {
    clearTimeout(timer);
    const mine = ++asked;
    if (!page.ready()) return;
    if (!fields.isFilled()) {
      result.clear();
      page.answered?.();
      return;
    }
    const draft = fields.read();
    const told = await page.call("dfa", draft);
    if (mine !== asked) return;
    if (!told.ok) return page.crashed();
    result.show(told.value, draft);
    page.answered?.();
  }

  /** How much of a field of the certificate is left. */
  function count() {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll(".count"))) {
      const block = /** @type {HTMLElement} */ (place.closest("[data-field]"));
      const texts = /** @type {HTMLTextAreaElement[]} */ ([...block.querySelectorAll("textarea, [name=occupation]")]);
      const used = texts.reduce((sum, each) => sum + each.value.length, 0);
      const left = Number(place.dataset.longest) - used;
      place.classList.toggle("is-over", left < 0);
      const text = left < 0 ? word("too_long", { number: -left }) : used ? word("room", { number: left }) : "";
      if (place.textContent !== text) place.textContent = text;
      // spoken only when it is about to matter
      place.ariaLive = left <= NEARLY_FULL ? "polite" : "off";
    }
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    count();
    clearTimeout(timer);
    timer = window.setTimeout(compute, PAUSE);
  });
  form.addEventListener("change", () => {
    fields.ask();
    compute();
  });
  form.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.matches(".insert-word")) insert(/** @type {HTMLElement} */ (button));
    if (button?.matches(".copy-field")) copyField(button.dataset.copies ?? "");
  });

  /** @param {HTMLElement} button */
  function insert(button) {
    const area = /** @type {HTMLTextAreaElement} */ (/** @type {unknown} */ (fields.control(button.dataset.into ?? "")));
    const { selectionStart: from, selectionEnd: to, value } = area;
    const before = from && !/\s$/.test(value.slice(0, from)) ? " " : "";
    area.focus();
    area.setRangeText(`${before}${button.textContent} `, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** One field as it goes into the certificate. @param {string} name */
  async function copyField(name) {
    const draft = fields.read();
    const diagnoses = draft.diagnosis.map((/** @type {{code: string, text: string}} */ each) => `${each.code} ${each.text}`.trim());
    const work = [draft.work.occupation, draft.work.tasks].filter(Boolean);
    const text = name === "diagnosis" ? diagnoses.join("\n") : name === "work" ? work.join("\n") : (draft[name] ?? "");
    if (!text) return page.tell(word("nothing_answered"));
    page.tell((await copy(text)) ? word("field_copied", { name: names[name] }) : word("not_copied"));
  }

  function empty() {
    asked += 1;
    clearTimeout(timer);
    fields.empty();
    result.clear();
    count();
  }

  fields.empty();
  return {
    form,
    compute,
    empty,
    isFilled: fields.isFilled,
    read: fields.read,
    /** @param {Record<string, any>} draft put into emptied fields, and read */
    fill(draft) {
      fields.fill(draft);
      count();
      return compute();
    },
  };
}
