import * as z from 'zod';

/**
 * Roles that sign a record, in the order of the process (CV 2088 III.2, 1789/QĐ-SGDĐT điều 20.5): subject teacher, homeroom teacher,
 * principal or assigned deputy, the school's own seal. The frozen list; which of them must sign is a matter of rules and occasion.
 */
export const VAI_TRO_KY = ['giaoVienBoMon', 'giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const;

export const vaiTroKySchema = /* @__PURE__ */ (() => z.enum(VAI_TRO_KY))();

export type VaiTroKy = (typeof VAI_TRO_KY)[number];
