// Written anew by tools/build/offline.py, for the site as it was built; here are only the shapes.

/** @type {Record<string, string>} the files by their path from the site's root, each with its hash */
export const FILES = {};

/** @type {Record<string, string>} what a server should send with every answer */
export const HEADERS = {};

/** How much the files take on the device, in words. */
export const SIZES = { pages: "", tools: "", all: "" };

/** The page shown where nothing else can be had, and the root that its links are written for. */
export const OFFLINE = { page: "offline.html", root: "/" };
