/*
 * Whole records, changed at random and judged as a school judges them: a role that still passes vouches for the very data, certificate and
 * time that it signed, and the data stand in the changed file as libxml2 reads it.
 */
import { isHocBaSoError } from '../../src/errors/index.js';
import { RECEIVERS } from '../../src/signing/index.js';
import { describeReport, type VerificationReport, verifyHocBa } from '../../src/verification/index.js';
import { allPorts, signed } from '../signing/kit.js';
import { random } from '../xml/random-documents.js';
import { mutate } from './mutate.js';
import { openReader, type Reader } from './octets.js';
import { type Fault, type FuzzResult, isWish, type Tally } from './run.js';
import { findSites, PLACES, type Place, type Sites } from './sites.js';

interface KnownRecord {
  readonly name: string;
  readonly sites: Sites;
  readonly report: VerificationReport;
}

export async function fuzzRecords({
  seed,
  cases,
  capMs = 5_000,
}: {
  readonly seed: number;
  readonly cases: number;
  readonly capMs?: number;
}): Promise<FuzzResult> {
  const reader = await openReader();
  const ports = await allPorts();
  const known: KnownRecord[] = [];
  for (const [name, receiver] of Object.entries(RECEIVERS)) {
    const { bytes } = await signed({ receiver });
    const report = await verifyHocBa(bytes, ports);
    if (report.conclusion !== 'totalPassed') throw new Error(`${name}: the untouched record does not pass`);
    known.push({ name, sites: findSites(bytes), report });
  }
  const r = random(seed);
  const tallies = Object.fromEntries(
    PLACES.map((place): [Place, Tally] => [
      place,
      { cases: 0, refused: 0, broken: 0, held: 0, compared: 0, silent: 0 },
    ]),
  ) as Record<Place, Tally>;
  const faults: Fault[] = [];
  const answers: Record<string, number> = {};
  const steps: Record<string, [number, number]> = {};
  const others = known.map((one) => one.sites);
  let slowestMs = 0;
  let hangs = 0;
  for (let done = 0; done < cases; ) {
    const own = r.pick(known);
    const mutation = mutate(PLACES[done % PLACES.length]!, { r, sites: own.sites, others });
    if (mutation === undefined) continue;
    done += 1;
    const tally = tallies[mutation.place];
    tally.cases += 1;
    const started = performance.now();
    const found: string[] = [];
    let held = false;
    try {
      const report = await verifyHocBa(mutation.bytes, ports);
      describeReport(report, 'vi');
      JSON.stringify(report);
      answers[report.conclusion] = (answers[report.conclusion] ?? 0) + 1;
      const passed = report.roles.filter((one) => one.conclusion === 'totalPassed');
      held = passed.length > 0;
      if (report.layout === null) tally.refused += 1;
      else if (held) tally.held += 1;
      else tally.broken += 1;
      if (held) {
        tally.compared += passed.length;
        const what = compareRecords(report, known, mutation.bytes, reader);
        if (what !== undefined) found.push(what);
      }
    } catch (error) {
      found.push(`crash: ${isHocBaSoError(error) ? error.code : String(error)}`);
    }
    const took = performance.now() - started;
    slowestMs = Math.max(slowestMs, took);
    if (took > capMs) hangs += 1;
    for (const name of mutation.steps) {
      const [all, holding] = steps[name] ?? [0, 0];
      steps[name] = [all + 1, holding + (held ? 1 : 0)];
    }
    for (const what of found)
      faults.push({
        subject: own.name,
        isOwn: true,
        place: mutation.place,
        steps: mutation.steps,
        what,
        bytes: mutation.bytes,
      });
  }
  return { tallies, faults, steps, answers, slowestMs, hangs };
}

function compareRecords(
  report: VerificationReport,
  known: readonly KnownRecord[],
  bytes: Uint8Array,
  reader: Reader,
): string | undefined {
  const theirs = reader.read(bytes);
  if (typeof theirs === 'string')
    return isWish(theirs) ? undefined : `a role passes in a file that libxml2 does not read: ${theirs}`;
  try {
    const origins = new Set<KnownRecord>();
    for (const role of report.roles) {
      if (role.conclusion !== 'totalPassed') continue;
      const content = report.signedBy(role.role);
      // A check of the record as a whole may have failed: then nothing is handed out at all.
      if (content === null) {
        if (report.conclusion === 'totalPassed') return `${role.role} passes and vouches for nothing`;
        continue;
      }
      const octets = textOf(content.data);
      // A piece of another signed file may have brought all of that file with it.
      const origin = known.find((one) => textOf(one.report.signedBy(role.role)!.data) === octets);
      if (origin === undefined) return `${role.role} vouches for other data`;
      origins.add(origin);
      const before = origin.report;
      const was = before.roles.find((one) => one.role === role.role)!;
      const inFile = theirs.at(content.paths.find((path) => path.endsWith('DU_LIEU_HOC_BA')) ?? content.paths[0]!);
      // libxml2 renders nothing of a file with a relative namespace URI anywhere in it.
      if (!inFile.includes(octets) && !(inFile.length === 0 && /xmlns(:\w+)?="[^":]+"/.test(textOf(bytes)))) {
        return `the data of ${role.role} do not stand in the file at ${content.paths.join(', ')}`;
      }
      if (role.certificate?.fingerprint !== was.certificate?.fingerprint)
        return `${role.role} passes with another certificate`;
      if (JSON.stringify(role.signingTime) !== JSON.stringify(was.signingTime))
        return `${role.role} passes with another time`;
      const expected = before.signedBy(role.role)!.hocBa;
      if (JSON.stringify(content.hocBa) !== JSON.stringify(expected)) return `${role.role} vouches for another record`;
    }
    if (report.conclusion !== 'totalPassed') return undefined;
    if (origins.size !== 1) return 'passed with roles of several records';
    return report.unsignedPaths.length > 0 ? 'passed with content that nobody signs' : undefined;
  } finally {
    theirs.dispose();
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
