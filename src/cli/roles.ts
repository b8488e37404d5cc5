import { createError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import type { Text } from './language.js';

/** Roles as the command line and the XML name them. */
export const ROLE_BY_NAME: Readonly<Record<string, VaiTroKy>> = {
  GVBM: 'giaoVienBoMon',
  GVCN: 'giaoVienChuNhiem',
  CBQL: 'canBoQuanLy',
  KY_PHAT_HANH: 'phatHanh',
};

export const ROLE_WORDS: Readonly<Record<VaiTroKy, Text>> = {
  giaoVienBoMon: { vi: 'giáo viên bộ môn', en: 'subject teacher' },
  giaoVienChuNhiem: { vi: 'giáo viên chủ nhiệm', en: 'homeroom teacher' },
  canBoQuanLy: { vi: 'hiệu trưởng', en: 'principal' },
  phatHanh: { vi: 'nhà trường (ký phát hành)', en: 'school (seal)' },
};

/** The role of `--role`. @throws {@link HocBaSoError} `ERR_CLI_OPTION_INVALID`. */
export function roleOf(name: string | undefined): VaiTroKy {
  const role = name !== undefined && Object.hasOwn(ROLE_BY_NAME, name) ? ROLE_BY_NAME[name] : undefined;
  if (role !== undefined) return role;
  throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', {
    option: '--role',
    expected: Object.keys(ROLE_BY_NAME).join(', '),
  });
}
