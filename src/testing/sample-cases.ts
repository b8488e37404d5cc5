import type { GiaTriVang, HocBa, KetQuaMonHoc } from '../hoc-ba/index.js';
import { completionWords, hasTest } from '../quy-dinh/index.js';
import { makeRecord, makeResult, type SampleMaker } from './sample-record.js';

/** Special cases a record can be, each as rules and forms know it. */
export const SAMPLE_CASES = [
  'opening',
  'partialYear',
  'digitised',
  'replacement',
  'adjustedRequirements',
  'individualPlan',
  'notAssessed',
  'subjectNotAssessed',
  'supplementary',
  'promotedByPrincipal',
  'repeating',
  'repeatedBefore',
  'motherUnknown',
  'guardian',
  'sexUnknown',
  'foreignPupil',
  'ethnicLanguage',
  'otherForeignLanguage',
  'transferredIn',
  'termResults',
  'secondTest',
  'adHocAward',
  'higherAward',
  'notMeasured',
  'absentDays',
  'oldIdentityCard',
  'lifelongCode',
] as const;

export type SampleCase = (typeof SAMPLE_CASES)[number];

/** Whether a grade can have a case: a record is opened in grade 1, and nobody has repeated or moved before it. */
export function isCaseOf(name: SampleCase, khoiLop: number): boolean {
  if (name === 'opening') return khoiLop === 1;
  return name !== 'repeatedBefore' || khoiLop > 1;
}

const WEAK: ReadonlySet<SampleCase> = /* @__PURE__ */ new Set(['supplementary', 'promotedByPrincipal', 'repeating']);

/** The record of a special case. */
export function makeCase(name: SampleCase, maker: SampleMaker): HocBa {
  const record = makeRecord({ ...maker, weak: WEAK.has(name) });
  const made = CASES[name](record, maker);
  // What counts towards the result has changed.
  return NEW_ROWS.has(name) ? { ...made, tongKet: makeResult(maker, made) } : made;
}

const NEW_ROWS: ReadonlySet<SampleCase> = /* @__PURE__ */ new Set([
  'subjectNotAssessed',
  'ethnicLanguage',
  'otherForeignLanguage',
]);

const khongApDung = (lyDo: string): GiaTriVang => ({ vang: 'khongApDung', lyDo });
const yearOf = (record: HocBa): number => Number(record.namHoc.slice(0, 4));

/** Every leaf of an assessment absent for one reason. */
function withoutLevels<T extends object>(group: T, reason: GiaTriVang): T {
  const leaf = (value: unknown): unknown =>
    typeof value === 'object' && value !== null ? withoutLevels(value, reason) : reason;
  return Object.fromEntries(
    Object.entries(group).map(([key, value]) => [key, key === 'theo' ? value : leaf(value)]),
  ) as T;
}

function withoutResult(record: HocBa, reason: GiaTriVang): HocBa['tongKet'] {
  const { nhanXetGiaoVienChuNhiem } = record.tongKet;
  return {
    ketQuaGiaoDuc: reason,
    duocLenLop: reason,
    hoanThanhChuongTrinhLopHoc: reason,
    khenThuong: [],
    khenThuongDotXuat: [],
    nhanXetGiaoVienChuNhiem,
  };
}

/** A year's row as the row of a term: the term's level and score, the year's not yet. */
function termRow(row: KetQuaMonHoc, reason: GiaTriVang): KetQuaMonHoc {
  const { diemKiemTraDinhKy, mucDat, ...others } = row;
  return {
    ...others,
    mucDat: reason,
    ketQuaTheoDot: [
      {
        dot: 'cuoiHocKy1',
        ...(typeof mucDat === 'string' ? { mucDat } : {}),
        ...(diemKiemTraDinhKy === undefined ? {} : { diem: diemKiemTraDinhKy }),
      },
    ],
  };
}

/** Marks of all occasions and who taught, as a class tracking sheet has them. */
function termRows(record: HocBa, { khoiLop, ruleSet }: SampleMaker): KetQuaMonHoc[] {
  const rules = ruleSet.tables.find(({ id }) => id === 'monHoc')?.rows ?? [];
  return record.monHoc.map((row, at) => {
    const { mucDat, diemKiemTraDinhKy: diem } = row;
    const rule = rules.find(({ key }) => key === row.maMonHoc);
    const dots = (['giuaHocKy1', 'cuoiHocKy1', 'giuaHocKy2', 'cuoiNam'] as const).map((dot) => ({
      dot,
      ...(typeof mucDat === 'string' ? { mucDat } : {}),
      ...(diem !== undefined && rule !== undefined && hasTest(rule, khoiLop, dot) ? { diem } : {}),
    }));
    return { ...row, ketQuaTheoDot: dots, giaoVienBoMon: { hoVaTen: `Nguyễn Thị ${TEACHERS[at % TEACHERS.length]}` } };
  });
}

const TEACHERS = ['Hoa', 'Mai', 'Lan', 'Cúc', 'Đào'];

const disabled = (record: HocBa, khuyetTat: NonNullable<HocBa['khuyetTat']>): HocBa => ({ ...record, khuyetTat });

/** A pupil who did not reach the goals, after the supplementary assessment. */
function afterSupport(record: HocBa, maker: SampleMaker, passed: boolean, byPrincipal: boolean): HocBa {
  const { khoiLop, ruleSet } = maker;
  const promoted = passed || byPrincipal;
  const summer = yearOf(record) + 1;
  return {
    ...record,
    phatHanh: { ...record.phatHanh, ngayTao: `${summer}-07-20`, ngayPhatHanh: `${summer}-08-01` },
    tongKet: {
      ...record.tongKet,
      duocLenLop: promoted,
      hoanThanhChuongTrinhLopHoc: passed,
      ...(khoiLop === ruleSet.promotion.lastGrade ? { hoanThanhChuongTrinhTieuHoc: passed } : {}),
      noiDungHoanThanhChuongTrinh: completionWords({ khoiLop, completed: passed, promoted }, ruleSet),
      danhGiaBoSung: {
        ngayDanhGia: `${summer}-07-15`,
        ketQua: passed ? 'hoanThanh' : 'chuaHoanThanh',
        monHoc: [
          {
            maMonHoc: 'toan',
            mucDat: passed ? 'hoanThanh' : 'chuaHoanThanh',
            diemKiemTraDinhKy: passed ? 6 : 4,
          },
        ],
        ...(byPrincipal ? { hieuTruongQuyetDinhLenLop: true } : {}),
        nhanXet: passed ? 'Đã nắm được kiến thức cơ bản sau khi ôn tập.' : 'Cần tiếp tục được kèm cặp.',
      },
    },
  };
}

const pupil = (record: HocBa, hocSinh: Partial<HocBa['hocSinh']>): HocBa => ({
  ...record,
  hocSinh: { ...record.hocSinh, ...hocSinh },
});

function withoutFather(record: HocBa): HocBa {
  const { hoVaTenCha: _, ...hocSinh } = record.hocSinh;
  return { ...record, hocSinh };
}

type Change = (record: HocBa, maker: SampleMaker) => HocBa;

const CASES: Readonly<Record<SampleCase, Change>> = {
  opening: (record) => {
    const notYet = khongApDung('Học bạ mới mở, chưa có kết quả');
    const year = yearOf(record);
    const { noiDungHoanThanhChuongTrinh: _, ...tongKet } = withoutResult(record, notYet);
    return {
      ...record,
      thoiDiemLap: 'moHocBa',
      monHoc: [],
      danhGia: withoutLevels(record.danhGia, notYet),
      tongKet: { ...tongKet, nhanXetGiaoVienChuNhiem: notYet },
      phatHanh: { ...record.phatHanh, ngayTao: `${year}-09-10`, ngayPhatHanh: `${year}-09-20` },
    };
  },
  partialYear: (record) => {
    const notYet = khongApDung('Học sinh chuyển trường trước khi kết thúc năm học');
    const day = `${yearOf(record) + 1}-02-10`;
    return {
      ...record,
      thoiDiemLap: 'motPhanNamHoc',
      motPhanNamHoc: { denNgay: day, daHoanThanhHocKy1: true, lyDo: 'Chuyển trường theo gia đình' },
      monHoc: record.monHoc.map((row) => termRow(row, notYet)),
      tongKet: withoutResult(record, notYet),
      phatHanh: { ...record.phatHanh, ngayTao: day, ngayPhatHanh: day },
    };
  },
  digitised: (record) => {
    const day = `${yearOf(record) + 1}-07-10`;
    const { nguonGoc: _, ...others } = record;
    return {
      ...others,
      nguonGoc: 'banSoHoa',
      soHoa: digitisation(day),
      phatHanh: { ...record.phatHanh, ngayTao: day, ngayPhatHanh: `${yearOf(record) + 1}-07-20` },
    };
  },
  replacement: (record) => ({
    ...record,
    thayThe: {
      maTraCuuBiThayThe: record.maTraCuu.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      lyDo: 'Cải chính hộ tịch: ngày sinh',
      soQuyetDinh: '12/QĐ-UBND',
      ngayQuyetDinh: `${yearOf(record) + 1}-05-20`,
    },
  }),
  adjustedRequirements: (record) =>
    disabled(record, {
      hinhThuc: 'hoaNhap',
      cachDanhGia: 'yeuCauDieuChinh',
      yeuCauDieuChinh: 'Giảm yêu cầu về tốc độ đọc, viết',
    }),
  individualPlan: (record) => {
    const byPlan = khongApDung('Đánh giá theo kế hoạch giáo dục cá nhân');
    return disabled(
      { ...record, tongKet: { ...withoutResult(record, byPlan), duocLenLop: true } },
      { hinhThuc: 'hoaNhap', cachDanhGia: 'keHoachGiaoDucCaNhan', keHoachGiaoDucCaNhan: 'Kế hoạch số 03' },
    );
  },
  notAssessed: (record) => {
    const notAssessed = khongApDung('Học sinh khuyết tật không đánh giá');
    return disabled(
      {
        ...record,
        monHoc: record.monHoc.map(({ diemKiemTraDinhKy: _, nhanXet: _comment, ...row }) => ({
          ...row,
          mucDat: notAssessed,
        })),
        danhGia: withoutLevels(record.danhGia, notAssessed),
        tongKet: { ...withoutResult(record, notAssessed), duocLenLop: true },
      },
      { hinhThuc: 'hoaNhap', cachDanhGia: 'khongDanhGia' },
    );
  },
  subjectNotAssessed: (record) =>
    disabled(
      {
        ...record,
        monHoc: record.monHoc.map((row) =>
          row.maMonHoc === 'giaoDucTheChat' ? { ...row, mucDat: khongApDung('Không đánh giá môn này') } : row,
        ),
      },
      { hinhThuc: 'hoaNhap', cachDanhGia: 'nhuHocSinhKhac', monKhongDanhGia: ['giaoDucTheChat'] },
    ),
  supplementary: (record, maker) => afterSupport(record, maker, true, false),
  promotedByPrincipal: (record, maker) => afterSupport(record, maker, false, true),
  repeating: (record, maker) => afterSupport(record, maker, false, false),
  repeatedBefore: (record, { khoiLop }) => {
    const older = record.quaTrinhHocTap.map((line, at) => {
      if (at === khoiLop - 1) return line;
      const year = Number(line.namHoc.slice(0, 4)) - 1;
      return { ...line, namHoc: `${year}-${year + 1}`, ngayNhapHocChuyenDen: `${year}-09-05` };
    });
    const before = record.quaTrinhHocTap.at(-2)!;
    const quaTrinhHocTap = [...older.slice(0, -1), { ...before }, older.at(-1)!];
    const birth = Number(record.hocSinh.ngaySinh.slice(0, 4)) - 1;
    return { ...bornIn(record, birth), quaTrinhHocTap };
  },
  motherUnknown: (record) => ({
    ...pupil(record, {
      hoVaTenMe: { vang: 'khongRo', lyDo: 'Giấy khai sinh không ghi họ tên mẹ' },
      hoVaTenCha: record.hocSinh.hoVaTenCha ?? 'Nguyễn Văn Nam',
    }),
  }),
  guardian: (record) =>
    pupil(withoutFather(record), {
      hoVaTenMe: { vang: 'khongCungCap', lyDo: 'Theo đề nghị của người giám hộ' },
      hoVaTenNguoiGiamHo: 'Trần Thị Hoà',
    }),
  sexUnknown: (record) => pupil(record, { gioiTinh: { vang: 'khongRo', lyDo: 'Giấy khai sinh không ghi giới tính' } }),
  foreignPupil: (record) =>
    pupil(record, {
      quocTich: 'Lào',
      danToc: khongApDung('Học sinh có quốc tịch nước ngoài'),
      soDinhDanhCaNhan: khongApDung('Học sinh có quốc tịch nước ngoài'),
    }),
  ethnicLanguage: (record) => ({
    ...pupil(record, { danToc: 'Khơ-me' }),
    monHoc: [
      ...record.monHoc,
      {
        maMonHoc: 'tiengDanToc',
        tenMonHoc: 'Tiếng dân tộc',
        tenNgonNgu: 'Tiếng Khmer',
        mucDat: record.monHoc[0]!.mucDat,
        nhanXet: 'Đọc và viết được chữ Khmer.',
      },
    ],
  }),
  otherForeignLanguage: (record) => {
    const french = { maMonHoc: 'ngoaiNgu1', tenMonHoc: 'Ngoại ngữ 1', tenNgonNgu: 'Tiếng Pháp' } as const;
    if (record.monHoc.some(({ maMonHoc }) => maMonHoc === 'ngoaiNgu1')) {
      return {
        ...record,
        monHoc: record.monHoc.map((row) => (row.maMonHoc === 'ngoaiNgu1' ? { ...row, ...french } : row)),
      };
    }
    // Optional in grades 1 and 2, and then without a test.
    const [tiengViet, toan, ...others] = record.monHoc;
    return { ...record, monHoc: [tiengViet!, toan!, { ...french, mucDat: tiengViet!.mucDat }, ...others] };
  },
  transferredIn: (record) => {
    const last = record.quaTrinhHocTap.at(-1)!;
    const here = { ...last, ngayNhapHocChuyenDen: `${yearOf(record)}-11-04`, soDangBo: '118/CĐ' };
    const there = { ...last, tenTruong: 'Tiểu học Lê Lợi', ngayNhapHocChuyenDen: `${yearOf(record)}-09-05` };
    return { ...record, quaTrinhHocTap: [...record.quaTrinhHocTap.slice(0, -1), there, here] };
  },
  termResults: (record, maker) => ({ ...record, monHoc: termRows(record, maker) }),
  secondTest: (record) => ({
    ...record,
    monHoc: record.monHoc.map((row) =>
      row.maMonHoc === 'toan' && row.diemKiemTraDinhKy !== undefined
        ? {
            ...row,
            ketQuaTheoDot: [
              { dot: 'cuoiNam', diem: 4, ngayKiemTra: `${yearOf(record) + 1}-05-12` },
              { dot: 'kiemTraLai', diem: row.diemKiemTraDinhKy, ngayKiemTra: `${yearOf(record) + 1}-05-19` },
            ],
          }
        : row,
    ),
  }),
  adHocAward: (record) => ({
    ...record,
    tongKet: {
      ...record.tongKet,
      khenThuongDotXuat: [
        {
          loai: 'khac',
          noiDung: 'Dũng cảm cứu bạn đuối nước',
          soQuyetDinh: '45/QĐ-THQT',
          ngayQuyetDinh: `${yearOf(record) + 1}-03-02`,
        },
      ],
    },
  }),
  higherAward: (record) => ({
    ...record,
    tongKet: {
      ...record.tongKet,
      khenThuong: [
        ...record.tongKet.khenThuong,
        { loai: 'capTrenKhen', noiDung: 'Giải Nhì hội thi kể chuyện cấp thành phố' },
        { loai: 'thuKhen', noiDung: 'Thư khen của Hiệu trưởng' },
      ],
    },
  }),
  notMeasured: (record) => ({
    ...record,
    sucKhoe: {
      canNangKg: { vang: 'khongRo', lyDo: 'Vắng mặt ngày khám sức khoẻ' },
      chieuCaoCm: { vang: 'khongRo', lyDo: 'Vắng mặt ngày khám sức khoẻ' },
    },
  }),
  absentDays: (record) => ({
    ...record,
    sucKhoe: { ...record.sucKhoe, tinhTrangSucKhoe: 'Bình thường' },
    nghiHoc: { soBuoiCoPhep: 13, soBuoiKhongPhep: 1, soNgayCoPhep: 6.5, soNgayKhongPhep: 0.5 },
  }),
  oldIdentityCard: (record) => ({
    ...record,
    giaoVienChuNhiem: { ...record.giaoVienChuNhiem!, soDinhDanhCaNhan: '012345678' },
  }),
  lifelongCode: (record) => ({
    ...record,
    maHoSoHocTapSuotDoi: `HS${record.hocSinh.maHocSinh}`,
    ngayHieuLuc: `${yearOf(record) + 1}-06-01`,
  }),
};

/** Day and people of a digitisation, with scans that exist nowhere. */
export function digitisation(ngaySoHoa: string): Extract<HocBa, { nguonGoc: 'banSoHoa' }>['soHoa'] {
  return {
    banQuet: [
      { kieuNoiDung: 'image/jpeg', sha256Hex: '1'.repeat(64), moTa: 'Trang trái' },
      { kieuNoiDung: 'image/jpeg', sha256Hex: '2'.repeat(64), moTa: 'Trang phải' },
    ],
    ngaySoHoa,
    nguoiSoHoa: { hoVaTen: 'Phạm Thị Hạnh', chucVu: 'Nhân viên học vụ' },
    nguoiXacNhan: { hoVaTen: 'Trần Văn E', chucVu: 'Hiệu trưởng' },
  };
}

/** The same pupil born in another year, in day and personal id alike. */
function bornIn(record: HocBa, year: number): HocBa {
  const { ngaySinh, soDinhDanhCaNhan } = record.hocSinh;
  const id = typeof soDinhDanhCaNhan === 'string' ? soDinhDanhCaNhan : undefined;
  return pupil(record, {
    ngaySinh: `${year}${ngaySinh.slice(4)}`,
    ...(id === undefined ? {} : { soDinhDanhCaNhan: `${id.slice(0, 4)}${String(year).slice(2)}${id.slice(6)}` }),
  });
}
