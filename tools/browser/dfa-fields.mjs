// The draft's fields: which of them are asked for, what stands in them, and a draft put back into them.
//
// A block with data-field is one field of the certificate. What is hidden is not asked for, and what is not
// asked for is not part of the draft, though it stays where it is while the reader writes.

import { need } from "./dom.mjs";

/** @typedef {Record<string, any>} Draft the input of Python's `dfa` */

const TEXTS = ["function", "activity", "beyond_guidance_reason", "uneven_schedule_reason", "prognosis", "other"];
const DIAGNOSES = [1, 2, 3];

/** @param {HTMLFormElement} form */
export function draftFields(form) {
  /** @param {string} name @returns {HTMLElement} */
  const block = (name) => need(form, `[data-field="${name}"]`);
  /** @param {string} name @returns {HTMLInputElement} */
  const control = (name) => need(form, `[name="${name}"]`);
  const rows = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-degree]")]);

  /** @param {string} name */
  const chosen = (name) => /** @type {HTMLInputElement | null} */ (form.querySelector(`[name="${name}"]:checked`))?.value ?? "";
  /** A date; half a date is kept by the browser to itself, and is none. @param {string} name */
  const dateOf = (name) => (control(name).validity.badInput ? "?" : control(name).value);
  /** @param {Element} row */
  const daysOf = (row) => {
    const degree = /** @type {HTMLElement} */ (row).dataset.degree;
    return { start: dateOf(`start-${degree}`), end: dateOf(`end-${degree}`), degree: Number(degree) };
  };
  const periods = () => rows.map(daysOf).filter(({ start, end }) => start || end);

  /** Shows what is asked for, as the answers now are. */
  function ask() {
    const infection = control("infection_carrier").checked;
    const partial = periods().some(({ degree }) => degree < 100);
    const shown = {
      work: !infection && ["", "employed"].includes(chosen("status")),
      status: !infection,
      reasoning: !infection,
      uneven_schedule: !infection && partial,
      uneven_schedule_reason: !infection && partial && chosen("uneven_schedule") === "true",
      beyond_guidance: !infection,
      beyond_guidance_reason: !infection && control("beyond_guidance").checked,
      prognosis: !infection,
    };
    for (const [name, visible] of Object.entries(shown)) block(name).hidden = !visible;
  }

  /** @param {string} name */
  const asked = (name) => !control(name).closest("[hidden]");

  /** @returns {Draft} */
  function read() {
    /** @type {Draft} */
    const draft = {
      infection_carrier: control("infection_carrier").checked,
      diagnosis: DIAGNOSES.map((number) => ({ code: control(`code-${number}`).value, text: control(`text-${number}`).value }))
        .filter(({ code, text }) => code.trim() || text.trim()),
      periods: periods(),
      work: {},
    };
    for (const name of TEXTS) if (asked(name) && control(name).value) draft[name] = control(name).value;
    if (asked("status")) draft.work.status = chosen("status");
    if (asked("occupation")) {
      for (const name of ["occupation", "tasks"]) draft.work[name] = control(name).value;
    }
    if (asked("obvious")) draft.obvious = control("obvious").checked;
    if (asked("beyond_guidance")) draft.beyond_guidance = control("beyond_guidance").checked;
    const uneven = chosen("uneven_schedule");
    if (asked("uneven_schedule") && uneven) draft.uneven_schedule = uneven === "true";
    const issued = control("issued").value;
    if (issued) draft.issued = issued;
    return draft;
  }

  /** @param {Draft} draft put into emptied fields */
  function fill(draft) {
    for (const name of TEXTS) control(name).value = draft[name] ?? "";
    for (const name of ["infection_carrier", "obvious", "beyond_guidance"]) control(name).checked = draft[name] === true;
    (draft.diagnosis ?? []).forEach((/** @type {{code?: string, text?: string}} */ each, /** @type {number} */ index) => {
      control(`code-${index + 1}`).value = each.code ?? "";
      control(`text-${index + 1}`).value = each.text ?? "";
    });
    for (const name of ["occupation", "tasks"]) control(name).value = draft.work?.[name] ?? "";
    choose("status", draft.work?.status);
    choose("uneven_schedule", draft.uneven_schedule);
    for (const { start, end, degree } of draft.periods ?? []) {
      control(`start-${degree}`).value = start;
      control(`end-${degree}`).value = end;
    }
    if (draft.issued) control("issued").value = draft.issued;
    ask();
  }

  /** @param {string} name @param {unknown} value */
  function choose(name, value) {
    const wanted = [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`[name="${name}"]`))];
    const found = wanted.find((each) => each.value === String(value));
    if (found) found.checked = true;
  }

  /** Whether the reader has written or chosen anything, asked for or not; today's date is the page's own. */
  function isFilled() {
    const controls = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input, textarea")]);
    return controls.some((each) => (/radio|checkbox/.test(each.type) ? each.checked : each.name !== "issued" && each.value));
  }

  /** The day the certificate is written is most often today. */
  function empty() {
    form.reset();
    const now = new Date();
    const digits = (/** @type {number} */ number) => String(number).padStart(2, "0");
    control("issued").value = `${now.getFullYear()}-${digits(now.getMonth() + 1)}-${digits(now.getDate())}`;
    ask();
  }

  return { ask, read, fill, isFilled, empty, block, control };
}

/**
 * The control that a span of Python's speaks of, or none. @param {HTMLFormElement} form @param {string} field such as »diagnosis[0].code«
 * @returns {HTMLInputElement | HTMLTextAreaElement | null}
 */
export function controlOf(form, field) {
  const diagnosis = /^diagnosis\[(\d)\]\.(code|text)$/.exec(field);
  const name = diagnosis ? `${diagnosis[2]}-${Number(diagnosis[1]) + 1}` : field.replace(/^work\./, "");
  return form.querySelector(`[name="${name}"]`);
}
