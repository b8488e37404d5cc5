import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkHocBa, type KetQuaDeXuat, proposeKetQua } from '../../src/quy-dinh/index.js';
import { type Draft, draft, type Edit, edit, record, validRecord } from './records.js';

const propose = (edits: readonly Edit[], khoiLop = 4): KetQuaDeXuat =>
  proposeKetQua(validRecord(draft(khoiLop), edits));
const reasons = ({ decidedBy }: KetQuaDeXuat) =>
  decidedBy.map(({ id, failing, missing }) => [id, failing.map(({ path }) => path), missing.map(({ path }) => path)]);

describe('proposeKetQua explains', () => {
  test('the best result has no reason against a better one', () => {
    const found = propose([]);
    expect(found).toMatchObject({ ruleSet: 'TT27-2020', status: 'decided', result: 'hoanThanhXuatSac', decidedBy: [] });
    expect(found.results.map(({ outcome }) => outcome)).toEqual(['met', 'met', 'met']);
  });

  test('one score of 8 decides, and is named by its place', () => {
    expect(reasons(propose([edit.diem('toan', 8)]))).toEqual([['kiemTraCuoiNam', ['monHoc.1.diemKiemTraDinhKy'], []]]);
  });

  test('several conditions decide together', () => {
    const edits = [edit.mon('amNhac', 'H'), edit.phamChat('phamChat.chamChi', 'D'), edit.diem('khoaHoc', 6)];
    expect(reasons(propose(edits))).toEqual([
      ['monHoc', ['monHoc.9.mucDat'], []],
      ['phamChatNangLuc', ['danhGia.phamChat.chamChi'], []],
      ['kiemTraCuoiNam', ['monHoc.4.diemKiemTraDinhKy'], []],
    ]);
  });

  test('Chưa hoàn thành is explained by what Hoàn thành lacks', () => {
    expect(reasons(propose([edit.diem('toan', 4)]))).toEqual([['kiemTraCuoiNam', ['monHoc.1.diemKiemTraDinhKy'], []]]);
  });

  test('what is missing is named, and what may come out of it', () => {
    const found = propose([edit.diem('toan', undefined), edit.diem('khoaHoc', 8)]);
    expect(found).toMatchObject({ status: 'incomplete', result: undefined });
    expect(found.possible).toEqual(['hoanThanhTot', 'hoanThanh', 'chuaHoanThanh']);
    expect(reasons(found)).toEqual([['kiemTraCuoiNam', [], ['monHoc.1.diemKiemTraDinhKy']]]);
  });

  test('a missing row is named by the table it belongs to', () => {
    expect(reasons(propose([edit.bo('daoDuc')]))).toEqual([['monHoc', [], ['monHoc']]]);
  });

  test('the other reading of optional subjects is told', () => {
    const found = propose([edit.them('ngoaiNgu1', 'H')], 1);
    expect([found.result, found.alternative]).toEqual(['hoanThanh', 'hoanThanhXuatSac']);
    expect(propose([edit.them('ngoaiNgu1', 'T')], 1).alternative).toBeUndefined();
  });

  test('điều 8', () => {
    expect(propose([edit.khuyetTat('hoaNhap', 'yeuCauDieuChinh')])).toMatchObject({
      status: 'decided',
      adjusted: true,
    });
    expect(propose([edit.khuyetTat('hoaNhap', 'keHoachGiaoDucCaNhan')])).toMatchObject({
      status: 'notJudged',
      reason: 'disability',
      result: undefined,
    });
  });

  test('each condition carries its source', () => {
    const sources = propose([]).results.flatMap(({ conditions }) => conditions.map(({ source }) => source));
    expect(sources).toHaveLength(9);
    for (const source of sources) expect(source).toMatchObject({ document: '27/2020/TT-BGDĐT', article: 'Điều 9.2a' });
  });

  test('an override is used and named', () => {
    const found = proposeKetQua(validRecord(draft(4, '2022-2023'), []), { ruleSet: 'TT27-2020' });
    expect(found).toMatchObject({ ruleSet: 'TT27-2020', result: 'hoanThanhXuatSac' });
  });

  test('is plain data, and leaves the record alone', () => {
    const subject = validRecord(draft(4), [edit.diem('toan', 8)]);
    const before = structuredClone(subject);
    const found = proposeKetQua(subject);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(subject).toEqual(before);
    expect(proposeKetQua(subject)).toEqual(found);
  });
});

/*
 * A second way to the same result, written from the sentence and for nothing else: the lowest of what each group allows.
 */
const RANK = ['chuaHoanThanh', 'hoanThanh', 'hoanThanhTot', 'hoanThanhXuatSac'] as const;

function byMinimum(record: Draft): (typeof RANK)[number] {
  const ranks: number[] = [];
  for (const { mucDat, diemKiemTraDinhKy: score } of record.monHoc) {
    ranks.push({ hoanThanhTot: 3, hoanThanh: 1, chuaHoanThanh: 0 }[mucDat as string]!);
    if (score !== undefined) ranks.push(score >= 9 ? 3 : score >= 7 ? 2 : score >= 5 ? 1 : 0);
  }
  for (const group of ['phamChat', 'nangLucChung', 'nangLucDacThu']) {
    for (const [key, level] of Object.entries(record.danhGia[group])) {
      if (key !== 'nhanXet') ranks.push({ tot: 3, dat: 1, canCoGang: 0 }[level as string]!);
    }
  }
  return RANK[Math.min(...ranks)]!;
}

const anyRecord = fc
  .record({
    khoiLop: fc.integer({ min: 1, max: 5 }),
    scores: fc.array(fc.integer({ min: 4, max: 10 }), { minLength: 7, maxLength: 7 }),
    levels: fc.array(fc.constantFrom('T', 'T', 'T', 'T', 'T', 'H', 'C'), { minLength: 12, maxLength: 12 }),
    yeuNuoc: fc.constantFrom('T', 'T', 'D', 'C'),
    thamMi: fc.constantFrom('T', 'T', 'D', 'C'),
  })
  .map(({ khoiLop, scores, levels, yeuNuoc, thamMi }) => {
    const subject: Draft = draft(khoiLop);
    let tested = 0;
    subject.monHoc.forEach((row: Draft, index: number) => {
      row.mucDat = { T: 'hoanThanhTot', H: 'hoanThanh', C: 'chuaHoanThanh' }[levels[index] as string];
      if (row.diemKiemTraDinhKy !== undefined) row.diemKiemTraDinhKy = scores[tested++];
    });
    edit.phamChat('phamChat.yeuNuoc', yeuNuoc as 'T')(subject);
    edit.phamChat('nangLucDacThu.thamMi', thamMi as 'T')(subject);
    return subject;
  });

describe('properties', () => {
  test('the result is the lowest that any group allows', () => {
    fc.assert(
      fc.property(anyRecord, (subject) => {
        expect(proposeKetQua(record(subject, [])).result).toBe(byMinimum(subject));
      }),
    );
  });

  test('recording what is proposed is never an error, recording anything else always is', () => {
    fc.assert(
      fc.property(anyRecord, fc.constantFrom(...RANK), (subject, recorded) => {
        const proposed = byMinimum(subject);
        const edits = [edit.ketQua(recorded)];
        const errors = checkHocBa(record(subject, edits), { at: new Date('2026-06-01T00:00:00Z') })
          .findings.filter(({ severity }) => severity === 'error')
          .map(({ code }) => code);
        const expected =
          recorded === proposed
            ? []
            : [RANK.indexOf(recorded) > RANK.indexOf(proposed) ? 'RULE_RESULT_TOO_HIGH' : 'RULE_RESULT_TOO_LOW'];
        expect(errors).toEqual(expected);
      }),
    );
  });

  test('the order of the rows does not matter', () => {
    fc.assert(
      fc.property(anyRecord, (subject) => {
        const turned = { ...subject, monHoc: [...subject.monHoc].reverse() };
        expect(proposeKetQua(record(turned, [])).result).toBe(proposeKetQua(record(subject, [])).result);
      }),
    );
  });
});
