// Inline in the head of each page with a tool, before anything that blocks: Python is on its way in a worker
// while the page is still being read. What is here is used by python.mjs for every later start too.

(() => {
  /** @typedef {import("./types").Way} Way */
  /** @typedef {import("./types").Parts} Parts */

  const { tools, files } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  const folder = new URL(tools ?? "", document.baseURI).href;
  /** What the quick start needs: addresses and integrity. @type {[string, string][]} */
  const needed = JSON.parse(files ?? "[]").map((/** @type {string[]} */ [url, hash]) => [new URL(url, folder).href, hash]);

  /**
   * A worker from a blob: is bound by this page's policy; one from an address is not.
   * @param {[string, string][]} first files it asks for before it has read anything; whole.mjs waits for them
   */
  function makeWorker(first) {
    // Not `import "…"`, which Firefox would ask of the network even where a service worker has the file;
    // what is said to the worker in the meantime waits.
    const code = `const early = [];
      globalThis.begun = new Map(${JSON.stringify(first)}.map(([url, integrity]) =>
        [url, fetch(url, { integrity, credentials: "omit", referrerPolicy: "no-referrer" })]));
      begun.forEach((response) => response.catch(() => {})); // whole.mjs tries again, and says what is wrong
      onmessage = (event) => early.push(event);
      import(${JSON.stringify(`${folder}python-worker.mjs`)}).then(() => early.forEach((event) => onmessage(event)), reportError);`;
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const worker = new Worker(url, { type: "module" });
    // Held until the worker has read it; a page has one worker at a time, so this is no leak to speak of.
    worker.addEventListener("message", () => URL.revokeObjectURL(url), { once: true });
    return worker;
  }

  /**
   * A worker on its way to Python. What it says is kept until somebody listens.
   * @param {Way} way
   * @param {Parts | null} parts what an earlier worker has fetched
   */
  function spawn(way, parts) {
    const worker = makeWorker(way === "snapshot" && !parts ? needed : []);
    /** @type {any[]} */
    const said = [];
    let hear = (/** @type {any} */ data) => {
      said.push(data);
    };
    worker.onmessage = ({ data }) => hear(data);
    worker.onerror = (event) => {
      event.preventDefault(); // its words do not belong in the console
      hear({ type: "error" });
    };
    worker.postMessage({ type: "start", way, parts });
    return {
      worker,
      /** @param {(data: any) => void} listener */
      listen(listener) {
        queueMicrotask(() => {
          hear = listener;
          said.forEach(listener);
        });
      },
    };
  }

  globalThis.pythonWorkers = {
    spawn,
    early: typeof WebAssembly === "undefined" ? null : spawn("snapshot", null),
  };
})();
