// Fetches the runtime's files, each whole and unchanged or not at all.

/** @typedef {import("./types").PackedFile} PackedFile */

export class Trouble extends Error {
  /** @param {"network" | "damaged" | "outdated"} reason @param {string} file its name */
  constructor(reason, file) {
    super(reason);
    this.reason = reason;
    this.file = file;
  }
}

/** What early.js has asked for before this was read. @type {Map<string, Promise<Response>>} */
const begun = /** @type {any} */ (globalThis).begun;

let ask = fetch; // kept, for loaders are given another

/** Nothing is fetched any more, by anyone who might find this module. */
export function stopFetching() {
  ask = () => Promise.reject(new TypeError("nothing is fetched any more"));
}

/**
 * @param {string} url
 * @param {PackedFile} file
 */
export async function fetchWhole(url, file) {
  const options = /** @type {RequestInit} */ ({ credentials: "omit", referrerPolicy: "no-referrer" });
  const first = begun.get(url);
  begun.delete(url);
  try {
    return typed(await (first ?? ask(url, { ...options, integrity: file.integrity })));
  } catch {
    // A damaged copy may lie in a cache on this device: once more, past all of them.
    const again = { ...options, cache: /** @type {RequestCache} */ ("reload"), integrity: file.integrity };
    const fresh = await ask(url, again).catch(() => null);
    if (fresh) return typed(fresh);
    // The browser does not say what it was: is the file there at all, or has a new version taken its place?
    const status = await ask(url, { ...options, method: "HEAD" }).then((r) => r.status, () => 0);
    const reason = status === 404 || status === 410 ? "outdated" : status === 200 ? "damaged" : "network";
    throw new Trouble(reason, file.name);
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
