// Shapes of the search. Checked by tsc, not shipped.

/** An entry of search_index.json, as Material's plugin writes it: a page, or a section of one. */
export interface Doc {
  location: string; // "" is the start page; a section's holds #
  title: string; // HTML
  text: string; // HTML
  tags?: string[];
  boost?: number;
}

/** A word in lower case. */
export interface Form {
  text: string;
  stem: string; // the beginning of it that its inflections share
  plain: string; // without dots, rings and accents, letter for letter
}

export type FieldName = "title" | "text" | "tags";

/** A word of the site, and where it stands: by entry, the numbers of its tokens in each field. */
export interface Word extends Form {
  places: Map<number, Record<FieldName, number[]>>;
}

/** A place of a word in a text. */
export interface Token {
  word: Word;
  start: number;
  end: number;
}

export interface Field {
  shown: string; // the text without tags; entities such as &amp; are left
  tokens: Token[];
}

export interface Entry {
  doc: Doc;
  page: number; // which entry is that of the page itself
  title: Field;
  text: Field;
  tags: Field; // of the page's own entry; its sections bear the same
}

export interface Index {
  entries: Entry[];
  words: Word[]; // without the terms of several words
  kin: Map<string, Word[]>; // by a text or stem: the words and terms that are or have it
  groups: Form[][][]; // synonyms: a group of terms, a term of words
}

/** For a word of the query: the site's words that answer it, and how well, 0 to 1. */
export type Answers = Map<Word, number>;

/** A word of the query. */
export interface Wanted {
  text: string;
  answers: Answers;
}

/** A token that answers a word of the query. */
export interface Hit {
  token: number;
  which: number; // word of the query
  grade: number;
}

export type Hits = Record<FieldName, Hit[]>;

/** What Material shows. `terms`: words to mark on the page (true), words of the query not found (false). */
export interface Item {
  location: string;
  title: string;
  text: string;
  tags?: string[];
  score: number;
  terms: Record<string, boolean>;
}
