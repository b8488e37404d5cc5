import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { encodeHex } from '../../src/encoding/index.js';
import { recordDigest } from '../../src/integrity/index.js';
import type { HocBaFile } from '../../src/record-xml/index.js';
import { createForm, qrMatrix, readQrText, renderHtml, writeQrText } from '../../src/rendering/index.js';
import { loadQrCode } from '../../src/rendering/qr.js';
import { RECEIVER_CV2088 } from '../../src/signing/index.js';
import { specimenHocBa } from '../../src/testing/index.js';
import { type VerificationReport, verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, alter, codeOf, signatureText, signed } from '../signing/kit.js';
import { show, withPage } from './page.js';
import { sealed } from './scenes.js';

interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
const decode = async (image: Image): Promise<string> =>
  ((await import('qr/decode.js')) as { readonly default: (image: Image) => string }).default(image);

let valid: { readonly file: HocBaFile; readonly report: VerificationReport };
beforeAll(async () => {
  valid = await sealed(specimenHocBa(), AT);
});

const textOf = (file: HocBaFile | Uint8Array, report?: VerificationReport): string =>
  createForm(file, { kind: 'display', ...(report === undefined ? {} : { reports: report }) }).records[0]!.marks.qr.text;

test('holds the look-up code, the record digest and the seal, and nothing else', () => {
  const value = /<SignatureValue[^>]*>([^<]*)</.exec(signatureText(valid.file, 'phatHanh'))![1]!;
  const seal = createHash('sha256').update(Buffer.from(value, 'base64')).digest('hex').slice(0, 32);
  const text = textOf(valid.file, valid.report);
  expect(readQrText(text)).toEqual({
    maTraCuu: '123e4567-e89b-42d3-a456-556642440000',
    recordDigest: encodeHex(recordDigest(valid.file)),
    seal,
  });
  expect(text).toMatch(/^HBS1:[0-9A-F-]{36}:[0-9A-F]{64}:[0-9A-F]{32}$/);
});

test('no digest of a record without the random Id: marks could be guessed from it', async () => {
  const file = await signed({ receiver: { ...RECEIVER_CV2088, saltId: false } });
  expect(/<TONG_KET Id=/.test(new TextDecoder().decode(file.bytes))).toBe(false);
  const report = await verifyHocBa(file, { ...(await allPorts()), policy: 'cv2088' });
  expect(readQrText(textOf(file, report))).toMatchObject({
    recordDigest: null,
    seal: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  const named = alter(valid.file, /<TONG_KET Id="[^"]*">/, '<TONG_KET Id="tk-1">');
  expect(readQrText(textOf(named)).recordDigest).toBeNull();
});

test('no seal without a report, or where its signature does not hold', async () => {
  expect(readQrText(textOf(valid.file)).seal).toBeNull();
  const altered = alter(valid.file, '<DIEM_KIEM_TRA_DINH_KY>6<', '<DIEM_KIEM_TRA_DINH_KY>9<');
  expect(readQrText(textOf(altered, await verifyHocBa(altered, await allPorts()))).seal).toBeNull();
});

test('its text has one form', async () => {
  const content = { maTraCuu: '123e4567-e89b-42d3-a456-556642440000', recordDigest: null, seal: null };
  expect(writeQrText(content)).toBe('HBS1:123E4567-E89B-42D3-A456-556642440000::');
  expect(readQrText(writeQrText(content))).toEqual(content);
  const text = textOf(valid.file, valid.report);
  for (const wrong of [
    '',
    'HBS1',
    text.toLowerCase(),
    `${text}:`,
    ` ${text}`,
    text.replace('HBS1', 'HBS2'),
    text.slice(0, -1),
  ]) {
    expect(await codeOf(() => readQrText(wrong))).toBe('ERR_QR_TEXT');
  }
});

test('the modules are read by another decoder', async () => {
  for (const text of [textOf(valid.file, valid.report), textOf(valid.file)]) {
    const { size, modules } = await qrMatrix(text);
    expect(modules).toHaveLength(size * size);
    const [scale, quiet] = [4, 4];
    const side = (size + 2 * quiet) * scale;
    const data = new Uint8Array(side * side * 4).fill(255);
    for (let y = 0; y < size * scale; y++) {
      for (let x = 0; x < size * scale; x++) {
        if (modules[Math.floor(y / scale) * size + Math.floor(x / scale)] !== 1) continue;
        data.fill(
          0,
          ((y + quiet * scale) * side + x + quiet * scale) * 4,
          ((y + quiet * scale) * side + x + quiet * scale) * 4 + 3,
        );
      }
    }
    expect(await decode({ width: side, height: side, data })).toBe(text);
  }
});

test('what stands on the page is read from its picture', async () => {
  const form = createForm(valid.file, { kind: 'display', reports: valid.report });
  const html = await renderHtml(form);
  await withPage(async (page) => {
    await show(page, html);
    // As large as on paper at 200 dpi.
    const image = await page.evaluate(async () => {
      const picture = document.querySelector<HTMLImageElement>('.strip img')!;
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 190;
      const context = canvas.getContext('2d')!;
      await picture.decode();
      context.drawImage(picture, 0, 0, 190, 190);
      return [...context.getImageData(0, 0, 190, 190).data];
    });
    expect(await decode({ width: 190, height: 190, data: Uint8Array.from(image) })).toBe(
      form.records[0]!.marks.qr.text,
    );
  });
});

test('without the package the error names what to install', async () => {
  await expect(loadQrCode(() => Promise.reject(new Error('not found')))).rejects.toMatchObject({
    code: 'ERR_PEER_MISSING',
    params: { package: 'qrcode' },
  });
});
