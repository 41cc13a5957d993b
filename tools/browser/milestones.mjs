// The milestone calculator's page: reads the form, asks Python, shows the answer.

import { dayOf, isoOf, today } from "./dates.mjs";
import { el, need } from "./dom.mjs";
import { setUpFurther } from "./further.mjs";
import { startPython } from "./python.mjs";
import { chains, figures, inASentence, table, warnings } from "./result.mjs";
import { copy, saveFile } from "./share.mjs";
import { timeline } from "./timeline.mjs";

/** @typedef {import("./types").StartState} StartState */
/** @typedef {import("./types").Fault} Fault */
/** @typedef {import("./types").Result} Result */

const PAUSE = 120; // milliseconds after the last key
const SLOW = 20_000;
const FAILED = {
  "no-wasm":
    "Räknaren kan inte starta: webbläsaren tillåter inte WebAssembly. I Microsoft Edge beror det oftast på läget med förstärkt säkerhet (Enhanced security mode). Lägg till webbplatsen bland undantagen och försök igen.",
  network:
    "Räknaren kan inte starta: någon fil gick inte att hämta. Kontrollera nätverket och försök igen.",
  offline:
    "Räknaren kan inte starta: du är offline, och den är inte sparad på den här enheten. Anslut till nätet och försök igen.",
  damaged:
    "Räknaren kan inte starta: en hämtad fil är skadad. Ladda om sidan. Hjälper det inte, kontakta den som driver webbplatsen.",
  outdated:
    "Räknaren kan inte starta: sajten har uppdaterats sedan sidan öppnades. Skriv av det du behöver och ladda om sidan.",
  crashed: "Räknaren stötte på ett fel och har stannat. Det du har skrivit är kvar. Försök igen.",
  broken:
    "Räknaren kunde inte starta. Försök igen, eller uppdatera webbläsaren och ladda om sidan.",
};
const BY_HAND = " Tills vidare finns alla tidsgränser i tabellen längre ner på sidan.";

const tool = /** @type {HTMLElement} */ (need(document, "#milestone-tool"));
const form = /** @type {HTMLFormElement} */ (need(tool, "form"));
const list = /** @type {HTMLElement} */ (need(form, ".periods"));
const template = /** @type {HTMLTemplateElement} */ (need(form, "template"));
const status = /** @type {HTMLElement} */ (need(tool, ".tool-status"));
const retry = /** @type {HTMLElement} */ (need(tool, ".tool-retry"));
const output = /** @type {HTMLElement} */ (need(tool, ".tool-result"));

/** @type {ReturnType<typeof startPython>} */
let python;
let ready = false;
let started = ""; // said if it was not the quick start
let asked = 0; // the newest question; answers to older ones are dropped
let timer = 0;
let slow = 0;
/** @type {{input: Record<string, unknown>, result: Result} | null} */
let shown = null;

// --- Python's state -------------------------------------------------------------------------

function start() {
  ready = false;
  retry.hidden = true;
  python = startPython(onState);
}

/** @param {StartState} state */
function onState(state) {
  if (state.phase !== "starting") clearTimeout(slow);
  tool.dataset.state = state.phase;
  ready = state.phase === "ready";
  if (state.phase === "fetching") {
    say("Räknaren hämtas. Du kan börja fylla i.");
    slow = window.setTimeout(
      () => say("Räknaren hämtas fortfarande; det tar längre tid än vanligt. Du kan fylla i under tiden."),
      SLOW,
    );
  }
  if (state.phase === "starting") say("Räknaren startar. Du kan börja fylla i.");
  if (state.phase === "failed") {
    say(FAILED[state.reason] + BY_HAND);
    retry.hidden = false;
  }
  if (state.phase === "ready") {
    started = state.way === "snapshot" ? "" : " Snabbstarten gick inte, så det tog längre tid än vanligt.";
    compute();
    further.refresh();
  } else further.pause(state.phase === "failed" ? FAILED[state.reason] : undefined);
}

/** @param {string} text */
function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

// --- the form -------------------------------------------------------------------------------

/** @returns {HTMLFieldSetElement[]} */
function periodRows() {
  return [...list.querySelectorAll("fieldset")];
}

/** @param {string} name @param {ParentNode} [within] */
function field(name, within = form) {
  return /** @type {HTMLInputElement} */ (need(within, `[name=${name}]`));
}

/** What has been typed, in the words of Python's tools `periods` and `milestones`. */
function typed() {
  const rows = periodRows().map((row) => ({
    start: field("start", row).value,
    end: field("end", row).value,
    degree: Number(field("degree", row).value),
  }));
  const occupation = field("occupation").value;
  const concerns = (/** @type {string} */ name) =>
    (/** @type {HTMLElement} */ (field(name).closest("[data-for]")).dataset.for ?? "").split(" ").includes(occupation);
  const expected = concerns("expected_days") ? field("expected_days").value.trim() : "";
  const rest = {
    occupation,
    ...(concerns("waiting_days") && { waiting_days: Number(field("waiting_days").value) }),
    as_of: field("as_of").value || today(),
    serious_illness: field("serious_illness").checked,
    pension_age_reached: field("pension_age_reached").checked,
    ...(expected && { expected_days: /^\d{1,6}$/.test(expected) ? Number(expected) : expected }),
  };
  return { rows, rest };
}

/** Fields that concern the chosen occupation. */
function showWhatConcerns() {
  const { value } = field("occupation");
  for (const part of form.querySelectorAll("[data-for]")) {
    const { dataset } = /** @type {HTMLElement} */ (part);
    /** @type {HTMLElement} */ (part).hidden = !dataset.for?.split(" ").includes(value);
  }
}

async function compute() {
  const question = ++asked;
  if (!ready) {
    echo([]); // nothing old beside what is new
    return hide();
  }
  const { rows, rest } = typed();
  const read = await python.call("periods", { as_of: today(), rows });
  if (outdated(question)) return;
  if (!read.ok) {
    echo([]);
    return refuse(read.faults);
  }
  echo(read.value.rows);
  const periods = read.value.rows
    .filter(Boolean)
    .map((/** @type {any} */ row) => ({ start: row.start, end: row.end, degree: row.degree }));
  if (!periods.length) {
    showFaults([]);
    hide();
    return say(`Räknaren är klar att använda.${started} Skriv sjukfallets första dag.`);
  }
  const input = { ...rest, periods };
  const answer = await python.call("milestones", input);
  if (outdated(question)) return;
  if (!answer.ok) return refuse(answer.faults);
  showFaults([]);
  show(input, answer.value);
}

/** Whether an answer comes too late, or while a button is pressed: then it is asked for again. @param {number} question */
function outdated(question) {
  if (pressing) late = true;
  return question !== asked || pressing;
}

/** Faults beside their fields. A field that is being typed in is not finished, hence not wrong yet. */
function refuse(/** @type {Fault[]} */ faults) {
  if (faults[0]?.code === "broken") {
    python.stop();
    return onState({ phase: "failed", reason: "crashed" });
  }
  hide();
  const unfinished = faults.filter((fault) => fieldOf(fault) === document.activeElement && !settled);
  const told = faults.filter((fault) => !unfinished.includes(fault));
  showFaults(told);
  if (!told.length) say("Skriv färdigt, så räknas datumen ut.");
  else if (told.length === 1) say(`Ett fält behöver rättas: ${told[0].message}`);
  else say(`${told.length} fält behöver rättas. Vad som är fel står vid varje fält.`);
}

let settled = false; // whether the field in focus has been left alone: Enter, or a change of focus

/** @param {Fault[]} faults */
function showFaults(faults) {
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
  }
  for (const place of form.querySelectorAll(".faults")) {
    place.replaceChildren();
    /** @type {HTMLElement} */ (place).hidden = true;
  }
  faults.forEach((fault, index) => {
    const control = fieldOf(fault);
    const place = control?.closest("fieldset, details")?.querySelector(".faults") ?? need(form, ".faults");
    const label = control?.closest("label")?.firstChild?.textContent?.trim();
    const id = `fault-${index}`;
    place.append(el("li", { id }, label ? `${label}: ${fault.message}` : fault.message));
    /** @type {HTMLElement} */ (place).hidden = false;
    control?.setAttribute("aria-invalid", "true");
    control?.setAttribute("aria-describedby", id);
    const folded = control?.closest("details");
    if (folded) folded.open = true;
  });
}

/** The control a fault speaks of: `periods[1].end`, `expected_days`. @param {Fault} fault */
function fieldOf(fault) {
  const period = /^periods\[(\d+)\](?:\.(\w+))?$/.exec(fault.field);
  const within = period ? periodRows()[Number(period[1])] : form;
  const name = period ? (period[2] ?? "start") : fault.field;
  return /^\w+$/.test(name) ? within?.querySelector(`[name=${name}]`) : null;
}

/** @type {any[]} the rows as Python read them last */
let lastRead = [];

/** How each row was read, under it. @param {any[]} rows */
function echo(rows) {
  lastRead = rows.map((row) => row && { ...row });
  periodRows().forEach((row, index) => {
    const place = /** @type {HTMLElement} */ (need(row, ".echo"));
    const read = rows[index];
    const days = read?.days ? ` (${read.days} ${read.days === 1 ? "dag" : "dagar"})` : "";
    place.textContent = read ? `${read.start_words} – ${read.end_words}${days}` : "";
    place.hidden = !read;
  });
}

function newRow() {
  const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  list.append(row);
  return row;
}

function addPeriod() {
  const row = newRow();
  number();
  field("start", row).focus();
}

/** @type {{row: HTMLElement, before: Element | null} | null} the period removed last, while it can be had back */
let removed = null;

/** @param {{row: HTMLElement, before: Element | null} | null} what */
function remember(what) {
  removed = what;
  /** @type {HTMLElement} */ (need(form, ".undo")).hidden = !what;
}

function undoRemoval() {
  if (!removed) return;
  const { row, before } = removed;
  list.insertBefore(row, before?.isConnected ? before : null);
  remember(null);
  number();
  field("start", row).focus();
  compute();
}

/** Rows from a pasted list take the place of the empty ones and come after those that are filled in. */
async function readList() {
  const pasted = field("pasted");
  if (!ready) return say("Räknaren är inte klar än. Försök igen om en stund.");
  const question = ++asked;
  const read = await python.call("periods", { as_of: today(), pasted: pasted.value });
  if (question !== asked) return;
  if (!read.ok) {
    settled = true;
    return refuse(read.faults);
  }
  for (const row of periodRows()) {
    if (!field("start", row).value.trim() && !field("end", row).value.trim()) row.remove();
  }
  for (const period of read.value.rows) {
    const row = newRow();
    field("start", row).value = period.start;
    field("end", row).value = period.end ?? "";
    field("degree", row).value = String(period.degree);
  }
  number();
  pasted.value = "";
  /** @type {HTMLDetailsElement} */ (pasted.closest("details")).open = false;
  field("start", periodRows()[periodRows().length - 1]).focus();
  compute();
}

/** Arrow up and down in a date that has been read: a day later or earlier. @param {KeyboardEvent} event */
function stepDate(event) {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  const row = input.closest("fieldset");
  const index = row ? periodRows().indexOf(row) : -1;
  const known = lastRead[index];
  const iso = step && known?.[input.name];
  if (!step || !iso || event.altKey || event.ctrlKey || event.metaKey) return false;
  event.preventDefault();
  const stepped = isoOf(dayOf(iso) + step * (event.shiftKey ? 7 : 1));
  input.value = stepped;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  lastRead[index] = { ...known, [input.name]: stepped }; // for the next press, before the answer
  return true;
}

/** @param {HTMLFieldSetElement} row */
function removePeriod(row) {
  const rows = periodRows();
  if (rows.length === 1) {
    remember(null);
    field("start", row).value = field("end", row).value = "";
    field("start", row).focus();
  } else {
    remember({ row, before: row.nextElementSibling });
    const neighbour = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    row.remove();
    number();
    field("start", neighbour).focus();
  }
  compute();
}

function number() {
  periodRows().forEach((row, index) => {
    for (const place of row.querySelectorAll(".number")) place.textContent = String(index + 1);
  });
}

// --- the answer -----------------------------------------------------------------------------

/** @param {Record<string, unknown>} input @param {Result} result */
function show(input, result) {
  const open = new Set(
    [...output.querySelectorAll("details[open]")].map((each) => /** @type {HTMLElement} */ (each).dataset.id ?? ""),
  );
  const same = shown !== null && JSON.stringify(shown) === JSON.stringify({ input, result });
  shown = { input, result };
  if (same) return say(inASentence(result)); // what is unfolded or in focus stays
  output.replaceChildren(
    el("h2", { id: "resultat", tabindex: -1 }, "Resultat"),
    el("p", { class: "assumptions" }, `${result.assumptions.join(". ")}.`),
    figures(result),
    ...[warnings(result), el("div", { class: "picture" }), table(result, open)].filter((each) => each !== null),
    chains(result),
    actions(),
    el("p", { class: "reservation" }, `${result.reservation} Försäkringskassan beslutar.`),
  );
  const folded = /** @type {HTMLDetailsElement} */ (need(output, ".chains"));
  folded.open = open.has("chains");
  wordsUnfolded = open.has("words");
  output.hidden = false;
  draw();
  say(inASentence(result));
}

function hide() {
  shown = null;
  output.hidden = true; // emptied when the answer is wiped; until then what was unfolded is remembered
}

/** The picture for the width there is. */
function draw() {
  const place = output.querySelector(".picture");
  if (!place || !shown) return;
  const width = Math.max(260, Math.round(place.clientWidth));
  if (place.firstChild && width === drawn) return; // only the height has changed
  drawn = width;
  const unfolded = place.querySelector("details")?.open ?? wordsUnfolded;
  const picture = timeline(shown.result, width);
  place.replaceChildren(...(picture ? [picture] : []));
  const words = place.querySelector("details");
  if (words) words.open = unfolded;
}
let drawn = 0;
let wordsUnfolded = false;

function actions() {
  const said = el("span", { role: "status", class: "said" });
  const button = (/** @type {string} */ name, /** @type {() => void} */ action) => {
    const made = el("button", { type: "button" }, name);
    made.addEventListener("click", action);
    return made;
  };
  /** @param {string} form @param {(text: string) => Promise<string> | string} use */
  const take = async (form, use) => {
    said.textContent = "";
    if (!ready || !shown) {
      said.textContent = "Räknaren är inte klar än. Försök igen om en stund.";
      return;
    }
    const answer = await python.call("milestones", shown?.input, form);
    said.textContent = answer.ok ? await use(answer.value) : answer.faults[0].message;
  };
  return el(
    "p",
    { class: "buttons" },
    button("Kopiera till journalen", () =>
      take("text", async (text) =>
        (await copy(text)) ? "Texten är kopierad." : "Det gick inte att kopiera; markera tabellen i stället.",
      ),
    ),
    " ",
    button("Spara i kalendern (.ics)", () =>
      take("ics", (text) => {
        saveFile("milstolpar.ics", "text/calendar", text);
        return "Kalenderfilen är sparad. Den innehåller datum och regler men inget namn eller personnummer.";
      }),
    ),
    " ",
    button("Skriv ut", () => window.print()),
    " ",
    said,
  );
}

// --- what the reader does -------------------------------------------------------------------

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", (event) => {
  if (/** @type {HTMLElement} */ (event.target).closest(".paste")) return;
  settled = false;
  const row = /** @type {HTMLElement} */ (event.target).closest("fieldset");
  if (row) lastRead[periodRows().indexOf(row)] = null; // not what stands there any more
  clearTimeout(timer);
  timer = window.setTimeout(compute, PAUSE);
});
form.addEventListener("change", (event) => {
  if (/** @type {HTMLElement} */ (event.target).closest(".paste")) return; // read by its button
  settled = true;
  showWhatConcerns();
  clearTimeout(timer);
  // A press on a button ends the typing: an answer drawn now would move the button from under it.
  if (pressing) late = true;
  else compute();
});
let pressing = false;
let late = false;
addEventListener("pointerdown", () => (pressing = true), true);
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(
    end,
    () => {
      pressing = false;
      if (late) timer = window.setTimeout(compute);
      late = false;
    },
    true,
  );
}
form.addEventListener("keydown", (event) => {
  if (!(event.target instanceof HTMLInputElement) || stepDate(event)) return;
  if (event.key !== "Enter") return;
  event.preventDefault();
  settled = true;
  compute();
});
form.addEventListener("reset", () => {
  wipe();
  if (leaving) return;
  start();
  queueMicrotask(() => {
    showWhatConcerns();
    field("start").focus();
  });
});
form.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest("button");
  if (button?.classList.contains("add")) addPeriod();
  if (button?.classList.contains("undo")) undoRemoval();
  if (button?.classList.contains("read-list")) readList();
  const row = button?.classList.contains("remove") && button.closest("fieldset");
  if (row) removePeriod(row);
});
need(retry, "button").addEventListener("click", start);
new ResizeObserver(draw).observe(output);

/** Everything typed and computed is gone, Python's memory with it. */
function wipe() {
  asked += 1;
  clearTimeout(timer);
  clearTimeout(slow);
  python.stop();
  for (const row of periodRows().slice(1)) row.remove();
  remember(null);
  echo([]);
  showFaults([]);
  hide();
  output.replaceChildren();
  further.forget();
}

let leaving = false;
addEventListener("pagehide", () => {
  leaving = true;
  form.reset();
});
addEventListener("pageshow", (event) => {
  leaving = false;
  if (event.persisted) start();
});

const further = setUpFurther(
  (tool, input) => python.call(tool, input),
  () => {
    python.stop();
    start();
  },
);
showWhatConcerns();
start();
