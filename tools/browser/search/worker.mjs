// Material's search worker, in Swedish. The page (Material's own script) sends the index once and then
// what is typed, and shows what comes back; the numbers and shapes are those of Material 9.8.
//
// Built into one classic script in the place of Material's (tools/build/search.py).

import { prepare } from "./index.mjs";
import { search } from "./rank.mjs";
import { SYNONYMS } from "./synonyms.mjs";

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;

const scope = /** @type {any} */ (self);
/** @type {import("./types").Index} */
let index;

scope.addEventListener("message", (/** @type {MessageEvent} */ { data: message }) => {
  if (message.type === SETUP) {
    index = prepare(message.data.docs, SYNONYMS);
    scope.postMessage({ type: READY });
  } else if (message.type === QUERY) {
    scope.postMessage({ type: RESULT, data: { items: search(index, message.data) } });
  }
});
