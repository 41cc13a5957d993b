// A tool's files are on their way when the reader is about to open it: the pointer rests on a link to it, or the
// focus does. They end in the browser's own cache, where the tool's page finds them.

const REST = 100; // milliseconds; a pointer on its way elsewhere is nothing to go by
const TOOLS = /\/(verktyg|formular)\/[^/]+\/$/;

/** @type {Set<string>} */
const asked = new Set();

/** @param {string} root the site's address @param {() => boolean} hesitates whether something speaks against it now */
export function fetchWhatIsAboutToOpen(root, hesitates) {
  let resting = 0;
  for (const sign of ["pointerover", "focusin"]) {
    addEventListener(sign, ({ target }) => {
      clearTimeout(resting);
      const link = target instanceof Element ? target.closest("a") : null;
      if (!link) return;
      const address = link.href.replace(/[?#].*/, "");
      if (!address.startsWith(root) || !TOOLS.test(address) || asked.has(address) || hesitates()) return;
      resting = window.setTimeout(() => fetchFilesOf(address).catch(() => {}), REST);
    });
  }
}

/** @param {string} address of a page that may hold a tool */
async function fetchFilesOf(address) {
  asked.add(address);
  const response = await fetch(address);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const script = /** @type {HTMLScriptElement | null} */ (page.querySelector("script[data-files]")); // early.js
  if (!script) return;
  const folder = new URL(script.dataset.tools ?? "", address);
  for (const [file, integrity] of JSON.parse(script.dataset.files ?? "[]")) {
    // asked for as early.js will, or the browser would not know it again
    fetch(new URL(file, folder), { integrity, credentials: "omit", referrerPolicy: "no-referrer" }).catch(() => {});
  }
}
