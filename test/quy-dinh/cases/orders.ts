import { type Case, outcome, type Rules } from './case.js';

const YEAR_END =
  '1789/QĐ-SGDĐT điều 20.5: giáo viên bộ môn, giáo viên chủ nhiệm, lãnh đạo, nhà trường ký khi kết thúc năm học';
const RELEASE =
  '2088/BGDĐT-GDTH phụ lục 1, III.2: trước khi phát hành phải có chữ ký của hiệu trưởng và của nhà trường';
const HOMEROOM = '2088/BGDĐT-GDTH phụ lục 1, III.2 bước 4 giáo viên ký; II.2: GVCN không bắt buộc';
const OPENING = '1789/QĐ-SGDĐT điều 20.4: giáo viên chủ nhiệm kiểm tra, ký; học vụ tạo; hiệu trưởng; nhà trường';
const PARTIAL = '1789/QĐ-SGDĐT điều 22.2: hiệu trưởng và nhà trường ký khi chuyển đi giữa năm';
const SUBJECT = '1789/QĐ-SGDĐT điều 32.5: giáo viên bộ môn ký điểm môn mình khi chuyển trường hoặc dự thi';
const ARRIVAL = '1789/QĐ-SGDĐT điều 22.3, 39.2: học vụ kiểm tra, hiệu trưởng và nhà trường ký';
const OWN = '1789/QĐ-SGDĐT điều 39.1: giáo viên đã dạy ký phần của mình; người đã nghỉ thì hiệu trưởng ký';
const DEPARTED = '1789/QĐ-SGDĐT điều 14.5, 14.7, 23.2: người đang phụ trách cuối năm ký; không có thì lãnh đạo ký';
const LATER = '1789/QĐ-SGDĐT điều 20.4: các năm sau kế thừa dữ liệu, không tạo học bạ mới';
const CIVIL = '1789/QĐ-SGDĐT điều 21.7: thay đổi hộ tịch kèm quyết định';
const LOCK = '1789/QĐ-SGDĐT điều 21: khoá trước ngày 30/6; trường hợp bổ sung trước ngày 15/8';
const SEASON =
  'Lịch mùa 2025 của Thành phố Hồ Chí Minh: chuyển dữ liệu 29/5 (lớp 5, 9: 15/5); ký, phát hành 30/5 (lớp 5, 9: 20/5); tuyển sinh 25/5; liên thông 15/8';
const WORDS = '27/2020/TT-BGDĐT phụ lục 1, hướng dẫn ghi mục 6';

const order = (occasion: string, cites: string, expected: string, capHoc = 'tieuHoc'): Case => ({
  id: `signing order: ${occasion}, ${capHoc}`,
  cites,
  actual: (rules) =>
    outcome(() =>
      rules
        .signingOrder(occasion, capHoc)
        .steps.map(({ role, missing }) => `${role}:${missing}`)
        .join(' '),
    ),
  expected,
});

const deadline = (
  namHoc: string,
  khoiLop: number,
  task: string,
  expected: string | undefined,
  cites: string,
): Case => ({
  id: `deadline: ${task}, grade ${khoiLop}, ${namHoc}`,
  cites,
  actual: (rules) =>
    rules.deadlinesFor({ province: '79', namHoc, khoiLop }).find((entry) => entry.task === task)?.lastDay,
  expected,
});

const legal = (id: string, asOf: string, expected: string, cites: string): Case => ({
  id: `${id} on ${asOf}`,
  cites,
  actual: (rules) => outcome(() => rules.legalReference(id, asOf).status),
  expected,
});

const tt27 = (rules: Rules) => rules.ruleSetFor({ khoiLop: 1, namHoc: '2024-2025' }).ruleSet;
const words = (
  id: string,
  state: { khoiLop: number; completed: boolean; promoted?: boolean },
  expected: string,
): Case => ({
  id: `words: ${id}`,
  cites: WORDS,
  actual: (rules) => rules.completionWords(state, tt27(rules)),
  expected,
});

export const ORDER_CASES: readonly Case[] = [
  order('yearEnd', YEAR_END, 'giaoVienBoMon:none giaoVienChuNhiem:warning canBoQuanLy:error phatHanh:error'),
  order('opening', OPENING, 'giaoVienChuNhiem:warning canBoQuanLy:error phatHanh:error'),
  order('laterYear', LATER, ''),
  order('partialYear', PARTIAL, 'canBoQuanLy:error phatHanh:error'),
  order('subjectTeacherConfirmation', SUBJECT, 'giaoVienBoMon:error'),
  order('digitisedArrival', ARRIVAL, 'canBoQuanLy:error phatHanh:error'),
  order('digitisedOwnYears', OWN, 'giaoVienBoMon:none giaoVienChuNhiem:warning canBoQuanLy:error phatHanh:error'),
  order('departedTeacher', DEPARTED, 'giaoVienBoMon:none giaoVienChuNhiem:warning canBoQuanLy:error phatHanh:error'),
  order('civilStatusChange', CIVIL, 'canBoQuanLy:error phatHanh:error'),
  order(
    'yearEnd',
    '1789/QĐ-SGDĐT điều 31.9, 32.5: giáo viên chủ nhiệm thu thập xác nhận của giáo viên bộ môn',
    'giaoVienBoMon:warning giaoVienChuNhiem:warning canBoQuanLy:error phatHanh:error',
    'trungHocCoSo',
  ),
  order('nonsense', YEAR_END, 'ERR_OCCASION_UNKNOWN'),
  {
    id: 'signing order: a policy makes a missing homeroom teacher an error',
    cites: HOMEROOM,
    actual: (rules) =>
      rules
        .signingOrder('yearEnd', 'tieuHoc', { policy: { giaoVienChuNhiem: 'error' } })
        .steps.find(({ role }) => role === 'giaoVienChuNhiem')?.missing,
    expected: 'error',
  },
  {
    id: 'signing order: no policy makes the leader optional',
    cites: RELEASE,
    actual: (rules) =>
      rules
        .signingOrder('yearEnd', 'tieuHoc', { policy: { canBoQuanLy: 'none', phatHanh: 'warning' } })
        .steps.slice(2)
        .map(({ missing }) => missing),
    expected: ['error', 'error'],
  },
  {
    id: 'signing order: who stands in for a departed homeroom teacher',
    cites: DEPARTED,
    actual: (rules) =>
      rules
        .signingOrder('yearEnd', 'tieuHoc')
        .steps.find(({ role }) => role === 'giaoVienChuNhiem')
        ?.standIns.map(({ by, when }) => `${by} ${when}`),
    expected: ['successor departed', 'canBoQuanLy departedWithoutSuccessor'],
  },
  {
    id: 'signing order: who signs digitised parts of a teacher who left',
    cites: OWN,
    actual: (rules) =>
      rules.signingOrder('digitisedOwnYears', 'tieuHoc').steps[0]?.standIns.map(({ by, when }) => `${by} ${when}`),
    expected: ['canBoQuanLy departed'],
  },
  {
    id: 'signing order: only subject teachers are many',
    cites: YEAR_END,
    actual: (rules) =>
      rules
        .signingOrder('yearEnd', 'tieuHoc')
        .steps.filter(({ many }) => many)
        .map(({ role }) => role),
    expected: ['giaoVienBoMon'],
  },
  {
    id: 'signing order: digitised years may be signed later',
    cites: OWN,
    actual: (rules) => rules.OCCASIONS.filter(({ maySignLater }) => maySignLater).map(({ id }) => id),
    expected: ['digitisedArrival', 'digitisedOwnYears', 'civilStatusChange'],
  },
  {
    id: 'occasion: usual ones',
    cites: YEAR_END,
    actual: (rules) =>
      (['moHocBa', 'cuoiNamHoc', 'motPhanNamHoc'] as const)
        .map((thoiDiemLap) => rules.usualOccasion({ thoiDiemLap, nguonGoc: 'banGocSo' }))
        .concat(rules.usualOccasion({ thoiDiemLap: 'cuoiNamHoc', nguonGoc: 'banSoHoa' })),
    expected: ['opening', 'yearEnd', 'partialYear', 'digitisedArrival'],
  },

  deadline('2023-2024', 4, 'lock', '2024-06-29', LOCK),
  deadline('2025-2026', 1, 'lock', '2026-06-29', LOCK),
  deadline('2022-2023', 4, 'lock', undefined, LOCK),
  deadline('2023-2024', 4, 'lockSupplementary', '2024-08-14', LOCK),
  deadline('2024-2025', 4, 'transferData', '2025-05-29', SEASON),
  deadline('2024-2025', 5, 'transferData', '2025-05-15', SEASON),
  deadline('2024-2025', 9, 'transferData', '2025-05-15', SEASON),
  deadline('2024-2025', 4, 'signAndRelease', '2025-05-30', SEASON),
  deadline('2024-2025', 5, 'signAndRelease', '2025-05-20', SEASON),
  deadline('2024-2025', 5, 'admissionPortal', '2025-05-25', SEASON),
  deadline('2024-2025', 4, 'admissionPortal', undefined, SEASON),
  deadline('2024-2025', 4, 'linkToMinistry', '2025-08-15', SEASON),
  deadline('2023-2024', 4, 'signAndRelease', undefined, SEASON),
  deadline('2025-2026', 5, 'signAndRelease', undefined, SEASON),
  {
    id: 'deadline: a province without data',
    cites: LOCK,
    actual: (rules) => rules.deadlinesFor({ province: '48', namHoc: '2024-2025', khoiLop: 4 }).length,
    expected: 0,
  },

  legal('27/2020/TT-BGDĐT', '2020-09-03', 'notIssued', '27/2020/TT-BGDĐT ngày 04/09/2020'),
  legal('27/2020/TT-BGDĐT', '2020-10-19', 'notInForce', '27/2020/TT-BGDĐT: hiệu lực từ 20/10/2020'),
  legal('27/2020/TT-BGDĐT', '2020-10-20', 'inForce', '27/2020/TT-BGDĐT: hiệu lực từ 20/10/2020'),
  legal('27/2020/TT-BGDDT', '2026-11-01', 'inForce', '27/2020/TT-BGDĐT: hiệu lực từ 20/10/2020'),
  legal('30/2014/TT-BGDĐT', '2020-10-19', 'inForce', '27/2020/TT-BGDĐT điều 3: thay thế TT 30/2014'),
  legal(
    '30/2014/TT-BGDĐT',
    '2020-10-20',
    'transitional',
    '27/2020/TT-BGDĐT điều 3: áp dụng cho các khối chưa đến lộ trình',
  ),
  legal('22/2016/TT-BGDĐT', '2024-08-31', 'transitional', '27/2020/TT-BGDĐT điều 2: lớp 5 từ năm học 2024-2025'),
  legal('22/2016/TT-BGDĐT', '2024-09-01', 'ended', '27/2020/TT-BGDĐT điều 2: lớp 5 từ năm học 2024-2025'),
  legal('88/2026/NĐ-CP', '2026-05-14', 'notInForce', '88/2026/NĐ-CP ngày 28/03/2026, hiệu lực từ 15/05/2026'),
  legal('88/2026/NĐ-CP', '2026-05-15', 'inForce', '88/2026/NĐ-CP ngày 28/03/2026, hiệu lực từ 15/05/2026'),
  legal('15/2026/TT-BGDĐT', '2026-05-10', 'inForce', '15/2026/TT-BGDĐT: hiệu lực từ 10/05/2026'),
  legal('28/2020/TT-BGDĐT', '2026-05-10', 'ended', '15/2026/TT-BGDĐT thay thế TT 28/2020'),
  legal('51/2005/QH11', '2024-06-30', 'inForce', '20/2023/QH15: hiệu lực từ 01/07/2024'),
  legal('51/2005/QH11', '2024-07-01', 'ended', '20/2023/QH15: hiệu lực từ 01/07/2024'),
  legal('23/2025/NĐ-CP', '2025-04-09', 'notInForce', '23/2025/NĐ-CP: hiệu lực từ 10/04/2025'),
  legal('130/2018/NĐ-CP', '2025-04-10', 'ended', '23/2025/NĐ-CP thay thế NĐ 130/2018'),
  legal('13/2023/NĐ-CP', '2026-01-01', 'ended', '91/2025/QH15, 356/2025/NĐ-CP: từ 01/01/2026'),
  legal('4582/BGDĐT-GDPT', '2026-09-30', 'draft', 'Dự thảo thông tư sửa đổi, còn là dự thảo ngày 30/09/2026'),
  legal('119/BGDĐT-GDTH', '2025-01-10', 'inForce', '119/BGDĐT-GDTH ngày 10/01/2025'),
  legal(
    '22/2020/TT-BTTTT',
    '2025-06-01',
    'unknown',
    '15/2025/TT-BKHCN bãi bỏ TT 22/2020/TT-BTTTT trong năm 2025, ngày không rõ',
  ),
  legal('22/2020/TT-BTTTT', '2026-01-01', 'ended', '15/2025/TT-BKHCN bãi bỏ TT 22/2020/TT-BTTTT'),
  legal('15/2025/TT-BGDĐT', '2025-07-23', 'notIssued', '15/2025/TT-BGDĐT ngày 24/07/2025, khác 15/2025/TT-BKHCN'),
  legal('15/2025', '2026-01-01', 'ERR_LEGAL_REFERENCE_UNKNOWN', '15/2025/TT-BGDĐT và 15/2025/TT-BKHCN cùng số'),
  {
    id: 'TT 27/2020 is corrected by QĐ 2904, and no draft amends it',
    cites: '2904/QĐ-BGDĐT; dự thảo kèm 4582/BGDĐT-GDPT',
    actual: (rules) => rules.legalReference('27/2020/TT-BGDĐT', '2026-11-01').amendedBy,
    expected: ['2904/QĐ-BGDĐT'],
  },
  {
    id: 'TT 27/2020 before it was corrected',
    cites: '2904/QĐ-BGDĐT năm 2022',
    actual: (rules) => rules.legalReference('27/2020/TT-BGDĐT', '2021-11-01').amendedBy,
    expected: [],
  },

  words(
    'grade 2 completed',
    { khoiLop: 2, completed: true, promoted: true },
    'Hoàn thành chương trình lớp 2; Được lên lớp 3.',
  ),
  words(
    'grade 2 not completed',
    { khoiLop: 2, completed: false, promoted: false },
    'Chưa hoàn thành chương trình lớp 2; Chưa được lên lớp.',
  ),
  words(
    'grade 2 promoted by decision',
    { khoiLop: 2, completed: false, promoted: true },
    'Chưa hoàn thành chương trình lớp 2; Được lên lớp 3.',
  ),
  words('grade 2, promotion not yet known', { khoiLop: 2, completed: false }, 'Chưa hoàn thành chương trình lớp 2.'),
  words('grade 5 completed', { khoiLop: 5, completed: true, promoted: true }, 'Hoàn thành chương trình tiểu học.'),
  words(
    'grade 5 not completed',
    { khoiLop: 5, completed: false, promoted: false },
    'Chưa hoàn thành chương trình tiểu học; Chưa được lên lớp.',
  ),
];
