/**
 * `tsx scripts/fuzz.ts [--cases N] [--seed S] [--out DIR]`: the fuzzing of the tests for as long as one likes. Prints what was met, writes
 * files that show a fault into the folder, and ends with 1 when there was one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz, summarize } from '../test/fuzz/run.js';
import { corpusSubjects, ownSubjects } from '../test/fuzz/subjects.js';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    out: { type: 'string' },
  },
});
const cases = Number(values.cases);
const seed = Number(values.seed);
const subjects = [...(await ownSubjects()), ...corpusSubjects()];
console.log(`${cases} cases, seed ${seed}, ${subjects.length} files`);
const started = performance.now();
const result = await fuzz({
  seed,
  cases,
  subjects,
  onProgress: (done) => {
    if (done % 100_000 === 0) console.log(`${done} cases, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  },
});
console.log(summarize(result));
const most = (rows: readonly (readonly [string, string])[]) =>
  rows.map(([name, text]) => `  ${text.padStart(16)}  ${name}`).join('\n');
console.log(
  `\nanswers\n${most(
    Object.entries(result.answers)
      .sort((a, b) => b[1] - a[1])
      .map(([name, count]) => [name, String(count)]),
  )}`,
);
console.log(
  `\nsteps: cases, with a signature that still held\n${most(
    Object.entries(result.steps)
      .sort((a, b) => b[1][0] - a[1][0])
      .map(([name, [all, held]]) => [name, `${all} ${held}`]),
  )}`,
);
const kinds = new Map<string, number>();
for (const [index, fault] of result.faults.entries()) {
  const kind = `${fault.what} (${fault.subject}: ${fault.steps.join(', ')})`;
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  if (values.out === undefined) continue;
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, `${seed}-${index}.xml`), fault.bytes);
}
for (const [kind, count] of kinds) console.log(`FAULT ${count} × ${kind}`);
if (result.faults.length > 0 || result.hangs > 0) process.exitCode = 1;
