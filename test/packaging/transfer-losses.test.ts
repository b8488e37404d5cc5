import { beforeAll, expect, test } from 'vitest';
import {
  type OpenedTransfer,
  openTransferPackage,
  type ReceivingSystem,
  transferLosses,
} from '../../src/packaging/index.js';
import { cv2088, phatHanh2025 } from '../../src/record-xml/index.js';
import { history, packageOf, signRecord } from './transfer-kit.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
let opened: OpenedTransfer;
beforeAll(async () => {
  const records = await Promise.all(history(2).map((one) => signRecord(one)));
  const attachments = [{ name: 'quyet-dinh.pdf', kind: 'quyetDinh', bytes: utf8('%PDF-1.7\n') }] as const;
  opened = await openTransferPackage(await packageOf(records, { attachments, receipts: [utf8('{}')] }));
});

const lost = (system: ReceivingSystem) =>
  transferLosses(opened, system).map(({ kind, namHoc, what }) => [kind, namHoc, what].join(' '));
const SIGNATURES = ['2023-2024', '2024-2025'].flatMap((namHoc) =>
  ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'].map((role) => `signature ${namHoc} ${role}`),
);
const keepsAll = { attachments: true, receipts: true };

test('a system that keeps the signed files loses nothing; what it says nothing of is lost', () => {
  expect(lost({ keepsFiles: true, ...keepsAll })).toEqual([]);
  expect(lost({ keepsFiles: true })).toEqual(
    ['attachment null dinh-kem/quyet-dinh.pdf', 'receipt null bien-nhan/bien-nhan-01.json'].map((one) =>
      one.replace('null', ''),
    ),
  );
  expect(lost(keepsAll)).toEqual(SIGNATURES);
});

test('fields without a place are named once a record, with everything below a place kept', () => {
  const fields = Object.keys(history(1)[0]!);
  expect(lost({ ...keepsAll, fields })).toEqual(SIGNATURES);
  const some = lost({ ...keepsAll, fields: fields.filter((one) => one !== 'hocSinh') }).filter((one) =>
    one.startsWith('field 2024-2025'),
  );
  expect(some).toContain('field 2024-2025 hocSinh.hoVaTen');
  expect(some.every((one) => one.includes(' hocSinh.'))).toBe(true);
  const named = lost({ ...keepsAll, fields: [...fields.filter((one) => one !== 'hocSinh'), 'hocSinh.hoVaTen'] });
  expect(named).not.toContain('field 2024-2025 hocSinh.hoVaTen');
  expect(named).toContain('field 2024-2025 hocSinh.ngaySinh');
});

test('a layout keeps what it has tags for; without its extension block the rest is named', () => {
  for (const layout of [cv2088, phatHanh2025]) {
    expect(lost({ ...keepsAll, layout })).toEqual(SIGNATURES);
    const bare = lost({ ...keepsAll, layout, extension: false });
    expect(bare.length).toBeGreaterThan(SIGNATURES.length);
    expect(bare.filter((one) => one.startsWith('field'))).not.toEqual([]);
  }
});
