// Makes the snapshot: Python's memory after the package is imported and each tool has run once. Started by snapshot.py.
//
//   node snapshot.mjs RUNTIME WHEEL CALLS OUT     RUNTIME: the folder of Pyodide's files; CALLS: JSON, see kept.py
//
// What is written is the difference from the memory of a module in which nothing has run, which any browser has after it
// has instantiated the same WebAssembly (read by tools/browser/snapshot.mjs):
//
//   4 bytes: length of the head; the head, JSON padded with spaces: what Pyodide wants to know, and the number of runs
//   for each run two 32-bit numbers: how many equal bytes before it, and its length; then the bytes of all runs
//
// The same input gives the same bytes: nothing in here may depend on time, chance, the machine or when JavaScript tidies up.
import crypto from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [runtime, wheel, calls, out] = process.argv.slice(2);
const RELEASE = 1_580_601_600_000; // as in wheel.py
const GAP = 32; // bytes; equal ones in between that cost less than another run

globalThis.FinalizationRegistry = /** @type {any} */ (class { register() {} unregister() {} });
Date.now = () => RELEASE;
performance.now = () => 0;
Math.random = () => 0.5;
crypto.randomFillSync = (/** @type {any} */ array) => array.fill(0);

process.on("uncaughtException", (error) => {
  console.error(error.message); // without the line it was thrown from, which is a megabyte long
  process.exit(1);
});

const load = (/** @type {string} */ name) => import(pathToFileURL(`${runtime}/${name}`).href);
const { loadPyodide } = await load("pyodide.mjs");
const { default: createModule } = await load("pyodide.asm.mjs");
const { info } = JSON.parse(await readFile(`${runtime}/pyodide-lock.json`, "utf8"));
const settings = {
  indexURL: runtime,
  lockFileContents: { info, packages: {} },
  _sysExecutable: "python",
  env: { PYTHONHASHSEED: "0" },
  args: ["-OO"], // without docstrings, which nobody reads in a browser
};

const fresh = await freshMemory();
const { memory, head } = await usedMemory();
await writeFile(out, difference(fresh, memory, head));

/** The memory of a module in which nothing has run. */
async function freshMemory() {
  /** @type {Uint8Array | undefined} */
  let found;
  const created = async (/** @type {any} */ given) => {
    found = (await createModule(given)).HEAPU8.slice();
    throw new Error("enough");
  };
  await loadPyodide({ ...settings, _loadSnapshot: new Uint8Array(), createPyodideModule: created }).catch(() => {});
  if (!found) throw new Error("no module came about");
  return found;
}

/** The memory after everything has run, and Pyodide's own notes on it. */
async function usedMemory() {
  /** @type {any} */
  let module;
  const created = async (/** @type {any} */ given) => (module = await createModule(given));
  const pyodide = await loadPyodide({ ...settings, _makeSnapshot: true, createPyodideModule: created });
  pyodide.unpackArchive(new Uint8Array(await readFile(wheel)), "wheel");
  pyodide.FS.writeFile("/calls.json", new Uint8Array(await readFile(calls)));
  pyodide.runPython(await readFile(new URL("snapshot_inside.py", import.meta.url), "utf8"));
  emptyWhatIsFree(module);
  // Pyodide's own format: magic, where the memory begins, how long the notes are, build id; at 48 the notes, JSON
  const made = pyodide.makeMemorySnapshot();
  const [, start, length] = new Uint32Array(made.buffer, 0, 3);
  const hiwire = JSON.parse(new TextDecoder().decode(made.subarray(48, 48 + length)));
  const memory = made.slice(start);
  return { memory, head: { build: module.API.config.BUILD_ID, memory: memory.length, hiwire } };
}

/** What has been freed holds old bytes, which would be shipped: taken, emptied and given back. @param {any} module */
function emptyWhatIsFree(module) {
  const end = module._sbrk(0) >>> 0;
  /** @type {number[]} */
  const taken = [];
  for (let size = 1 << 18; size >= 16; size = size > 4096 ? size >> 1 : size - 16) {
    for (;;) {
      const at = module._malloc(size) >>> 0;
      if (at + size > end) {
        module._free(at);
        break;
      }
      module.HEAPU8.fill(0, at, at + size);
      taken.push(at);
    }
  }
  for (const at of taken.reverse()) module._free(at);
}

/** @param {Uint8Array} fresh @param {Uint8Array} memory @param {object} head */
function difference(fresh, memory, head) {
  if (memory.length !== fresh.length) throw new Error(`the memory has grown to ${memory.length} bytes`);
  /** @type {[number, number][]} */
  const runs = [];
  const [before, after] = [fresh, memory].map((bytes) => new Uint32Array(bytes.buffer));
  for (let word = 0; word < after.length; word += 1) {
    if (before[word] === after[word]) continue;
    const at = 4 * word;
    const last = runs.at(-1);
    if (last && at - last[1] <= GAP) last[1] = at + 4;
    else runs.push([at, at + 4]);
  }
  const text = JSON.stringify({ ...head, runs: runs.length });
  const headBytes = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4));
  const index = new Uint32Array(2 * runs.length);
  runs.forEach(([from, to], n) => index.set([from - (runs[n - 1]?.[1] ?? 0), to - from], 2 * n));
  const parts = [
    new Uint8Array(Uint32Array.of(headBytes.length).buffer),
    headBytes,
    new Uint8Array(index.buffer),
    ...runs.map(([from, to]) => memory.subarray(from, to)),
  ];
  return Buffer.concat(parts);
}
