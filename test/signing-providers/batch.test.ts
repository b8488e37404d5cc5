import { expect, test } from 'vitest';
import { phatHanh2025, readHocBa } from '../../src/record-xml/index.js';
import {
  assertSummary,
  type BatchJournal,
  type BatchResult,
  type BatchSigner,
  type JournalEntry,
  memoryJournal,
  parseJournalEntry,
  prepareSignature,
  progressOf,
  RECEIVER_DUAL,
  RECEIVER_XADES,
  type SigningRequest,
  signBatch,
  signHocBa,
  summarizeForSigning,
} from '../../src/signing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { AT, allPorts, alter, codeOf, signerOf, specimenWithSubjectTeacher, textOf, unsigned } from '../signing/kit.js';
import { classOf, fileOf } from './bench.js';

const role = 'giaoVienChuNhiem';
const base = { role, receiver: RECEIVER_DUAL, signingTime: AT } as const;
const said = (results: readonly BatchResult[]) =>
  results.map((one) => (one.status === 'failed' ? ((one.error as { code?: string }).code ?? 'foreign') : one.status));

/** A signer that counts the uses of its key, and may do something else at one of them. */
async function counting(at: Readonly<Record<number, () => Promise<Uint8Array> | never>> = {}) {
  const own = await signerOf(role);
  let uses = 0;
  let now = 0;
  let most = 0;
  const signer: BatchSigner = {
    ...own,
    sign: async (request) => {
      uses += 1;
      now += 1;
      most = Math.max(most, now);
      const other = at[uses];
      try {
        await new Promise((resolve) => setTimeout(resolve, 2));
        return other === undefined ? await own.sign(request) : await other();
      } finally {
        now -= 1;
      }
    },
  };
  return { signer, uses: () => uses, most: () => most };
}
const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

test('a class: one question for all, one result an item, in order', async () => {
  const { signer, uses } = await counting();
  const items = classOf(6);
  const asked: number[] = [];
  const progress: string[] = [];
  const results = await signBatch(items, {
    ...base,
    signer,
    confirm: (summaries) => asked.push(summaries.length) === 1,
    onProgress: ({ done, total, id, status }) => progress.push(`${done}/${total} ${id} ${status}`),
  });
  expect(asked).toEqual([6]);
  expect(results.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  expect(said(results)).toEqual(Array(6).fill('signed'));
  expect(progress).toEqual(items.map(({ id }, index) => `${index + 1}/6 ${id} signed`));
  expect(uses()).toBe(6);
  const one = results[3]!;
  if (one.status !== 'signed') throw new Error('not signed');
  const report = await verifyHocBa(one.file, await allPorts());
  expect(report.roles.find((each) => each.role === role)?.conclusion).toBe('totalPassed');
});

test('an item that cannot be signed stops no other, and says why', async () => {
  const { signer, uses } = await counting();
  const items = [...classOf(4)];
  const already = await signHocBa(items[1]!.file, { ...base, signer: await signerOf(role) });
  items[1] = { id: 'da-ky', file: already };
  items[2] = { id: 'hong', file: new TextEncoder().encode('<HOC_BA>') };
  const progress: string[] = [];
  const results = await signBatch(items, {
    ...base,
    signer,
    onProgress: ({ id, status }) => progress.push(`${id} ${status}`),
  });
  expect(said(results)).toEqual(['signed', 'ERR_RECORD_SLOT_FILLED', expect.stringMatching(/^ERR_XML_/), 'signed']);
  expect(uses()).toBe(2);
  expect(progress.sort()).toEqual(['da-ky failed', 'hong failed', 'hs01 signed', 'hs04 signed']);
});

test('refused by the person who was asked: no key is used', async () => {
  const { signer, uses } = await counting();
  expect(await codeOf(signBatch(classOf(3), { ...base, signer, confirm: () => false }))).toBe('ERR_SIGNER_CANCELLED');
  expect(uses()).toBe(0);
});

test('the same id twice is refused', async () => {
  const { signer } = await counting();
  const [one] = classOf(1);
  expect(await codeOf(signBatch([one!, one!], { ...base, signer }))).toBe('ERR_ARGUMENT_INVALID');
});

test('cancelled in the middle: what is signed stays, the rest is pending, and the same call goes on', async () => {
  const abort = new AbortController();
  const { signer, uses } = await counting();
  const journal = memoryJournal();
  const items = classOf(5);
  const options = { ...base, signer, journal };
  const first = await signBatch(items, {
    ...options,
    signal: abort.signal,
    onProgress: ({ done }) => done === 2 && abort.abort(),
  });
  // The third was in the key's hand by then: it is finished, and no further one begun.
  expect(said(first)).toEqual(['signed', 'signed', 'signed', 'pending', 'pending']);
  expect(uses()).toBe(3);
  const second = await signBatch(items, options);
  expect(said(second)).toEqual(Array(5).fill('signed'));
  expect(uses()).toBe(5);
  const bytes = (results: readonly BatchResult[]) =>
    results.map((one) => (one.status === 'signed' ? textOf(one.file) : ''));
  expect(bytes(second).slice(0, 3)).toEqual(bytes(first).slice(0, 3));
});

test.each([
  ['ERR_SIGNER_CANCELLED', ['signed', 'ERR_SIGNER_CANCELLED', 'pending', 'pending']],
  ['ERR_SIGNER_TIMEOUT', ['signed', 'ERR_SIGNER_TIMEOUT', 'pending', 'pending']],
  ['ERR_TOKEN_ABSENT', ['signed', 'ERR_TOKEN_ABSENT', 'pending', 'pending']],
  ['ERR_TOKEN_FAILED', ['signed', 'ERR_TOKEN_FAILED', 'signed', 'signed']],
] as const)('a signer that says %s at the second', async (code, expected) => {
  const { createError } = await import('../../src/errors/index.js');
  const table = { [code]: { fault: 'signer', vi: 'x', en: 'x' } } as const;
  const { signer } = await counting({ 2: () => Promise.reject(createError(table, code, {})) });
  expect(said(await signBatch(classOf(4), { ...base, signer }))).toEqual(expected);
});

test('a foreign error of a signer is one item’s, and its text does not reach the journal', async () => {
  const { signer } = await counting({ 1: failing('Lê Thị D') });
  const journal = memoryJournal();
  const [first] = await signBatch(classOf(2), { ...base, signer, journal });
  expect(first).toMatchObject({ status: 'failed' });
  expect(JSON.stringify(journal.entries)).not.toContain('Lê Thị D');
  expect(journal.entries).toContainEqual({ step: 'failed', id: 'hs01', code: 'foreign' });
});

test('as many keys at a time as the device bears', async () => {
  const one = await counting();
  await signBatch(classOf(6), { ...base, signer: one.signer });
  expect(one.most()).toBe(1);
  const three = await counting();
  await signBatch(classOf(9), { ...base, signer: three.signer, concurrency: 3 });
  expect(three.most()).toBe(3);
});

test('while the key works, the next item is prepared and the one before completed; nothing is ahead of the journal', async () => {
  const own = await signerOf(role);
  const inner = memoryJournal();
  // A disk that takes its time: what is not down yet must not be built upon.
  const journal: BatchJournal = {
    read: inner.read,
    append: async (entry) => {
      await new Promise((resolve) => setTimeout(resolve, 3));
      await inner.append(entry);
    },
  };
  const items = classOf(5);
  const idsOf = (step: JournalEntry['step']) => inner.entries.flatMap((one) => (one.step === step ? one.id : []));
  const atUse: (readonly string[])[][] = [];
  const whileWorking: (readonly string[])[][] = [];
  const signer: BatchSigner = {
    ...own,
    sign: async (request) => {
      atUse.push([idsOf('prepared'), idsOf('signed')]);
      await new Promise((resolve) => setTimeout(resolve, 60));
      whileWorking.push([idsOf('prepared'), idsOf('completed')]);
      return own.sign(request);
    },
  };
  const results = await signBatch(items, { ...base, signer, journal });
  expect(said(results)).toEqual(Array(5).fill('signed'));
  const first = (count: number) => items.slice(0, count).map(({ id }) => id);
  expect(atUse).toEqual(items.map((_, at) => [first(at + 1), first(at)]));
  expect(whileWorking).toEqual(items.map((_, at) => [first(at + 2), first(at)]));
});

test('whoever looks on and fails stops the batch, and no value is lost', async () => {
  const { signer, uses } = await counting();
  const journal = memoryJournal();
  const items = classOf(4);
  const options = { ...base, signer, journal };
  const onProgress = () => {
    throw new Error('screen gone');
  };
  await expect(signBatch(items, { ...options, onProgress })).rejects.toThrow('screen gone');
  const spent = uses();
  expect(spent).toBeLessThan(4);
  expect(journal.entries.filter(({ step }) => step === 'signed')).toHaveLength(spent);
  expect(said(await signBatch(items, options))).toEqual(Array(4).fill('signed'));
  expect(uses()).toBe(4);
});

test('a signer of many: one call a chunk; a missing value is an error of its item', async () => {
  const own = await signerOf(role);
  const calls: number[] = [];
  const signer: BatchSigner = {
    ...own,
    batchSize: 4,
    signMany: async (requests) => {
      calls.push(requests.length);
      const values = await Promise.all(requests.map((request) => own.sign(request)));
      return calls.length === 2 ? values.slice(0, 1) : values;
    },
  };
  const results = await signBatch(classOf(7), { ...base, signer });
  expect(calls).toEqual([4, 3]);
  expect(said(results)).toEqual([...Array(5).fill('signed'), 'ERR_SIGNER_SERVICE_ANSWER', 'ERR_SIGNER_SERVICE_ANSWER']);
});

test('all values of one confirmation are written down before the first file is made', async () => {
  const own = await signerOf(role);
  const signer: BatchSigner = {
    ...own,
    signMany: (requests) => Promise.all(requests.map((request) => own.sign(request))),
  };
  const journal = memoryJournal();
  await signBatch(classOf(3), { ...base, signer, journal });
  expect(journal.entries.map(({ step }) => step)).toEqual([
    'prepared',
    'prepared',
    'prepared',
    'signed',
    'signed',
    'signed',
    'completed',
    'completed',
    'completed',
  ]);
});

test('a journal that cannot be written stops the batch before another key is used', async () => {
  const { signer, uses } = await counting();
  const inner = memoryJournal();
  const journal: BatchJournal = {
    read: inner.read,
    append: (entry) => (entry.step === 'signed' ? Promise.reject(new Error('disk full')) : inner.append(entry)),
  };
  await expect(signBatch(classOf(3), { ...base, signer, journal })).rejects.toThrow('disk full');
  expect(uses()).toBe(1);
});

test('a file that could not be saved is made again from the journal, without the key', async () => {
  const { signer, uses } = await counting();
  const journal = memoryJournal();
  const items = classOf(2);
  let full = true;
  const saved: string[] = [];
  const save = (id: string) => {
    if (full && id === 'hs01') throw new Error('disk full');
    saved.push(id);
  };
  expect(said(await signBatch(items, { ...base, signer, journal, save }))).toEqual(['foreign', 'signed']);
  full = false;
  expect(said(await signBatch(items, { ...base, signer, journal, save }))).toEqual(['signed', 'signed']);
  expect(uses()).toBe(2);
  expect(saved).toEqual(['hs02', 'hs01', 'hs02']);
});

test('signed files given again are done, without key and without question', async () => {
  const { signer, uses } = await counting();
  const journal = memoryJournal();
  const first = await signBatch(classOf(2), { ...base, signer, journal });
  const items = first.map((one) => ({ id: one.id, file: one.status === 'signed' ? one.file : new Uint8Array() }));
  const never = () => {
    throw new Error('asked');
  };
  expect(said(await signBatch(items, { ...base, signer, journal, confirm: never }))).toEqual(['signed', 'signed']);
  expect(uses()).toBe(2);
});

test('a value of the journal is not taken for another certificate, receiver, role or file', async () => {
  const { signer, uses } = await counting();
  const journal = memoryJournal();
  const items = classOf(1);
  await signBatch(items, { ...base, signer, journal });
  expect(uses()).toBe(1);
  const other = await signerOf(role, { key: 'P-256' });
  const [one] = await signBatch(items, { ...base, signer: other, journal: memoryJournal(journal.entries) });
  expect(one?.status === 'signed' && textOf(one.file)).toContain('ecdsa-sha256');
  await signBatch(classOf(1, RECEIVER_XADES), {
    ...base,
    signer,
    receiver: RECEIVER_XADES,
    journal: memoryJournal(journal.entries),
  });
  expect(uses()).toBe(2);
  const changed = [{ id: 'hs01', file: alter(fileOf(items[0]), />[5-8]</, '>9<') }];
  await signBatch(changed, { ...base, signer, journal: memoryJournal(journal.entries) });
  expect(uses()).toBe(3);
});

test('subject teachers sign their rows by batch', async () => {
  const file = unsigned({ layout: phatHanh2025, hocBa: specimenWithSubjectTeacher() });
  const signer = await signerOf('giaoVienBoMon');
  const results = await signBatch([{ id: 'a', file }], { ...base, role: 'giaoVienBoMon', key: 'GV01', signer });
  expect(said(results)).toEqual(['signed']);
});

test('attacks on the journal: values swapped, edited, of another key, a state edited', async () => {
  const { signer } = await counting();
  const journal = memoryJournal();
  const items = classOf(2);
  await signBatch(items, { ...base, signer, journal });
  const resume = async (entries: readonly JournalEntry[]) => {
    const { signer: fresh, uses } = await counting();
    const kept = memoryJournal(entries);
    const results = await signBatch(items, { ...base, signer: fresh, journal: kept });
    return { said: said(results), uses: uses(), entries: kept.entries };
  };
  const untouched = journal.entries.filter(({ step }) => step !== 'completed');
  expect(await resume(untouched)).toMatchObject({ said: ['signed', 'signed'], uses: 0 });
  const other = { hs01: 'hs02', hs02: 'hs01' } as Readonly<Record<string, string>>;
  const swapped = untouched.map((one) => (one.step === 'signed' ? { ...one, id: other[one.id]! } : one));
  const after = await resume(swapped);
  expect(after).toMatchObject({ said: ['ERR_SIGNER_VALUE_MISMATCH', 'ERR_SIGNER_VALUE_MISMATCH'], uses: 0 });
  // A value that does not verify is worthless: the next run asks the key.
  expect(await resume(after.entries)).toMatchObject({ said: ['signed', 'signed'], uses: 2 });
  const foreign = await signerOf('ordinaryPerson');
  const request = await prepareSignature(items[0]!.file, { ...base, certificate: signer.certificate });
  const value = Buffer.from(await foreign.sign(request)).toString('base64');
  const byAnother = untouched.map((one) => (one.step === 'signed' ? { ...one, valueBase64: value } : one));
  expect((await resume(byAnother)).said).toEqual(['ERR_SIGNER_VALUE_MISMATCH', 'ERR_SIGNER_VALUE_MISMATCH']);
  for (const [field, changed] of [
    ['signingTime', '2024-06-30T10:00:00+07:00'],
    ['expiresAt', '2034-06-30T10:00:00.000Z'],
    ['allowGaps', true],
    ['nonce', '0'.repeat(32)],
  ] as const) {
    const edited = untouched.map((one) =>
      one.step === 'prepared' ? { ...one, state: { ...one.state, [field]: changed } } : one,
    );
    expect([field, await codeOf(() => edited.map((one) => parseJournalEntry(JSON.stringify(one), 1)))]).toEqual([
      field,
      'ERR_SIGNING_STATE_INVALID',
    ]);
    expect([field, (await resume(edited)).said]).toEqual([field, Array(2).fill('ERR_SIGNING_STATE_INVALID')]);
  }
});

test('a journal’s lines: each step is read back, anything else is refused with its line', () => {
  const line = (value: unknown) =>
    codeOf(() => parseJournalEntry(typeof value === 'string' ? value : JSON.stringify(value), 7));
  return Promise.all([
    expect(line({ step: 'signed', id: 'a', valueBase64: '' })).resolves.toBe('no error'),
    expect(line({ step: 'completed', id: 'a', fileSha256: '' })).resolves.toBe('no error'),
    expect(line({ step: 'failed', id: 'a', code: 'X' })).resolves.toBe('no error'),
    ...[
      '',
      '{',
      'null',
      '[]',
      { step: 'signed' },
      { step: 'signed', id: 'a' },
      { step: 'other', id: 'a' },
      { step: 'signed', id: 1, valueBase64: '' },
    ].map((bad) => expect(line(bad)).resolves.toBe('ERR_JOURNAL_MALFORMED')),
  ]);
});

test('the last word of an item counts', async () => {
  const { state } = await prepareSignature(fileOf(classOf(1)[0]), {
    ...base,
    certificate: (await signerOf(role)).certificate,
  });
  const signed: JournalEntry = { step: 'signed', id: 'a', valueBase64: 'AA==' };
  const prepared: JournalEntry = { step: 'prepared', id: 'a', state };
  const at = (...entries: JournalEntry[]) => progressOf(entries).get('a');
  expect(at(prepared, signed)).toEqual({ state, valueBase64: 'AA==', completedSha256: null });
  expect(at(prepared, signed, prepared)?.valueBase64).toBeNull();
  expect(at(prepared, signed, { step: 'failed', id: 'a', code: 'ERR_SIGNER_VALUE_MISMATCH' })?.valueBase64).toBeNull();
  expect(at(prepared, signed, { step: 'failed', id: 'a', code: 'foreign' })?.valueBase64).toBe('AA==');
});

test('the summary says what is signed, and is of these bytes and this record only', async () => {
  const [a, b] = classOf(2);
  const certificate = (await signerOf(role)).certificate;
  const prepare = (file: typeof a) => prepareSignature(file!.file, { ...base, certificate });
  const [one, two] = [await prepare(a), await prepare(b)];
  const summary = summarizeForSigning(a!.file, one.state);
  const text = textOf(fileOf(a));
  const name = /<HO_VA_TEN>([^<]+)</.exec(text)?.[1] ?? /<HO_TEN[^>]*>([^<]+)</.exec(text)?.[1];
  expect(name).toBeDefined();
  expect(summary.lines.join('\n')).toContain(name);
  expect(summary.lines.at(-1)).toContain('Giáo viên chủ nhiệm');
  // No mark, comment or award of the record is left out.
  const record = readHocBa(a!.file).hocBa!;
  for (const row of record.monHoc)
    expect(summary.lines.find((line) => line.startsWith(row.tenMonHoc))).toContain(String(row.diemKiemTraDinhKy ?? ''));
  const strings = (value: unknown): readonly string[] =>
    typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(strings)
      : typeof value === 'string' && / /.test(value)
        ? [value]
        : [];
  const words = strings([record.monHoc, record.danhGia, record.tongKet]);
  expect(words.length).toBeGreaterThan(20);
  expect(words.filter((text) => !summary.lines.some((line) => line.includes(text)))).toEqual([]);
  expect(await codeOf(() => assertSummary(summary, a!.file, one.state))).toBe('no error');
  expect(await codeOf(() => assertSummary(summary, b!.file, one.state))).toBe('ERR_SIGNING_SUMMARY_MISMATCH');
  expect(await codeOf(() => assertSummary(summary, a!.file, two.state))).toBe('ERR_SIGNING_SUMMARY_MISMATCH');
  expect(await codeOf(() => assertSummary(summarizeForSigning(b!.file, two.state), a!.file, one.state))).toBe(
    'ERR_SIGNING_SUMMARY_MISMATCH',
  );
  expect(await codeOf(() => assertSummary(summary, alter(fileOf(a), />[5-8]</, '>9<'), one.state))).toBe(
    'ERR_SIGNING_SUMMARY_MISMATCH',
  );
});

test('a person is shown the summary of exactly what the key then signs', async () => {
  const own = await signerOf(role);
  const shown: string[] = [];
  const signed: string[] = [];
  const sha256 = async (bytes: Uint8Array) =>
    Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))).toString('hex');
  const signer: BatchSigner = {
    ...own,
    sign: async (request: SigningRequest) => {
      signed.push(await sha256(request.toSign));
      return own.sign(request);
    },
  };
  await signBatch(classOf(4), {
    ...base,
    signer,
    confirm: (summaries) => {
      shown.push(...summaries.map(({ summary }) => summary.toSignSha256));
      return true;
    },
  });
  expect(signed).toEqual(shown);
  // Whoever changes what was shown is found out before a key is used.
  const edited = signBatch(classOf(2), {
    ...base,
    signer,
    confirm: (summaries) => {
      (summaries[0]!.summary as { toSignSha256: string }).toSignSha256 = '0'.repeat(64);
      return true;
    },
  });
  expect(await codeOf(edited)).toBe('ERR_SIGNING_SUMMARY_MISMATCH');
  expect(signed).toHaveLength(4);
});
