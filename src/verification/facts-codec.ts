import {
  type Certificate,
  type Crl,
  type OcspAnswer,
  parseCertificate,
  parseCrl,
  parseOcspAnswer,
  parseTimeStampToken,
  type TimeStampToken,
} from '../certificate/index.js';
import { digestSync } from '../crypto/index.js';
import { decodeBase64, encodeBase64, encodeHex } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import type { HocBa } from '../hoc-ba/index.js';
import { RECORD_RULES } from '../quy-dinh/index.js';
import type { RecordFacts, RoleFacts, RulesByDay, SignatureFacts, StampFacts, VerificationFacts } from './facts.js';
import { rulesFound } from './judge-facts.js';
import { VERIFICATION_ERRORS } from './verification-errors.js';

const VERSION = 1;

/** DER that roles share is written once: an index into these. */
interface Pool {
  readonly certificates: string[];
  readonly crls: string[];
  readonly ocsp: string[];
  readonly tokens: string[];
}
const POOLS = ['certificates', 'crls', 'ocsp', 'tokens'] as const;

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * Facts as JSON text, to be kept and judged again later. It holds certificates, lists, answers and time-stamp tokens of the file, the
 * school's and the look-up code, and findings without values; nothing else of the pupil.
 *
 * @returns One JSON object with a checksum, which finds damage and no forger.
 */
export function encodeFacts(facts: VerificationFacts): string {
  const pool: Pool = { certificates: [], crls: [], ocsp: [], tokens: [] };
  const seen = new Map<string, number>();
  const put = (kind: keyof Pool, one: { readonly der: Uint8Array }): number => {
    const text = encodeBase64(one.der);
    const known = seen.get(`${kind} ${text}`);
    if (known !== undefined) return known;
    seen.set(`${kind} ${text}`, pool[kind].push(text) - 1);
    return pool[kind].length - 1;
  };
  const { fileSha256, refused, record } = facts;
  const body = {
    fileSha256,
    refused,
    record: record === null ? null : recordJson(record, put),
    pool,
  } as unknown as Json;
  return JSON.stringify({ version: VERSION, sha256: checksum(body), body });
}

type Put = (kind: keyof Pool, one: { readonly der: Uint8Array }) => number;

function recordJson({ hocBa, rules, roles, ...rest }: RecordFacts, put: Put) {
  return {
    ...rest,
    rules: rules ?? rulesByDay(hocBa, floorOf(roles, hocBa)),
    roles: roles.map(({ signature, ...role }) => ({
      ...role,
      signature: signature === null ? null : signatureJson(signature, put),
    })),
  };
}

function signatureJson(facts: SignatureFacts, put: Put) {
  const { certificate, otherCertificates, stamps, carried, ...rest } = facts;
  const all = (kind: keyof Pool, list: readonly { readonly der: Uint8Array }[]) => list.map((one) => put(kind, one));
  return {
    ...rest,
    certificate: certificate === null ? null : put('certificates', certificate),
    otherCertificates: all('certificates', otherCertificates),
    carried: {
      certificates: all('certificates', carried.certificates),
      crls: all('crls', carried.evidence.crls ?? []),
      ocsp: all(
        'ocsp',
        (carried.evidence.ocsp ?? []).map(({ answer }) => answer),
      ),
    },
    stamps: stamps.map(({ token, sound, ...stamp }) => ({
      ...stamp,
      token: token === null ? null : put('tokens', token),
      sound:
        sound === null ? null : { ...sound, signer: sound.signer === null ? null : put('certificates', sound.signer) },
    })),
  };
}

/**
 * The first day the rules are kept for: that of the earliest stated signing time, else the year the school year begins in. Earlier days would
 * show dates of the pupil, and nobody judges a record before it was signed.
 */
function floorOf(roles: readonly RoleFacts[], hocBa: HocBa | null): string {
  const times = roles.flatMap(({ signature }) => signature?.signingTime?.instant ?? []);
  if (times.length > 0) return vietnamDay(Math.min(...times.map((time) => Date.parse(time))));
  return `${hocBa?.namHoc.slice(0, 4) ?? '1900'}-01-01`;
}

const DAY_MS = 86_400_000;

/** The rules ask of a day only whether it is before dates of the record or of the rules: they are asked on the days around each of these. */
function rulesByDay(hocBa: HocBa | null, floor: string): RulesByDay {
  if (hocBa === null) return [{ from: floor, found: null }];
  const named = JSON.stringify([hocBa, RECORD_RULES]).match(/\d{4}-\d{2}-\d{2}/g) ?? [];
  const around = named.flatMap((day) => {
    const time = Date.parse(`${day}T00:00:00Z`);
    return Number.isNaN(time) ? [] : [-DAY_MS, 0, DAY_MS].map((by) => new Date(time + by).toISOString().slice(0, 10));
  });
  const days = [floor, ...[...new Set(around)].filter((day) => day > floor).sort()];
  const rows = days.map((from) => ({ from, found: rulesFound(hocBa, new Date(`${from}T05:00:00Z`)) }));
  return rows.filter(({ found }, index) => JSON.stringify(found) !== JSON.stringify(rows[index - 1]?.found));
}

function vietnamDay(time: number): string {
  return new Date(time + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** Of the content, whatever the order of members: databases change it. */
function checksum(body: Json): string {
  return encodeHex(digestSync('SHA-256', JSON.stringify(sorted(body))));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as { readonly [name: string]: Json }).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]));
}

function malformed(place: string, cause?: unknown) {
  return createError(VERIFICATION_ERRORS, 'ERR_FACTS_MALFORMED', { place }, cause === undefined ? {} : { cause });
}

/**
 * Facts of {@link encodeFacts}. The caller answers for where they were kept: their checksum is no signature. The rules of the content are
 * known for the days since the earliest stated signing time; before, their check stays open.
 *
 * @throws {@link HocBaSoError} `ERR_FACTS_MALFORMED` when the text is damaged or was changed without its checksum, `ERR_FACTS_VERSION`.
 */
export function parseFacts(text: string): VerificationFacts {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (cause) {
    throw malformed('JSON', cause);
  }
  const { version, sha256, body } = object(root, '');
  if (version !== VERSION) {
    throw createError(VERIFICATION_ERRORS, 'ERR_FACTS_VERSION', {
      version: typeof version === 'number' ? version : '?',
    });
  }
  // What holds from here on: this text, whatever the order of its members, is what this program or its equal wrote.
  if (typeof body !== 'object' || body === null || checksum(body as Json) !== sha256) throw malformed('sha256');
  const { fileSha256, refused, record, pool } = object(body, 'body') as unknown as FactsBody;
  try {
    return { fileSha256, refused, record: record === null ? null : readRecord(record, readPool(pool)) };
  } catch (cause) {
    // A body that is whole and yet of another form was put together by somebody else.
    if (isHocBaSoError(cause) || cause instanceof TypeError) throw malformed('body', cause);
    throw cause;
  }
}

type FactsBody = Pick<VerificationFacts, 'fileSha256' | 'refused'> & {
  readonly record: ReturnType<typeof recordJson> | null;
  readonly pool: Pool;
};

interface OpenPool {
  readonly certificates: readonly Certificate[];
  readonly crls: readonly Crl[];
  readonly ocsp: readonly OcspAnswer[];
  readonly tokens: readonly TimeStampToken[];
}

function readPool(pool: Pool): OpenPool {
  for (const name of POOLS) if (!Array.isArray(pool[name])) throw malformed(`pool.${name}`);
  return {
    certificates: pool.certificates.map((one) => parseCertificate(decodeBase64(one))),
    crls: pool.crls.map((one) => parseCrl(decodeBase64(one))),
    ocsp: pool.ocsp.map((one) => parseOcspAnswer(decodeBase64(one))),
    tokens: pool.tokens.map((one) => parseTimeStampToken(decodeBase64(one))),
  };
}

function readRecord({ roles, ...rest }: ReturnType<typeof recordJson>, pool: OpenPool): RecordFacts {
  return {
    ...rest,
    hocBa: null,
    roles: roles.map(({ signature, ...role }) => ({
      ...role,
      signature: signature === null ? null : readSignature(signature, pool),
    })),
  };
}

function readSignature(facts: ReturnType<typeof signatureJson>, pool: OpenPool): SignatureFacts {
  const { certificate, otherCertificates, carried, stamps, ...rest } = facts;
  const at = <T>(list: readonly T[], index: number): T => {
    const found = list[index];
    if (found === undefined) throw malformed('pool');
    return found;
  };
  const certificateAt = (index: number) => at(pool.certificates, index);
  return {
    ...rest,
    certificate: certificate === null ? null : certificateAt(certificate),
    otherCertificates: otherCertificates.map(certificateAt),
    carried: {
      certificates: carried.certificates.map(certificateAt),
      evidence: {
        crls: carried.crls.map((index) => at(pool.crls, index)),
        ocsp: carried.ocsp.map((index) => ({ answer: at(pool.ocsp, index) })),
      },
    },
    stamps: stamps.map(({ token, sound, ...stamp }): StampFacts => {
      return {
        ...stamp,
        token: token === null ? null : at(pool.tokens, token),
        sound: sound === null ? null : { ...sound, signer: sound.signer === null ? null : certificateAt(sound.signer) },
      };
    }),
  };
}

function object(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(place);
  return value as Readonly<Record<string, unknown>>;
}
