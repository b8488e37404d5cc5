/* Whoever writes the journal, the queue file, the class list or the plugin’s answer wants a signature that nobody meant to give. */
import { expect, test } from 'vitest';
import { findSlots, type HocBaFile, readHocBa } from '../../src/record-xml/index.js';
import {
  adoptSignature,
  type BatchResult,
  completeQueue,
  type JournalEntry,
  memoryJournal,
  prepareQueue,
  RECEIVER_DUAL,
  type Signer,
  signBatch,
  signHocBa,
  signQueue,
} from '../../src/signing/index.js';
import { AT, alter, codeOf, signerOf, textOf } from '../signing/kit.js';
import { classOf, fileOf } from './bench.js';

const role = 'giaoVienChuNhiem';
const base = { role, receiver: RECEIVER_DUAL, signingTime: AT } as const;
const said = (results: readonly BatchResult[]) =>
  results.map((one) => (one.status === 'failed' ? ((one.error as { code?: string }).code ?? 'foreign') : one.status));
const isSigned = (result: BatchResult | undefined, by: string) =>
  result?.status === 'signed' &&
  findSlots(result.file).some((slot) => slot.role === by && slot.signatures.length === 1);
const sha256 = async (bytes: Uint8Array) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))).toString('hex');

function counted(signer: Signer) {
  let uses = 0;
  const sign: Signer['sign'] = (request) => {
    uses += 1;
    return signer.sign(request);
  };
  return { signer: { ...signer, sign }, uses: () => uses };
}

test('a journal that calls an unsigned file completed is not believed', async () => {
  const { signer, uses } = counted(await signerOf(role));
  const items = classOf(2);
  const entries: JournalEntry[] = [];
  for (const { id, file } of items)
    entries.push({ step: 'completed', id, fileSha256: await sha256((file as HocBaFile).bytes) });
  const results = await signBatch(items, { ...base, signer, journal: memoryJournal(entries) });
  expect(said(results)).toEqual(['signed', 'signed']);
  expect(results.map((one) => isSigned(one, role))).toEqual([true, true]);
  expect(uses()).toBe(2);
});

test('the journal of one role taken for another: the next role still signs', async () => {
  const journal = memoryJournal();
  const first = await signBatch(classOf(2), { ...base, signer: await signerOf(role), journal });
  const items = first.map((one) => ({ id: one.id, file: one.status === 'signed' ? one.file : new Uint8Array() }));
  const { signer, uses } = counted(await signerOf('canBoQuanLy'));
  const results = await signBatch(items, { ...base, role: 'canBoQuanLy', signer, journal });
  expect(results.map((one) => isSigned(one, 'canBoQuanLy'))).toEqual([true, true]);
  expect(uses()).toBe(2);
});

test('a file that the journal calls completed, broken since or signed by somebody else, is not done', async () => {
  const items = classOf(1);
  const own = await signerOf(role);
  const done = await signHocBa(fileOf(items[0]), { ...base, signer: own });
  const broken = alter(done, />[5-8]</, '>9<');
  const run = async (file: Uint8Array, signer: Signer) => {
    const journal = memoryJournal([{ step: 'completed', id: 'a', fileSha256: await sha256(file) }]);
    return said(await signBatch([{ id: 'a', file }], { ...base, signer, journal }));
  };
  expect(await run(done.bytes, own)).toEqual(['signed']);
  expect(await run(broken, own)).toEqual(['ERR_RECORD_SLOT_FILLED']);
  expect(await run(done.bytes, await signerOf(role, { key: 'P-256' }))).toEqual(['ERR_RECORD_SLOT_FILLED']);
});

test('after a correction the old journal brings nothing of the old record into the new one', async () => {
  const journal = memoryJournal();
  const own = await signerOf(role);
  const items = classOf(1);
  const [old] = await signBatch(items, { ...base, signer: own, journal });
  const { signer, uses } = counted(own);
  const corrected = alter(
    alter(fileOf(items[0]), />[5-8]</, '>9<'),
    /<MA_TRA_CUU_UUID>./,
    (text) => `${text.slice(0, -1)}f`,
  );
  const [anew] = await signBatch([{ id: 'hs01', file: corrected }], { ...base, signer, journal });
  expect(uses()).toBe(1);
  if (anew?.status !== 'signed' || old?.status !== 'signed') throw new Error('not signed');
  const value = (text: string) => /<SignatureValue[^>]*>([^<]+)/.exec(text)![1];
  expect(value(textOf(anew.file))).not.toBe(value(textOf(old.file)));
  expect(readHocBa(anew.file).hocBa?.maTraCuu).not.toBe(readHocBa(old.file).hocBa?.maTraCuu);
});

test('two records with one look-up code: the second is not signed, whether it is the same or another', async () => {
  const { signer, uses } = counted(await signerOf(role));
  const [a, b] = classOf(2) as [ReturnType<typeof classOf>[0], ReturnType<typeof classOf>[0]];
  const twin = { id: 'twin', file: alter(fileOf(a), />[5-8]</, '>9<') };
  const options = { ...base, signer };
  expect(said(await signBatch([a, b, twin, { ...a, id: 'again' }], options))).toEqual([
    'signed',
    'signed',
    'ERR_SIGNING_RECORD_TWICE',
    'ERR_SIGNING_RECORD_TWICE',
  ]);
  expect(said(await signBatch([a, b, twin], { ...options, confirm: () => true }))).toEqual([
    'signed',
    'signed',
    'ERR_SIGNING_RECORD_TWICE',
  ]);
  expect(uses()).toBe(4);
  const { certificate } = signer;
  const queue = prepareQueue([a, twin], { ...base, certificate, journal: memoryJournal() });
  expect(await codeOf(queue)).toBe('ERR_SIGNING_RECORD_TWICE');
});

test('a queue that was changed on the way: with the records at hand every word that is shown is checked', async () => {
  const signer = await signerOf(role);
  const journal = memoryJournal();
  const items = classOf(3);
  const queue = await prepareQueue(items, { ...base, certificate: signer.certificate, journal });
  const [a, b, c] = queue as [(typeof queue)[0], (typeof queue)[0], (typeof queue)[0]];
  const sign = (entries: typeof queue, records: typeof items | null = items, known = memoryJournal()) =>
    codeOf(signQueue(entries, signer, { journal: known, ...(records === null ? {} : { records }) }));
  expect(await sign(queue)).toBe('no error');
  const flattered = { ...a, summary: { ...a.summary, lines: a.summary.lines.map((one) => one.replace(/\d/, '9')) } };
  expect(flattered).not.toEqual(a);
  expect(await sign([flattered, b, c])).toBe('ERR_SIGNING_SUMMARY_MISMATCH');
  expect(await sign([{ ...a, summary: { ...a.summary, lines: [] } }])).toBe('ERR_SIGNING_SUMMARY_MISMATCH');
  // A whole entry of another record under this one's name, sound in itself.
  expect(await sign([{ ...b, id: a.id }])).toBe('ERR_SIGNING_FILE_CHANGED');
  expect(await sign([{ ...a, id: 'unknown' }])).toBe('ERR_ARGUMENT_INVALID');
  expect(await sign([a, { ...b, id: a.id }])).toBe('ERR_ARGUMENT_INVALID');
  // Without the records, the journal that was written when the queue was made knows what was asked.
  expect(await sign([{ ...b, id: a.id }], null, memoryJournal(journal.entries))).toBe('ERR_SIGNING_STATE_INVALID');
});

test('a value of the queue that does not hold is asked for again', async () => {
  const own = await signerOf(role);
  const journal = memoryJournal();
  const items = classOf(2);
  const queue = await prepareQueue(items, { ...base, certificate: own.certificate, journal });
  const bad: Signer = { ...own, sign: async () => new Uint8Array(256) };
  await signQueue(queue, bad, { journal });
  const at = AT;
  expect(said(await completeQueue(items, { journal, at }))).toEqual(Array(2).fill('ERR_SIGNER_VALUE_MISMATCH'));
  const { signer, uses } = counted(own);
  await signQueue(queue, signer, { journal });
  expect(uses()).toBe(2);
  expect(said(await completeQueue(items, { journal, at }))).toEqual(['signed', 'signed']);
});

test('a plugin that writes another person or another day into the slot, or more than a slot holds, is refused', async () => {
  const before = await signHocBa(fileOf(classOf(1)[0]), { ...base, signer: await signerOf(role) });
  const after = await signHocBa(before, { ...base, role: 'canBoQuanLy', signer: await signerOf('canBoQuanLy') });
  const adopt = (changed: (slot: string) => string) => {
    const text = textOf(after).replace(/<CBQL>.*<\/CBQL>/s, changed);
    return codeOf(adoptSignature(before, new TextEncoder().encode(text), 'canBoQuanLy'));
  };
  expect(await adopt((slot) => slot)).toBe('no error');
  expect(await adopt((slot) => slot.replace(/<SO_CCCD>\d{12}</, '<SO_CCCD>079099999999<'))).toBe('ERR_ADOPT_SIGNATURE');
  expect(await adopt((slot) => slot.replace(/<SO_CCCD>.*<\/SO_CCCD>/, ''))).toBe('ERR_ADOPT_SIGNATURE');
  expect(await adopt((slot) => slot.replace(/<NGAY_KY>\d{4}/, '<NGAY_KY>2019'))).toBe('ERR_ADOPT_SIGNATURE');
  expect(await adopt((slot) => slot.replace('<NGAY_KY>', '<GHI_CHU>Đạt</GHI_CHU><NGAY_KY>'))).toBe(
    'ERR_ADOPT_SIGNATURE',
  );
  expect(await adopt((slot) => slot.replace('<NGAY_KY>', 'Đạt<NGAY_KY>'))).toBe('ERR_ADOPT_SIGNATURE');
  expect(await adopt((slot) => slot.replace('<CBQL>', '<CBQL duyet="1">'))).toBe('ERR_ADOPT_SIGNATURE');
  expect(await adopt((slot) => slot.replace('<NGAY_KY>', '\n  <NGAY_KY>'))).toBe('no error');
});
