// The site without a network: keeps the site's own files and answers with them. It is told one word
// (names.mjs) and looks at no query, so nothing that is typed ever comes here.
//
// A file is kept under its address together with the hash of its content. So versions never mix:
// - A new version fetches what has changed, beside the old, and then takes over at once. That changes no
//   page that is open: a form half filled in stays as it is, and the files it may still ask for, which
//   have other names, are kept until no page is open. The next page opened is of the new version.
// - Nothing is kept whose content has not the hash of the list, and no page given either.
//
// Built into one classic script, sw.js in the site's root (tools/build/offline.py).

import { NOT_SAVED, SAVE, SAVED, formerIn, isTool, keptIn } from "./names.mjs";
import { FILES, HEADERS, OFFLINE } from "./site.mjs";

const AT_A_TIME = 4; // files: the reader's own page comes first

const scope = /** @type {any} */ (self);
const ROOT = new URL("./", scope.location.href).href;
const KEPT = keptIn(ROOT);
const FORMER = formerIn(ROOT);

const files = new Map(Object.entries(FILES));
const tools = [...files.keys()].filter(isTool);
const pages = [...files.keys()].filter((path) => !isTool(path));

scope.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
scope.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(putAside()));
scope.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data !== SAVE) return;
  const said = store(tools).then(() => SAVED, () => NOT_SAVED);
  event.waitUntil(said.then((word) => event.source?.postMessage(word)));
});

scope.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const path = pathOf(request.url);
  if (request.method !== "GET" || path === null) return;
  const opens = request.mode === "navigate";
  if (opens) event.waitUntil(forget());
  if (files.has(path)) event.respondWith(isTool(path) ? tool(path, request) : page(path, request));
  else if (opens) event.respondWith(elsewhere(path, request));
  else if (path.startsWith("assets/")) event.respondWith(former(request));
});

// --- answering ------------------------------------------------------------------------------

/** The path from the site's root, the query left out; null where the address is not the site's. @param {string} address */
function pathOf(address) {
  const { origin, pathname } = new URL(address);
  if (!(origin + pathname).startsWith(ROOT)) return null;
  return (origin + pathname).slice(ROOT.length).replace(/(^|\/)index\.html$/, "$1");
}

/** Whatever is not one of the tools' files; read through before it is given. @param {string} path @param {Request} request */
async function page(path, request) {
  const kept = await caches.match(keyOf(path), { cacheName: KEPT });
  const body = await kept?.arrayBuffer();
  if (kept && body && (await isWhole(path, body))) return answer(body, kept);
  // gone, or damaged; where everything has been removed by the reader it stays so
  const again = (await caches.has(KEPT)) && (await keep(path).catch(() => null));
  if (again) return answer(await again.arrayBuffer(), again);
  try {
    return await fetch(request);
  } catch (error) {
    if (request.mode !== "navigate") throw error;
    return unreachable();
  }
}

/**
 * A tool's file, untouched: the browser then has it compiled from the last time. Who asks for it checks it, and
 * asks again with »reload« when it is damaged. @param {string} path @param {Request} request
 */
async function tool(path, request) {
  const kept = await caches.match(keyOf(path), { cacheName: KEPT });
  if (kept && request.cache === "reload") return keep(path);
  return kept ?? fetch(request);
}

/** A page that is not in the list. @param {string} path @param {Request} request */
async function elsewhere(path, request) {
  if (files.has(`${path}/`)) return Response.redirect(new URL(`${path}/`, ROOT).href);
  try {
    return await fetch(request);
  } catch {
    return unreachable();
  }
}

/** A file of the version before, asked for by a page that is still open. @param {Request} request */
async function former(request) {
  const kept = await caches.match(request.url, { cacheName: FORMER, ignoreSearch: true });
  return kept ?? fetch(request);
}

/** »Du är offline«, for any address: its links lead from the root, wherever the site lies. */
async function unreachable() {
  const kept = await caches.match(keyOf(OFFLINE.page), { cacheName: KEPT });
  if (!kept) return Response.error();
  const here = new URL(ROOT).pathname;
  const html = (await kept.text()).replaceAll(/((?:href|src)="|"(?:base|search)": ")([^"]*)/g, (all, before, link) =>
    link.startsWith(OFFLINE.root) ? before + here + link.slice(OFFLINE.root.length) : all,
  );
  return answer(html, kept, 503);
}

/** With the headers of the site's own server: this one may be a plain one. @param {BodyInit} body @param {Response} kept @param {number} [status] */
function answer(body, kept, status = 200) {
  const type = kept.headers.get("Content-Type") ?? "";
  return new Response(body, { status, headers: { ...HEADERS, "Content-Type": type } });
}

// --- keeping --------------------------------------------------------------------------------

/** @param {string} path of the list */
const keyOf = (path) => `${new URL(path, ROOT).href}?${files.get(path)}`;

/** Pages always; the tools where the version before has them. */
async function install() {
  const kept = await (await caches.open(KEPT)).keys();
  const withTools = kept.some(({ url }) => isTool(pathOf(url) ?? ""));
  await store(withTools ? [...pages, ...tools] : pages);
  await scope.skipWaiting(); // disturbs no one: see above
}

/** Fetch those that are not here yet, or damaged. Rejects when one of them cannot be had whole. @param {string[]} paths */
async function store(paths) {
  const left = [...paths];
  const next = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const kept = await caches.match(keyOf(path), { cacheName: KEPT });
      if (!kept || !(await isWhole(path, await kept.arrayBuffer()))) await keep(path);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, next));
}

/** Fetch a file and keep it, if it is whole; the browser's own cache may hold an old or damaged one. @param {string} path */
async function keep(path) {
  for (const cache of /** @type {RequestCache[]} */ (["default", "reload"])) {
    const response = await fetch(new URL(path, ROOT), { cache, referrerPolicy: "no-referrer" });
    if (!response.ok || !(await isWhole(path, await response.clone().arrayBuffer()))) continue;
    await (await caches.open(KEPT)).put(keyOf(path), response.clone());
    return response;
  }
  throw new Error("the server has another version, or a damaged one");
}

/** @param {string} path @param {ArrayBuffer} content */
async function isWhole(path, content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const hex = Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("") === files.get(path);
}

/** The new version is in charge: what is not in its list waits, for pages still open, or goes. */
async function putAside() {
  await caches.delete(FORMER);
  const kept = await caches.open(KEPT);
  const listed = new Set([...files.keys()].map(keyOf));
  for (const request of await kept.keys()) {
    if (listed.has(request.url)) continue;
    const response = await kept.match(request);
    const isPart = pathOf(request.url)?.startsWith("assets/");
    if (response && isPart) await (await caches.open(FORMER)).put(request, response);
    await kept.delete(request);
  }
}

/** The first page to be opened: no other needs the version before any more. */
async function forget() {
  const open = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!open.length) await caches.delete(FORMER);
}
