// On every page: small things that a reader gains by a script and does not miss without one.

const today = new Date().toLocaleDateString("sv-SE"); // 2026-11-22

// A page whose review is overdue says so when it is read, not when it was built.
for (const note of document.querySelectorAll("[data-review-by]")) {
  if (!(note instanceof HTMLElement) || !note.dataset.reviewBy || note.dataset.reviewBy >= today) continue;
  if (note.matches(".overdue")) note.hidden = false;
  for (const late of note.querySelectorAll(".late")) late.removeAttribute("hidden");
}

// Escape hides the explanation of a term (WCAG 1.4.13).
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement?.matches(".term")) {
    /** @type {HTMLElement} */ (document.activeElement).blur();
  }
});

// The theme lets wide tables scroll; the keyboard has to reach them.
addEventListener("load", () => {
  for (const wide of document.querySelectorAll(".md-typeset__scrollwrap")) wide.setAttribute("tabindex", "0");
});

// What is a row and a cell, to browsers that forget it where a phone shows a table row by row.
const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", th: "columnheader", td: "cell" };
for (const table of document.querySelectorAll("table[data-by-row]")) {
  for (const [part, role] of Object.entries(ROLES)) {
    for (const each of [table, ...table.querySelectorAll(part)]) if (each.matches(part)) each.setAttribute("role", role);
  }
}

// A table that can be narrowed down to one value of a column.
for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-filter]"))) {
  const { filter = "", filterTitle = "" } = place.dataset;
  const rows = [...place.querySelectorAll("tbody tr")];
  const valuesOf = (/** @type {Element} */ row) => {
    const cell = row.querySelector(`[data-column="${filter}"]`);
    const parts = [...(cell?.querySelectorAll("li") ?? [])];
    return (parts.length ? parts : [cell]).map((part) => part?.textContent?.trim() ?? "");
  };
  const values = [...new Set(rows.flatMap(valuesOf))].sort((a, b) => a.localeCompare(b, "sv"));
  const select = document.createElement("select");
  select.autocomplete = "off";
  select.append(new Option("Alla", ""), ...values.map((value) => new Option(value, value)));
  const label = document.createElement("label");
  label.append(`${filterTitle}: `, select);
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const line = document.createElement("p");
  line.className = "data-filter";
  line.append(label, " ", said);
  place.prepend(line);
  select.addEventListener("change", () => {
    let shown = 0;
    for (const row of rows) {
      const wanted = !select.value || valuesOf(row).includes(select.value);
      row.toggleAttribute("hidden", !wanted);
      shown += Number(wanted);
    }
    said.textContent = `${shown} av ${rows.length} rader`;
  });
}

// The first day: ticked in this page's memory only, printed as a receipt.
const firstDay = document.querySelector("#first-day");
if (firstDay instanceof HTMLFormElement) {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (firstDay.querySelectorAll("input[type=checkbox]"));
  const left = firstDay.querySelector(".first-day-left");
  const count = () => {
    const missing = [...boxes].filter((box) => !box.checked).length;
    if (left) left.textContent = missing ? `${missing} punkter kvar` : "Alla punkter är genomgångna.";
  };
  firstDay.addEventListener("change", count);
  firstDay.querySelector(".print")?.addEventListener("click", () => print());
  addEventListener("pagehide", () => firstDay.reset());
  addEventListener("pageshow", count);
  count();
}

// »?embed«: the page's tool alone, for a frame on another web site. That site is told how high it is, and
// nothing else; which sites may show a frame at all, the server's frame-ancestors says.
const tool = document.querySelector(".tool");
if (tool && new URLSearchParams(location.search).has("embed")) embed(tool);

/** @param {Element} tool */
function embed(tool) {
  const whole = Object.assign(document.createElement("a"), {
    href: location.pathname,
    target: "_blank",
    rel: "noopener",
    textContent: "Öppna hela sidan (i en ny flik)",
  });
  const line = document.createElement("p");
  line.append(whole);
  tool.after(line);
  const kept = [line, ...document.querySelectorAll("h1, .overdue, .notices, script")];
  for (let inside = tool; inside !== document.body; inside = /** @type {Element} */ (inside.parentElement)) {
    for (const other of inside.parentElement?.children ?? []) {
      if (other !== inside && !kept.includes(other)) other.classList.add("not-embedded");
    }
  }
  // what leads to another page must not put that into the frame
  addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a");
    if (link && link.pathname !== location.pathname) Object.assign(link, { target: "_blank", rel: "noopener" });
  });
  if (parent !== self) tellHeight(/** @type {Element} */ (tool.closest("article")));
}

/** @param {Element} content */
function tellHeight(content) {
  const allowed = document.querySelector("meta[name=embedders]")?.getAttribute("content")?.split(" ") ?? [];
  const around = location.ancestorOrigins; // not in every browser; without it, the browser lets no other read it
  const sites = allowed.filter((site) => !around || around[0] === site);
  new ResizeObserver(() => {
    const height = Math.ceil(content.getBoundingClientRect().bottom + scrollY);
    for (const site of sites) parent.postMessage({ type: "sjukskrivning-height", height }, site);
  }).observe(content);
}
