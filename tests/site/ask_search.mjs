// Runs a built search worker as the browser does, and puts questions to it.
//
//   echo '{"worker": FILE, "docs": […], "queries": […]}' | node ask_search.mjs
//
// Prints the items of each answer and the milliseconds it took, and those of the start.

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const { worker, docs, queries } = JSON.parse(readFileSync(0, "utf8"));

let receive;
let answer;
Object.assign(globalThis, {
  self: globalThis,
  addEventListener: (_, heard) => (receive = heard),
  postMessage: (said) => (answer = said),
});
runInThisContext(readFileSync(worker, "utf8"), { filename: worker });

function say(type, data) {
  const start = performance.now();
  receive({ data: { type, data } });
  return performance.now() - start;
}

const setup = say(0, { config: {}, docs, options: { suggest: false } });
const ready = answer;
for (const query of queries) say(2, query); // as after the first letters typed
const results = queries.map((query) => {
  const ms = say(2, query);
  return { query, ms, type: answer.type, items: answer.data.items };
});
console.log(JSON.stringify({ setup, ready, results }));
