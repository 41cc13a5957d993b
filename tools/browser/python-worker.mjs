// Runs Python, in a worker. What is typed comes in as a message, is computed, and goes out as one;
// nothing is logged or kept, and once Python has started the way to the network is closed.
//
// Started through a blob: (see python.mjs), so that the page's content policy binds it.

import { startOrdinary } from "./ordinary-start.mjs";
import { startFromSnapshot } from "./snapshot-start.mjs";
import { Trouble } from "./whole.mjs";

/** @typedef {import("./types").Manifest} Manifest */
/** @typedef {import("./types").Parts} Parts */

const scope = /** @type {any} */ (self);

/** @type {((tool: string, input: string, form: string, which: any) => any) | null} */
let answer = null;

/** @type {(parts: Parts) => void} */
let hand = () => {};
/** @type {Promise<Parts>} */
const parts = new Promise((resolve) => (hand = resolve));

scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
  if (data.type === "start") {
    try {
      await start(data.manifest, data.root, data.way);
      scope.postMessage({ type: "state", state: { phase: "ready", way: data.way } });
    } catch (error) {
      scope.postMessage({ type: "state", state: { phase: "failed", reason: reasonOf(error) } });
    }
  } else if (data.type === "parts") {
    hand(data.parts);
  } else if (data.type === "call") {
    scope.postMessage({ type: "answer", id: data.id, ...call(data) });
  }
};

/**
 * @param {Manifest} manifest
 * @param {string} root the site's own address
 * @param {import("./types").Way} way
 */
async function start(manifest, root, way) {
  const options = {
    lockFileContents: manifest.lock,
    packageBaseUrl: root,
    stdout: () => {},
    stderr: () => {},
    stdin: () => undefined,
  };
  const onFetched = () => scope.postMessage({ type: "state", state: { phase: "starting" } });
  const pyodide =
    way === "snapshot"
      ? await startFromSnapshot(manifest, root, options, parts, onFetched)
      : await startOrdinary(manifest, root, options, onFetched);
  const python = pyodide.pyimport("sjukskrivning.call").answer;
  answer = (tool, input, form, which) => python(tool, input, form, pyodide.toPy(which ?? {}));
  closeTheWayOut();
}

/** What could carry anything away is gone before the first input comes. */
function closeTheWayOut() {
  const ways = [
    ...["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport"],
    ...["importScripts", "Worker", "SharedWorker", "BroadcastChannel", "Notification"],
    ...["indexedDB", "caches", "cookieStore", "RTCPeerConnection"],
  ];
  for (const way of ways) {
    for (let holder = scope; holder; holder = Object.getPrototypeOf(holder)) delete holder[way];
    if (way in scope) Object.defineProperty(scope, way, { value: undefined });
  }
}

/** @param {{tool: string, input: unknown, form: string, which: unknown}} data */
function call({ tool, input, form, which }) {
  try {
    const json = typeof input === "string" ? input : JSON.stringify(input);
    const pair = answer?.(tool, json, form, which);
    const [ok, text] = pair.toJs();
    pair.destroy();
    return { ok, text };
  } catch {
    // The error's own words could hold what was typed.
    return { ok: false, text: null };
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (error instanceof Trouble) return error.reason;
  return typeof WebAssembly === "undefined" ? "no-wasm" : "broken";
}
