// Shapes that several modules speak of. Checked by tsc, not shipped.

export interface PackedFile {
  name: string;
  url: string; // from the site's root
  integrity: string;
  bytes: number;
}

export interface Manifest {
  version: string;
  lock: unknown;
  runtime: PackedFile[];
  wheel: PackedFile;
  quick: { snapshot: PackedFile; wasm: PackedFile }; // for the start from the snapshot
}

/** How Python starts: its memory restored, or as Pyodide documents it. */
export type Way = "snapshot" | "ordinary";

/** What a page fetches once for every start from the snapshot. */
export interface Parts {
  wasm: WebAssembly.Module;
  snapshot: ArrayBuffer;
}

export type StartState =
  | { phase: "fetching" | "starting" }
  | { phase: "ready"; way: Way }
  | {
      phase: "failed";
      reason: "no-wasm" | "network" | "offline" | "damaged" | "outdated" | "broken" | "crashed";
    };

export type Answer = { ok: true; value: any } | { ok: false; faults: Fault[] };

export interface Fault {
  field: string;
  code: string;
  message: string;
}

export interface Milestone {
  id: string;
  count: string;
  counted: string; // the count in two words, such as »i kedjan«
  title: string;
  short?: string;
  page?: string; // of docs/, says more
  day: number | null;
  date: string | null;
  status: "passed" | "today" | "upcoming" | "not_reached" | "not_applicable";
  why: string;
  exceptions: string[];
  reservations: string[];
  links: { label: string; url: string }[];
  checked: string;
}

export interface Period {
  start: string;
  end: string | null;
  degree: number;
  joined_because: string;
}

export interface Result {
  as_of: string;
  assumptions: string[];
  chain_day: number | null;
  case_days: number;
  case_note: string;
  chains: { start: string; days: number; latest: boolean; periods: Period[] }[];
  milestones: Milestone[];
  warnings: { code: string; message: string }[];
  reservation: string;
}

export interface FormState {
  enabled: string[]; // fields: a linkId, in a row `group[0].linkId`
  answered: string[];
  required: string[];
  missing: string[];
  faults: Fault[];
  notices: Fault[];
}

export interface FormAnswer {
  state: FormState;
  text: string;
  draft: Record<string, string>;
}

export interface Span {
  field: string; // such as `function`, `work.occupation`, `diagnosis[0].code`
  start: number; // code points
  end: number;
}

export interface Remark {
  code: string;
  severity: "gap" | "advice";
  link: string;
  spans: Span[];
  message: string;
  why: string;
  how: string;
  source: string;
}

type LinkState = "clear" | "unclear" | "missing";

export interface Found {
  code?: string;
  label?: string;
  span?: Span;
}

export interface DfaResult {
  remarks: Remark[];
  chain: { diagnosis: LinkState; function: LinkState; activity: LinkState; work: LinkState; connected: boolean };
  found: Record<"grades" | "basis" | "functions" | "activities" | "work_links", Found[]>;
}

/** What early.js has begun, and begins for python.mjs. */
interface PythonWorker {
  worker: Worker;
  listen(listener: (data: any) => void): void;
}

declare global {
  var pythonWorkers: {
    early: PythonWorker | null;
    spawn(way: Way, parts: Parts | null): PythonWorker;
  };
}
