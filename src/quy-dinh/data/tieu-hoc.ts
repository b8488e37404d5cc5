import type { FieldRule, LevelRule } from '../rule-set.js';

/** Places and scales that the primary rule sets share. */
export const TIEU_HOC_FIELDS: FieldRule = {
  result: ['tongKet', 'ketQuaGiaoDuc'],
  promoted: ['tongKet', 'duocLenLop'],
  gradeCompleted: ['tongKet', 'hoanThanhChuongTrinhLopHoc'],
  levelCompleted: ['tongKet', 'hoanThanhChuongTrinhTieuHoc'],
  completionWords: ['tongKet', 'noiDungHoanThanhChuongTrinh'],
  awards: ['tongKet', 'khenThuong'],
  adHocAwards: ['tongKet', 'khenThuongDotXuat'],
  supplementary: ['tongKet', 'danhGiaBoSung', 'ketQua'],
};

/** T, H, C of section 1. */
export const MUC_DAT_MON_HOC: readonly LevelRule[] = [
  { key: 'hoanThanhTot', label: { vi: 'Hoàn thành tốt', en: 'completed well' } },
  { key: 'hoanThanh', label: { vi: 'Hoàn thành', en: 'completed' } },
  { key: 'chuaHoanThanh', label: { vi: 'Chưa hoàn thành', en: 'not completed' } },
];

/** T, Đ, C of sections 2 and 3. */
export const MUC_DAT_NANG_LUC_PHAM_CHAT: readonly LevelRule[] = [
  { key: 'tot', label: { vi: 'Tốt', en: 'good' } },
  { key: 'dat', label: { vi: 'Đạt', en: 'reached' } },
  { key: 'canCoGang', label: { vi: 'Cần cố gắng', en: 'needs effort' } },
];
