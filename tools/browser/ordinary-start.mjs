// Python's own start, as Pyodide documents it: the way when the snapshot's fails.

import { fetchWhole } from "./whole.mjs";

/** @typedef {import("./types").Manifest} Manifest */

/**
 * Pyodide with our package in it.
 * @param {Manifest} manifest
 * @param {string} root the site's own address
 * @param {object} options for loadPyodide
 * @param {() => void} onFetched
 */
export async function startOrdinary(manifest, root, options, onFetched) {
  // All at once; the loader is then handed what has already been fetched and found to be whole.
  const files = new Map(
    [...manifest.runtime, manifest.wheel].map((file) => {
      const url = new URL(file.url, root).href;
      return [file.name, { url, response: fetchWhole(url, file) }];
    }),
  );
  await Promise.all([...files.values()].map((file) => file.response));
  onFetched();

  const byUrl = new Map([...files.values()].map((file) => [file.url, file.response]));
  globalThis.fetch = (/** @type {any} */ asked) => {
    const whole = byUrl.get(String(asked?.url ?? asked));
    return whole ?? Promise.reject(new TypeError("the worker asks for nothing else"));
  };
  const urlOf = (/** @type {string} */ name) => /** @type {any} */ (files.get(name)).url;
  const { loadPyodide } = await import(urlOf("pyodide.mjs"));
  const pyodide = await loadPyodide({ ...options, indexURL: new URL(".", urlOf("pyodide.mjs")).href });
  const wheel = await (await byUrl.get(urlOf(manifest.wheel.name)))?.arrayBuffer();
  pyodide.unpackArchive(wheel, "wheel");
  return pyodide;
}
