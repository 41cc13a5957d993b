// What every page with fields for typed text does alike: starts Python and says how it goes, wipes when asked, when
// nobody is there and when the page is left, opens and saves files, prints long answers in full.

import { el, need } from "./dom.mjs";
import { ask, guard } from "./form-guard.mjs";
import { startPython } from "./python.mjs";
import { saveFile } from "./share.mjs";

/** @typedef {import("./types").StartState} StartState */

const SLOW = 20_000;
const LARGEST_FILE = 1_000_000; // bytes

/**
 * @param {{
 *   tool: HTMLElement,
 *   form: HTMLFormElement,
 *   language?: () => string,
 *   isFilled: () => boolean,
 *   empty: () => void,
 *   compute: () => void,
 * }} page `empty`: everything typed leaves the page; `compute`: Python is ready, ask it
 */
export function session({ tool, form, language = () => "sv", isFilled, empty, compute }) {
  /** @template {HTMLElement} Found @param {string} selector @returns {Found} */
  const part = (selector) => need(tool, selector);
  const status = part(".tool-status");
  const retry = part(".tool-retry");
  const said = part(".said-of-tool");
  const question = /** @type {HTMLDialogElement} */ (part("dialog.ask"));
  /** @type {Record<string, Record<string, string>>} */
  const words = JSON.parse(part("script.words").textContent ?? "");

  /** @type {ReturnType<typeof startPython>} */
  let python;
  let ready = false;
  let slow = 0;
  let readyKey = "ready";
  let statusKey = "loading";

  /** @param {string} key @param {Record<string, string | number>} [filled] */
  function word(key, filled = {}) {
    return words[key][language()].replace(/\{(\w+)\}/g, (_, name) => String(filled[name]));
  }

  /** Python's state, in the status line. @param {string} key */
  function say(key) {
    statusKey = key;
    const text = word(key);
    status.lang = language();
    if (status.textContent !== text) status.textContent = text;
  }

  /** What came of the reader's own press of a button. @param {string} key @param {Record<string, string | number>} [filled] */
  function tell(key, filled) {
    said.lang = language();
    said.textContent = key ? word(key, filled) : "";
  }

  // --- Python's state -----------------------------------------------------------------------

  function start() {
    ready = false;
    retry.hidden = true;
    python = startPython(onState);
  }

  /** @param {StartState} now */
  function onState(now) {
    clearTimeout(slow);
    tool.dataset.state = now.phase;
    ready = now.phase === "ready";
    if (now.phase === "ready") readyKey = now.way === "snapshot" ? "ready" : "ready_ordinary";
    if (now.phase === "failed") {
      retry.hidden = false;
      tool.dataset.sorted = ""; // nobody will say which questions are asked: all are shown
      say(`failed_${now.reason}`);
    } else if (ready) compute();
    else {
      slow = window.setTimeout(() => say("slow"), SLOW);
      say("loading");
    }
  }

  // --- emptying -----------------------------------------------------------------------------

  /** Gone from the page and from Python's memory. @param {string} key what is said of it */
  function wipe(key) {
    python.stop();
    empty();
    tell("");
    question.close();
    /** @type {HTMLInputElement} */ (part(".open-file")).value = "";
    start();
    tell(key);
    const heading = document.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  }

  let leaving = false;
  addEventListener("pagehide", () => {
    leaving = true;
    python.stop();
    empty();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && leaving) {
      empty(); // what the browser may have put back
      start();
    }
    leaving = false;
  });

  // --- files --------------------------------------------------------------------------------

  /**
   * A saved file the reader has chosen; whatever is wrong with it, nothing is changed.
   * @param {HTMLInputElement} input
   * @param {(text: string) => Promise<import("./types").Answer>} read
   * @param {(value: any) => Promise<void> | void} use called on an emptied page
   */
  async function open(input, read, use) {
    const [file] = input.files ?? [];
    input.value = ""; // or the same file could not be chosen again
    tell("");
    if (!file) return;
    if (!ready) return tell("not_ready");
    if (file.size > LARGEST_FILE) return tell("too_large");
    const text = await file.text().catch(() => null);
    if (text === null) return tell("unreadable");
    const answer = await read(text);
    if (!answer.ok) return tell("unchanged", { message: answer.faults[0].message });
    if (isFilled() && !(await ask(question, word("open_ask"), word("open_yes")))) return;
    empty();
    await use(answer.value);
    tell("opened");
  }

  // --- paper --------------------------------------------------------------------------------

  // What is longer than its field is printed in full in its place, a date as it is written here.
  addEventListener("beforeprint", () => {
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (
      form.querySelectorAll("textarea, input[type=text], input[type=date]")
    );
    for (const field of fields) {
      const copyOf = el("p", { class: "printed" }, field.value);
      field.after(copyOf);
      addEventListener("afterprint", () => copyOf.remove(), { once: true });
    }
  });

  // --- the page's own buttons ----------------------------------------------------------------

  part(".wipe").addEventListener("click", async () => {
    if (!isFilled() || (await ask(question, word("wipe_ask"), word("wipe")))) wipe("wiped");
  });
  part(".retry").addEventListener("click", start);
  part(".print").addEventListener("click", () => window.print());
  guard({
    minutes: Number(tool.dataset.idleMinutes),
    dialog: /** @type {HTMLDialogElement} */ (part("dialog.idle")),
    isFilled,
    countdown: (seconds) => word("idle_seconds", { number: seconds }),
    wipe: () => wipe("wiped_idle"),
  });

  return {
    start,
    word,
    tell,
    open,
    ready: () => ready,
    /** @param {string} text @param {string} yes keys of words */
    ask: (text, yes) => ask(question, word(text), word(yes)),
    /** Says that all is well, once. */
    answered() {
      if (statusKey !== readyKey) say(readyKey);
    },
    /** Says the same in the language now chosen. */
    sayAgain: () => say(statusKey),
    say,
    /** Python's answer made no sense: as if it had died. */
    crashed() {
      python.stop();
      onState({ phase: "failed", reason: "crashed" });
    },
    /** @type {ReturnType<typeof startPython>["call"]} */
    call: (...asked) => python.call(...asked),
    /** @param {string} name @param {string} type @param {unknown} made */
    save(name, type, made) {
      saveFile(name, type, typeof made === "string" ? made : `${JSON.stringify(made, null, 1)}\n`);
      tell("saved");
    },
  };
}
