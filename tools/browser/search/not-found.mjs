// The page »Sidan finns inte«: offers to search for the words of the address that led nowhere.

const NO_WORDS = new Set(["404", "aspx", "htm", "html", "index", "md", "pdf", "php", "www"]);
const MOST = 6;

/** The words of the last part of an address that has any. @param {string} path from the site's root @returns {string} */
function wordsOfAddress(path) {
  let readable = path;
  try {
    readable = decodeURIComponent(path);
  } catch {
    readable = path.replace(/%../g, " ");
  }
  const parts = readable.split("/").map((part) => part.match(/[\p{L}\p{N}]+/gu) ?? []);
  const telling = parts.map((words) => words.filter((word) => !NO_WORDS.has(word.toLowerCase())));
  return telling.filter((words) => words.length).at(-1)?.slice(0, MOST).join(" ") ?? "";
}

const { base } = JSON.parse(document.getElementById("__config")?.textContent ?? "{}");
const root = new URL(base ?? "/", location.href).pathname;
const words = wordsOfAddress(location.pathname.replace(root, ""));
const offer = document.getElementById("search-instead");
const box = document.querySelector("input[data-md-component=search-query]");
if (words && offer && box instanceof HTMLInputElement) {
  for (const place of offer.getElementsByTagName("q")) place.textContent = words;
  offer.hidden = false;
  offer.querySelector("button")?.addEventListener("click", () => {
    box.value = words;
    box.focus(); // the theme opens its search and reads the box
  });
}
