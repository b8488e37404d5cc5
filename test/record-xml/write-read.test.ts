import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import type { HocBa } from '../../src/hoc-ba/index.js';
import {
  BUILT_IN_LAYOUTS,
  cv2088,
  detectLayout,
  listLosses,
  openHocBa,
  phatHanh2025,
  readHocBa,
  writeHocBa,
} from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { canonicalize, parseXml, walkElements } from '../../src/xml/index.js';
import { anyHocBa } from '../hoc-ba/arbitrary.js';
import { codesOf, countingCrypto, textOf } from './shared.js';

/** The leaf tags of CV 2088 annex 1 as `domain.md` 10.8 prints them, in printed order. */
const PRINTED = {
  thongTinChung:
    'PHIEN_BAN THONG_TU MA_TRA_CUU_UUID TEN_NAM_HOC MA_SO_GIAO_DUC TEN_SO_GD MA_TRUONG TEN_TRUONG TEN_QUAN_HUYEN TEN_XA_PHUONG TEN_TINH_THANH_PHO MA_CAP_HOC SO_SO_DANG_BO HO_VA_TEN SO_CCCD MA_HOC_SINH GIOI_TINH NGAY_SINH CAN_NANG CHIEU_CAO TONG_SO_BUOI_NGHI_CO_PHEP THONG_SO_BUOI_NGHI_KHONG_PHEP NOI_SINH QUE_QUAN CHO_O_HIEN_NAY DAN_TOC QUOC_TICH HO_VA_TEN_CHA HO_VA_TEN_ME HO_VA_TEN_NGUOI_GIAM_HO TEN_GIAM_HIEU_KY_HOC_BA SO_CCCD_GIAM_HIEU_KY_HOC_BA DIA_DANH_PHAT_HANH_HOC_BA NGAY_TAO_HOC_BA NGAY_KY_PHAT_HANH_HOC_BA CHUC_VU_GIAM_HIEU_KY_HOC_BA TEN_GIAO_VIEN_CHU_NHIEM SO_CCCD_GIAO_VIEN_CHU_NHIEM MA_KHOI TEN_LOP',
  quaTrinh: 'NAM_HOC TEN_LOP TEN_TRUONG NGAY_TRANG_THAI_CHUYEN_DEN',
  tongKet:
    'KET_QUA_XEP_LOAI DUOC_LEN_LOP NOI_DUNG_HOAN_THANH_CHUONG_TRINH DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC DA_HOAN_THANH_CHUONG_TRINH_TIEU_HOC NOI_DUNG_KHEN_THUONG NOI_DUNG_KHEN_THUONG_DOT_XUAT NHAN_XET_GVCN',
  mon: 'MA_MON_HOC TEN_MON_HOC MUC_DAT_DUOC DIEM_KIEM_TRA_DINH_KY',
  danhGia:
    'NANG_LUC_TU_CHU_TU_HOC NANG_LUC_GIAO_TIEP_HOC_TAC NANG_LUC_GIAI_QUYET_VAN_DE_SANG_TAO NANG_LUC_NGON_NGU NANG_LUC_TINH_TOAN NANG_LUC_KHOA_HOC NANG_LUC_CONG_NGHE NANG_LUC_TIN_HOC NANG_LUC_THAM_MI NANG_LUC_THE_CHAT PHAM_CHAT_YEU_NUOC PHAM_CHAT_NHAN_AI PHAM_CHAT_CHAM_CHI PHAM_CHAT_TRUNG_THUC PHAM_CHAT_TRACH_NHIEM NHAN_XET_PHAM_CHAT NHAN_XET_NANG_LUC_CHUNG NHAN_XET_NANG_LUC_DAC_THU',
};

/** A record in which every field of the specification has a value. */
function fullHocBa(): HocBa {
  const record = specimenHocBa();
  return {
    ...record,
    hocSinh: { ...record.hocSinh, hoVaTenNguoiGiamHo: 'Nguyễn Thị F' },
    monHoc: [record.monHoc[0]!],
    quaTrinhHocTap: [record.quaTrinhHocTap[0]!],
    tongKet: {
      ...record.tongKet,
      hoanThanhChuongTrinhTieuHoc: false,
      khenThuongDotXuat: [{ loai: 'khac', noiDung: 'Dũng cảm cứu bạn' }],
    },
  };
}

describe('cv2088', () => {
  test('writes every field of the specification in printed order', () => {
    const { root } = parseXml(writeHocBa(fullHocBa(), { layout: cv2088 }).bytes);
    const leaves = [...walkElements(root)]
      .filter((element) => element.children.every((child) => child.kind === 3) && element.children.length > 0)
      .map((element) => element.localName)
      .filter((name) => name !== 'GIA_TRI');
    expect(leaves.join(' ')).toBe(Object.values(PRINTED).join(' '));
  });

  test('the specimen is written as typed here', () => {
    const record = specimenHocBa();
    const text = textOf(
      writeHocBa({ ...record, monHoc: record.monHoc.slice(0, 1) }, { layout: cv2088, crypto: countingCrypto() }),
    );
    expect(text).toContain(
      '<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA><DU_LIEU_HOC_BA Id="data-01010101010101010101010101010101"><THONG_TIN_CHUNG><PHIEN_BAN>1.0</PHIEN_BAN>',
    );
    expect(text).toContain('<TEN_NAM_HOC>2023-2024</TEN_NAM_HOC>');
    expect(text).toContain('<MA_CAP_HOC>02</MA_CAP_HOC>');
    expect(text).toContain('<GIOI_TINH>Nam</GIOI_TINH><NGAY_SINH>2014-03-15</NGAY_SINH><CAN_NANG>30.5</CAN_NANG>');
    expect(text).toContain('<THONG_SO_BUOI_NGHI_KHONG_PHEP>0</THONG_SO_BUOI_NGHI_KHONG_PHEP>');
    expect(text).toContain(
      '<TONG_KET Id="tk-02020202020202020202020202020202"><KET_QUA_XEP_LOAI>Hoàn thành</KET_QUA_XEP_LOAI><DUOC_LEN_LOP>1</DUOC_LEN_LOP>',
    );
    expect(text).toContain(
      '<BANG_DIEM><MON_HOC><MA_MON_HOC>TV</MA_MON_HOC><TEN_MON_HOC>Tiếng Việt</TEN_MON_HOC><MUC_DAT_DUOC>Hoàn thành tốt</MUC_DAT_DUOC><DIEM_KIEM_TRA_DINH_KY>9</DIEM_KIEM_TRA_DINH_KY></MON_HOC></BANG_DIEM>',
    );
    expect(text).toContain('<MO_RONG PHIEN_BAN="1"><GIA_TRI TEN="monHoc.0.nhanXet">Đọc lưu loát');
    expect(text).toMatch(/<\/MO_RONG><\/DU_LIEU_HOC_BA><DANH_SACH_THONG_TIN_KY><\/DANH_SACH_THONG_TIN_KY><\/HOC_BA>$/);
  });

  test('a foreign language stands in the name of its subject', () => {
    expect(textOf(writeHocBa(specimenHocBa(), { layout: cv2088 }))).toContain(
      '<TEN_MON_HOC>Ngoại ngữ 1 Tiếng Anh</TEN_MON_HOC>',
    );
  });
});

describe.each(BUILT_IN_LAYOUTS.map((layout) => [layout.id, layout] as const))('layout %s', (_, layout) => {
  test('golden example: the specimen comes back as it was, with nothing to report', () => {
    const file = writeHocBa(specimenHocBa(), { layout });
    const result = readHocBa(file);
    expect(result.findings).toEqual([]);
    expect(result.hocBa).toEqual(specimenHocBa());
    expect(result.layout.id).toBe(layout.id);
  });

  test('XML → model → XML gives the same bytes', () => {
    const first = writeHocBa(specimenHocBa(), { layout, crypto: countingCrypto() });
    const again = writeHocBa(readHocBa(openHocBa(first.bytes)).hocBa!, { layout, crypto: countingCrypto() });
    expect(textOf(again)).toBe(textOf(first));
  });

  test('what is written is its own exclusive canonical form after the declaration', () => {
    const text = textOf(writeHocBa(specimenHocBa(), { layout }));
    const body = text.slice(text.indexOf('\n') + 1);
    expect(
      canonicalize(parseXml(new TextEncoder().encode(text)).root, {
        algorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
      }),
    ).toBe(body);
    expect(text).toBe(text.normalize('NFC'));
  });

  test('model → XML → model is unchanged for every valid record', () => {
    fc.assert(
      fc.property(anyHocBa, (record) => {
        const result = readHocBa(openHocBa(writeHocBa(record, { layout }).bytes));
        expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(result.hocBa).toEqual(record);
        expect(result.layout.id).toBe(layout.id);
      }),
      { numRuns: 300 },
    );
  });

  test('every file is new in its Ids, and the fixed scheme is a choice', () => {
    const ids = (options: object): readonly string[] =>
      [...textOf(writeHocBa(specimenHocBa(), { layout, ...options })).matchAll(/ Id="([^"]*)"/g)].map((hit) => hit[1]!);
    expect(ids({})[0]).toMatch(/^data-[0-9a-f]{32}$/);
    expect(ids({})).not.toEqual(ids({}));
    expect(ids({ idScheme: 'fixed' })[0]).toBe('data');
    expect(ids({ idScheme: 'fixed', saltId: false }).filter((id) => id.startsWith('tk-'))).toEqual([]);
    // The salt shares nothing with the Ids that a signature shows.
    const [first, ...others] = ids({});
    const salt = others.find((id) => id.startsWith('tk-'))!;
    expect(salt).toMatch(/^tk-[0-9a-f]{32}$/);
    expect(salt.slice(3)).not.toBe(first!.slice(5));
  });

  test('is recognised, also without its optional parts', () => {
    const bare = { ...specimenHocBa(), monHoc: [], quaTrinhHocTap: [] };
    expect(detectLayout(openHocBa(writeHocBa(bare, { layout }).bytes))?.id).toBe(layout.id);
  });
});

describe('loss', () => {
  const digitised = (): HocBa => ({
    ...specimenHocBa(),
    nguonGoc: 'banSoHoa',
    soHoa: {
      banQuet: [{ kieuNoiDung: 'image/jpeg', sha256Hex: 'a'.repeat(64) }],
      ngaySoHoa: '2026-01-05',
      nguoiSoHoa: { hoVaTen: 'Vũ Thị G' },
      nguoiXacNhan: { hoVaTen: 'Trần Văn E' },
    },
  });
  const codeOf = (run: () => unknown): string => {
    try {
      run();
      return '';
    } catch (error) {
      return isHocBaSoError(error) ? error.code : String(error);
    }
  };

  test('without the extension nothing is lost silently', () => {
    const options = { layout: cv2088, extension: false } as const;
    expect(codeOf(() => writeHocBa(specimenHocBa(), options))).toBe('ERR_RECORD_LOSS');
    expect(listLosses(specimenHocBa(), options).map(({ path }) => path)).toEqual([
      'monHoc.0.nhanXet',
      'monHoc.2.nhanXet',
      'monHoc.4.nhanXet',
    ]);
    const file = writeHocBa(specimenHocBa(), { ...options, allowLoss: true });
    expect(textOf(file)).not.toContain('MO_RONG');
    const { hocBa, findings } = readHocBa(file);
    expect(findings).toEqual([]);
    expect(hocBa).toEqual({
      ...specimenHocBa(),
      monHoc: specimenHocBa().monHoc.map(({ nhanXet: _, ...row }) => row),
    });
  });

  test('a losses list holds no value', () => {
    expect(JSON.stringify(listLosses(digitised(), { layout: cv2088, extension: false }))).not.toMatch(
      /Vũ Thị G|Đọc lưu/,
    );
  });

  test('that a record was digitised can never be lost', () => {
    expect(readHocBa(writeHocBa(digitised(), { layout: cv2088 })).hocBa).toEqual(digitised());
    expect(codeOf(() => writeHocBa(digitised(), { layout: cv2088, extension: false, allowLoss: true }))).toBe(
      'ERR_RECORD_LOSS',
    );
  });

  test('a stated reason replaces a required tag, unless the receiver wants every tag', () => {
    const record = specimenHocBa();
    const orphan: HocBa = {
      ...record,
      hocSinh: { ...record.hocSinh, hoVaTenMe: { vang: 'khongRo', lyDo: 'Trẻ bị bỏ rơi, có quyết định của UBND' } },
    };
    const file = writeHocBa(orphan, { layout: cv2088 });
    expect(textOf(file)).not.toContain('<HO_VA_TEN_ME>');
    expect(readHocBa(file)).toMatchObject({ hocBa: orphan, findings: [] });
    expect(codeOf(() => writeHocBa(orphan, { layout: cv2088, requireAll: true }))).toBe('ERR_RECORD_REQUIRED');
  });

  test('an invalid record is not written', () => {
    expect(codeOf(() => writeHocBa({ ...specimenHocBa(), namHoc: '' }, { layout: cv2088 }))).toBe('ERR_HOCBA_INVALID');
  });
});

test('a receiver may have codes and words of its own', () => {
  const tables = { monHoc: { toan: '02', tiengViet: '01' }, coKhong: { true: 'Có', false: 'Không' } };
  const file = writeHocBa(specimenHocBa(), { layout: cv2088, tables });
  expect(textOf(file)).toContain('<MA_MON_HOC>02</MA_MON_HOC>');
  expect(textOf(file)).toContain('<DUOC_LEN_LOP>Có</DUOC_LEN_LOP>');
  expect(readHocBa(file, { tables })).toMatchObject({ hocBa: specimenHocBa(), findings: [] });
  // Read without them, the codes are foreign, and the reader says what they may be.
  const { findings, hocBa } = readHocBa(file);
  expect(hocBa?.monHoc[1]?.maMonHoc).toBe('khac:02');
  expect(findings.filter(({ code }) => code === 'codeUnknown').map(({ params }) => params['suggestion'])).toEqual([
    'tiengViet',
    'toan',
  ]);
  expect(codesOf(file)).toContain('valueRespelt DU_LIEU_HOC_BA/TONG_KET/DUOC_LEN_LOP');
});

test('phatHanh2025 gives each row an Id and its teacher', () => {
  const record = specimenHocBa();
  const withTeacher: HocBa = {
    ...record,
    monHoc: record.monHoc.map((row) => ({ ...row, giaoVienBoMon: { hoVaTen: 'Lê Thị D', maGiaoVien: 'gv-01' } })),
  };
  const file = writeHocBa(withTeacher, { layout: phatHanh2025, idScheme: 'fixed' });
  expect(textOf(file)).toContain(
    '<DIEM_TONG_KET Id="diem-1"><GVBM Id="gv-01"><HO_VA_TEN>Lê Thị D</HO_VA_TEN></GVBM><MA_MON_HOC>',
  );
  expect(textOf(file)).toContain('<THONG_TIN_HOC_BA Id="thongtinhocba">');
  expect(readHocBa(file)).toMatchObject({ hocBa: withTeacher, findings: [] });
});
