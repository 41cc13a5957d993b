// Python for a page: starts the worker and asks it. One worker for all tools of the page.

/** @typedef {import("./types").StartState} StartState */
/** @typedef {import("./types").Answer} Answer */
/** @typedef {import("./types").Parts} Parts */
/** @typedef {import("./types").Way} Way */

const PATIENCE = 15_000; // milliseconds for one answer

/**
 * Starts Python in the background.
 * @param {(state: StartState) => void} onState told of each step; "ready" or "failed" is the last
 */
export function startPython(onState) {
  /** What has been asked and not answered. @type {Map<number, {question: object, settle: (answer: Answer) => void, stuck: number}>} */
  const waiting = new Map();
  let calls = 0;
  let over = false;
  let working = false;
  /** @type {Extract<StartState, {phase: "failed"}>["reason"] | undefined} */
  let known; // why the snapshot failed: tells more than that the ordinary start failed too

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
    const mine = (way === "snapshot" && pythonWorkers.early) || pythonWorkers.spawn(way, way === "snapshot" ? kept : null);
    pythonWorkers.early = null;
    worker = mine.worker;
    const hear = (/** @type {StartState} */ state, /** @type {boolean} */ final) => {
      if (state.phase === "ready") {
        working = true;
        for (const id of waiting.keys()) ask(id);
      }
      if (state.phase === "failed" && way === "snapshot" && !final) {
        worker.terminate();
        working = false;
        for (const { stuck } of waiting.values()) clearTimeout(stuck);
        known = state.reason;
        tell({ phase: "fetching" });
        begin("ordinary");
      } else if (state.phase === "failed" && state.reason === "broken" && known) tell({ ...state, reason: known });
      else tell(state);
    };
    mine.listen((data) => {
      if (mine.worker !== worker || over) return;
      if (data.type === "state") {
        hear(data.state, data.final);
      } else if (data.type === "parts") {
        kept = data.parts;
      } else if (data.type === "answer") {
        waiting.get(data.id)?.settle(read(data));
        waiting.delete(data.id);
      } else hear({ phase: "failed", reason: working ? "crashed" : "broken" }, false);
    });
  };

  /** @param {number} id */
  function ask(id) {
    const one = waiting.get(id);
    if (!one || !working) return; // asked when there is a Python, or another one
    one.stuck = window.setTimeout(() => tell({ phase: "failed", reason: "crashed" }), PATIENCE);
    worker.postMessage(one.question);
  }

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
      const question = { type: "call", id, tool, input, form, which };
      return new Promise((resolve) => {
        const settle = (/** @type {Answer} */ answer) => {
          clearTimeout(waiting.get(id)?.stuck);
          resolve(asJson(answer, form));
        };
        waiting.set(id, { question, settle, stuck: 0 });
        ask(id);
      });
    },
  };
}

/** @type {Parts | null} What the first worker has fetched, kept for the next: starting anew then takes a moment. */
let kept = null;

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
