import type { CodeItem, CodeList } from './code-list.js';

const subject = (code: string, label: string, aliases: readonly string[] = []): CodeItem => ({ code, label, aliases });

/**
 * Subjects and educational activities of the primary level: ten subjects in fourteen rows, in the order of the form (QĐ 2904 split
 * "Tin học và Công nghệ" in two). Codes are identities of this project; the Ministry's codes are a map of the layout.
 */
export const MON_HOC_TIEU_HOC: CodeList = /* @__PURE__ */ (() => ({
  id: 'monHocTieuHoc',
  version: '2018.1',
  source: 'TT 27/2020/TT-BGDĐT, phụ lục 1; QĐ 2904/QĐ-BGDĐT; TT 32/2018/TT-BGDĐT',
  validFrom: '2020-10-20',
  items: [
    subject('tiengViet', 'Tiếng Việt'),
    subject('toan', 'Toán'),
    subject('ngoaiNgu1', 'Ngoại ngữ 1', ['Ngoại ngữ']),
    subject('lichSuVaDiaLi', 'Lịch sử và Địa lí'),
    subject('khoaHoc', 'Khoa học'),
    subject('tinHoc', 'Tin học và Công nghệ (Tin học)', ['Tin học']),
    subject('congNghe', 'Tin học và Công nghệ (Công nghệ)', ['Công nghệ']),
    subject('daoDuc', 'Đạo đức'),
    subject('tuNhienVaXaHoi', 'Tự nhiên và Xã hội'),
    subject('giaoDucTheChat', 'Giáo dục thể chất'),
    subject('amNhac', 'Nghệ thuật (Âm nhạc)', ['Âm nhạc']),
    subject('miThuat', 'Nghệ thuật (Mĩ thuật)', ['Mĩ thuật']),
    subject('hoatDongTraiNghiem', 'Hoạt động trải nghiệm'),
    subject('tiengDanToc', 'Tiếng dân tộc', ['Tiếng dân tộc thiểu số']),
  ],
}))();

/** Rows of the older form, for the years before a grade's roll-out of TT 27/2020. */
export const MON_HOC_TIEU_HOC_TT22: CodeList = /* @__PURE__ */ (() => ({
  id: 'monHocTieuHocTT22',
  version: '2016.1',
  source: 'TT 30/2014/TT-BGDĐT, TT 22/2016/TT-BGDĐT; CT GDPT 2006',
  validFrom: '2014-10-15',
  items: [
    subject('tiengViet', 'Tiếng Việt'),
    subject('toan', 'Toán'),
    subject('khoaHoc', 'Khoa học'),
    subject('lichSuVaDiaLi', 'Lịch sử và Địa lí'),
    subject('ngoaiNgu', 'Ngoại ngữ'),
    subject('tinHoc', 'Tin học'),
    subject('tiengDanToc', 'Tiếng dân tộc'),
    subject('daoDuc', 'Đạo đức'),
    subject('tuNhienVaXaHoi', 'Tự nhiên và Xã hội'),
    subject('amNhac', 'Âm nhạc'),
    subject('miThuat', 'Mĩ thuật'),
    subject('thuCongKiThuat', 'Thủ công, Kĩ thuật', ['Thủ công', 'Kĩ thuật', 'Thủ công (Kĩ thuật)']),
    subject('theDuc', 'Thể dục'),
  ],
}))();

/** Sex: words of the record; the database's codes 1 and 2 as aliases (QCVN 109:2017/BTTTT). */
export const GIOI_TINH: CodeList = {
  id: 'gioiTinh',
  version: '2017.1',
  source: 'QCVN 109:2017/BTTTT',
  validFrom: '2017-01-01',
  items: [
    { code: 'nam', label: 'Nam', aliases: ['1'] },
    { code: 'nu', label: 'Nữ', aliases: ['2'] },
  ],
};

const ethnic = (code: string, label: string, aliases: readonly string[] = []): CodeItem => ({ code, label, aliases });
/** Only the codes 01 to 10 and 54 stand in the texts at hand; the others are the usual list. */
const usual = (code: string, label: string, aliases: readonly string[] = []): CodeItem => ({
  code,
  label,
  aliases,
  assumed: true,
});

/** The 54 ethnic groups with their two-digit codes. The label decides; other sectors use other codes (25 for Kinh in health). */
export const DAN_TOC: CodeList = /* @__PURE__ */ (() => ({
  id: 'danToc',
  version: '1979.1',
  source: 'QĐ 121-TCTK/PPCĐ',
  validFrom: '1979-03-02',
  items: [
    ethnic('01', 'Kinh', ['Việt']),
    ethnic('02', 'Tày'),
    ethnic('03', 'Thái'),
    ethnic('04', 'Hoa', ['Hán']),
    ethnic('05', 'Khơ-me', ['Khmer']),
    ethnic('06', 'Mường'),
    ethnic('07', 'Nùng'),
    ethnic('08', 'HMông', ['Mông', "H'Mông", 'Mèo']),
    ethnic('09', 'Dao'),
    ethnic('10', 'Gia-rai', ['Gia Rai', 'Jrai']),
    usual('11', 'Ngái'),
    usual('12', 'Ê-đê', ['Ê Đê']),
    usual('13', 'Ba-na', ['Ba Na']),
    usual('14', 'Xơ-đăng', ['Xơ Đăng']),
    usual('15', 'Sán Chay', ['Cao Lan', 'Sán Chỉ']),
    usual('16', 'Cơ-ho', ['Cơ Ho']),
    usual('17', 'Chăm', ['Chàm']),
    usual('18', 'Sán Dìu'),
    usual('19', 'Hrê'),
    usual('20', 'Mnông', ["M'Nông"]),
    usual('21', 'Ra-glai', ['Ra Glai']),
    usual('22', 'Xtiêng'),
    usual('23', 'Bru - Vân Kiều', ['Bru-Vân Kiều', 'Vân Kiều']),
    usual('24', 'Thổ'),
    usual('25', 'Giáy'),
    usual('26', 'Cơ-tu', ['Cơ Tu']),
    usual('27', 'Gié - Triêng', ['Gié-Triêng', 'Giẻ Triêng']),
    usual('28', 'Mạ'),
    usual('29', 'Khơ-mú', ['Khơ Mú']),
    usual('30', 'Co'),
    usual('31', 'Ta-ôi', ['Tà Ôi']),
    usual('32', 'Chơ-ro', ['Chơ Ro']),
    usual('33', 'Kháng'),
    usual('34', 'Xinh-mun', ['Xinh Mun']),
    usual('35', 'Hà Nhì'),
    usual('36', 'Chu-ru', ['Chu Ru']),
    usual('37', 'Lào'),
    usual('38', 'La Chí'),
    usual('39', 'La Ha'),
    usual('40', 'Phù Lá'),
    usual('41', 'La Hủ'),
    usual('42', 'Lự'),
    usual('43', 'Lô Lô'),
    usual('44', 'Chứt'),
    usual('45', 'Mảng'),
    usual('46', 'Pà Thẻn'),
    usual('47', 'Cơ Lao'),
    usual('48', 'Cống'),
    usual('49', 'Bố Y'),
    usual('50', 'Si La'),
    usual('51', 'Pu Péo'),
    usual('52', 'Brâu'),
    usual('53', 'Ơ Đu'),
    ethnic('54', 'Rơ-măm', ['Rơ Măm']),
  ],
}))();

/** Province codes in personal ids, issued before the mergers of 2025 (general knowledge, not seen in a text at hand). */
export const MA_TINH_DINH_DANH: CodeList = /* @__PURE__ */ (() => ({
  id: 'maTinhDinhDanh',
  version: '2021.1',
  source: 'TT 59/2021/TT-BCA',
  validFrom: '2016-01-01',
  items: (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 048 ' +
    '049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096'
  )
    .split(' ')
    .map((code): CodeItem => ({ code, label: code, assumed: true })),
}))();
