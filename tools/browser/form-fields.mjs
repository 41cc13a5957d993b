// A form's questions on the page: reads what is typed, puts answers back, knows each by its field.
//
// An element with data-item is an item of the form; data-type stands on those that are answered. A
// field is the item's linkId, within a row of a repeating group `group[0].linkId`, as Python says it.

import { need } from "./dom.mjs";

/** @typedef {Record<string, any>} Answers */

const CONTROLS = "input, textarea";

/** @param {Element} item @returns {HTMLElement | null} the row it stands in */
function rowOf(item) {
  return item.parentElement?.closest(".row") ?? null;
}

/** The items of the form itself, or of one row; not those of rows further in. @param {Element} scope @returns {HTMLElement[]} */
function itemsIn(scope) {
  const row = scope.matches(".row") ? scope : null;
  const found = /** @type {NodeListOf<HTMLElement>} */ (scope.querySelectorAll("[data-item]"));
  return [...found].filter((item) => rowOf(item) === row);
}

/** @param {Element} item @returns {HTMLElement[]} the rows of something that repeats */
export function rowsOf(item) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (item.querySelectorAll(":scope > .rows > .row"))];
}

/** The controls of a question itself, not of a note or question within it. @param {Element} item */
function controlsOf(item) {
  const found = /** @type {NodeListOf<HTMLInputElement>} */ (item.querySelectorAll(CONTROLS));
  return [...found].filter((control) => control.closest("[data-item]") === item);
}

/** @param {HTMLElement} item @returns {string} */
export function fieldOf(item) {
  const row = rowOf(item);
  const group = /** @type {HTMLElement | null} */ (row?.closest("[data-item]") ?? null);
  if (!row || !group) return item.dataset.item ?? "";
  return `${fieldOf(group)}[${rowsOf(group).indexOf(row)}].${item.dataset.item}`;
}

/** @param {Element} form @returns {Map<string, HTMLElement>} every item by its field */
export function allFields(form) {
  const items = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-item]"));
  return new Map([...items].map((item) => [fieldOf(item), item]));
}

/** What the reader goes to when sent to a question. @param {HTMLElement} item @returns {HTMLElement} */
export function entryOf(item) {
  const [first] = controlsOf(item);
  return first && !item.matches(".repeating") ? first : (item.querySelector(CONTROLS) ?? item);
}

// --- reading --------------------------------------------------------------------------------

/** Everything that is typed or chosen, in the shape that Python's tool `form` takes. @param {Element} scope @returns {Answers} */
export function readAnswers(scope) {
  /** @type {Answers} */
  const answers = {};
  for (const item of itemsIn(scope)) {
    const value = item.dataset.type ? read(item) : undefined;
    if (value !== undefined) answers[item.dataset.item ?? ""] = value;
  }
  return answers;
}

/** @param {HTMLElement} item @returns {any} undefined where nothing is answered */
function read(item) {
  const { type } = item.dataset;
  if (type === "group") return rowsOf(item).map(readAnswers); // empty rows too: their questions are asked
  const repeats = "repeats" in item.dataset;
  const choices = ["boolean", "choice", "open-choice"].includes(type ?? "");
  const values = choices ? readChoice(item, type === "boolean") : controlsOf(item).map(readText).filter(Boolean);
  if (!values.length) return undefined;
  return repeats ? values : values[0];
}

/** @param {HTMLElement} item @param {boolean} yesOrNo */
function readChoice(item, yesOrNo) {
  return controlsOf(item)
    .filter((control) => control.checked)
    .map((control) => {
      if (control.matches(".other")) return { text: otherOf(item).value };
      return yesOrNo ? control.value === "true" : control.value;
    });
}

/** The text field beside »Annat«. @param {Element} item @returns {HTMLInputElement} */
function otherOf(item) {
  return need(item, ".other-what input");
}

/** @param {HTMLInputElement} control */
function readText(control) {
  if (control.validity.badInput) return "?"; // half a date, whose value the browser keeps to itself
  return control.value.trim() ? control.value : "";
}

/** Whether there is anything in answers, a row or an answer. @param {any} answers @returns {boolean} */
export function holdsAnything(answers) {
  if (typeof answers === "object") return Object.values(answers).some(holdsAnything);
  return answers !== "";
}

// --- filling --------------------------------------------------------------------------------

/** Answers as `readAnswers` gives them, into an emptied form or row. @param {Element} scope @param {Answers} answers */
export function fillAnswers(scope, answers) {
  for (const item of itemsIn(scope)) {
    const value = answers[item.dataset.item ?? ""];
    if (value !== undefined && item.dataset.type) fill(item, value);
  }
}

/** A number with the decimal comma of Swedish. @param {any} value */
function written(value) {
  return typeof value === "number" ? String(value).replace(".", ",") : String(value);
}

/** @param {HTMLElement} item @param {any} value */
function fill(item, value) {
  const { type } = item.dataset;
  const values = Array.isArray(value) ? value : [value];
  if (item.matches(".repeating")) {
    values.forEach((each, index) => {
      const row = rowsOf(item)[index] ?? addRow(item);
      if (type === "group") fillAnswers(row, each);
      else /** @type {HTMLInputElement} */ (need(row, CONTROLS)).value = written(each);
    });
  } else if (["boolean", "choice", "open-choice"].includes(type ?? "")) {
    for (const each of values) {
      const wanted = typeof each === "object" ? "" : String(each);
      const control = controlsOf(item).find((one) => /radio|checkbox/.test(one.type) && one.value === wanted);
      if (control) control.checked = true;
      if (typeof each === "object") otherOf(item).value = each.text;
    }
  } else controlsOf(item)[0].value = written(value);
}

// --- rows -----------------------------------------------------------------------------------

let made = 10; // numbers in ids: the rows of the page itself come before

/** @param {Element} item @returns {HTMLElement} a new, empty row */
export function addRow(item) {
  const template = /** @type {HTMLTemplateElement} */ (need(item, ":scope > template"));
  const row = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
  made += 1;
  for (const part of [row, ...row.querySelectorAll("*")]) {
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      const value = part.getAttribute(name);
      if (value?.includes("ROW")) part.setAttribute(name, value.replace("ROW", String(made)));
    }
  }
  need(item, ":scope > .rows").append(row);
  numberRows(item);
  return row;
}

/** Removes a row; the last one is emptied instead. @param {HTMLElement} row @returns {HTMLElement} where the reader goes on */
export function removeRow(row) {
  const item = /** @type {HTMLElement} */ (row.closest("[data-item]"));
  const rows = rowsOf(item);
  const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1] ?? addRow(item);
  row.remove();
  numberRows(item);
  return entryOf(next);
}

/** @param {Element} item */
export function numberRows(item) {
  rowsOf(item).forEach((row, index) => {
    for (const place of row.querySelectorAll(".number")) place.textContent = String(index + 1);
  });
}

/** All rows but the first of each group are gone. @param {Element} form */
export function removeRows(form) {
  for (const item of form.querySelectorAll(".repeating")) {
    for (const row of rowsOf(item).slice(1)) row.remove();
    numberRows(item);
  }
}
