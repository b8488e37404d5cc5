import type { SubjectAttribute } from '../certificate/index.js';
import { SPECIMEN_TEST_VALUES } from './specimen.js';

/** Identifiers of the dev CA that no real person or organisation has: tax codes and citizen ids of a province `000`. */
export const DEV_SUBJECT_IDS = {
  /** Tax code of the specimen's school, `MST`. */
  nhaTruong: '0000000001',
  /** Tax code of an unrelated company, `MST`. */
  otherOrganization: '0000000002',
  /** Citizen ids, `CCCD`; the first two are the ones the specimen record names. */
  canBoQuanLy: SPECIMEN_TEST_VALUES.hieuTruong.soDinhDanhCaNhan,
  giaoVienChuNhiem: SPECIMEN_TEST_VALUES.giaoVienChuNhiem.soDinhDanhCaNhan,
  giaoVienBoMon: '000000000003',
  ordinaryPerson: '000000000004',
} as const;

/** Stands in every certificate of the dev CA, so that nobody can take one for real. */
const TEST_UNIT = { type: 'OU', value: 'Thử nghiệm - không có giá trị pháp lý' } as const satisfies SubjectAttribute;
const COUNTRY = { type: 'C', value: 'VN' } as const satisfies SubjectAttribute;
const PROVINCE = { type: 'ST', value: 'Thành phố Hà Nội' } as const satisfies SubjectAttribute;
const SCHOOL = { type: 'O', value: 'Trường Tiểu học Quang Trung' } as const satisfies SubjectAttribute;

function uid(kind: 'MST' | 'CCCD', value: string): SubjectAttribute {
  return { type: 'UID', value: `${kind}:${value}` };
}

/** Authorities: two families, as in the field (schools and managers under the official-use one, teachers and companies under a public one). */
export const DEV_AUTHORITY_SUBJECTS = {
  officialUseRoot: [
    COUNTRY,
    { type: 'O', value: 'CA thử nghiệm chuyên dùng công vụ' },
    TEST_UNIT,
    { type: 'CN', value: 'CA công vụ gốc (thử nghiệm)' },
  ],
  officialUse: [
    COUNTRY,
    { type: 'O', value: 'CA thử nghiệm chuyên dùng công vụ' },
    TEST_UNIT,
    { type: 'CN', value: 'CA phục vụ các cơ quan nhà nước (thử nghiệm)' },
  ],
  publicRoot: [
    COUNTRY,
    { type: 'O', value: 'CA thử nghiệm quốc gia' },
    TEST_UNIT,
    { type: 'CN', value: 'CA quốc gia gốc (thử nghiệm)' },
  ],
  publicCa: [
    COUNTRY,
    { type: 'O', value: 'Nhà cung cấp chứng thư số thử nghiệm' },
    TEST_UNIT,
    { type: 'CN', value: 'CA công cộng (thử nghiệm)' },
  ],
} as const satisfies Readonly<Record<string, readonly SubjectAttribute[]>>;

const { hieuTruong, giaoVienChuNhiem } = SPECIMEN_TEST_VALUES;

/** Holders. The order of attributes and the place of the UID differ on purpose, as they do in the field. */
export const DEV_SUBJECTS = /* @__PURE__ */ (() =>
  ({
    giaoVienChuNhiem: [
      uid('CCCD', DEV_SUBJECT_IDS.giaoVienChuNhiem),
      { type: 'CN', value: giaoVienChuNhiem.hoVaTen },
      { type: 'title', value: 'Giáo viên chủ nhiệm (thử nghiệm)' },
      TEST_UNIT,
      PROVINCE,
      COUNTRY,
    ],
    giaoVienBoMon: [
      COUNTRY,
      PROVINCE,
      TEST_UNIT,
      { type: 'CN', value: 'Giáo viên bộ môn (thử nghiệm)' },
      uid('CCCD', DEV_SUBJECT_IDS.giaoVienBoMon),
    ],
    canBoQuanLy: [
      COUNTRY,
      PROVINCE,
      SCHOOL,
      TEST_UNIT,
      uid('MST', DEV_SUBJECT_IDS.nhaTruong),
      { type: 'title', value: 'Hiệu trưởng (thử nghiệm)' },
      { type: 'CN', value: hieuTruong.hoVaTen },
      uid('CCCD', DEV_SUBJECT_IDS.canBoQuanLy),
    ],
    phatHanh: [
      uid('MST', DEV_SUBJECT_IDS.nhaTruong),
      { type: 'CN', value: SCHOOL.value },
      SCHOOL,
      TEST_UNIT,
      PROVINCE,
      COUNTRY,
    ],
    otherOrganization: [
      COUNTRY,
      PROVINCE,
      { type: 'O', value: 'Công ty Hóa đơn (thử nghiệm)' },
      TEST_UNIT,
      { type: 'CN', value: 'Công ty Hóa đơn (thử nghiệm)' },
      uid('MST', DEV_SUBJECT_IDS.otherOrganization),
    ],
    ordinaryPerson: [
      COUNTRY,
      TEST_UNIT,
      { type: 'CN', value: 'Người dùng cá nhân (thử nghiệm)' },
      uid('CCCD', DEV_SUBJECT_IDS.ordinaryPerson),
    ],
    timeStamping: [
      COUNTRY,
      { type: 'O', value: 'Dịch vụ cấp dấu thời gian (thử nghiệm)' },
      TEST_UNIT,
      { type: 'CN', value: 'Dấu thời gian (thử nghiệm)' },
    ],
  }) as const satisfies Readonly<Record<string, readonly SubjectAttribute[]>>)();
