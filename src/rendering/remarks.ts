/** What changes the meaning of a year and has no cell in the form: shown below section 6, never left out. */
import { isGiaTriVang } from '../hoc-ba/index.js';
import { type FieldReader, label } from './field-reader.js';
import type { FormBlock, FormField, FormPart } from './form.js';
import { field, fields, heading } from './form-parts.js';
import { shownText } from './form-text.js';

export function remarks(reader: FieldReader): readonly FormBlock[] {
  const { hocBa, part } = reader;
  const rows: FormField[] = [field('Nhận xét của giáo viên chủ nhiệm', part('tongKet.nhanXetGiaoVienChuNhiem'))];
  if (hocBa.nguonGoc === 'banSoHoa') {
    const person = (path: string): readonly FormPart[] => [
      ...part(`${path}.hoVaTen`, { isInline: true }),
      ...between(part(`${path}.chucVu`, { isInline: true }), '(', ')'),
    ];
    rows.push(
      field('Bản sao số hoá từ học bạ giấy', [
        label('ngày'),
        ...part('soHoa.ngaySoHoa', { isInline: true }),
        label('; người số hoá:', { isInline: true }),
        ...person('soHoa.nguoiSoHoa'),
        label('; người xác nhận:', { isInline: true }),
        ...person('soHoa.nguoiXacNhan'),
      ]),
    );
  }
  if (hocBa.motPhanNamHoc !== undefined) {
    const { daHoanThanhHocKy1 } = hocBa.motPhanNamHoc;
    rows.push(
      field('Kết quả một phần năm học', [
        label('đến ngày'),
        ...part('motPhanNamHoc.denNgay', { isInline: true }),
        label(';', { isInline: true }),
        ...part('motPhanNamHoc.daHoanThanhHocKy1', {
          isInline: true,
          text: daHoanThanhHocKy1 ? 'đã hoàn thành học kỳ I' : 'chưa hoàn thành học kỳ I',
        }),
        label('; lý do:', { isInline: true }),
        ...part('motPhanNamHoc.lyDo', { isInline: true }),
        ...termResults(reader),
      ]),
    );
  }
  if (hocBa.khuyetTat !== undefined) {
    rows.push(
      field('Học sinh khuyết tật', [
        ...part('khuyetTat.hinhThuc'),
        label(';', { isInline: true }),
        ...part('khuyetTat.cachDanhGia', { isInline: true }),
        ...between(part('khuyetTat.yeuCauDieuChinh', { isInline: true }), ':'),
        ...between(part('khuyetTat.keHoachGiaoDucCaNhan', { isInline: true }), ':'),
        ...(hocBa.khuyetTat.monKhongDanhGia ?? []).flatMap((code, at) => {
          const row = hocBa.monHoc.find(({ maMonHoc }) => maMonHoc === code);
          const text = row === undefined ? undefined : shownText(row.tenMonHoc);
          return [
            label(at === 0 ? '; không đánh giá:' : ',', { isInline: true }),
            ...part(`khuyetTat.monKhongDanhGia[${at}]`, { isInline: true, ...(text === undefined ? {} : { text }) }),
          ];
        }),
      ]),
    );
  }
  if (hocBa.tongKet.danhGiaBoSung !== undefined) rows.push(supplementary(reader));
  if (hocBa.thayThe !== undefined) {
    rows.push(
      field('Thay thế học bạ đã thu hồi', [
        label('mã tra cứu'),
        ...part('thayThe.maTraCuuBiThayThe', { isInline: true }),
        label('; lý do:', { isInline: true }),
        ...part('thayThe.lyDo', { isInline: true }),
        ...between(part('thayThe.soQuyetDinh', { isInline: true }), '; quyết định số'),
        ...between(part('thayThe.ngayQuyetDinh', { isInline: true }), 'ngày'),
      ]),
    );
  }
  return [
    heading(2, 'Ghi chú của học bạ số', ['remarks']),
    fields(
      rows.map((row) => [row]),
      { assumed: ['remarks'] },
    ),
  ];
}

/** Parts with words of the form around them; nothing when there is nothing between. */
function between(parts: readonly FormPart[], before: string, after?: string): readonly FormPart[] {
  if (parts.length === 0) return [];
  return [
    label(before, { isInline: true }),
    ...parts,
    ...(after === undefined ? [] : [label(after, { isInline: true })]),
  ];
}

function supplementary(reader: FieldReader): FormField {
  const { hocBa, part } = reader;
  const { monHoc, hieuTruongQuyetDinhLenLop } = hocBa.tongKet.danhGiaBoSung!;
  const path = 'tongKet.danhGiaBoSung';
  return field('Đánh giá bổ sung', [
    ...part(`${path}.ketQua`),
    ...between(part(`${path}.ngayDanhGia`, { isInline: true }), ', ngày'),
    ...(monHoc ?? []).flatMap((one, at) => {
      const name = hocBa.monHoc.find(({ maMonHoc }) => maMonHoc === one.maMonHoc)?.tenMonHoc;
      return [
        label(';', { isInline: true }),
        ...part(`${path}.monHoc[${at}].maMonHoc`, {
          isInline: true,
          ...(name === undefined ? {} : { text: shownText(name) }),
        }),
        ...between(part(`${path}.monHoc[${at}].mucDat`, { isInline: true }), ':'),
        ...between(part(`${path}.monHoc[${at}].diemKiemTraDinhKy`, { isInline: true }), ', điểm'),
      ];
    }),
    ...(hieuTruongQuyetDinhLenLop === undefined
      ? []
      : [
          label(';', { isInline: true }),
          ...part(`${path}.hieuTruongQuyetDinhLenLop`, {
            isInline: true,
            text: hieuTruongQuyetDinhLenLop
              ? 'Hiệu trưởng quyết định cho lên lớp'
              : 'Hiệu trưởng không quyết định cho lên lớp',
          }),
        ]),
    ...between(part(`${path}.nhanXet`, { isInline: true }), '. Nhận xét:'),
  ]);
}

/** Marks of a term, which stand for the year's where a pupil left before its end. */
function termResults(reader: FieldReader): readonly FormPart[] {
  const { hocBa, part } = reader;
  return hocBa.monHoc.flatMap((row, at) => {
    // With a level of the year the row speaks for itself; the rest is in the appendix.
    if (!isGiaTriVang(row.mucDat)) return [];
    return (row.ketQuaTheoDot ?? []).flatMap((_, index) => {
      const path = `monHoc[${at}].ketQuaTheoDot[${index}]`;
      return [
        label(`${shownText(row.tenMonHoc)}:`),
        ...part(`${path}.dot`, { isInline: true }),
        ...between(part(`${path}.mucDat`, { isInline: true }), ','),
        ...between(part(`${path}.diem`, { isInline: true }), ', điểm'),
      ];
    });
  });
}
