// Shared computers: a filled form that nobody touches is wiped, and nobody leaves one by mistake.

import { need } from "./dom.mjs";

const TOUCHES = ["pointerdown", "keydown", "input", "wheel", "touchstart"];
const LAST_CHANCE = 60_000; // milliseconds of countdown

/**
 * @param {{
 *   minutes: number,
 *   dialog: HTMLDialogElement,
 *   isFilled: () => boolean,
 *   countdown: (seconds: number) => string,
 *   wipe: () => void,
 * }} the form: `wipe` is called when time is out
 */
export function guard({ minutes, dialog, isFilled, countdown, wipe }) {
  let touched = Date.now();
  const touch = () => {
    if (!dialog.open) touched = Date.now(); // while it counts, only its button counts as an answer
  };
  for (const kind of TOUCHES) addEventListener(kind, touch, { capture: true, passive: true });

  const stay = () => {
    dialog.close();
    touched = Date.now();
  };
  need(dialog, ".stay").addEventListener("click", stay);
  dialog.addEventListener("cancel", stay); // Escape
  const end = () => {
    dialog.close();
    touched = Date.now();
    wipe();
  };
  need(dialog, ".wipe-now").addEventListener("click", end);

  // By the clock, not by counting ticks: a sleeping computer wakes up late.
  setInterval(() => {
    const since = Date.now() - touched;
    const left = minutes * 60_000 + LAST_CHANCE - since;
    if (since < minutes * 60_000 || !isFilled()) return;
    if (left <= 0) return end();
    need(dialog, ".idle-seconds").textContent = countdown(Math.ceil(left / 1000));
    if (!dialog.open) dialog.showModal();
  }, 1000);

  addEventListener("beforeunload", (event) => {
    if (isFilled()) event.preventDefault(); // the browser asks in its own words
  });
}

/** A yes-or-no question. @param {HTMLDialogElement} dialog @param {string} question @param {string} yes @returns {Promise<boolean>} */
export function ask(dialog, question, yes) {
  need(dialog, "p").textContent = question;
  const agree = /** @type {HTMLElement} */ (need(dialog, ".yes"));
  agree.textContent = yes;
  dialog.returnValue = "";
  dialog.showModal();
  /** @type {HTMLElement} */ (need(dialog, ".no")).focus();
  return new Promise((resolve) => {
    const end = new AbortController();
    const close = (/** @type {string} */ value) => () => dialog.close(value);
    agree.addEventListener("click", close("yes"), { signal: end.signal });
    need(dialog, ".no").addEventListener("click", close("no"), { signal: end.signal });
    dialog.addEventListener("close", () => {
      end.abort();
      resolve(dialog.returnValue === "yes");
    }, { once: true });
  });
}
