import type { VaiTroKy } from '../../hoc-ba/index.js';
import type { MissingSignature, Occasion, PreparatoryAct, SigningStep, StandIn } from '../occasion.js';
import type { Evidence, Source } from '../source.js';

/** Occasions of signing, each with its order. Frozen keys. */
export const OCCASIONS: readonly Occasion[] = /* @__PURE__ */ occasions();

function occasions(): readonly Occasion[] {
  const hcmc = (article: string, evidence: Evidence = 'seen'): Source => ({
    document: '1789/QĐ-SGDĐT',
    article,
    evidence,
  });
  const pilot = (article: string): Source => ({ document: '2088/BGDĐT-GDTH', article, evidence: 'seen' });

  /** "The teacher in post at year end signs; if nobody, the leader." */
  const DEPARTED_TEACHER: readonly StandIn[] = [
    { by: 'successor', when: 'departed', source: hcmc('Điều 14.5, 14.7') },
    { by: 'canBoQuanLy', when: 'departedWithoutSuccessor', source: hcmc('Điều 23.2') },
  ];

  function step(
    role: VaiTroKy,
    missing: MissingSignature,
    source: Source,
    more: Partial<Pick<SigningStep, 'many' | 'standIns'>> = {},
  ): SigningStep {
    return { role, missing, many: more.many ?? false, standIns: more.standIns ?? [], source };
  }

  /** Before release a record must carry the principal's and the institution's signature. */
  const RELEASE: readonly SigningStep[] = [
    step('canBoQuanLy', 'error', pilot('Phụ lục 1, III.2')),
    step('phatHanh', 'error', pilot('Phụ lục 1, III.2')),
  ];
  /**
   * The specification contradicts itself: step 4 of III.2 has the teacher sign, 213/KH makes it a condition, the structure makes
   * the slot optional. So a missing homeroom teacher is a warning, and an error where a policy says so.
   */
  const HOMEROOM = step('giaoVienChuNhiem', 'warning', pilot('Phụ lục 1, III.2 bước 4; II.2'), {
    standIns: DEPARTED_TEACHER,
  });
  /** Điều 20.5a has subject teachers sign, but neither its own annex nor the specification has a slot for them. */
  const SUBJECT_TEACHERS = step('giaoVienBoMon', 'none', hcmc('Điều 20.5a'), {
    many: true,
    standIns: DEPARTED_TEACHER,
  });

  const CREATE: PreparatoryAct = {
    act: 'createRecord',
    label: { vi: 'Bộ phận học vụ tạo lập học bạ', en: 'The records clerk creates the record' },
  };
  const CHECK_SCANS: PreparatoryAct = {
    act: 'checkScans',
    label: {
      vi: 'Bộ phận học vụ đối chiếu bản số hoá với bản giấy',
      en: 'The records clerk compares the digitised copy with the paper',
    },
  };
  const ATTACH_DECISION: PreparatoryAct = {
    act: 'attachDecision',
    label: { vi: 'Đính kèm quyết định thay đổi hộ tịch', en: 'The civil-status decision is attached' },
  };
  const ATTACH_HAND_OVER: PreparatoryAct = {
    act: 'attachHandOver',
    label: {
      vi: 'Lưu biên bản bàn giao thiết bị ký của giáo viên thôi việc',
      en: 'The minutes of handing over the signing device are kept',
    },
  };

  return [
    {
      id: 'opening',
      label: { vi: 'Mở học bạ đầu cấp', en: 'Opening of a record' },
      khoiLop: [1, 6, 10],
      usualFor: { thoiDiemLap: 'moHocBa', nguonGoc: 'banGocSo' },
      maySignLater: false,
      source: hcmc('Điều 20.4'),
      orders: [{ preparation: [CREATE], steps: [{ ...HOMEROOM, source: hcmc('Điều 20.4') }, ...RELEASE] }],
    },
    {
      id: 'laterYear',
      label: { vi: 'Chuyển sang năm học sau của cùng cấp', en: 'Later years of the level' },
      maySignLater: false,
      source: hcmc('Điều 20.4'),
      orders: [{ preparation: [], steps: [] }],
    },
    {
      id: 'yearEnd',
      label: { vi: 'Kết thúc năm học', en: 'Year end' },
      usualFor: { thoiDiemLap: 'cuoiNamHoc', nguonGoc: 'banGocSo' },
      maySignLater: false,
      source: hcmc('Điều 20.5'),
      orders: [
        { preparation: [], steps: [SUBJECT_TEACHERS, HOMEROOM, ...RELEASE] },
        {
          capHoc: ['trungHocCoSo', 'trungHocPhoThong'],
          preparation: [],
          steps: [
            { ...SUBJECT_TEACHERS, missing: 'warning', source: hcmc('Điều 31.9, 32.5', 'inferred') },
            HOMEROOM,
            ...RELEASE,
          ],
        },
      ],
    },
    {
      id: 'partialYear',
      label: { vi: 'Chuyển đi giữa năm học', en: 'Partial year on transfer out' },
      usualFor: { thoiDiemLap: 'motPhanNamHoc', nguonGoc: 'banGocSo' },
      maySignLater: false,
      source: hcmc('Điều 22.2'),
      orders: [{ preparation: [], steps: RELEASE }],
    },
    {
      id: 'subjectTeacherConfirmation',
      label: {
        vi: 'Giáo viên bộ môn xác nhận khi chuyển trường hoặc dự thi',
        en: 'Subject teacher confirms for a transfer or a contest file',
      },
      maySignLater: false,
      source: hcmc('Điều 32.5'),
      orders: [{ preparation: [], steps: [{ ...SUBJECT_TEACHERS, missing: 'error', source: hcmc('Điều 32.5') }] }],
    },
    {
      id: 'digitisedArrival',
      label: { vi: 'Tiếp nhận học bạ giấy số hoá', en: 'Digitised paper record arriving' },
      usualFor: { thoiDiemLap: 'cuoiNamHoc', nguonGoc: 'banSoHoa' },
      maySignLater: true,
      source: hcmc('Điều 22.3, 39.2'),
      orders: [{ preparation: [CHECK_SCANS], steps: RELEASE }],
    },
    {
      id: 'digitisedOwnYears',
      label: { vi: 'Số hoá các năm học trước của trường', en: 'Digitised older years of own pupils' },
      maySignLater: true,
      source: hcmc('Điều 39.1'),
      orders: [
        {
          preparation: [CHECK_SCANS],
          steps: [
            { ...SUBJECT_TEACHERS, source: hcmc('Điều 39.1'), standIns: departedSignedByHead() },
            { ...HOMEROOM, source: hcmc('Điều 39.1'), standIns: departedSignedByHead() },
            ...RELEASE,
          ],
        },
      ],
    },
    {
      id: 'departedTeacher',
      label: { vi: 'Giáo viên thôi dạy giữa năm học', en: 'Teacher left in mid-year' },
      maySignLater: false,
      source: hcmc('Điều 14.5, 14.7, 23.2'),
      orders: [{ preparation: [ATTACH_HAND_OVER], steps: [SUBJECT_TEACHERS, HOMEROOM, ...RELEASE] }],
    },
    {
      id: 'civilStatusChange',
      label: { vi: 'Thay đổi hộ tịch', en: 'Civil-status change' },
      maySignLater: true,
      source: hcmc('Điều 21.7'),
      orders: [
        {
          preparation: [ATTACH_DECISION],
          // Who signs is not said; a release is what a replaced record needs anyway.
          steps: RELEASE.map((entry) => ({ ...entry, source: hcmc('Điều 21.7', 'inferred') })),
        },
      ],
    },
  ];

  /** For those who left, the clerk checks and the head signs. */
  function departedSignedByHead(): readonly StandIn[] {
    return [{ by: 'canBoQuanLy', when: 'departed', source: hcmc('Điều 39.1') }];
  }
}
