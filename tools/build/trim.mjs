// Makes the WebAssembly that the quick start runs on: the same module, but of functions that are never run only a trap is
// left. A tenth of Python's functions are used by our tools; the rest is half of what a browser would fetch and read.
//
//   node trim.mjs RUNTIME SNAPSHOT CALLS OUT     RUNTIME: the folder of Pyodide's files; CALLS: JSON, see kept.py
//
// Which functions run is seen, not guessed: each body is made to note itself in a variable of its own, the snapshot is
// restored, and every call is made and answered as Python here answers it. Numbers, types, tables, exports and data stay as they are, so that the same snapshot
// and the same glue fit. A function that was missed ends in a trap; the page then starts the whole Python and asks it
// again (tools/browser/python.mjs). Nothing can come out wrong, only later. So that it is rare, the calls are many and of
// every kind, and a function's neighbours are kept with it.
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

import { restored } from "../browser/snapshot-start.mjs";
import { CODE, EXPORT, GLOBAL, firstInstruction, name, number, reader, withBodies, withMore, withSections } from "./wasm.mjs";

const [runtime, snapshot, calls, out] = process.argv.slice(2);
const TRAP = Uint8Array.of(0, 0x00, 0x0b); // no variables; unreachable; end
const I32 = 0x7f;
const [I32_CONST, SET_GLOBAL, END] = [0x41, 0x24, 0x0b];
const NOTE = "ran ";
const BESIDE = 2; // functions on either side of one that runs are kept: what is about the same lies together

globalThis.FinalizationRegistry = /** @type {any} */ (class { register() {} unregister() {} }); // tidies up when it pleases

process.on("uncaughtException", (error) => {
  console.error(error.message); // without the line it was thrown from, which is a megabyte long
  process.exit(1);
});

const whole = await readFile(`${runtime}/pyodide.asm.wasm`);
const ran = await seen(noting(whole));
const kept = (/** @type {number} */ place) => ran.slice(Math.max(0, place - BESIDE), place + BESIDE + 1).includes(true);
const trimmed = withSections(whole, { [CODE]: (code) => withBodies(code, (body, place) => (kept(place) ? body : TRAP)) });
if (!WebAssembly.validate(trimmed)) throw new Error("what was trimmed is no WebAssembly");
await writeFile(out, trimmed);
process.exit(0);

/** The module in which each function notes that it has been run. @param {Uint8Array} module */
function noting(module) {
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(module)).filter(({ kind }) => kind === "global");
  let first = imported.length; // the number of the first variable that is ours
  let functions = 0;
  withSections(module, {
    [GLOBAL]: (globals) => ((first += reader(globals).number()), globals),
    [CODE]: (code) => ((functions = reader(code).number()), code),
  });
  const variable = Uint8Array.of(I32, 1, I32_CONST, 0, END); // may change, is 0 at first
  const each = Array.from({ length: functions }, (_, place) => number(first + place));
  return withSections(module, {
    [GLOBAL]: (globals) => withMore(globals, each.map(() => variable)),
    [EXPORT]: (exports) => withMore(exports, each.map((own, place) => Buffer.concat([name(NOTE + place), Uint8Array.of(3), own]))),
    [CODE]: (code) =>
      withBodies(code, (body, place) => {
        const at = firstInstruction(body);
        const note = Buffer.concat([Uint8Array.of(I32_CONST, 1, SET_GLOBAL), each[place]]);
        return Buffer.concat([body.subarray(0, at), note, body.subarray(at)]);
      }),
  });
}

/** Which functions are run by a start from the snapshot and all calls, by their place. @param {Uint8Array} module @returns {Promise<boolean[]>} */
async function seen(module) {
  const load = (/** @type {string} */ file) => import(pathToFileURL(`${runtime}/${file}`).href);
  const [{ loadPyodide }, { default: createModule }] = await Promise.all([load("pyodide.mjs"), load("pyodide.asm.mjs")]);
  const { info } = JSON.parse(await readFile(`${runtime}/pyodide-lock.json`, "utf8"));
  /** @type {Record<string, any>} */
  let all = {};
  const instantiate = WebAssembly.instantiate;
  // In Node the loader reads the file itself: it is given ours. The notes are kept from it, for it looks at every export.
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {any} */ given, /** @type {any} */ imports) => {
      if (given.length !== whole.length) return instantiate(given, imports);
      const made = await instantiate(module, imports);
      all = made.instance.exports;
      const exports = Object.fromEntries(Object.entries(all).filter(([each]) => !each.startsWith(NOTE)));
      return { module: made.module, instance: { exports } };
    }
  );
  const memory = await readFile(snapshot);
  await writeFile(out, ""); // the library, as empty as it is for a browser: what is not in the memory is not there
  const options = { indexURL: runtime, stdLibURL: out, lockFileContents: { info, packages: {} }, stdout() {}, stderr() {}, stdin() {} };
  const pyodide = await restored({ loadPyodide, createModule }, options, async () => new Uint8Array(memory).buffer);
  const answer = pyodide.pyimport("sjukskrivning.call").answer;
  const gc = pyodide.pyimport("gc");
  for (const [place, [tool, text, form, which, expected]] of JSON.parse(await readFile(calls, "utf8")).entries()) {
    // Python tidies up when it has made many new things, in the midst of whatever is being done: every other call often,
    // now and then between two calls.
    gc.set_threshold(place % 2 ? 5 : 2000, 2, 2);
    if (place % 40 === 0) gc.collect((place / 40) % 3);
    const pair = answer(tool, text, form, pyodide.toPy(which));
    const told = pair.toJs();
    pair.destroy();
    if (expected && told.join() !== expected.join()) throw new Error(`${tool} answers otherwise: ${text}`);
  }
  const notes = Object.keys(all).filter((each) => each.startsWith(NOTE));
  return notes.map((_, place) => all[NOTE + place].value === 1);
}
