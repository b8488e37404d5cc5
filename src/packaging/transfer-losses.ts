import type { HocBa } from '../hoc-ba/index.js';
import { findSlots, type HocBaFile, type Layout, listLosses, readHocBa } from '../record-xml/index.js';
import type { OpenedTransfer } from './open-transfer.js';

/** What the receiving system can keep. Whatever is left out, it cannot. */
export interface ReceivingSystem {
  /** It keeps the signed files as they are: then nothing is lost. */
  readonly keepsFiles?: boolean;
  /** It stores records in this layout. */
  readonly layout?: Layout;
  /** With `layout`: it keeps the layout's extension block too, which carries what no tag does; default true. */
  readonly extension?: boolean;
  /** It stores these fields of the model and nothing else: dotted paths, each with everything below it (`hocSinh.hoVaTen`, `monHoc`). */
  readonly fields?: readonly string[];
  /** It keeps attached files. */
  readonly attachments?: boolean;
  /** It keeps the receipts of gateways. */
  readonly receipts?: boolean;
}

/** Something the receiving system would not have afterwards. */
export interface TransferLoss {
  readonly kind: 'signature' | 'unknownElement' | 'field' | 'attachment' | 'receipt' | 'record';
  /** School year of the record, or `null` for the package. */
  readonly namHoc: string | null;
  /** Role, element path, field, or name of a file. */
  readonly what: string;
  readonly vi: string;
  readonly en: string;
}

/**
 * What a receiving system would lose by taking over the content of a package: fields it has no place for, signatures over bytes it does not
 * keep, files. To be read before anything is imported; the package itself stays the original.
 *
 * @returns Empty when nothing is lost.
 */
export function transferLosses(opened: OpenedTransfer, system: ReceivingSystem): readonly TransferLoss[] {
  const { facts, records } = opened;
  const losses: TransferLoss[] = [];
  if (system.keepsFiles !== true) {
    records.forEach((file, index) => {
      const { namHoc } = facts.years[index]!;
      const { hocBa, findings } = readHocBa(file);
      if (hocBa === null) {
        losses.push({
          ...{ kind: 'record', namHoc, what: facts.years[index]!.maTraCuu },
          vi: 'Học bạ không đọc được nên không nhập được gì',
          en: 'The record cannot be read, so nothing of it can be taken over',
        });
        return;
      }
      losses.push(...signatureLosses(file, namHoc));
      for (const { code, element, vi, en } of findings) {
        const isUnknown = code === 'elementUnknown' || code === 'attributeUnknown' || code === 'textInsideGroup';
        if (isUnknown) losses.push({ kind: 'unknownElement', namHoc, what: element, vi, en });
      }
      const { layout } = system;
      const lost = layout === undefined ? [] : listLosses(hocBa, { layout, extension: system.extension ?? true });
      for (const { path, vi, en } of lost) losses.push({ kind: 'field', namHoc, what: path, vi, en });
      if (system.fields !== undefined) losses.push(...fieldLosses(hocBa, system.fields));
    });
  }
  if (system.attachments !== true) {
    for (const { file } of facts.attachments) losses.push(fileLoss('attachment', file));
  }
  if (system.receipts !== true) for (const { file } of facts.receipts) losses.push(fileLoss('receipt', file));
  return losses;
}

function signatureLosses(file: HocBaFile, namHoc: string): readonly TransferLoss[] {
  return findSlots(file)
    .filter(({ signatures }) => signatures.length > 0)
    .map(({ role }) => ({
      ...{ kind: 'signature', namHoc, what: role },
      vi: `Chữ ký của vai trò ${role} không còn: chữ ký gắn với từng byte của tệp gốc`,
      en: `The signature of the role ${role} is gone: it is over the bytes of the source`,
    }));
}

/** Every value of the record that no stored path holds; rows of a list count once, by their field. */
function fieldLosses(hocBa: HocBa, fields: readonly string[]): readonly TransferLoss[] {
  const kept = (path: string) => fields.some((field) => path === field || path.startsWith(`${field}.`));
  const lost = new Set<string>();
  const walk = (value: unknown, path: string): void => {
    if (kept(path)) return;
    if (Array.isArray(value)) for (const item of value) walk(item, path);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`);
    } else lost.add(path);
  };
  walk(hocBa, '');
  return [...lost].map((path) => ({
    kind: 'field',
    namHoc: hocBa.namHoc,
    what: path,
    vi: `${path}: hệ thống nhận không có chỗ lưu`,
    en: `${path}: the receiving system has no place for it`,
  }));
}

function fileLoss(kind: 'attachment' | 'receipt', what: string): TransferLoss {
  return {
    ...{ kind, namHoc: null, what },
    vi: 'Hệ thống nhận không lưu tệp này',
    en: 'The receiving system does not keep this file',
  };
}
