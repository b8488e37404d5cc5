import { encodeHex, encodeUtf8 } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import { giaTri, type HocBa } from '../hoc-ba/index.js';
import { recordDigest } from '../integrity/index.js';
import type { HocBaFile } from '../record-xml/index.js';
import { TRANSFER_ERRORS } from './transfer-errors.js';

/** A school as a transfer names it. */
export interface TransferSchool {
  /** MA_TRUONG. */
  readonly maTruong: string;
  readonly tenTruong: string;
}

/** What the chain says of one record: enough to see that a record was left out or exchanged. No name and no mark of the pupil. */
export interface TransferYear {
  /** Name of the record's file in the package. */
  readonly file: string;
  readonly namHoc: string;
  readonly khoiLop: number;
  /** `cuoiNamHoc`, or `motPhanNamHoc` for a pupil who left before the end of the year. */
  readonly thoiDiemLap: HocBa['thoiDiemLap'];
  readonly maTraCuu: string;
  /** SHA-256 of the record's data block, hex. */
  readonly recordDigest: string;
  readonly maTruong: string;
  readonly tenTruong: string;
  /** Look-up code of the recalled record that this one replaces. */
  readonly replaces: string | null;
}

/** A school year without a record in the package. */
export interface TransferGap {
  readonly namHoc: string;
  /** Why, in the sending school's words; `null` when it gives no reason. */
  readonly reason: string | null;
}

/** Kinds of attached files: display form, individual plan, decision, anything else. */
export type AttachmentKind = 'banTheHien' | 'keHoachGiaoDucCaNhan' | 'quyetDinh' | 'khac';
export const ATTACHMENT_KINDS: readonly AttachmentKind[] = ['banTheHien', 'keHoachGiaoDucCaNhan', 'quyetDinh', 'khac'];

/** The facts about the chain of years, as the file `chuyen-truong.json` of a package holds them. */
export interface TransferFacts {
  readonly version: 1;
  /** With zone, to the second. */
  readonly createdAt: string;
  readonly sender: TransferSchool;
  /** `null`: not known yet, which is a valid case. */
  readonly receiver: TransferSchool | null;
  /** Oldest first; a replaced record before the one that replaces it. */
  readonly years: readonly TransferYear[];
  readonly gaps: readonly TransferGap[];
  /** Receipts of gateways, kept as they came. */
  readonly receipts: readonly { readonly file: string; readonly mediaType: string }[];
  readonly attachments: readonly {
    readonly file: string;
    readonly kind: AttachmentKind;
    readonly mediaType: string;
  }[];
}

/** Name of the file with the facts: a container that has it is a transfer package, or none that may be imported. */
export const FACTS_FILE = 'chuyen-truong.json';

/** A record with what was read from it. */
export interface TransferRecord {
  readonly file: HocBaFile;
  readonly hocBa: HocBa;
}

/** Lowest grade of a level: years before the first record are missing only from there on. */
const FIRST_GRADE: Readonly<Record<string, number>> = { tieuHoc: 1 };

/** The row of one record. */
export function yearOf({ file, hocBa }: TransferRecord): TransferYear {
  const { namHoc, lopHoc, thoiDiemLap, maTraCuu, nhaTruong, thayThe } = hocBa;
  return {
    file: `hoc-ba/${namHoc}-${maTraCuu.toLowerCase()}.xml`,
    namHoc,
    khoiLop: lopHoc.khoiLop,
    thoiDiemLap,
    maTraCuu,
    recordDigest: encodeHex(recordDigest(file)),
    maTruong: nhaTruong.maTruong,
    tenTruong: nhaTruong.tenTruong,
    replaces: thayThe?.maTraCuuBiThayThe ?? null,
  };
}

/** Oldest first; within a year the part of it before the whole, and what is replaced before what replaces it. */
export function inChainOrder(records: readonly TransferRecord[]): readonly TransferRecord[] {
  const codes = new Map(records.map((one) => [one.hocBa.maTraCuu.toLowerCase(), one]));
  const depth = (one: TransferRecord, limit = records.length): number => {
    const before = codes.get(one.hocBa.thayThe?.maTraCuuBiThayThe.toLowerCase() ?? '');
    return before === undefined || limit === 0 ? 0 : 1 + depth(before, limit - 1);
  };
  const key = (one: TransferRecord) =>
    [
      one.hocBa.namHoc,
      one.hocBa.thoiDiemLap === 'cuoiNamHoc' ? '1' : '0',
      String(depth(one)).padStart(4, '0'),
      one.hocBa.maTraCuu.toLowerCase(),
    ].join(' ');
  return [...records].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** School years between the lowest grade of the level and the newest record that no record is of. */
export function missingYears(records: readonly TransferRecord[]): readonly string[] {
  const years = records.map(({ hocBa }) => Number(hocBa.namHoc.slice(0, 4)));
  if (years.length === 0) return [];
  const first = Math.min(...years);
  const ofFirst = records.find(({ hocBa }) => Number(hocBa.namHoc.slice(0, 4)) === first)!.hocBa;
  const lowest = FIRST_GRADE[ofFirst.capHoc] ?? ofFirst.lopHoc.khoiLop;
  const missing: string[] = [];
  // A year repeated before the first record cannot be seen from here; the grades can.
  for (let year = first - (ofFirst.lopHoc.khoiLop - lowest); year <= Math.max(...years); year++) {
    if (!years.includes(year)) missing.push(`${year}-${year + 1}`);
  }
  return missing;
}

/** Fields by which a pupil is known, with whether a difference means another person. */
export type IdentityField = 'soDinhDanhCaNhan' | 'ngaySinh' | 'hoVaTen' | 'gioiTinh';

export interface IdentityDifference {
  readonly field: IdentityField;
  /** The personal id differs, or there is none and the birth day differs: not the same pupil. */
  readonly isOther: boolean;
}

/** How two records differ in who the pupil is. A name may change by a civil-status decision; a personal id does not. */
export function identityDifferences(one: HocBa, other: HocBa): readonly IdentityDifference[] {
  const [a, b] = [one.hocSinh, other.hocSinh];
  const [idA, idB] = [giaTri(a.soDinhDanhCaNhan), giaTri(b.soDinhDanhCaNhan)];
  const haveIds = idA !== undefined && idB !== undefined;
  const found: IdentityDifference[] = [];
  if (haveIds && idA !== idB) found.push({ field: 'soDinhDanhCaNhan', isOther: true });
  if (a.ngaySinh !== b.ngaySinh) found.push({ field: 'ngaySinh', isOther: !haveIds });
  if (a.hoVaTen !== b.hoVaTen) found.push({ field: 'hoVaTen', isOther: false });
  const [sexA, sexB] = [giaTri(a.gioiTinh), giaTri(b.gioiTinh)];
  if (sexA !== undefined && sexB !== undefined && sexA !== sexB) found.push({ field: 'gioiTinh', isOther: false });
  return found;
}

/** The file `chuyen-truong.json`: one spelling for the same facts. */
export function writeFacts(facts: TransferFacts): Uint8Array {
  const school = ({ maTruong, tenTruong }: TransferSchool) => ({ maTruong, tenTruong });
  const { version, createdAt, sender, receiver, years, gaps, receipts, attachments } = facts;
  const ordered = {
    version,
    createdAt,
    sender: school(sender),
    receiver: receiver === null ? null : school(receiver),
    years: years.map((one) => ({
      file: one.file,
      namHoc: one.namHoc,
      khoiLop: one.khoiLop,
      thoiDiemLap: one.thoiDiemLap,
      maTraCuu: one.maTraCuu,
      recordDigest: one.recordDigest,
      maTruong: one.maTruong,
      tenTruong: one.tenTruong,
      replaces: one.replaces,
    })),
    gaps: gaps.map(({ namHoc, reason }) => ({ namHoc, reason })),
    receipts: receipts.map(({ file, mediaType }) => ({ file, mediaType })),
    attachments: attachments.map(({ file, kind, mediaType }) => ({ file, kind, mediaType })),
  };
  return encodeUtf8(`${JSON.stringify(ordered, null, 2)}\n`);
}

const TEXT = (value: unknown) => typeof value === 'string' && value !== '' && value.length <= 500;
const SCHOOL = (value: unknown) => isBag(value) && TEXT(value['maTruong']) && TEXT(value['tenTruong']);

/**
 * Reads `chuyen-truong.json`: its shape, and that it is spelled as we write it, so that it has one reading.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_TRANSFER_MALFORMED`.
 */
export function readFacts(bytes: Uint8Array): TransferFacts {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw malformed(FACTS_FILE, cause);
  }
  if (!isBag(value) || value['version'] !== 1) throw malformed('version');
  const rows = (name: string, isRow: (row: Readonly<Record<string, unknown>>) => boolean) => {
    const list = value[name];
    if (!Array.isArray(list) || !list.every((row) => isBag(row) && isRow(row))) throw malformed(name);
  };
  if (!TEXT(value['createdAt']) || Number.isNaN(Date.parse(value['createdAt'] as string))) throw malformed('createdAt');
  if (!SCHOOL(value['sender'])) throw malformed('sender');
  if (value['receiver'] !== null && !SCHOOL(value['receiver'])) throw malformed('receiver');
  rows(
    'years',
    (row) =>
      ['file', 'namHoc', 'thoiDiemLap', 'maTraCuu', 'recordDigest', 'maTruong', 'tenTruong'].every((name) =>
        TEXT(row[name]),
      ) &&
      Number.isInteger(row['khoiLop']) &&
      (row['replaces'] === null || TEXT(row['replaces'])),
  );
  rows('gaps', (row) => TEXT(row['namHoc']) && (row['reason'] === null || TEXT(row['reason'])));
  rows('receipts', (row) => TEXT(row['file']) && TEXT(row['mediaType']));
  rows(
    'attachments',
    (row) =>
      TEXT(row['file']) && TEXT(row['mediaType']) && (ATTACHMENT_KINDS as readonly unknown[]).includes(row['kind']),
  );
  const facts = value as unknown as TransferFacts;
  const again = writeFacts(facts);
  if (again.length !== bytes.length || !again.every((byte, at) => byte === bytes[at])) throw malformed(FACTS_FILE);
  return facts;
}

function isBag(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(part: string, cause?: unknown) {
  return createError(TRANSFER_ERRORS, 'ERR_TRANSFER_MALFORMED', { part }, cause === undefined ? {} : { cause });
}
