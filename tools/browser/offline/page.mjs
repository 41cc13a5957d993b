// On every page, in the background: has the site kept for use without a network, says when there is none and
// when a new version has come, and works the buttons of the page Integritet. Without it, or where the
// browser or the reader refuses, the site is what it was.
//
// Built into one classic script (tools/build/offline.py).

import { NOT_SAVED, SAVE, SAVED, formerIn, isTool, keptIn } from "./names.mjs";
import { SIZES } from "./site.mjs";
import { fetchWhatIsAboutToOpen } from "./soon.mjs";

const CALM = 4_000; // milliseconds after the page has loaded
const PATIENCE = 20_000; // at most so long is waited for a tool to start
const REMOVED = "sjukskrivning-nothing-kept"; // this tab's reader wants nothing kept

const SCRIPT = /** @type {HTMLScriptElement} */ (document.currentScript).src;
const ROOT = new URL("../../", SCRIPT).href; // assets/javascripts/ lies two folders down
// missing without https, and where the browser has it switched off
const workers = location.protocol.startsWith("http") ? navigator.serviceWorker : undefined;
const hasTool = document.querySelector(".tool") !== null;

// --- keeping --------------------------------------------------------------------------------

/** Whether something speaks against fetching more than the reader has asked for. */
function hesitates() {
  const { connection } = /** @type {any} */ (navigator);
  return Boolean(connection?.saveData) || marked();
}

/** Whether the reader has removed everything in this tab; where that cannot be asked, nothing is kept. */
function marked() {
  try {
    return sessionStorage.getItem(REMOVED) !== null;
  } catch {
    return true;
  }
}

// A tool's own page asks for nothing more once it is there.
if (!hasTool) fetchWhatIsAboutToOpen(ROOT, hesitates);

function register() {
  return workers?.register(`${ROOT}sw.js`, { updateViaCache: "none" });
}

/** Resolves when a tool has started, so that its own fetching comes first. */
const started = new Promise((resolve) => {
  addEventListener("python-ready", resolve, { once: true });
  if (document.querySelector("[data-state=ready]")) resolve(null); // before this script
});

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Pages and search first, then the tools. @returns {Promise<boolean>} whether all is kept now */
async function keepAll() {
  const worker = await running();
  const word = await new Promise((resolve) => {
    workers?.addEventListener("message", ({ data }) => [SAVED, NOT_SAVED].includes(data) && resolve(data));
    worker.postMessage(SAVE);
  });
  return word === SAVED;
}

/** The service worker, once it has all pages. @returns {Promise<ServiceWorker>} rejects where it cannot have them */
async function running() {
  const registration = await register();
  const worker = registration?.active ?? registration?.waiting ?? registration?.installing;
  if (!worker) throw new Error("refused");
  await new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === "activated") resolve(null);
      if (worker.state === "redundant") reject(new Error("not all could be kept"));
    };
    worker.addEventListener("statechange", look);
    look();
  });
  return worker;
}

async function inTheBackground() {
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve));
  await (hasTool ? Promise.race([started, pause(PATIENCE)]) : pause(CALM));
  if (!workers || hesitates()) return offer();
  const registration = await register();
  if (workers.controller) registration?.update().catch(checkServer);
  if (!hasTool) return;
  await started;
  if (await keepAll()) foot("Verktygen och sidorna är sparade på den här enheten och fungerar även utan nät.");
}

/** A line at the foot of a tool's page. @param {string} text @param {HTMLElement} [button] */
function foot(text, button) {
  const place = document.querySelector(".page-foot");
  if (!place) return;
  const line = place.querySelector(".kept") ?? document.createElement("p");
  line.className = "kept";
  line.replaceChildren(text, ...(button ? [" ", button] : []));
  place.append(line);
}

/** Where nothing is kept by itself, the reader of a tool may still want it. */
function offer() {
  if (!workers || !hasTool) return;
  const button = made(`Spara för offline (${SIZES.all})`, async () => {
    foot("Sparar …");
    unmark();
    foot((await keepAll().catch(() => false)) ? "Sparat. Verktygen och sidorna fungerar nu även utan nät." : FAILED);
  });
  foot("Verktygen kan sparas på enheten och användas utan nät.", button);
}

const FAILED = "Det gick inte att spara allt. Kontrollera nätet och försök igen.";

function unmark() {
  try {
    sessionStorage.removeItem(REMOVED);
  } catch {
    // was never set
  }
}

// --- what is told ---------------------------------------------------------------------------

const told = document.createElement("div");
told.setAttribute("role", "status");
const notices = document.createElement("aside");
notices.className = "notices";
notices.setAttribute("aria-label", "Meddelanden");
notices.append(told);
document.body.append(notices);

/** @param {string} text @param {() => void} action */
function made(text, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(text);
  button.addEventListener("click", action);
  return button;
}

/** A notice that covers nothing for long: it can be closed. @param {string} name @param {string} text @param {HTMLElement[]} buttons */
function tell(name, text, ...buttons) {
  quiet(name);
  const notice = document.createElement("p");
  notice.className = "site-notice";
  notice.dataset.name = name;
  notice.append(text, ...buttons, made("Stäng", () => quiet(name)));
  told.append(notice);
  document.documentElement.classList.add("has-notice");
}

/** @param {string} name */
function quiet(name) {
  told.querySelector(`[data-name=${name}]`)?.remove();
  document.documentElement.classList.toggle("has-notice", told.hasChildNodes());
}

function sayOffline() {
  tell(
    "offline",
    workers?.controller
      ? "Du är offline. Sidorna och sökningen fungerar ändå, och verktygen om de är sparade."
      : "Du är offline. Sidan du läser är kvar, men andra sidor kan inte öppnas nu.",
  );
}

/** The browser says that there is a network; whether the server answers is another matter. */
function checkServer() {
  fetch(`${ROOT}sw.js`, { method: "HEAD", cache: "no-store" }).catch(sayOffline);
}

addEventListener("offline", sayOffline);
addEventListener("online", () => quiet("offline"));
if (!navigator.onLine) sayOffline();

// A tool whose own program could not be fetched cannot say so itself.
addEventListener("load", () => {
  const missing = document.querySelectorAll(".tool:not([data-state]) .tool-status");
  if (missing.length) checkServer();
  for (const status of missing) {
    /** @type {HTMLElement} */ (status.closest(".tool")).dataset.state = "failed";
    status.textContent =
      "Verktyget gick inte att hämta, och det är inte sparat på den här enheten. Anslut till nätet och ladda om sidan.";
  }
});

// A page that came from the version before: it stays as it is until the reader leaves it.
workers?.addEventListener("controllerchange", () => {
  tell("new", "Sajten har uppdaterats. Nästa sida du öppnar är ny.", made("Ladda om den här", reload));
});

/** The browser asks first, in its own words, when something typed would be lost. */
function reload() {
  addEventListener("beforeunload", (event) => isTyped() && event.preventDefault(), { once: true });
  location.reload();
}

/** Whether any form holds something else than when the page came. */
function isTyped() {
  return [...document.querySelectorAll("main form")].some((form) =>
    [.../** @type {HTMLFormElement} */ (form).elements].some((control) => {
      if (control instanceof HTMLSelectElement) {
        const first = [...control.options].findIndex((option) => option.defaultSelected);
        return control.selectedIndex !== Math.max(first, 0);
      }
      if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
      if (!(control instanceof HTMLInputElement)) return false;
      if (/^(checkbox|radio)$/.test(control.type)) return control.checked !== control.defaultChecked;
      return control.value !== control.defaultValue;
    }),
  );
}

// --- the page Integritet --------------------------------------------------------------------

/** What lies on this device now. */
async function kept() {
  const cache = (await caches.has(keptIn(ROOT))) && (await caches.open(keptIn(ROOT)));
  const paths = cache ? (await cache.keys()).map(({ url }) => url.slice(ROOT.length)) : [];
  const tools = paths.filter(isTool).length;
  return { tools, pages: paths.length - tools };
}

/** Everything that the site keeps on the device. @returns {Promise<string>} what that was */
async function remove() {
  const { tools, pages } = await kept();
  const registration = await workers?.getRegistration(ROOT);
  await registration?.unregister();
  await Promise.all([keptIn(ROOT), formerIn(ROOT)].map((name) => caches.delete(name)));
  const palette = `${new URL(ROOT).pathname}.__palette`; // the theme's name for it
  const chosen = localStorage.getItem(palette) !== null;
  localStorage.removeItem(palette);
  sessionStorage.setItem(REMOVED, "yes");
  return `Borttaget: ${pages + tools} sparade filer${chosen ? " och valet av ljust eller mörkt läge" : ""}. I den här fliken sparas inget mer förrän du trycker på Spara.`;
}

/** @param {HTMLElement} place */
async function workButtons(place) {
  const [keep, away] = place.querySelectorAll("button");
  const said = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
  if (!workers) {
    said.textContent = "Här går det inte att spara: webbläsaren tillåter det inte, eller så visas sajten utan https.";
    return;
  }
  const state = async () => {
    const { tools, pages } = await kept();
    if (!pages) return "Just nu är ingenting sparat på den här enheten.";
    return `Just nu är ${pages} filer för sidor och sökning${tools ? ` och ${tools} för verktygen` : ""} sparade på den här enheten.`;
  };
  const during = (/** @type {string} */ words, /** @type {() => Promise<string>} */ action) => async () => {
    keep.disabled = away.disabled = true;
    said.textContent = words;
    said.textContent = await action().catch(() => FAILED);
    keep.disabled = away.disabled = false;
  };
  keep.addEventListener(
    "click",
    during("Sparar …", async () => {
      unmark();
      return (await keepAll()) ? `Allt är sparat. ${await state()}` : FAILED;
    }),
  );
  away.addEventListener("click", during("Tar bort …", remove));
  said.textContent = await state();
  keep.disabled = away.disabled = false;
}

const storage = /** @type {HTMLElement | null} */ (document.querySelector(".offline-storage"));
if (storage) workButtons(storage).catch(() => {});
inTheBackground().catch(() => {}); // refused: nothing else changes
