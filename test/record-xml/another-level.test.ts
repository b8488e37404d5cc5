import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHocBaSoError } from '../../src/errors/index.js';
import {
  BUILT_IN_LAYOUTS,
  checkLayout,
  convertHocBa,
  cv2088,
  diffHocBa,
  idOf,
  openHocBa,
  readHocBa,
  rolesCovering,
  signedElements,
  writeHocBa,
} from '../../src/record-xml/index.js';
import { specimenHocBa } from '../../src/testing/specimen.js';
import { arbitraryOf } from '../hoc-ba/arbitrary.js';
import { textOf } from './shared.js';
import { type HocBaTrungHocCoSo, hocBaTrungHocCoSoSchema, moiCapHocSchema, thcsHocBa, thcsLayout } from './thcs.js';

const schema = moiCapHocSchema;

test('another level needs one branch of the model and one data file', () => {
  const layout = thcsLayout();
  const file = writeHocBa(thcsHocBa(), { layout, schema, idScheme: 'fixed' });
  expect(textOf(file)).toContain(
    '<DIEM_TONG_KET Id="diem-1"><GVBM Id="gv-1"><HO_VA_TEN>Giáo viên gv-1</HO_VA_TEN></GVBM><MA_MON_HOC>VAN</MA_MON_HOC><TEN_MON_HOC>Ngữ văn</TEN_MON_HOC><HOC_KY_1><DIEM_TRUNG_BINH>7.5</DIEM_TRUNG_BINH></HOC_KY_1>',
  );
  const opened = openHocBa(file.bytes, { layouts: [...BUILT_IN_LAYOUTS, layout] });
  expect(readHocBa(opened, { schema })).toMatchObject({ hocBa: thcsHocBa(), findings: [], layout: { id: 'thcsThu' } });
  expect(signedElements(opened, 'giaoVienBoMon', 'gv-2').map(idOf)).toEqual(['diem-2']);
  expect(checkLayout(layout, { records: [thcsHocBa()], schema })).toEqual([]);
});

test('its records are lossless both ways, whatever they hold', () => {
  const layout = thcsLayout();
  const any = arbitraryOf(hocBaTrungHocCoSoSchema) as fc.Arbitrary<HocBaTrungHocCoSo>;
  fc.assert(
    fc.property(any, (record) => {
      const file = writeHocBa<unknown>(record, { layout, schema });
      const { hocBa, findings } = readHocBa(openHocBa(file.bytes, { layouts: [layout] }), { schema });
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(hocBa).toEqual(record);
    }),
    { numRuns: 100 },
  );
});

test('levels do not mix', () => {
  const codes = [
    () => writeHocBa<unknown>(thcsHocBa(), { layout: cv2088, schema }),
    () => writeHocBa<unknown>(specimenHocBa(), { layout: thcsLayout(), schema }),
    () => writeHocBa(thcsHocBa() as never, { layout: thcsLayout() }),
    () => convertHocBa<unknown>(writeHocBa(specimenHocBa(), { layout: cv2088 }), { layout: thcsLayout(), schema }),
  ].map((run) => {
    try {
      run();
      return '';
    } catch (error) {
      return isHocBaSoError(error) ? error.code : String(error);
    }
  });
  expect(codes).toEqual(['ERR_RECORD_LEVEL', 'ERR_RECORD_LEVEL', 'ERR_HOCBA_INVALID', 'ERR_RECORD_LEVEL']);
});

test('a changed average breaks the signature of its teacher too', () => {
  const changed = thcsHocBa();
  changed.monHoc[1]!.caNam = { diemTrungBinh: 9.9 };
  const [difference, ...others] = diffHocBa(thcsHocBa(), changed);
  expect(others).toEqual([]);
  expect(difference).toMatchObject({ path: 'monHoc.1.caNam.diemTrungBinh', before: 8.6, after: 9.9 });
  expect(rolesCovering(thcsLayout(), difference!.path)).toEqual([
    'giaoVienBoMon',
    'giaoVienChuNhiem',
    'canBoQuanLy',
    'phatHanh',
  ]);
});
