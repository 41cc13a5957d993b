// What the check says: the chain, the remarks by link, and how it has read the text.

import { el, need } from "./dom.mjs";
import { controlOf } from "./dfa-fields.mjs";
import { marking, unitsOf } from "./marking.mjs";

/** @typedef {import("./types").DfaResult} DfaResult */
/** @typedef {import("./types").Remark} Remark */
/** @typedef {import("./types").Span} Span */

const FOUND = ["grades", "basis", "functions", "activities", "work_links"];

/**
 * @param {HTMLElement} root
 * @param {HTMLFormElement} form
 * @param {(key: string, filled?: Record<string, string | number>) => string} word
 * @param {Record<string, {title: string, url: string | null}>} sources
 * @param {Record<string, string>} places remark code -> the field where it is put right
 */
export function dfaResult(root, form, word, sources, places) {
  const result = /** @type {HTMLElement} */ (need(root, ".dfa-result"));
  const template = /** @type {HTMLTemplateElement} */ (need(root, ".remark-template"));
  const setAside = /** @type {HTMLDetailsElement} */ (need(result, ".aside-remarks"));
  const areas = new Map([...form.querySelectorAll("textarea")].map((area) => [area, marking(area)]));

  /** @type {Map<string, HTMLElement>} remark by code, made once */
  const made = new Map();
  /** @type {Map<string, Remark>} as they stand now */
  const now = new Map();
  /** @type {Set<string>} codes the reader looks away from in this draft */
  const aside = new Set();
  let open = ""; // the remark whose words are marked
  let live = 0;
  let read = ""; // what was found, as last shown

  // --- one remark ---------------------------------------------------------------------------

  /** @param {Remark} remark */
  function itemOf(remark) {
    const known = made.get(remark.code);
    if (known) return known;
    const item = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
    item.dataset.code = remark.code;
    need(item, ".message").textContent = remark.message;
    for (const part of ["why", "how"]) need(item, `.${part}`).textContent = remark[/** @type {"why" | "how"} */ (part)];
    const { title, url } = sources[remark.source] ?? { title: remark.source, url: null };
    need(item, ".source").append(url ? el("a", { href: url }, title) : title);
    need(item, ".rule").setAttribute("href", `${root.dataset.catalogue}#${remark.code}`);
    const more = /** @type {HTMLElement} */ (need(item, ".remark-more"));
    more.id = `dfa-remark-${remark.code}`;
    need(item, ".remark-open").setAttribute("aria-controls", more.id);
    need(item, ".remark-open").addEventListener("click", () => openOne(open === remark.code ? "" : remark.code));
    need(item, ".go-to").addEventListener("click", () => goTo(remark.code));
    need(item, ".set-aside").addEventListener("click", () => {
      if (!aside.delete(remark.code)) aside.add(remark.code);
      place();
      /** @type {HTMLElement} */ (aside.has(remark.code) ? need(setAside, "summary") : need(item, ".remark-open")).focus();
    });
    made.set(remark.code, item);
    return item;
  }

  /** @param {string} code of the remark to open; empty closes the one that is */
  function openOne(code) {
    open = code;
    for (const [each, item] of made) {
      need(item, ".remark-open").setAttribute("aria-expanded", String(each === open));
      /** @type {HTMLElement} */ (need(item, ".remark-more")).hidden = each !== open;
    }
    mark();
  }

  /** The words that the open remark speaks of, in their fields. */
  function mark() {
    const spans = now.get(open)?.spans ?? [];
    for (const [area, marks] of areas) marks.show(spans.filter((span) => controlOf(form, span.field) === area));
    for (const each of form.querySelectorAll(".is-marked")) each.classList.remove("is-marked");
    for (const span of spans) {
      const control = controlOf(form, span.field);
      if (control instanceof HTMLInputElement) control.classList.add("is-marked");
    }
  }

  /** @param {string} code */
  function goTo(code) {
    const remark = now.get(code);
    if (!remark) return;
    const [first] = remark.spans;
    const field = first?.field ?? places[code];
    const control = controlOf(form, field);
    const area = areas.get(/** @type {HTMLTextAreaElement} */ (control));
    if (area) area.go(remark.spans.filter((span) => span.field === field));
    else {
      const inBlock = form.querySelector(`[data-field="${field.split(".")[0]}"] :is(input, textarea)`);
      (control ?? /** @type {HTMLElement | null} */ (inBlock))?.focus();
    }
  }

  // --- all of them --------------------------------------------------------------------------

  /** The remarks into their groups; what stands where it should is not touched, so that focus stays. */
  function place() {
    /** @type {Map<string, HTMLElement[]>} */
    const groups = new Map();
    for (const remark of now.values()) {
      const item = itemOf(remark);
      const severity = need(item, ".severity");
      severity.textContent = word(remark.severity);
      item.className = `remark is-${remark.severity}`;
      const gone = aside.has(remark.code);
      need(item, ".set-aside").textContent = word(gone ? "take_back" : "set_aside");
      const group = gone ? "aside" : remark.spans.length || !remark.code.endsWith("-missing") ? remark.link : "unwritten";
      groups.set(group, [...(groups.get(group) ?? []), item]);
    }
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (result.querySelectorAll(".remark-group"))) {
      fillList(group, groups.get(group.dataset.link ?? "") ?? []);
    }
    fillList(setAside, groups.get("aside") ?? []);
    need(setAside, "summary").textContent = word("set_aside_count", { number: groups.get("aside")?.length ?? 0 });
    showCount();
  }

  /** @param {HTMLElement} group @param {HTMLElement[]} items */
  function fillList(group, items) {
    const list = need(group, "ul");
    if (items.length !== list.children.length || items.some((item, index) => list.children[index] !== item)) {
      list.replaceChildren(...items);
    }
    group.hidden = !items.length;
  }

  function showCount() {
    const counted = [...now.values()].filter(({ code }) => !aside.has(code));
    const number = (/** @type {string} */ severity) => counted.filter((each) => each.severity === severity).length;
    const [gaps, advice] = [number("gap"), number("advice")];
    const said = counted.length
      ? [gaps && word(gaps === 1 ? "gaps_one" : "gaps_many", { number: gaps }), advice && word(advice === 1 ? "advice_one" : "advice_many", { number: advice })]
          .filter(Boolean)
          .join(" och ")
          .replace(/^./, (letter) => letter.toUpperCase()) + "."
      : word("no_remarks");
    const place = need(result, ".dfa-count");
    if (place.textContent === said) return;
    place.textContent = said;
    speak(`${need(result, ".chain-says").textContent} ${said}`);
  }

  /** Spoken when the writing has come to rest; only what is new. @param {string} text */
  function speak(text) {
    clearTimeout(live);
    live = window.setTimeout(() => (need(result, ".dfa-live").textContent = text), 1200);
  }

  /** @param {DfaResult["chain"]} chain */
  function showChain(chain) {
    for (const link of /** @type {NodeListOf<HTMLElement>} */ (result.querySelectorAll(".link"))) {
      const state = chain[/** @type {"diagnosis"} */ (link.dataset.link)];
      link.dataset.state = state;
      need(link, ".link-state").textContent = word(`state_${state}`);
    }
    result.dataset.connected = String(chain.connected);
    need(result, ".chain-says").textContent = word(chain.connected ? "connected" : "not_connected");
  }

  /** @param {DfaResult["found"]} found @param {Record<string, any>} draft */
  function showFound(found, draft) {
    const told = JSON.stringify(found);
    if (told === read) return;
    read = told;
    const at = { function: unitsOf(draft.function ?? ""), activity: unitsOf(draft.activity ?? "") };
    const quote = (/** @type {Span} */ { field, start, end }) => {
      const name = /** @type {"function" | "activity"} */ (field);
      return (draft[name] ?? "").slice(at[name](start), at[name](end));
    };
    for (const kind of FOUND) {
      const entries = found[/** @type {keyof DfaResult["found"]} */ (kind)].map((each) => {
        const said = quote(each.span ?? /** @type {Span} */ (each));
        const quoted = `»${said}«`;
        const name = [each.code, each.label].filter(Boolean).join(" ");
        return name ? `${quoted} (${name})` : quoted;
      });
      const place = need(result, `[data-found="${kind}"]`);
      place.replaceChildren(...(entries.length ? [el("ul", {}, ...entries.map((text) => el("li", {}, text)))] : [word("found_nothing")]));
    }
  }

  return {
    /** @param {DfaResult} told @param {Record<string, any>} draft what it was told of */
    show(told, draft) {
      showChain(told.chain);
      now.clear();
      for (const remark of told.remarks) now.set(remark.code, remark);
      for (const code of aside) if (!now.has(code)) aside.delete(code);
      place();
      if (open && !now.has(open)) openOne("");
      else mark();
      showFound(told.found, draft);
    },
    /** Nothing is written: nothing is said. */
    clear() {
      now.clear();
      aside.clear();
      openOne("");
      made.clear();
      place();
      read = "";
      clearTimeout(live);
      delete result.dataset.connected;
      for (const link of /** @type {NodeListOf<HTMLElement>} */ (result.querySelectorAll(".link"))) {
        link.dataset.state = "none";
        need(link, ".link-state").textContent = word("state_none");
      }
      need(result, ".chain-says").textContent = word("nothing_written");
      need(result, ".dfa-count").textContent = "";
      need(result, ".dfa-live").textContent = "";
      for (const place of result.querySelectorAll("[data-found]")) place.textContent = word("found_nothing");
    },
  };
}
