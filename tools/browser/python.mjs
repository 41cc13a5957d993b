// Python for a page: starts the worker and asks it. One worker for all tools of the page.

import manifest from "./manifest.mjs";
import { fetchWhole } from "./whole.mjs";

/** @typedef {import("./types").StartState} StartState */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Parts} Parts */
/** @typedef {import("./types").Way} Way */

// assets/tools/HASH/python.mjs: the site's root is three folders up, wherever the site lies
const ROOT = new URL("../../../", import.meta.url).href;
const PATIENCE = 15_000; // milliseconds for one answer
const WORKER = new URL("python-worker.mjs", import.meta.url).href;

/**
 * Starts Python in the background.
 * @param {(state: StartState) => void} onState told of each step; "ready" or "failed" is the last
 */
export function startPython(onState) {
  /** @type {Map<number, (answer: Answer) => void>} */
  const waiting = new Map();
  let calls = 0;
  let over = false;
  let working = false;

  /** @param {StartState} state */
  const tell = (state) => {
    if (over) return;
    if (state.phase === "failed") {
      stop();
      if (state.reason === "network" && !navigator.onLine) state = { ...state, reason: "offline" };
    }
    onState(state);
    if (state.phase === "ready") dispatchEvent(new Event("python-ready")); // heard by offline/page.mjs
  };

  /** @type {Worker} */
  let worker;
  /** @param {Way} way */
  const begin = (way) => {
    const mine = (worker = makeWorker());
    const onEnd = (/** @type {StartState} */ state) => {
      if (mine !== worker || over) return;
      if (state.phase === "failed" && way === "snapshot" && !working) {
        worker.terminate();
        begin("ordinary"); // which tells what is wrong, if that fails too
      } else tell(state);
    };
    worker.onmessage = ({ data }) => {
      if (data.type === "state") {
        working ||= data.state.phase === "ready";
        onEnd(data.state);
      }
      if (data.type === "answer") {
        waiting.get(data.id)?.(read(data));
        waiting.delete(data.id);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault(); // its words do not belong in the console
      onEnd({ phase: "failed", reason: working ? "crashed" : "broken" });
    };
    worker.postMessage({ type: "start", way, manifest, root: ROOT });
    if (way === "snapshot") {
      fetchParts().then(
        (parts) => mine.postMessage({ type: "parts", parts }),
        () => onEnd({ phase: "failed", reason: "broken" }),
      );
    }
  };

  function stop() {
    over = true;
    worker?.terminate();
    waiting.clear(); // whoever asked is not answered: there is nothing to say any more
  }

  if (typeof WebAssembly === "undefined") {
    queueMicrotask(() => tell({ phase: "failed", reason: "no-wasm" }));
  } else {
    queueMicrotask(() => tell({ phase: "fetching" }));
    begin("snapshot");
  }

  return {
    stop,
    /**
     * One call of a tool, as on the command line.
     * @param {string} tool
     * @param {unknown} input a text is taken for the JSON itself, as read from a file
     * @param {string} [form] text and ics come as they are, the others parsed
     * @param {{id: string, lang: string}} [which] form and language, for the tools that ask for them
     * @returns {Promise<Answer>} never settles after stop()
     */
    call(tool, input, form = "json", which) {
      const id = ++calls;
      const stuck = setTimeout(() => tell({ phase: "failed", reason: "crashed" }), PATIENCE);
      worker.postMessage({ type: "call", id, tool, input, form, which });
      return new Promise((resolve) => 
        waiting.set(id, (answer) => {
          clearTimeout(stuck);
          resolve(asJson(answer, form));
        }),
      );
    },
  };
}

/** @type {Promise<Parts> | null} */
let fetched = null;

/** The parts of a start from the snapshot, kept for the next: starting anew then takes a moment. */
function fetchParts() {
  if (fetched) return fetched;
  const wanted = /** @type {const} */ (["pyodide.asm.wasm", manifest.snapshot.name]).map((name) => {
    const file = [...manifest.runtime, manifest.snapshot].find((each) => each.name === name);
    const known = /** @type {import("./types").PackedFile} */ (file);
    return fetchWhole(new URL(known.url, ROOT).href, known);
  });
  fetched = Promise.all([
    WebAssembly.compileStreaming(wanted[0]),
    wanted[1].then((response) => response.arrayBuffer()),
  ]).then(([wasm, snapshot]) => ({ wasm, snapshot }));
  fetched.catch(() => (fetched = null)); // the next start tries again
  return fetched;
}

if (typeof WebAssembly !== "undefined") fetchParts(); // long before the page's own script asks for Python

/** A worker from a blob: is bound by this page's policy; one from an address is not. */
function makeWorker() {
  // Not `import "…"`, which Firefox would ask of the network even where a service worker has the file;
  // what is said to the worker in the meantime waits.
  const code = `const early = [];
    onmessage = (event) => early.push(event);
    import(${JSON.stringify(WORKER)}).then(() => early.forEach((event) => onmessage(event)), reportError);`;
  const bootstrap = new Blob([code], { type: "text/javascript" });
  const url = URL.createObjectURL(bootstrap);
  const worker = new Worker(url, { type: "module" });
  // Held until the worker has read it; a page has one worker at a time, so this is no leak to speak of.
  worker.addEventListener("message", () => URL.revokeObjectURL(url), { once: true });
  return worker;
}

/** @param {{ok: boolean, text: string | null}} data @returns {Answer} */
function read({ ok, text }) {
  if (ok) return { ok, value: text };
  if (text) return { ok, faults: JSON.parse(text).errors };
  const message = "Räknaren stötte på ett fel. Ladda om sidan och försök igen.";
  return { ok, faults: [{ field: "", code: "broken", message }] };
}

/** @param {Answer} answer @param {string} form @returns {Answer} */
function asJson(answer, form) {
  return answer.ok && form !== "text" && form !== "ics" ? { ok: true, value: JSON.parse(answer.value) } : answer;
}
