// The page of the DFA check.

import { dfaCheck } from "./dfa.mjs";
import { need } from "./dom.mjs";
import { session } from "./session.mjs";
import { copy } from "./share.mjs";

const NAME = "dfa-utkast";

const tool = /** @type {HTMLElement} */ (need(document, "#dfa-tool"));
const said = need(tool, ".said-of-tool");
const check = dfaCheck(need(tool, ".dfa"), {
  ready: () => page.ready(),
  call: (...asked) => page.call(...asked),
  crashed: () => page.crashed(),
  answered: () => page.answered(),
  tell: (text) => (said.textContent = text),
});
const page = session({ tool, form: check.form, isFilled: check.isFilled, empty: check.empty, compute: check.compute });

/** Something made of the draft by Python. @param {string} kind @param {(made: any) => unknown} use */
async function take(kind, use) {
  page.tell("");
  if (!check.isFilled()) return page.tell("nothing_answered");
  if (!page.ready()) return page.tell("not_ready");
  const made = await page.call("dfa_draft", check.read(), kind);
  if (made.ok) await use(made.value);
}

const actions = {
  ".copy-all": () => take("text", async (text) => page.tell((await copy(text)) ? "copied" : "not_copied")),
  ".save-text": () => take("text", (text) => page.save(`${NAME}.txt`, "text/plain", text)),
  ".save-file": () => take("file", (file) => page.save(`${NAME}.json`, "application/json", file)),
};
for (const [selector, action] of Object.entries(actions)) need(tool, selector).addEventListener("click", action);
const opener = /** @type {HTMLInputElement} */ (need(tool, ".open-file"));
opener.addEventListener("change", () => page.open(opener, (text) => page.call("dfa_file", text), check.fill));
page.start();
