import { expect, test } from 'vitest';
import { completeQueue, memoryJournal, prepareQueue, RECEIVER_DUAL, signQueue } from '../../src/signing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, alter, codeOf, signerOf } from '../signing/kit.js';
import { classOf, fileOf } from './bench.js';

const role = 'giaoVienChuNhiem';
const NEXT_DAY = new Date(AT.getTime() + 20 * 3_600_000);

async function queued(pupils = 3) {
  const signer = await signerOf(role);
  const journal = memoryJournal();
  const items = classOf(pupils);
  const options = { role, receiver: RECEIVER_DUAL, signingTime: AT, certificate: signer.certificate, journal } as const;
  const queue = await prepareQueue(items, options);
  return { signer, journal, items, queue };
}

test('prepared today, carried as JSON, signed without a line, completed tomorrow', async () => {
  const { signer, journal, items, queue } = await queued();
  expect((await completeQueue(items, { journal, at: NEXT_DAY })).map(({ status }) => status)).toEqual(
    Array(3).fill('pending'),
  );
  const carried = JSON.parse(JSON.stringify(queue)) as typeof queue;
  const away = memoryJournal();
  const progress: number[] = [];
  await signQueue(carried, signer, {
    journal: away,
    confirm: () => true,
    onProgress: ({ done }) => progress.push(done),
  });
  expect(progress).toEqual([1, 2, 3]);
  for (const entry of away.entries) await journal.append(entry);
  const results = await completeQueue(items, { journal, at: NEXT_DAY });
  expect(results.map(({ status }) => status)).toEqual(Array(3).fill('signed'));
  const [one] = results;
  if (one?.status !== 'signed') throw new Error('not signed');
  const report = await verifyHocBa(one.file, await allPorts());
  expect(report.roles.find((each) => each.role === role)?.conclusion).toBe('totalPassed');
});

test('stopped in the middle, the key is asked only for the rest', async () => {
  const { signer, journal, queue } = await queued();
  let uses = 0;
  const breaking = (at: number) => ({
    ...signer,
    sign: (request: Parameters<typeof signer.sign>[0]) => {
      uses += 1;
      return uses === at ? Promise.reject(new Error('power cut')) : signer.sign(request);
    },
  });
  await expect(signQueue(queue, breaking(2), { journal })).rejects.toThrow('power cut');
  await signQueue(queue, breaking(0), { journal });
  expect(uses).toBe(4);
  expect(journal.entries.filter(({ step }) => step === 'signed').map(({ id }) => id)).toEqual(['hs01', 'hs02', 'hs03']);
});

test('refusals: no consent, another certificate, bytes or summary of another entry, an edited state', async () => {
  const { signer, journal, queue } = await queued();
  const [a, b, c] = queue as [(typeof queue)[0], (typeof queue)[0], (typeof queue)[0]];
  const sign = (entries: typeof queue, by = signer) => codeOf(signQueue(entries, by, { journal: memoryJournal() }));
  expect(await sign(queue)).toBe('no error');
  expect(await codeOf(signQueue(queue, signer, { journal, confirm: () => false }))).toBe('ERR_SIGNER_CANCELLED');
  expect(await sign(queue, await signerOf('ordinaryPerson'))).toBe('ERR_SIGNER_CERTIFICATE_OTHER');
  expect(await sign([{ ...a, toSignBase64: b.toSignBase64 }, b, c])).toBe('ERR_SIGNING_SUMMARY_MISMATCH');
  expect(await sign([{ ...a, summary: b.summary }, b, c])).toBe('ERR_SIGNING_SUMMARY_MISMATCH');
  expect(await sign([{ ...a, state: { ...a.state, allowGaps: true } }])).toBe('ERR_SIGNING_STATE_INVALID');
  expect(await sign([{ ...a, state: { ...a.state, toSignSha256: b.state.toSignSha256 } }])).toBe(
    'ERR_SIGNING_SUMMARY_MISMATCH',
  );
});

test('completing: a changed file, an expired state, values in each other’s place', async () => {
  const { signer, journal, items, queue } = await queued();
  await signQueue(queue, signer, { journal });
  const complete = async (changed = items, at = NEXT_DAY, entries = journal.entries) =>
    (await completeQueue(changed, { journal: memoryJournal(entries), at })).map((one) =>
      one.status === 'failed' ? (one.error as { code?: string }).code : one.status,
    );
  expect(await complete()).toEqual(['signed', 'signed', 'signed']);
  const changed = items.map((item, at) => (at === 1 ? { ...item, file: alter(fileOf(item), />[5-8]</, '>9<') } : item));
  expect(await complete(changed)).toEqual(['signed', 'ERR_SIGNING_FILE_CHANGED', 'signed']);
  expect(await complete(items, new Date(AT.getTime() + 25 * 3_600_000))).toEqual(
    Array(3).fill('ERR_SIGNING_STATE_EXPIRED'),
  );
  const other: Readonly<Record<string, string>> = { hs01: 'hs02', hs02: 'hs01', hs03: 'hs03' };
  const swapped = journal.entries.map((one) => (one.step === 'signed' ? { ...one, id: other[one.id]! } : one));
  expect(await complete(items, NEXT_DAY, swapped)).toEqual([
    'ERR_SIGNER_VALUE_MISMATCH',
    'ERR_SIGNER_VALUE_MISMATCH',
    'signed',
  ]);
});
