/**
 * `npm run bench`: how fast this package is beside others, as ratios taken in one run. Measures what is built (`dist/`), as users get it.
 *
 * `-- --json` prints one JSON object and nothing else; `-- --short` takes less than 40 s and is less sure; `-- --profile dual` puts another
 * profile in front. Ends with 1 when an engine does not hold what it is measured on, never because of a time.
 */
import { existsSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createDevCa } from 'hoc-ba-so/testing';
import type { SignatureProfile } from 'hoc-ba-so/xades';
import { measureSizes } from '../scripts/size.js';
import { cryptoFloor, type Engine, ours, xadesjs, xmlCrypto, xmlsec1 } from './engines.js';
import { drawClass } from './forms.js';
import { growthWithSize, prepareCosts, reportCosts, throughput, unmetCertificates, validateMany } from './life.js';
import { column, inTurns, median, ratio } from './measure.js';
import { fiveYears, SIGNATURES, sevenPeople } from './record.js';
import { stepCosts } from './steps.js';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, short: { type: 'boolean' }, profile: { type: 'string', default: 'cv2088' } },
});
const short = values.short === true;
const say = values.json === true ? () => undefined : (text: string) => console.log(text);
const root = fileURLToPath(new URL('..', import.meta.url));
if (!existsSync(join(root, 'dist/index.js'))) {
  console.error('dist/ is missing: run npm run build first');
  process.exit(64);
}

const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  /** Of the last minute when the run began: a busy machine takes more from code that touches much memory than from bare arithmetic. */
  load: loadavg()[0] ?? 0,
};
say(
  `${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(1)}, Node ${machine.node}; processor time, median of rounds, what is compared running in turns\n`,
);

const effort = short ? { rounds: 5, warmMs: 400 } : { rounds: 21, warmMs: 2_000 };
const ca = await createDevCa({
  notBefore: new Date('2020-01-01T00:00:00Z'),
  notAfter: new Date('2035-01-01T00:00:00Z'),
});
const people = await sevenPeople(ca);
const profile = values.profile as SignatureProfile;
const profiles = [profile, ...(['cv2088', 'xadesB', 'dual'] as const).filter((one) => one !== profile)];
const skipped: string[] = [];
const others: readonly (readonly [string, Engine])[] = [
  ['xadesjs', await xadesjs()],
  ['xml-crypto', await xmlCrypto()],
];

/** Every engine first shows that it holds all signatures, and that it looks: with one letter of the data changed none holds them all. */
async function mustHold(name: string, engine: Engine, bytes: Uint8Array): Promise<void> {
  const held = await engine(bytes);
  const forged = new TextEncoder().encode(new TextDecoder().decode(bytes).replace('<HO_VA_TEN>', '<HO_VA_TEN>X'));
  const stillHeld = await Promise.resolve()
    .then(() => engine(forged))
    .catch(() => 0);
  if (held !== SIGNATURES || stillHeld >= SIGNATURES)
    throw new Error(`${name} holds ${held} of ${SIGNATURES}, and ${stillHeld} of a changed file`);
}

interface Compared {
  readonly profile: SignatureProfile;
  readonly bytes: number;
  readonly oursUs: number;
  readonly vsFloor: number;
  readonly vsXadesjs: number;
  readonly vsXmlCrypto: number;
  readonly vsXmlsec1: number | null;
}

async function compareEngines(of: SignatureProfile): Promise<Compared> {
  const bytes = await fiveYears(people, { profile: of });
  const floor = await cryptoFloor(bytes);
  await mustHold('hoc-ba-so', ours, bytes);
  for (const [name, engine] of others) await mustHold(name, engine, bytes);
  if (floor.engine(bytes) !== SIGNATURES) throw new Error('the crypto floor does not hold');
  const near = await inTurns([() => ours(bytes), () => floor.engine(bytes)], {
    ...effort,
    warmMs: short ? 2_000 : 4_000,
  });
  const far = await inTurns(
    [
      () => ours(bytes),
      ...others.map(
        ([, engine]) =>
          () =>
            engine(bytes),
      ),
    ],
    {
      rounds: short ? 2 : 5,
      warmMs: short ? 300 : 2_000,
      turnMs: 150,
    },
  );
  const process = xmlsec1(bytes, short ? 20 : 60);
  let vsXmlsec1: number | null = null;
  if (typeof process === 'string') {
    if (!skipped.includes(process)) skipped.push(process);
  } else {
    const ratios: number[] = [];
    for (let round = 0; round < (short ? 2 : 5); round++) {
      const { rows } = await inTurns([() => ours(bytes)], { rounds: 3, warmMs: 0, turnMs: 100 });
      ratios.push(process.cost() / median(rows.map(([one]) => one!)));
    }
    vsXmlsec1 = median(ratios);
    process.dispose();
  }
  return {
    profile: of,
    bytes: bytes.length,
    oursUs: column(near, 0),
    vsFloor: ratio(near, 0, 1),
    vsXadesjs: ratio(far, 1, 0),
    vsXmlCrypto: ratio(far, 2, 0),
    vsXmlsec1,
  };
}

const compared: Compared[] = [];
for (const one of short ? profiles.slice(0, 1) : profiles) {
  const row = await compareEngines(one);
  compared.push(row);
  say(
    `${row.profile}: five years of a pupil, ${row.bytes} bytes, ${SIGNATURES} RSA-2048 signatures, all held by every engine`,
  );
  say(
    `  ${per(row.oursUs)} a record; ${row.vsXadesjs.toFixed(0)}× xadesjs, ${row.vsXmlCrypto.toFixed(0)}× xml-crypto, ${row.vsXmlsec1?.toFixed(1) ?? '–'}× xmlsec1; ${row.vsFloor.toFixed(2)} times the crypto floor`,
  );
}
const [first] = compared;

const light = short ? { rounds: 3, warmMs: 300 } : { rounds: 9, warmMs: 1_000 };
const steps = await stepCosts(await fiveYears(people, { profile }), light);
say(
  `\nsteps of that (${profile}): ${Object.entries(steps)
    .map(([name, us]) => `${name} ${per(us)}`)
    .join(', ')}`,
);

const prepare = await prepareCosts(people[5]!, ca, light);
say(
  `\nprepare and complete without the key, a record of ${prepare.bytes} bytes: ${per(prepare.xadesUs)} in xades; with all checks of signing ${per(prepare.prepareUs)} and ${per(prepare.completeUs)}`,
);
const unmet = short ? null : await unmetCertificates(people, ca, light);
if (unmet !== null) say(`certificates that were never met before: ${unmet.toFixed(2)} times the cost of known ones`);
const rates = await throughput(people, light);
for (const row of rates)
  say(
    `${row.profile}: ${row.verifiedPerSecond.toFixed(0)} signatures verified and ${row.signedPerSecond.toFixed(0)} made a second of one core`,
  );

const report = await reportCosts(ca, light);
say(
  `\nverifyHocBa, three roles, ${report.bytes} bytes: ${per(report.reportUs)} a report, of which cores ${per(report.coreUs)}; in a list of fifty ${per(report.inListUs)}`,
);
const size = await growthWithSize(people, light);
say(
  `growth: a record in a list ten times as long costs ${report.growthWithRecords.toFixed(2)} of one in the short list, a byte of a record eight times as long ${size.toFixed(2)}`,
);
const validate = await validateMany(short ? 500 : 10_000);
say(
  `validate: ${validate.records} records of ${validate.bytesPerRecord.toFixed(0)} bytes, ${per(validate.usPerRecord)} each; ${(validate.keptBytesPerRecord / 1000).toFixed(1)} kB kept for each, at most ${validate.peakMegabytes.toFixed(0)} MB in use`,
);

const forms = await drawClass(short ? 15 : 450);
say(
  `PDF: ${forms.pupils} pupils on ${forms.pages} pages, ${forms.pagesPerSecond.toFixed(0)} pages a second of one core, ${forms.megabytes.toFixed(1)} MB; ${forms.keptKilobytesPerPupil.toFixed(0)} kB kept a pupil until the file is closed, at most ${forms.peakMegabytes.toFixed(0)} MB in use`,
);

const rows = await measureSizes();
const sizes = Object.fromEntries(
  rows.map(({ entry, gzipBytes, budgetBytes, lazyBytes }) => [entry, { gzipBytes, lazyBytes, budgetBytes }]),
);
say('\nsizes, gzip of a minified bundle with its dependencies');
for (const { entry, gzipBytes, budgetBytes } of rows)
  say(`  ${entry.padEnd(14)} ${(gzipBytes / 1000).toFixed(1).padStart(6)} kB of ${budgetBytes / 1000}`);
for (const reason of skipped) say(`\nskipped: ${reason}`);

if (values.json === true) {
  const ratios = {
    verifyVsXadesjs: first!.vsXadesjs,
    verifyVsXmlCrypto: first!.vsXmlCrypto,
    verifyVsXmlsec1: first!.vsXmlsec1,
    verifyVsCryptoFloor: first!.vsFloor,
    growthWithRecords: report.growthWithRecords,
    growthWithSize: size,
    unmetVsKnownCertificates: unmet,
  };
  console.log(
    JSON.stringify({
      machine,
      ratios,
      engines: compared,
      steps,
      prepare,
      rates,
      report,
      validate,
      forms,
      sizes,
      skipped,
    }),
  );
}

/** Microseconds, or milliseconds where they are many. */
function per(us: number): string {
  return us < 1_000 ? `${us.toFixed(0)} µs` : `${(us / 1000).toFixed(2)} ms`;
}
