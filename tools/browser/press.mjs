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
for (const way of ["pointerup", "pointercancel"]) {
  addEventListener(way, () => setTimeout(() => end()), true); // the click itself comes after the release
}
addEventListener("blur", () => end()); // the window's own: the release may happen outside of it

/** Resolves when nothing is pressed; at once where nothing is. */
export const released = () => over;
