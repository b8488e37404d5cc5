import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type GatewayStore,
  memoryGatewayStore,
  type StoredCertificate,
  type StoredMessage,
  type StoredRecord,
  type StoredRow,
} from '../../src/exchange/index.js';
import { fileGatewayStore } from '../../src/node/index.js';

async function inFolder<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-books-'));
  try {
    return await use(join(folder, 'so.jsonl'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const MESSAGE: StoredMessage = {
  ...{ maDonVi: '01000001', messageId: 'goi-1', service: 'submit', content: 'QUJD', contentSha256: 'ab', namHoc: 2024 },
  ...{ receivedAt: '2025-05-30T03:00:00.000Z', isProcessed: false },
};
const ROW: StoredRow = {
  ...{
    maDonVi: '01000001',
    messageId: 'goi-1',
    maTraCuu: 'a',
    maHocSinh: '1',
    tenHocSinh: 'Nguyễn Thị Hoa',
    soCccd: '0',
  },
  ...{ status: 'undecided', error: '', errorField: '' },
};
const RECORD: StoredRecord = {
  ...{ maTraCuu: 'a', maDonVi: '01000001', messageId: 'goi-1', subject: 's', state: 'undecided' },
  ...{ isReported: false, recallWaitsFor: null },
};
const CERTIFICATE: StoredCertificate = {
  ...{
    maDonVi: '01000001',
    messageId: 'dk',
    serialNumber: '54',
    values: {},
    fingerprint: 'f',
    status: 'undecided',
    error: 'PENDING',
  },
};

async function picture(store: GatewayStore) {
  return [
    await store.message('01000001', 'goi-1'),
    await store.pendingMessages(10),
    await store.rows('01000001', 'goi-1'),
    await store.record('a'),
    await store.recordsOf('s'),
    await store.openRow('a', 'submit'),
    await store.certificate('01000001', 'dk'),
    await store.certificates('01000001'),
  ];
}

describe('books in a file', () => {
  test('say at every step what the books in memory say, and say it again when they are opened anew', () =>
    inFolder(async (path) => {
      const memory = memoryGatewayStore();
      const steps: readonly ((store: GatewayStore) => Promise<unknown>)[] = [
        (store) => store.addMessage(MESSAGE),
        (store) => store.addMessage({ ...MESSAGE, content: 'other' }),
        (store) => store.addCertificate(CERTIFICATE),
        (store) => store.addCertificate({ ...CERTIFICATE, serialNumber: '55' }),
        (store) => store.finishMessage(MESSAGE, [ROW], [RECORD]),
        (store) => store.saveCertificate({ ...CERTIFICATE, status: 'approved', error: '' }),
        (store) => store.update([{ ...ROW, status: 'approved' }], [{ ...RECORD, state: 'approved' }]),
      ];
      for (const step of steps) {
        const file = await fileGatewayStore(path);
        expect(await step(file)).toEqual(await step(memory));
        expect(await picture(file)).toEqual(await picture(memory));
        expect(await picture(await fileGatewayStore(path))).toEqual(await picture(memory));
      }
      if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    }));

  test('take one of many that come at the same time', () =>
    inFolder(async (path) => {
      const store = await fileGatewayStore(path);
      const added = await Promise.all(
        Array.from({ length: 20 }, (_, at) => store.addMessage({ ...MESSAGE, content: String(at) })),
      );
      expect(added.filter((one) => one)).toHaveLength(1);
      expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(1);
    }));

  test('that a crash cut off lose the last change alone; a line that cannot be read is an error without its text', () =>
    inFolder(async (path) => {
      const store = await fileGatewayStore(path);
      await store.addMessage(MESSAGE);
      await store.finishMessage(MESSAGE, [ROW], [RECORD]);
      const whole = readFileSync(path);
      writeFileSync(path, whole.subarray(0, -5));
      const again = await fileGatewayStore(path);
      expect([(await again.pendingMessages(1)).length, await again.record('a')]).toEqual([1, null]);
      await again.finishMessage(MESSAGE, [ROW], [RECORD]);
      expect((await (await fileGatewayStore(path)).record('a'))?.state).toBe('undecided');
      appendFileSync(path, '{"write":"message","values":["Nguyễn Thị Hoa"]}\n');
      const error = (await fileGatewayStore(path).catch((one: unknown) => one)) as Error;
      expect(error).toMatchObject({ code: 'ERR_GATEWAY_BOOKS', params: { line: 3 } });
      expect(String(error.stack) + JSON.stringify(error)).not.toContain('Hoa');
    }));
});
