// What the page and the service worker have in common. Joined into both by tools/build/offline.py.

// The only word that a page says to the worker: »keep the tools too«. And the worker's two answers.
export const SAVE = "save-tools";
export const SAVED = "tools-saved";
export const NOT_SAVED = "tools-not-saved";

/** Where the files of a site are kept; another site on the same server has its own. @param {string} root the site's address */
export const keptIn = (root) => `sjukskrivning ${root}`;

/** Where files of the version before wait until no page needs them. @param {string} root */
export const formerIn = (root) => `sjukskrivning ${root} former`;

/** Whether a file belongs to the tools. These lie in folders named by hash. @param {string} path from the site's root */
export const isTool = (path) => /^assets\/[a-z]+\/[0-9a-f]{16}\//.test(path);
