// Google's CSP evaluator on the policies given as lines on standard input.
//
//   node evaluate_policy.mjs FOLDER-WITH-NODE_MODULES
//
// Prints, for each, a list of [severity, directive, value].

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "package.json"));
const { CspEvaluator } = require("csp_evaluator/dist/evaluator.js");
const { CspParser } = require("csp_evaluator/dist/parser.js");
const { Severity } = require("csp_evaluator/dist/finding.js");

const policies = readFileSync(0, "utf8").trim().split("\n");
const findings = policies.map((policy) => new CspEvaluator(new CspParser(policy).csp).evaluate());
console.log(JSON.stringify(findings.map((each) => each.map((one) => [Severity[one.severity], one.directive, one.value]))));
