import { type CodeList, findCode } from './code-list.js';
import { MA_TINH_DINH_DANH } from './code-lists.js';
import type { GioiTinh } from './hoc-sinh.js';
import { MAU_VAN_BAN } from './van-ban.js';

/** What a personal id disagrees with. Always a warning: people with unusual ids exist, and the structure is not law we have seen. */
export interface MaDinhDanhFinding {
  readonly code:
    | 'personalIdMalformed'
    | 'personalIdNineDigits'
    | 'personalIdProvince'
    | 'personalIdSex'
    | 'personalIdCentury'
    | 'personalIdYear';
  readonly vi: string;
  readonly en: string;
}

const TEXTS: Readonly<Record<MaDinhDanhFinding['code'], { readonly vi: string; readonly en: string }>> = {
  personalIdMalformed: {
    vi: 'Mã số định danh cá nhân phải gồm 12 chữ số',
    en: 'A personal id has 12 digits',
  },
  personalIdNineDigits: {
    vi: 'Số chứng minh nhân dân 9 chữ số; nên thay bằng mã số định danh cá nhân 12 chữ số',
    en: 'A 9-digit number of the older identity card; replace it by the 12-digit personal id',
  },
  personalIdProvince: {
    vi: 'Ba chữ số đầu của mã số định danh cá nhân không phải mã tỉnh đã biết',
    en: 'The first three digits of the personal id are no known province code',
  },
  personalIdSex: {
    vi: 'Mã số định danh cá nhân không khớp với giới tính',
    en: 'The personal id does not agree with the sex',
  },
  personalIdCentury: {
    vi: 'Mã số định danh cá nhân không khớp với thế kỷ của năm sinh',
    en: 'The personal id does not agree with the century of birth',
  },
  personalIdYear: {
    vi: 'Mã số định danh cá nhân không khớp với năm sinh',
    en: 'The personal id does not agree with the year of birth',
  },
};

/**
 * Warnings about a personal id: 3 digits of the province, 1 for century and sex (0 and 1 for 19xx male and female, 2 and 3 for 20xx, …),
 * 2 of the birth year, 6 more.
 *
 * @param maSo - The id as text.
 * @param options.gioiTinh - Sex to compare with, if known.
 * @param options.ngaySinh - Birth day `YYYY-MM-DD` to compare with, if known.
 * @param options.maTinh - Province codes; default: the 63 of before July 2025.
 * @returns Empty when nothing disagrees. Holds no digit of the id.
 */
export function checkMaDinhDanh(
  maSo: string,
  options: { readonly gioiTinh?: GioiTinh; readonly ngaySinh?: string; readonly maTinh?: CodeList } = {},
): readonly MaDinhDanhFinding[] {
  const found = (code: MaDinhDanhFinding['code']): MaDinhDanhFinding => ({ code, ...TEXTS[code] });
  if (!MAU_VAN_BAN.personalId.test(maSo)) return [found('personalIdMalformed')];
  if (maSo.length === 9) return [found('personalIdNineDigits')];
  const out: MaDinhDanhFinding[] = [];
  if (findCode(options.maTinh ?? MA_TINH_DINH_DANH, maSo.slice(0, 3)) === undefined) {
    out.push(found('personalIdProvince'));
  }
  const mark = Number(maSo[3]);
  if (options.gioiTinh !== undefined && (options.gioiTinh === 'nu') !== (mark % 2 === 1)) {
    out.push(found('personalIdSex'));
  }
  if (options.ngaySinh !== undefined) {
    if (Number(options.ngaySinh.slice(0, 2)) !== 19 + Math.floor(mark / 2)) out.push(found('personalIdCentury'));
    if (options.ngaySinh.slice(2, 4) !== maSo.slice(4, 6)) out.push(found('personalIdYear'));
  }
  return out;
}
