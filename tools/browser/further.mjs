// The further calculations' forms: each reads itself, asks Python, shows the answer.

import { inWords, today } from "./dates.mjs";
import { el, need } from "./dom.mjs";

/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Fault} Fault */
/** @typedef {(tool: string, input: Record<string, unknown>) => Promise<Answer>} Ask */
/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

/**
 * What all three tools answer.
 * @typedef {{
 *   dates: {id: string, title: string, date: string, status?: "passed" | "today" | "upcoming"}[],
 *   answer: string, why: string, decides: string, checked: string,
 *   conditions: string[], exceptions: string[], reservations: string[],
 *   links: {label: string, url: string}[], warnings: {code: string, message: string}[],
 * }} Result
 */

const PAUSE = 120; // milliseconds after the last key
const STARTING = "Räknaren startar …";
const STATUS = { passed: "Passerad", today: "Denna dag", upcoming: "Kommande" };

/**
 * Brings the forms of `#further-tools` to life. They can be filled in at once; nothing is asked
 * before the first `refresh()`.
 * @param {Ask} ask one call of a tool; may be left unanswered once `pause()` has been called
 * @param {() => void} [forgotten] told when the reader has cleared a form, so that Python can forget too
 */
export function setUpFurther(ask, forgotten = () => {}) {
  const root = /** @type {HTMLElement} */ (need(document, "#further-tools"));
  const forms = [...root.querySelectorAll("form")].map((form) => setUp(form, ask, forgotten));
  const forget = () => forms.forEach((form) => form.forget());
  addEventListener("pagehide", forget);
  return {
    /** Python is ready: what has been typed is computed. */
    refresh: () => forms.forEach((form) => form.refresh()),
    /** Python is not ready (again), or cannot start. @param {string} [why] said where something has been typed */
    pause: (why = STARTING) => forms.forEach((form) => form.pause(why)),
    /** All forms as they were when the page came. */
    forget,
  };
}

/** @param {HTMLFormElement} form @param {Ask} ask @param {() => void} forgotten */
function setUp(form, ask, forgotten) {
  const tool = form.dataset.tool ?? "";
  const status = /** @type {HTMLElement} */ (need(document, `#${tool}-status`));
  const output = /** @type {HTMLElement} */ (need(document, `#${tool}-result`));
  const controls = /** @type {Control[]} */ ([...form.querySelectorAll("input, select")]);

  let ready = false;
  let waiting = STARTING;
  let asked = 0; // the newest question; answers to older ones are dropped
  let about = ""; // what it was about
  let timer = 0;
  let insisted = false; // Enter was pressed: nothing is unfinished any more
  let cleared = false; // by us, not by the reader
  /** @type {Answer | null} */
  let latest = null;
  /** @type {Answer | null} */
  let shown = null;

  // --- what has been typed --------------------------------------------------------------------

  /** A date that is not whole has no value of its own; Python is to refuse it. @param {Control} control */
  const valueOf = (control) => (control.validity.badInput ? "ofullständigt" : control.value);

  const typed = () => controls.some((control) => control.type === "date" && valueOf(control));

  function input() {
    /** @type {Record<string, unknown>} */
    const given = "asOf" in form.dataset ? { as_of: today() } : {};
    for (const control of controls) {
      if (control.type === "checkbox") given[control.name] = /** @type {HTMLInputElement} */ (control).checked;
      else if (valueOf(control)) given[control.name] = valueOf(control);
    }
    return given;
  }

  // --- asking ---------------------------------------------------------------------------------

  async function compute() {
    clearTimeout(timer);
    const question = ++asked;
    about = JSON.stringify(input());
    latest = null;
    if (!typed()) return wipe();
    if (!ready) {
      wipe();
      return say(waiting);
    }
    const answer = await ask(tool, input());
    if (question !== asked) return;
    latest = answer;
    tell(answer);
  }

  /** @param {Answer} answer */
  function tell(answer) {
    if (!answer.ok) return refuse(answer.faults);
    if (answer === shown) return;
    showFaults([]);
    show(answer.value);
    shown = answer;
  }

  /** A field that is being typed in, or is still to come, is not wrong yet. @param {Fault[]} faults */
  function refuse(faults) {
    hide();
    const missing = faults.filter((fault) => fault.code === "required");
    const told = faults.filter(
      (fault) => insisted || (fault.code !== "required" && fieldOf(fault) !== document.activeElement),
    );
    showFaults(told);
    if (told.length === 1) say(told[0].field ? `Ett fält behöver rättas: ${told[0].message}` : told[0].message);
    else if (told.length) say(`${told.length} fält behöver rättas. Vad som är fel står vid varje fält.`);
    else if (missing.length) say("Fyll i det datum som saknas, så räknas svaret ut.");
    else say("Skriv färdigt, så räknas svaret ut.");
  }

  // --- showing --------------------------------------------------------------------------------

  /** @param {string} text */
  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  /** @param {Fault} fault */
  function fieldOf(fault) {
    return controls.find((control) => control.name === fault.field);
  }

  /** @param {Fault[]} faults */
  function showFaults(faults) {
    for (const control of controls) {
      const place = document.getElementById(`${control.id}-fault`);
      if (!place) continue;
      const own = faults.filter((fault) => fieldOf(fault) === control);
      place.textContent = own.map((fault) => fault.message).join(" ");
      place.hidden = !own.length;
      if (own.length) {
        control.setAttribute("aria-invalid", "true");
        control.setAttribute("aria-describedby", place.id);
      } else {
        control.removeAttribute("aria-invalid");
        control.removeAttribute("aria-describedby");
      }
    }
  }

  /** @param {Result} result */
  function show(result) {
    const open = output.querySelector("details")?.open ?? false;
    output.replaceChildren(...partsOf(result, open));
    output.hidden = false;
    say(result.answer);
  }

  function hide() {
    shown = null;
    output.hidden = true;
    output.replaceChildren();
  }

  function wipe() {
    showFaults([]);
    hide();
    say("");
  }

  // --- what the reader does -------------------------------------------------------------------

  /** The field is finished: what was held back is told. A date cut short makes no event of its own. */
  function left() {
    if (about !== JSON.stringify(input())) compute();
    else if (latest) tell(latest);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    insisted = false;
    clearTimeout(timer);
    timer = window.setTimeout(compute, PAUSE);
  });
  form.addEventListener("focusout", () => setTimeout(left));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    insisted = true;
    compute();
  });
  form.addEventListener("reset", () => {
    asked += 1;
    clearTimeout(timer);
    insisted = false;
    latest = null;
    wipe();
    if (cleared) return;
    // the fields themselves are emptied after this event
    setTimeout(() => {
      forgotten();
      controls.find((control) => control.type === "date")?.focus();
    });
  });

  return {
    refresh() {
      ready = true;
      compute();
    },
    /** @param {string} why */
    pause(why) {
      ready = false;
      waiting = why;
      asked += 1;
      if (typed() && !shown) say(waiting);
    },
    forget() {
      cleared = true;
      form.reset();
      cleared = false;
    },
  };
}

/** @param {Result} result @param {boolean} open whether the reasons are unfolded */
function partsOf(result, open) {
  const warnings = result.warnings.filter((each) => !result.answer.includes(each.message));
  const parts = [
    warnings.length > 0 &&
      el(
        "div",
        { class: "warnings" },
        el("ul", {}, ...warnings.map((each) => el("li", { "data-code": each.code }, each.message))),
      ),
    result.dates.length > 0 && table(result),
    result.dates.length > 0 && reasons(result, open),
    el("p", { class: "reservation" }, result.decides),
  ];
  return parts.filter((part) => part !== false);
}

/** @param {Result} result */
function table(result) {
  return el(
    "table",
    { class: "further-dates" },
    el("caption", { class: "for-screen-reader" }, "Datum i tidsordning"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Datum"), el("th", { scope: "col" }, "Vad som gäller"))),
    el(
      "tbody",
      {},
      ...result.dates.map(({ id, title, date, status }) =>
        el(
          "tr",
          { "data-id": id },
          el(
            "td",
            { class: "date" },
            el("time", { datetime: date }, inWords(date)),
            status && el("span", { class: "status" }, STATUS[status]),
          ),
          el("td", {}, title),
        ),
      ),
    ),
  );
}

/** @param {Result} result @param {boolean} open */
function reasons(result, open) {
  return el(
    "details",
    { open },
    el("summary", {}, "Varför, villkor och lagrum"),
    el("p", {}, result.why),
    ...list("Villkor", result.conditions),
    ...list("Undantag", result.exceptions),
    result.reservations.length > 0 &&
      el("p", { class: "reservation" }, el("strong", {}, "Förbehåll: "), result.reservations.join(" ")),
    el("p", { class: "law" }, ...links(result)),
    el("p", { class: "checked" }, `Regeln kontrollerad ${result.checked}.`),
  );
}

/** @param {string} name @param {string[]} texts */
function list(name, texts) {
  if (!texts.length) return [];
  return [el("p", {}, el("strong", {}, name)), el("ul", {}, ...texts.map((text) => el("li", {}, text)))];
}

/** Laws open beside the page: what has been typed stays. @param {Result} result */
function links(result) {
  return result.links.flatMap(({ label, url }, index) => [
    index ? ", " : "",
    el(
      "a",
      { href: url, target: "_blank", rel: "noopener noreferrer" },
      label,
      el("span", { class: "for-screen-reader" }, " (öppnas i ny flik)"),
    ),
  ]);
}
