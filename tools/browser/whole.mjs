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

const ask = fetch; // the worker takes its own away before anything is typed

/**
 * @param {string} url
 * @param {PackedFile} file
 */
export async function fetchWhole(url, file) {
  const options = /** @type {RequestInit} */ ({ credentials: "omit", referrerPolicy: "no-referrer" });
  try {
    return await ask(url, { ...options, integrity: file.integrity });
  } catch {
    // A damaged copy may lie in a cache on this device: once more, past all of them.
    const again = { ...options, cache: /** @type {RequestCache} */ ("reload"), integrity: file.integrity };
    const fresh = await ask(url, again).catch(() => null);
    if (fresh) return fresh;
    // The browser does not say what it was: is the file there at all, or has a new version taken its place?
    const status = await ask(url, { ...options, method: "HEAD" }).then((r) => r.status, () => 0);
    const reason = status === 404 || status === 410 ? "outdated" : status === 200 ? "damaged" : "network";
    throw new Trouble(reason, file.name);
  }
}
