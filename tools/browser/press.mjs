// Whether the reader is pressing something. Leaving a field and pressing a button are one movement: what is
// drawn for the field must not move the button away before the press has ended.

/** @type {Promise<void>} */
let over = Promise.resolve();
let end = () => {};

addEventListener(
  "pointerdown",
  () => {
    end();
    over = new Promise((resolve) => (end = resolve));
  },
  true,
);
// The click comes right after the release, so the press ends with the task after that. Not by a timer: a
// browser may hold those back.
const next = new MessageChannel();
next.port1.onmessage = () => end();
for (const way of ["pointerup", "pointercancel"]) addEventListener(way, () => next.port2.postMessage(null), true);
addEventListener("blur", () => end()); // the window's own: the release may happen outside of it

/** Resolves when nothing is pressed; at once where nothing is. */
export const released = () => over;
