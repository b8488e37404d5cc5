/**
 * NIST's Public Key Interoperability Test Suite (PKITS 2011): 203 certificates whose verdict stands in their name, judged with revocation by the
 * suite's own lists, at 2020-01-01 and under its default settings.
 *
 * `npm run pkits` prints `PKITS N of 203` and every exception by name with what was found. The data are no part of a clone: they are
 * looked for in `../shared/pkits` beside the project, or in `HOCBA_SHARED`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Certificate, parseCertificate, parseCrl, verifyPathWithRevocation } from '../src/certificate/index.js';

export interface PkitsResult {
  readonly name: string;
  readonly expected: 'Valid' | 'Invalid';
  readonly status: 'passed' | 'failed' | 'indeterminate';
  /** Codes of the findings that are not for information, with why lists were not used. */
  readonly findings: readonly string[];
  readonly isRight: boolean;
}

/** What is not decided as the suite wants it, and why. */
export const PKITS_EXCEPTIONS: Readonly<Record<string, string>> = {
  ValidDSASignaturesTest4: 'DSA is not computed',
  ValidDSAParameterInheritanceTest5: 'DSA is not computed',
  ValidcRLIssuerTest30: 'the status of who issues the list would follow from that very list',
  ValiddeltaCRLTest5: 'delta lists are not applied',
};

/** Judges the suite's certificates below a folder with `certs/` and `crls/`. */
export async function runPkits(folder: string): Promise<PkitsResult[]> {
  const read = <T>(sub: string, parse: (bytes: Uint8Array) => T): ReadonlyMap<string, T> =>
    new Map(
      readdirSync(join(folder, sub))
        .sort()
        .map((file) => [basename(file).replace(/\.\w+$/, ''), parse(readFileSync(join(folder, sub, file)))]),
    );
  const certificates = read('certs', parseCertificate);
  const crls = [...read('crls', parseCrl).values()];
  const anchor = certificates.get('TrustAnchorRootCertificate')!;
  const results: PkitsResult[] = [];
  for (const [name, certificate] of certificates) {
    const expected = /^(Valid|Invalid).*Test\d+EE$/.exec(name)?.[1] as PkitsResult['expected'] | undefined;
    if (expected === undefined) continue;
    const { status, findings, revocation } = await verifyPathWithRevocation(certificate, {
      anchors: [anchor],
      intermediates: [...certificates.values()].filter(isAuthority),
      at: new Date('2020-01-01T00:00:00Z'),
      evidence: { crls },
      maxEvidence: crls.length,
      indirect: true,
    });
    const reasons = findings.filter(({ outcome }) => outcome !== 'inform').map(({ code }) => code as string);
    const refused = revocation.flatMap((each) =>
      each.status === 'unknown' ? each.refused.map(({ code }) => code) : [],
    );
    results.push({
      name: name.replace(/EE$/, ''),
      expected,
      status,
      findings: [...new Set([...reasons, ...refused])],
      isRight: (status === 'passed') === (expected === 'Valid'),
    });
  }
  return results;
}

/** Candidates for issuers and for signers of lists: the suite's end entities are neither. */
function isAuthority({ isCa, keyUsage }: Certificate): boolean {
  return isCa || keyUsage?.includes('cRLSign') === true;
}

async function main(): Promise<void> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const named = process.env['HOCBA_SHARED'];
  const folder = join(named === undefined || named === '' ? join(root, '..', 'shared') : resolve(named), 'pkits');
  if (!existsSync(folder)) {
    console.log('PKITS not run: pkits/ is not in ../shared (or HOCBA_SHARED), which a clone does not contain');
    return;
  }
  const results = await runPkits(folder);
  const wrong = results.filter(({ isRight }) => !isRight);
  const lines = wrong.flatMap(({ name, expected, status, findings }) => [
    `  ${name}: ${status}, expected ${expected.toLowerCase()} (${findings.join(', ')})`,
    `    ${PKITS_EXCEPTIONS[name] ?? 'not a known exception'}`,
  ]);
  console.log([`PKITS ${results.length - wrong.length} of ${results.length}`, ...lines].join('\n'));
  const isBad = wrong.some(({ name, expected }) => expected === 'Invalid' || !(name in PKITS_EXCEPTIONS));
  if (isBad || results.length - wrong.length < 195) process.exitCode = 1;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
