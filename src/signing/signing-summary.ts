import { encodeHex } from '../encoding/index.js';
import { createError } from '../errors/index.js';
import {
  giaTri,
  NHAN_KET_QUA_GIAO_DUC,
  NHAN_MUC_DAT_MON_HOC,
  NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT,
  THUAT_NGU,
} from '../hoc-ba/index.js';
import { recordDigest } from '../integrity/index.js';
import { type HocBaFile, openHocBa } from '../record-xml/index.js';
import { PROVIDER_ERRORS } from './provider-errors.js';
import { readingOf } from './record-reading.js';
import type { SigningState } from './signing-state.js';

/**
 * What a signer reads before the key is used: the record in plain words, bound to the bytes that will be signed. It holds personal data
 * and is for the signer's eyes only.
 */
export interface SigningSummary {
  /** SHA-256 of the bytes to sign, hex; equals the state's. */
  readonly toSignSha256: string;
  /** SHA-256 of the record's data, hex. */
  readonly recordDigest: string;
  /** In Vietnamese, one fact a line. */
  readonly lines: readonly string[];
}

/**
 * Says in words what the state's signature will be over.
 *
 * @throws {@link HocBaSoError} the codes of `openHocBa`.
 */
export function summarizeForSigning(input: HocBaFile | Uint8Array, state: SigningState): SigningSummary {
  const file = openHocBa(input);
  const { hocBa } = readingOf(file);
  const lines: string[] = [];
  if (hocBa !== null) {
    const { hocSinh, lopHoc, nhaTruong, namHoc, tongKet, monHoc } = hocBa;
    lines.push(`Học sinh: ${hocSinh.hoVaTen}, sinh ngày ${hocSinh.ngaySinh.split('-').reverse().join('/')}`);
    lines.push(`Lớp ${lopHoc.tenLop}, ${nhaTruong.tenTruong}, năm học ${namHoc}`);
    for (const { maMonHoc: _, tenMonHoc, mucDat, diemKiemTraDinhKy, nhanXet, ...rest } of monHoc) {
      const parts = [
        mucDat === undefined ? [] : (words(mucDat, '') ?? []),
        diemKiemTraDinhKy === undefined ? [] : `điểm ${diemKiemTraDinhKy}`,
        nhanXet === undefined ? [] : (giaTri(nhanXet) ?? []),
        leaves(rest),
      ].flat();
      lines.push(parts.length === 0 ? tenMonHoc : `${tenMonHoc}: ${parts.join('; ')}`);
    }
    lines.push(...leaves(hocBa.danhGia), ...leaves(tongKet), ...leaves(hocBa.nghiHoc));
  }
  lines.push(`Vai trò ký: ${THUAT_NGU[state.role]?.vi ?? state.role}; thời điểm ký: ${state.signingTime}`);
  return { toSignSha256: state.toSignSha256, recordDigest: encodeHex(recordDigest(file)), lines };
}

/**
 * Refuses a summary that is not of these bytes and this record: what was read must be what is signed.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNING_SUMMARY_MISMATCH`.
 */
export function assertSummary(summary: SigningSummary, input: HocBaFile | Uint8Array, state: SigningState): void {
  const same =
    summary.toSignSha256 === state.toSignSha256 && summary.recordDigest === encodeHex(recordDigest(openHocBa(input)));
  if (!same) throw createError(PROVIDER_ERRORS, 'ERR_SIGNING_SUMMARY_MISMATCH', {});
}

const LABELS: Readonly<Record<string, { readonly vi: string }>> = /* @__PURE__ */ (() => ({
  ...NHAN_MUC_DAT_MON_HOC,
  ...NHAN_MUC_DAT_NANG_LUC_PHAM_CHAT,
  ...NHAN_KET_QUA_GIAO_DUC,
}))();

/** A value as a person reads it. */
function words(value: unknown, key: string): string | undefined {
  if (typeof value === 'boolean') return value ? 'có' : 'không';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || key === 'theo') return undefined;
  return LABELS[value]?.vi ?? value;
}

/** Every value below, one a line, with its term of the law. */
function leaves(value: unknown, key = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) {
    const text = words(value, key);
    return text === undefined ? [] : [`${THUAT_NGU[key]?.vi ?? key}: ${text}`];
  }
  if (Array.isArray(value)) return value.flatMap((one) => leaves(one, key));
  return Object.entries(value).flatMap(([name, one]) => leaves(one, name));
}
