// Runs Python, in a worker. What is typed comes in as a message, is computed, and goes out as one;
// nothing is logged or kept, and once Python has started the way to the network is closed.
//
// Started through a blob: (see python.mjs), so that the page's content policy binds it.

/** @typedef {import("./types").Manifest} Manifest */
/** @typedef {import("./types").PackedFile} PackedFile */

const scope = /** @type {any} */ (self);

/** @type {((tool: string, input: string, form: string, which: any) => any) | null} */
let answer = null;

scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
  if (data.type === "start") {
    try {
      await start(data.manifest, data.root);
      scope.postMessage({ type: "state", state: { phase: "ready" } });
    } catch (error) {
      scope.postMessage({ type: "state", state: { phase: "failed", reason: reasonOf(error) } });
    }
  } else if (data.type === "call") {
    scope.postMessage({ type: "answer", id: data.id, ...call(data) });
  }
};

class Trouble extends Error {
  /** @param {"network" | "damaged" | "outdated"} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * @param {Manifest} manifest
 * @param {string} root the site's own address
 */
async function start(manifest, root) {
  // All at once; the loader is then handed what has already been fetched and found to be whole.
  const files = new Map(
    [...manifest.runtime, manifest.wheel].map((file) => {
      const url = new URL(file.url, root).href;
      return [file.name, { url, response: fetchWhole(url, file) }];
    }),
  );
  await Promise.all([...files.values()].map((file) => file.response));
  scope.postMessage({ type: "state", state: { phase: "starting" } });

  const byUrl = new Map([...files.values()].map((file) => [file.url, file.response]));
  scope.fetch = (/** @type {any} */ asked) => {
    const whole = byUrl.get(String(asked?.url ?? asked));
    return whole?.then(typed) ?? Promise.reject(new TypeError("the worker asks for nothing else"));
  };
  const urlOf = (/** @type {string} */ name) => /** @type {any} */ (files.get(name)).url;
  const { loadPyodide } = await import(urlOf("pyodide.mjs"));
  const pyodide = await loadPyodide({
    indexURL: new URL(".", urlOf("pyodide.mjs")).href,
    lockFileContents: manifest.lock,
    packageBaseUrl: root,
    stdout: () => {},
    stderr: () => {},
    stdin: () => undefined,
  });
  const wheel = await (await byUrl.get(urlOf(manifest.wheel.name)))?.arrayBuffer();
  pyodide.unpackArchive(wheel, "wheel");
  const python = pyodide.pyimport("sjukskrivning.call").answer;
  answer = (tool, input, form, which) => python(tool, input, form, pyodide.toPy(which ?? {}));
  closeTheWayOut();
}

/**
 * @param {string} url
 * @param {PackedFile} file
 */
async function fetchWhole(url, file) {
  const options = /** @type {RequestInit} */ ({ credentials: "omit", referrerPolicy: "no-referrer" });
  try {
    return await fetch(url, { ...options, integrity: file.integrity });
  } catch {
    // A damaged copy may lie in a cache on this device: once more, past all of them.
    const again = { ...options, cache: /** @type {RequestCache} */ ("reload"), integrity: file.integrity };
    const fresh = await fetch(url, again).catch(() => null);
    if (fresh) return fresh;
    // The browser does not say what it was: is the file there at all, or has a new version taken its place?
    const status = await fetch(url, { ...options, method: "HEAD" }).then((r) => r.status, () => 0);
    throw new Trouble(status === 404 || status === 410 ? "outdated" : status === 200 ? "damaged" : "network");
  }
}

/**
 * The browser compiles nothing that the server gives another type, and Pyodide would wait for ever. Only then
 * a new response, which cannot be had compiled from the last time. @param {Response} response
 */
function typed(response) {
  const type = "application/wasm";
  if (!response.url.endsWith(".wasm") || response.headers.get("Content-Type") === type) return response;
  return new Response(response.body, { headers: { "Content-Type": type } });
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
