/* The form of every attack on a record: the untouched file passes, the altered one gives the expected answer and never passes. */
import { expect } from 'vitest';
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import { type HocBaFile, openHocBaList } from '../../src/record-xml/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL, RECEIVER_XADES, type Receiver } from '../../src/signing/index.js';
import {
  type CheckCode,
  type ReasonCode,
  type SubIndication,
  type VerificationReport,
  type VerifyHocBaOptions,
  verifyHocBaList,
} from '../../src/verification/index.js';
import { allPorts } from '../signing/kit.js';

/** The three forms, the two of XAdES also without order references. */
export const FORMS: Readonly<Record<string, Receiver>> = {
  cv2088: RECEIVER_CV2088,
  'cv2088 with order references': { ...RECEIVER_CV2088, orderReferences: true, maxReferences: 9 },
  xadesB: RECEIVER_XADES,
  'xadesB without order references': { ...RECEIVER_XADES, orderReferences: false },
  dual: RECEIVER_DUAL,
  'dual without order references': { ...RECEIVER_DUAL, orderReferences: false },
};

export interface Expected {
  readonly check: CheckCode;
  /** Left out: a question about the record. */
  readonly role?: VaiTroKy;
  readonly reason: ReasonCode;
  /** Of the whole record; default `totalFailed`. */
  readonly conclusion?: 'totalFailed' | 'indeterminate';
  /** Of the answer. */
  readonly sub: SubIndication | null;
}

type Input = HocBaFile | Uint8Array;
const bytesIn = (input: Input): Uint8Array => (input instanceof Uint8Array ? input : input.bytes);

export async function judgeAll(
  input: Input,
  options: Partial<VerifyHocBaOptions> = {},
): Promise<readonly VerificationReport[]> {
  return verifyHocBaList(bytesIn(input), { ...(await allPorts()), ...options });
}

export async function judge(input: Input, options: Partial<VerifyHocBaOptions> = {}): Promise<VerificationReport> {
  return (await judgeAll(input, options))[0]!;
}

/** The untouched file passes, with every record in it. */
export async function expectPassed(baseline: Input, options: Partial<VerifyHocBaOptions> = {}): Promise<void> {
  const reports = await judgeAll(baseline, options);
  expect(openHocBaList(bytesIn(baseline))).toHaveLength(reports.length);
  expect(reports.map(({ conclusion, checks }) => [conclusion, checks.filter(isAgainst).map(brief)])).toEqual(
    reports.map(() => ['totalPassed', []]),
  );
}

/** One record of the altered file gives the expected answer; hands out its report. */
export async function expectCaught(
  altered: Input,
  expected: Expected,
  options: Partial<VerifyHocBaOptions> = {},
  record = 0,
): Promise<VerificationReport> {
  const report = (await judgeAll(altered, options))[record]!;
  const { check, role, reason, sub, conclusion = 'totalFailed' } = expected;
  const against = report.checks.filter(isAgainst).map(brief);
  expect(against).toContain(
    brief({ code: check, ...(role === undefined ? {} : { role }), reason, subIndication: sub }),
  );
  expect(report.conclusion).toBe(conclusion);
  // Nothing is handed out as vouched for by a role that fails.
  for (const one of report.roles) {
    if (one.conclusion === 'totalFailed') expect(report.signedBy(one.role, one.key ?? '')).toBeNull();
  }
  return report;
}

export const isAgainst = ({ level, outcome }: VerificationReport['checks'][number]): boolean =>
  level === 'fail' && (outcome === 'failed' || outcome === 'indeterminate');

function brief(check: {
  readonly code: CheckCode;
  readonly role?: VaiTroKy;
  readonly reason: ReasonCode | null;
  readonly subIndication: SubIndication | null;
}): string {
  return [check.code, check.role ?? 'record', check.reason, check.subIndication].join(' ');
}
