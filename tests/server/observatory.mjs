// Mozilla's HTTP Observatory, its own rules, asked about a server on this machine.
//
//   node observatory.mjs PACKAGE HOST HTTP-PORT HTTPS-PORT PATH
//
// Prints {grade, score, results}. Its command line takes neither ports nor paths, hence this.

import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, host, httpPort, httpsPort, path] = process.argv.slice(2);
const part = (name) => import(pathToFileURL(`${folder}/src/${name}.js`).href);

// The list of preloaded hosts is fetched when the package is installed, which is not done here. A host
// of this machine is on no such list.
const read = fs.readFileSync;
fs.readFileSync = (file, ...rest) =>
  String(file).endsWith("hsts-preload.json") ? "{}" : read(file, ...rest);

const { retrieve } = await part("retriever/retriever");
const { ALL_TESTS } = await part("constants");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await part("grader/charts");
const { getGradeForScore, getScoreModifier } = await part("grader/grader");

const answers = await retrieve(host, { httpPort, httpsPort, path });
const results = ALL_TESTS.map((test) => test(answers));
const points = results.map(({ result }) => getScoreModifier(result));
const sum = (numbers) => numbers.reduce((all, each) => all + each, 100);
// extra points count only for who is good without them
const without = sum(points.filter((each) => each < 0));
const { grade, score } = getGradeForScore(
  without >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(points) : without,
);
const told = results.map(({ constructor, result, pass }, at) => [constructor.name, { result, pass, points: points[at] }]);
console.log(JSON.stringify({ grade, score, results: Object.fromEntries(told) }, null, 1));
process.exit(0);
