// manifest.mjs is written by tools/build/pack.py beside the modules.
import type { Manifest } from "./types";

declare const manifest: Manifest;
export default manifest;
