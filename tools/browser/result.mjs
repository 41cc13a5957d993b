// The answer on the page: figures, warnings, picture, table.

import { inWords, today } from "./dates.mjs";
import { el } from "./dom.mjs";

/** @typedef {import("./types").Result} Result */
/** @typedef {import("./types").Milestone} Milestone */

const STATUS = {
  passed: "Passerad",
  today: "Denna dag",
  upcoming: "Kommande",
  not_reached: "Om sjukskrivningen fortsätter",
  not_applicable: "Gäller inte",
};

/** The answer in a sentence, for the eye first and the screen reader at once. @param {Result} result */
export function inASentence(result) {
  const parts = result.as_of === today() ? [] : [`Läget ${inWords(result.as_of)}:`];
  if (result.chain_day !== null) parts.push(`Dag ${result.chain_day} i rehabiliteringskedjan.`);
  const now = result.milestones.filter((each) => each.status === "today");
  for (const each of now) parts.push(`Denna dag: ${each.title}.`);
  const next = result.milestones.filter((each) => each.status === "upcoming").slice(0, 2);
  if (next.length) {
    const said = next.map((each) => `${inWords(String(each.date))}, ${lowerFirst(each.title)}`);
    parts.push(`Nästa datum: ${said.join("; ")}.`);
  }
  const ended = lastDay(result);
  if (ended && ended < result.as_of) parts.push(`Sjukfallet slutade ${inWords(ended)}.`);
  if (!result.milestones.length) parts.push("Inga datum kan räknas ut för det här sjukfallet.");
  return parts.join(" ") || "Uträkningen är klar.";
}

/** @param {Result} result */
export function figures(result) {
  return el(
    "div",
    { class: "figures" },
    result.chain_day !== null &&
      figure(String(result.chain_day), "Dag i rehabiliteringskedjan", `räknat ${inWords(result.as_of)}`),
    result.case_days > 0 &&
      figure(String(result.case_days), "Sjukfallets längd enligt Rehabstöd", result.case_note),
    result.chain_day === null &&
      result.case_days === 0 &&
      el("p", {}, `Ingen period omfattar ${inWords(result.as_of)}.`),
  );
}

/** @param {string} number @param {string} name @param {string} note */
function figure(number, name, note) {
  return el(
    "p",
    { class: "figure" },
    el("strong", { class: "figure-name" }, name),
    el("span", { class: "figure-number" }, number),
    el("span", { class: "figure-note" }, note),
  );
}

/** @param {Result} result */
export function warnings(result) {
  if (!result.warnings.length) return null;
  const items = result.warnings.map(({ code, message }) => el("li", { "data-code": code }, message));
  return el("div", { class: "warnings" }, el("h3", {}, "Tänk på"), el("ul", {}, ...items));
}

/** @param {Result} result @param {Set<string>} open the milestones whose reasons are unfolded */
export function table(result, open) {
  if (!result.milestones.length) return null;
  return el(
    "table",
    { class: "milestones" },
    el("caption", {}, "Sjukfallets milstolpar i tidsordning"),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        ...["Datum", "Vad som gäller"].map((name) => el("th", { scope: "col" }, name)),
      ),
    ),
    el("tbody", {}, ...result.milestones.map((each) => row(each, open))),
  );
}

/** @param {Milestone} milestone @param {Set<string>} open */
function row(milestone, open) {
  return el(
    "tr",
    { "data-id": milestone.id, class: `is-${milestone.status.replace("_", "-")}` },
    el(
      "td",
      { class: "date" },
      milestone.date ? el("time", { datetime: milestone.date }, inWords(milestone.date)) : "–",
      " ",
      el("span", { class: "status" }, STATUS[milestone.status]),
    ),
    el(
      "td",
      {},
      el("strong", { class: "title" }, milestone.title),
      el(
        "div",
        { class: "about" },
        milestone.day !== null &&
          el("span", { class: "counted" }, el("strong", {}, `Dag ${milestone.day}`), ` ${milestone.counted}`),
        el("span", { class: "law" }, ...links(milestone)),
        el(
          "details",
          { "data-id": milestone.id, open: open.has(milestone.id) },
          el(
            "summary",
            {},
            milestone.date ? "Varför just då" : "Varför inte",
            el("span", { class: "for-screen-reader" }, `: ${milestone.title}`),
          ),
          el("p", {}, milestone.why),
          milestone.exceptions.length > 0 && el("p", {}, el("strong", {}, "Undantag")),
          milestone.exceptions.length > 0 &&
            el("ul", {}, ...milestone.exceptions.map((text) => el("li", {}, text))),
          milestone.reservations.length > 0 &&
            el(
              "p",
              { class: "reservation" },
              el("strong", {}, "Förbehåll: "),
              milestone.reservations.join(" "),
            ),
          milestone.page && el("p", {}, el("a", { href: pageUrl(milestone.page), target: "_blank" }, "Läs mer (öppnas i ny flik)")),
          el("p", { class: "checked" }, `Regeln kontrollerad ${milestone.checked}.`),
        ),
      ),
    ),
  );
}

/** The address of a page of docs/. @param {string} page */
function pageUrl(page) {
  return new URL(`../../../${page.replace(/(index)?\.md$/, "/")}`, import.meta.url).href;
}

/** Laws open beside the page: the case that has been typed stays. @param {Milestone} milestone */
function links(milestone) {
  return milestone.links.flatMap(({ label, url }, index) => [
    index ? ", " : "",
    el(
      "a",
      { href: url, target: "_blank", rel: "noopener noreferrer" },
      label,
      el("span", { class: "for-screen-reader" }, " (öppnas i ny flik)"),
    ),
  ]);
}

/** What was made of the periods. @param {Result} result */
export function chains(result) {
  return el(
    "details",
    { class: "chains", "data-id": "chains" },
    el("summary", {}, "Så lästes perioderna"),
    ...result.chains.map((chain) =>
      el(
        "div",
        {},
        el(
          "p",
          {},
          el("strong", {}, chain.latest ? "Aktuell kedja" : "Tidigare kedja"),
          ` från ${inWords(chain.start)}, ${chain.days} ${chain.days === 1 ? "dag" : "dagar"}`,
        ),
        el(
          "ol",
          {},
          ...chain.periods.map((period) =>
            el(
              "li",
              {},
              `${inWords(period.start)} – ${period.end ? inWords(period.end) : "pågår"}, ${period.degree} %. ${period.joined_because}`,
            ),
          ),
        ),
      ),
    ),
  );
}

/** The last day of the newest chain; null while it goes on. @param {Result} result */
export function lastDay(result) {
  const periods = result.chains.find((each) => each.latest)?.periods ?? [];
  return periods.some((each) => !each.end) ? null : (periods[periods.length - 1]?.end ?? null);
}

/** @param {string} text */
function lowerFirst(text) {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
