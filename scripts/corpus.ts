/**
 * `npm run corpus`: the conformance corpus through this package. Prints a table per kind and expectation, what was refused for an
 * optional feature, and every deviation; exit code 1 when there is one, 65 when the corpus is not there.
 */
import { type Comparison, compare, type Outcome } from './corpus/compare.js';
import { evidenceFaults } from './corpus/evidence.js';
import { type CorpusVerdict, judgeCase } from './corpus/judge.js';
import { type CorpusCase, corpusFolder, readManifest } from './corpus/manifest.js';
import { runC14nCases } from './corpus-c14n.js';

interface Row {
  readonly one: CorpusCase;
  readonly verdict: CorpusVerdict;
  readonly comparison: Comparison;
}

const folder = corpusFolder();
if (folder === undefined) {
  console.error('the corpus is not in ../shared (or HOCBA_SHARED), which a clone does not contain');
  process.exit(65);
}
const cases = readManifest(folder);
const backEnds: readonly (readonly [string, Crypto | undefined])[] = [
  ['node', undefined],
  ['webcrypto', globalThis.crypto],
];
const rows: Row[] = [];
const unequal: string[] = [];
let evidenceCases = 0;
for (const one of cases) {
  if (one.kind === 'c14n') continue;
  const verdicts: CorpusVerdict[] = [];
  for (const [, crypto] of backEnds) verdicts.push(await judgeCase(one, folder, crypto));
  const [verdict, other] = verdicts;
  if (summary(verdict!) !== summary(other!)) unequal.push(one.file);
  const comparison = compare(one, verdict!);
  const faults = await evidenceFaults(one, verdict!.signatures);
  if (one.expect.timestamp !== undefined || one.expect.fullValidation !== undefined) evidenceCases++;
  rows.push({
    one,
    verdict: verdict!,
    comparison: faults.length === 0 ? comparison : { outcome: 'deviates', notes: [...comparison.notes, ...faults] },
  });
}

const OUTCOMES: readonly Outcome[] = ['agrees', 'optional', 'open', 'disputed', 'deviates'];
const groups = new Map<string, Row[]>();
for (const row of rows) {
  const name = `${row.one.kind.padEnd(10)} ${row.one.expect.core.padEnd(12)}`;
  groups.set(name, [...(groups.get(name) ?? []), row]);
}
console.log(
  `${'kind'.padEnd(10)} ${'expected'.padEnd(12)} ${'files'.padStart(6)} ${OUTCOMES.map((one) => one.padStart(9)).join('')}`,
);
for (const [name, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const counts = OUTCOMES.map((outcome) => group.filter((row) => row.comparison.outcome === outcome).length);
  console.log(
    `${name} ${String(group.length).padStart(6)} ${counts.map((count) => String(count || '').padStart(9)).join('')}`,
  );
}
const total = OUTCOMES.map((outcome) => rows.filter((row) => row.comparison.outcome === outcome).length);
console.log(
  `${'all'.padEnd(23)} ${String(rows.length).padStart(6)} ${total.map((count) => String(count || '').padStart(9)).join('')}`,
);

const signatures = rows.flatMap((row) => row.verdict.signatures);
const count = (core: string) => signatures.filter((one) => one.core === core).length;
console.log(
  `\nsignatures: ${signatures.length} (${count('valid')} valid, ${count('invalid')} invalid, ${count('unsupported')} unsupported)`,
);
console.log(`files with a stated time stamp or full validation: ${evidenceCases}`);
list('refused for an optional feature', 'optional', (row) => [row.comparison.notes.join(', ')]);
list('left open by the corpus', 'open', (row) => [row.one.expect.why.split(';')[0]!]);
list('the corpus is refuted by the file', 'disputed', (row) => row.comparison.notes);
console.log('\ninvalid, attacks and unsupported: why they are refused');
for (const row of rows) if (row.one.expect.core === 'invalid' || row.one.expect.core === 'unsupported') print(row, []);
list('deviations', 'deviates', (row) => row.comparison.notes);
for (const file of unequal) console.log(`  the two crypto back ends disagree: ${file}`);

let failed = rows.some((row) => row.comparison.outcome === 'deviates') || unequal.length > 0;
const vectors = await runC14nCases(folder);
const equal = vectors.filter((row) => row.equal);
console.log(`\ncanonicalization vectors: ${equal.length} of ${vectors.length} equal octet by octet`);
for (const row of vectors) if (!row.equal) console.log(`  ${row.file}: ${row.problem ?? row.refused ?? 'differs'}`);
if (equal.length < vectors.length) failed = true;
console.log(failed ? '\nthe corpus is not met' : '\nthe corpus is met, with equal verdicts on both crypto back ends');
process.exitCode = failed ? 1 : 0;

function list(title: string, outcome: Outcome, notes: (row: Row) => readonly string[]): void {
  const found = rows.filter((row) => row.comparison.outcome === outcome);
  console.log(`\n${title}: ${found.length}`);
  for (const row of found) print(row, notes(row));
}

function print({ one, verdict }: Row, notes: readonly string[]): void {
  const detail = verdict.detail === null ? '' : ` ${verdict.detail}`;
  console.log(
    `  ${verdict.core} (${verdict.reason}${detail}) ${one.file}${notes.length > 0 ? `: ${notes.join('; ')}` : ''}`,
  );
}

function summary({ core, reason, signatures: found }: CorpusVerdict): string {
  return JSON.stringify([
    core,
    reason,
    found.map((one) => [one.core, one.reasons, [...one.flags].sort(), one.valueHolds]),
  ]);
}
