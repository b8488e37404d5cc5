import type { DeadlineRule } from '../deadline.js';
import type { Source } from '../source.js';

const REGULATION: Source = { document: '1789/QĐ-SGDĐT', article: 'Điều 21 khoản 1, 2', evidence: 'seen' };
/** The calendar of the 2025 season was seen, the number of the letter that carries it was not noted with it. */
const SEASON_2025: Source = { document: '2106/KH-SGDĐT', article: 'Lịch năm học 2024-2025', evidence: 'inferred' };
const HCMC = '79';
const ONLY_2025 = { fromNamHoc: '2024-2025', toNamHoc: '2024-2025' } as const;
const LEAVING_GRADES = [5, 9] as const;

const TRANSFER = { vi: 'Chuyển dữ liệu', en: 'Transfer of the data' };
const RELEASE = { vi: 'Ký và phát hành', en: 'Sign and release' };

/** Deadlines by province, year and grade. A province adds rows here or passes its own. */
export const DEADLINES: readonly DeadlineRule[] = [
  {
    task: 'lock',
    label: { vi: 'Khoá dữ liệu năm học', en: 'Lock of the school year' },
    province: HCMC,
    fromNamHoc: '2023-2024',
    monthDay: '06-30',
    exclusive: true,
    source: REGULATION,
  },
  {
    task: 'lockSupplementary',
    label: { vi: 'Khoá dữ liệu của học sinh đánh giá bổ sung', en: 'Lock for pupils with a supplementary assessment' },
    province: HCMC,
    fromNamHoc: '2023-2024',
    monthDay: '08-15',
    exclusive: true,
    source: REGULATION,
  },
  {
    task: 'transferData',
    label: TRANSFER,
    province: HCMC,
    ...ONLY_2025,
    monthDay: '05-29',
    exclusive: false,
    source: SEASON_2025,
  },
  {
    task: 'transferData',
    label: TRANSFER,
    province: HCMC,
    ...ONLY_2025,
    khoiLop: LEAVING_GRADES,
    monthDay: '05-15',
    exclusive: false,
    source: SEASON_2025,
  },
  {
    task: 'signAndRelease',
    label: RELEASE,
    province: HCMC,
    ...ONLY_2025,
    monthDay: '05-30',
    exclusive: false,
    source: SEASON_2025,
  },
  {
    task: 'signAndRelease',
    label: RELEASE,
    province: HCMC,
    ...ONLY_2025,
    khoiLop: LEAVING_GRADES,
    monthDay: '05-20',
    exclusive: false,
    source: SEASON_2025,
  },
  {
    task: 'admissionPortal',
    label: { vi: 'Dữ liệu có trên cổng tuyển sinh', en: 'Data on the admission portal' },
    province: HCMC,
    ...ONLY_2025,
    khoiLop: LEAVING_GRADES,
    monthDay: '05-25',
    exclusive: false,
    source: SEASON_2025,
  },
  {
    task: 'linkToMinistry',
    label: { vi: 'Liên thông về Sở và Bộ', en: 'Link to the province and the Ministry' },
    province: HCMC,
    ...ONLY_2025,
    monthDay: '08-15',
    exclusive: false,
    source: SEASON_2025,
  },
];
