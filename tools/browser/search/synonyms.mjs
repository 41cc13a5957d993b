// The build puts the groups of macros/data/synonyms.yml here (tools/build/search.py).

/** @type {string[][]} */
export const SYNONYMS = [];
