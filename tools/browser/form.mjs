// A form's page: asks Python what is asked, missing or wrong, and shows the text for the record.

import { el, need } from "./dom.mjs";
import { addRow, allFields, entryOf, fillAnswers, holdsAnything, numberRows, readAnswers, removeRow, removeRows, rowsOf } from "./form-fields.mjs";
import { released } from "./press.mjs";
import { session } from "./session.mjs";
import { copy } from "./share.mjs";

/** @typedef {import("./types").FormAnswer} FormAnswer */
/** @typedef {import("./types").FormState} FormState */
/** @typedef {import("./types").Fault} Fault */

const PAUSE = 200; // milliseconds after the last key

/** @template {HTMLElement} Found @param {string} selector @returns {Found} */
const part = (selector) => need(tool, selector);
const tool = /** @type {HTMLElement} */ (need(document, "#form-tool"));
const form = /** @type {HTMLFormElement} */ (part("form"));
const journal = part(".journal");
const summary = part(".summary");
const said = part(".said-of-tool");
let asked = 0; // the newest question to Python; answers to older ones are dropped
let newest = Promise.resolve(); // the newest question's answer
let timer = 0;
/** @type {ReturnType<typeof import("./dfa.mjs").dfaCheck> | null} the DFA check in its panel, once asked for */
let check = null;
/** @type {FormAnswer | null} what Python said of the answers that stand there now */
let told = null;

/** The language chosen for the questions; the text for the record is always Swedish. */
function language() {
  return /** @type {HTMLInputElement | null} */ (tool.querySelector("[name=language]:checked"))?.value ?? "sv";
}

/** The page in the language chosen. */
function showLanguage() {
  const content = /** @type {HTMLElement | null} */ (tool.closest(".md-content"));
  if (content) content.dataset.language = language();
}

const page = session({ tool, form, language, isFilled, empty, compute });
const { word, tell } = page;

/** @param {"all" | "file" | "fhir"} what */
function askPython(what) {
  return page.call("form", readAnswers(form), what, { id: tool.dataset.form ?? "", lang: language() });
}

// --- Python's answer ------------------------------------------------------------------------

/** @returns {Promise<void>} when what stands there now has been answered */
function compute() {
  clearTimeout(timer);
  newest = answered(++asked);
  return newest;
}

/** @param {number} mine @returns {Promise<void>} */
async function answered(mine) {
  if (!page.ready()) return;
  const answer = await askPython("all");
  await released();
  if (mine !== asked) return newest;
  if (!answer.ok) return page.crashed();
  told = /** @type {FormAnswer} */ (answer.value);
  showState(told.state);
  const written = told.state.answered.length + told.state.faults.length > 0;
  journal.textContent = written ? told.text : word("nothing_answered");
  if (tool.querySelector(".drafts")) showDrafts(told.draft);
  page.answered();
}

// --- what Python said -----------------------------------------------------------------------

/** Questions come and go, the reader's place on the screen stays. @param {(held: Element | null) => void} change */
function inPlace(change) {
  const held = document.activeElement !== document.body ? document.activeElement : null;
  const before = held?.getBoundingClientRect().top ?? 0;
  change(held);
  const moved = (held?.getBoundingClientRect().top ?? 0) - before;
  if (held && form.contains(held) && moved) scrollBy({ top: moved, behavior: "instant" });
}

/** Questions that are not asked are hidden. @param {FormState} state */
function showState(state) {
  const fields = allFields(form);
  const enabled = new Set(state.enabled);
  inPlace((held) => {
    for (const [field, item] of fields) {
      item.hidden = !enabled.has(field) && !item.contains(held);
    }
    tool.dataset.sorted = ""; // form.css hides no question any more
  });
  showLeft(state, fields);
  showFaults(state, fields);
}

/** @typedef {Map<string, HTMLElement>} Fields every item by its field */

/** What is left in each section, beside its name; answers where nothing is required. @param {FormState} state @param {Fields} fields */
function showLeft(state, fields) {
  const inSection = (/** @type {string[]} */ names, /** @type {Element | null} */ section) =>
    names.filter((name) => section?.contains(fields.get(name) ?? null)).length;
  for (const entry of /** @type {NodeListOf<HTMLElement>} */ (tool.querySelectorAll("[data-section]"))) {
    const section = /** @type {HTMLElement} */ (fields.get(entry.dataset.section ?? ""));
    entry.hidden = section.hidden;
    const missing = inSection(state.missing, section);
    const required = inSection(state.required, section);
    const answered = inSection(state.answered, section);
    const place = need(entry, ".section-left");
    if (required) place.textContent = missing ? word("left_some", { number: missing }) : word("left_none");
    else place.textContent = answered ? word("answered_some", { number: answered }) : "";
    entry.classList.toggle("is-done", required > 0 && !missing);
  }
}

let settled = false; // whether the field in focus has been left alone

/** Faults and notices beside their questions. What is being typed is not finished, hence not wrong yet. @param {FormState} state @param {Fields} fields */
function showFaults(state, fields) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll(".faults"))) {
    place.replaceChildren();
    place.hidden = true;
  }
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  /** @type {[Fault, boolean][]} each with whether it is only a gentle notice */
  const all = [
    ...state.faults.map((fault) => /** @type {[Fault, boolean]} */ ([fault, false])),
    ...state.notices.map((fault) => /** @type {[Fault, boolean]} */ ([fault, true])),
  ];
  for (const [fault, gentle] of all) {
    const item = itemOf(fault, fields);
    if (!settled && item?.contains(document.activeElement)) continue;
    const place = /** @type {HTMLElement | null} */ (item?.closest(".question")?.querySelector(".faults") ?? null);
    if (!item || !place || place.lastElementChild?.textContent === fault.message) continue;
    place.append(el("li", { class: gentle ? "gentle" : "", lang: language() }, fault.message));
    place.hidden = false;
    const control = entryOf(item);
    if (!gentle) control.setAttribute("aria-invalid", "true");
    const described = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== place.id);
    control.setAttribute("aria-describedby", [...described, place.id].join(" "));
  }
  if (!summary.hidden && summary.dataset.kind === "faults") showFaultSummary(false);
}

/** @param {Fault} fault @param {Fields} fields @returns {HTMLElement | undefined} */
function itemOf(fault, fields) {
  return fields.get(fault.field) ?? fields.get(fault.field.replace(/\[\d+\]$/, ""));
}

/** The question as the reader knows it. @param {HTMLElement} item */
function nameOf(item) {
  const label = item.querySelector("legend, label");
  const own = label?.cloneNode(true);
  if (!(own instanceof Element)) return "";
  for (const other of own.querySelectorAll(`.condition, [lang]:not([lang=${language()}])`)) other.remove();
  return own.textContent?.trim() ?? "";
}

/** @param {"faults" | "left"} kind @param {{item: HTMLElement, text: string}[]} entries @param {boolean} focus */
function showSummary(kind, entries, focus) {
  summary.dataset.kind = kind;
  summary.lang = language();
  summary.hidden = !entries.length;
  need(summary, "h2").textContent = word(kind === "faults" ? "fault_summary" : "left_summary");
  need(summary, "ul").replaceChildren(
    ...entries.map(({ item, text }) => {
      const link = el("a", { href: "#form-tool" }, text);
      link.addEventListener("click", (event) => {
        event.preventDefault(); // no address of its own, nothing in the history
        entryOf(item).focus();
      });
      return el("li", {}, link);
    }),
  );
  if (focus && entries.length) summary.focus();
}

/** @param {boolean} focus @returns {boolean} whether anything has to be put right */
function showFaultSummary(focus) {
  const fields = allFields(form);
  const entries = (told?.state.faults ?? []).flatMap((fault) => {
    const item = itemOf(fault, fields);
    return item ? [{ item, text: `${nameOf(item)} – ${fault.message}` }] : [];
  });
  showSummary("faults", entries, focus);
  return entries.length > 0;
}

async function showWhatIsLeft() {
  if (!page.ready()) return tell("not_ready");
  await compute();
  const fields = allFields(form);
  const items = (told?.state.missing ?? []).map((field) => fields.get(field)).filter((item) => item !== undefined);
  showSummary("left", items.map((item) => ({ item, text: nameOf(item) })), true);
  if (!items.length) page.say("nothing_left");
}

/** @param {Record<string, string>} drafts */
function showDrafts(drafts) {
  const places = /** @type {NodeListOf<HTMLElement>} */ (tool.querySelectorAll("[data-draft]"));
  for (const place of places) {
    const text = drafts[place.dataset.draft ?? ""];
    place.hidden = !text;
    need(place, "pre").textContent = text;
  }
  part(".drafts").hidden = !Object.values(drafts).some(Boolean);
}

// --- what is taken along --------------------------------------------------------------------

/** The answers as they stand now, for something to be made of; nothing while one of them is wrong. @param {(told: FormAnswer) => void} use */
async function take(use) {
  tell("");
  if (!page.ready()) return tell("not_ready");
  settled = true;
  await compute();
  if (!told) return;
  if (showFaultSummary(true)) return;
  if (!told.state.answered.length) return tell("nothing_answered");
  use(told);
}

function copyJournal() {
  return take(async ({ text, state }) => {
    const left = state.missing.length;
    if (!(await copy(text))) tell("not_copied");
    else if (left === 1) tell("copied_left_one");
    else tell(left ? "copied_left" : "copied", { number: left });
  });
}

/** @param {"text" | "file" | "fhir"} what @param {string} ending @param {string} type */
function save(what, ending, type) {
  return take(async ({ text }) => {
    const made = what === "text" ? { ok: true, value: text } : await askPython(what);
    if (made.ok) page.save(`${tool.dataset.form}${ending}`, type, made.value);
  });
}

/** @param {HTMLInputElement} input */
function open(input) {
  const read = (/** @type {string} */ text) =>
    page.call("form_file", text, "answers", { id: tool.dataset.form ?? "", lang: "sv" });
  return page.open(input, read, async (saved) => {
    const chosen = tool.querySelector(`[name=language][value="${saved.language}"]`);
    if (chosen instanceof HTMLInputElement) chosen.checked = true;
    showLanguage();
    page.sayAgain(); // in the file's language
    fillAnswers(form, saved.answers);
    await compute();
  });
}

/** A copy of the form with every question and nothing in it. */
function printEmpty() {
  const blank = /** @type {HTMLFormElement} */ (form.cloneNode(true));
  blank.reset();
  blank.classList.add("blank");
  for (const item of blank.querySelectorAll(".repeating")) {
    for (const row of rowsOf(item).slice(1)) row.remove();
    addRow(item);
    addRow(item);
  }
  for (const shown of blank.querySelectorAll("[data-item]")) /** @type {HTMLElement} */ (shown).hidden = false;
  for (const gone of blank.querySelectorAll(".summary, .faults")) gone.remove();
  for (const date of blank.querySelectorAll("[type=date]")) date.setAttribute("type", "text"); // no »åååå-mm-dd«
  for (const each of [blank, ...blank.querySelectorAll("[id], [aria-invalid]")]) {
    each.removeAttribute("id");
    each.removeAttribute("aria-invalid");
  }
  form.after(blank);
  addEventListener("afterprint", () => blank.remove(), { once: true });
  window.print();
}

// --- emptying -------------------------------------------------------------------------------

function isFilled() {
  return holdsAnything(readAnswers(form)) || check?.isFilled() === true;
}

/** Everything typed is gone from the page. */
function empty() {
  asked += 1;
  newest = Promise.resolve();
  clearTimeout(timer);
  removeRows(form);
  form.reset();
  showLanguage();
  told = null;
  settled = false;
  summary.hidden = true;
  need(summary, "ul").replaceChildren();
  journal.textContent = "";
  for (const place of tool.querySelectorAll("[data-draft] pre")) place.textContent = "";
  for (const place of form.querySelectorAll(".faults")) {
    place.replaceChildren();
    /** @type {HTMLElement} */ (place).hidden = true;
  }
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  for (const place of tool.querySelectorAll(".section-left")) place.textContent = "";
  const drafts = /** @type {HTMLElement | null} */ (tool.querySelector(".drafts"));
  if (drafts) drafts.hidden = true;
  check?.empty();
  for (const item of form.querySelectorAll("[data-item]")) /** @type {HTMLElement} */ (item).hidden = false;
}

// --- what the reader does -------------------------------------------------------------------

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
    event.preventDefault();
    settled = true;
    compute();
  }
});
form.addEventListener("input", () => {
  // Before Python is ready nobody can tell which questions follow: all can be answered.
  if (!("sorted" in tool.dataset)) inPlace(() => (tool.dataset.sorted = ""));
  settled = false;
  clearTimeout(timer);
  timer = window.setTimeout(compute, PAUSE);
});
form.addEventListener("change", () => {
  settled = true;
  compute();
});
for (const choice of tool.querySelectorAll("[name=language]")) {
  choice.addEventListener("change", () => {
    showLanguage();
    page.sayAgain();
    tell("");
    summary.hidden = true;
    compute();
  });
}
tool.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest("button");
  const item = /** @type {HTMLElement | null} */ (button?.closest("[data-item]") ?? null);
  if (!button || !item) return;
  if (button.matches(".unanswer")) {
    for (const control of item.querySelectorAll("input")) {
      if (control.closest("[data-item]") === item) control.checked = false;
    }
    item.focus();
  } else if (button.matches(".add")) entryOf(addRow(item)).focus();
  else if (button.matches(".remove")) removeRow(/** @type {HTMLElement} */ (button.closest(".row"))).focus();
  compute();
});

const actions = {
  ".copy": copyJournal,
  ".print-empty": printEmpty,
  ".save-text": () => save("text", ".txt", "text/plain"),
  ".save-file": () => save("file", ".json", "application/json"),
  ".save-fhir": () => save("fhir", "-fhir.json", "application/fhir+json"),
};
tool.querySelector(".show-left")?.addEventListener("click", showWhatIsLeft);
for (const [selector, action] of Object.entries(actions)) part(selector).addEventListener("click", action);
for (const button of tool.querySelectorAll(".copy-draft")) {
  const kind = /** @type {HTMLElement} */ (button.closest("[data-draft]")).dataset.draft ?? "";
  button.addEventListener("click", () =>
    take(async ({ draft }) => tell((await copy(draft[kind])) ? "copied" : "not_copied")),
  );
}
const taker = tool.querySelector(".take-draft");
taker?.addEventListener("click", () =>
  take(async ({ draft }) => {
    if (check?.isFilled() && !(await page.ask("panel_ask", "panel_yes"))) return;
    const { dfaCheck } = await import("./dfa.mjs"); // only who asks for it gets it
    check ??= dfaCheck(need(tool, ".dfa"), { ...page, tell: (text) => (said.textContent = text) });
    check.empty();
    await check.fill(draft);
    check.form.querySelector("textarea")?.scrollIntoView({ block: "center", behavior: "instant" });
    /** @type {HTMLElement} */ (need(check.form, "[name=function]")).focus();
  }),
);
part(".open-file").addEventListener("change", (event) => open(/** @type {HTMLInputElement} */ (event.target)));
for (const item of form.querySelectorAll(".repeating")) numberRows(item);
showLanguage(); // chosen while this was on its way
// Beside the form there is room for the sections, above it they would push it down.
if (innerWidth < 960) /** @type {HTMLDetailsElement} */ (part(".aside-sections")).open = false;
page.start();
