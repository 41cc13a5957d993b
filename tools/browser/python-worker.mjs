// Runs Python, in a worker. What is typed comes in as a message, is computed, and goes out as one;
// nothing is logged or kept, and once Python has started the way to the network is closed.
//
// Started through a blob: (see early.js), so that the page's content policy binds it.

import manifest from "./manifest.mjs";
import { startOrdinary } from "./ordinary-start.mjs"; // now: later it may be gone, and could not say so
import { fetchParts, startFromSnapshot } from "./snapshot-start.mjs";
import { Trouble, stopFetching } from "./whole.mjs";

/** @typedef {import("./types").Parts} Parts */

// assets/tools/HASH/python-worker.mjs: the site's root is three folders up, wherever the site lies
const root = new URL("../../../", import.meta.url).href;
const scope = /** @type {any} */ (self);

/** @type {((tool: string, input: string, form: string, which: any) => any) | null} */
let answer = null;
let quick = false; // from the snapshot, where something may be missing

scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
  if (data.type === "start") {
    try {
      await start(data);
      scope.postMessage({ type: "state", state: { phase: "ready", way: data.way } });
    } catch (error) {
      // Without the snapshot there is another way; without a file that every way needs there is none.
      const final = error instanceof Trouble && manifest.runtime.some(({ name }) => name === error.file);
      scope.postMessage({ type: "state", state: { phase: "failed", reason: reasonOf(error) }, final });
    }
  } else if (data.type === "call") {
    const answered = call(data);
    if (answered) scope.postMessage({ type: "answer", id: data.id, ...answered });
    else scope.postMessage({ type: "state", state: { phase: "failed", reason: "crashed" }, final: false });
  }
};

/** @param {{way: import("./types").Way, parts: Parts | null}} given */
async function start({ way, parts }) {
  const options = {
    lockFileContents: manifest.lock,
    packageBaseUrl: root,
    stdout: () => {},
    stderr: () => {},
    stdin: () => undefined,
  };
  const onFetched = () => scope.postMessage({ type: "state", state: { phase: "starting" } });
  let pyodide;
  quick = way === "snapshot";
  if (quick) {
    const had = parts && { wasm: Promise.resolve(parts.wasm), snapshot: Promise.resolve(parts.snapshot) };
    const { wasm, snapshot } = had ?? fetchParts(manifest, root);
    pyodide = await startFromSnapshot(manifest, root, options, { wasm, snapshot }, onFetched);
    if (!parts) scope.postMessage({ type: "parts", parts: { wasm: await wasm, snapshot: await snapshot } }, [await snapshot]);
  } else {
    pyodide = await startOrdinary(manifest, root, options, onFetched);
  }
  const python = pyodide.pyimport("sjukskrivning.call").answer;
  answer = (tool, input, form, which) => python(tool, input, form, pyodide.toPy(which ?? {}));
  closeTheWayOut();
}

/** What could carry anything away is gone before the first input comes. */
function closeTheWayOut() {
  stopFetching();
  const ways = [
    ...["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport"],
    ...["importScripts", "Worker", "SharedWorker", "BroadcastChannel", "Notification"],
    ...["indexedDB", "caches", "cookieStore", "RTCPeerConnection"],
  ];
  for (const word of Object.keys(console)) /** @type {any} */ (console)[word] = () => {}; // Pyodide says what it dies of
  for (const way of ways) {
    for (let holder = scope; holder; holder = Object.getPrototypeOf(holder)) delete holder[way];
    if (way in scope) Object.defineProperty(scope, way, { value: undefined });
  }
}

/** Null when Python has died of it, or had not all it needs: another one may answer. @param {{tool: string, input: unknown, form: string, which: unknown}} data */
function call({ tool, input, form, which }) {
  try {
    const json = typeof input === "string" ? input : JSON.stringify(input);
    const pair = answer?.(tool, json, form, which);
    const [ok, text] = pair.toJs();
    pair.destroy();
    return { ok, text };
  } catch (error) {
    if (quick || /** @type {any} */ (error)?.pyodide_fatal_error) return null;
    // The error's own words could hold what was typed.
    return { ok: false, text: null };
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (error instanceof Trouble) return error.reason;
  return typeof WebAssembly === "undefined" ? "no-wasm" : "broken";
}
