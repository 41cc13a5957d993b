// Python as it was when the site was built: its memory is restored, nothing is run. See tools/build/snapshot.mjs for
// the format, and ordinary-start.mjs for what happens when anything here fails.

import { fetchWhole } from "./whole.mjs";

/** @typedef {import("./types").Manifest} Manifest */
/** @typedef {{wasm: Promise<WebAssembly.Module>, snapshot: Promise<ArrayBuffer>}} Arriving */

/** @param {Manifest} manifest @param {string} root @returns {Arriving} */
export function fetchParts({ quick }, root) {
  const get = (/** @type {import("./types").PackedFile} */ file) => fetchWhole(new URL(file.url, root).href, file);
  const wasm = WebAssembly.compileStreaming(get(quick.wasm));
  const snapshot = get(quick.snapshot).then((response) => response.arrayBuffer());
  for (const part of [wasm, snapshot]) part.catch(() => {}); // told where it is waited for
  return { wasm, snapshot };
}

/**
 * Pyodide with our package in it.
 * @param {Manifest} manifest
 * @param {string} root the site's own address
 * @param {object} options for loadPyodide
 * @param {Arriving} parts
 * @param {() => void} onFetched
 */
export async function startFromSnapshot(manifest, root, options, parts, onFetched) {
  const load = async (/** @type {string} */ name) => {
    const file = manifest.runtime.find((each) => each.name === name);
    if (!file) throw new Error(name);
    const url = new URL(file.url, root).href;
    const whole = fetchWhole(url, file);
    whole.catch(() => {});
    const loaded = await import(url).catch(async (error) => {
      await whole;
      await fetchWhole(url, file); // says why, if it is gone by now
      throw error;
    });
    await whole; // what was read is what was built
    return { ...loaded, url };
  };
  const [{ loadPyodide, url }, { default: createModule }] = await Promise.all([load("pyodide.mjs"), load("pyodide.asm.mjs")]);
  globalThis.fetch = async () => new Response(); // the loader asks for the library too, which is not needed
  return await new Promise((resolve, reject) => {
    // The loader would fetch and compile; and where that fails it waits for ever, so the failure is told here.
    WebAssembly.instantiateStreaming = async (_, imports) => {
      const module = await parts.wasm.catch((error) => {
        reject(error);
        throw error;
      });
      onFetched();
      return { module, instance: await WebAssembly.instantiate(module, imports) };
    };
    const used = { ...options, indexURL: new URL(".", url).href };
    restored({ loadPyodide, createModule }, used, () => parts.snapshot).then(resolve, reject);
  });
}

/**
 * The loader's own way, but for the memory: it would copy all of it, free parts too; here only what differs is written.
 * @param {{loadPyodide: Function, createModule: Function}} loader
 * @param {object} options for loadPyodide
 * @param {() => Promise<ArrayBuffer>} snapshot
 */
export function restored({ loadPyodide, createModule }, options, snapshot) {
  const createPyodideModule = async (/** @type {object} */ settings) => {
    const module = await createModule(settings);
    const { head, restore } = read(await snapshot());
    if (module.API.config.BUILD_ID !== head.build) throw new Error("the snapshot is of another build");
    if (module.HEAPU8.length !== head.memory) throw new Error("the memory has another size");
    restore(module.HEAPU8);
    module.API.restoreSnapshot = () => head.hiwire;
    return module;
  };
  return loadPyodide({ ...options, _loadSnapshot: new Uint8Array(), createPyodideModule });
}

/** @param {ArrayBuffer} file */
function read(file) {
  const [length] = new Uint32Array(file, 0, 1);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, length)));
  const index = new Uint32Array(file, 4 + length, 2 * head.runs);
  const bytes = new Uint8Array(file, 4 + length + index.byteLength);
  /** @param {Uint8Array} memory */
  const restore = (memory) => {
    let from = 0;
    let to = 0;
    for (let run = 0; run < index.length; run += 2) {
      to += index[run];
      const next = from + index[run + 1];
      memory.set(bytes.subarray(from, next), to);
      to += next - from;
      from = next;
    }
  };
  return { head, restore };
}
