import { loadPyodide } from "./pyodide/pyodide.mjs";

const pyodide = await loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href });
const wheel = await (await fetch("sjukskrivning.whl")).arrayBuffer();
pyodide.unpackArchive(wheel, "wheel");
const { answer } = pyodide.pyimport("sjukskrivning.call");
const input = { occupation: "employed", periods: [{ start: "2026-03-02", end: null }] };
postMessage(answer("milestones", JSON.stringify(input)).toJs()[1]);
