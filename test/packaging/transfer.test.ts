import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  buildTransaction,
  completeTransferPackage,
  createTransferPackage,
  draftTransfer,
  openTransaction,
  openTransferPackage,
  prepareTransferSignature,
  type TransferReport,
  verifyTransferPackage,
} from '../../src/packaging/index.js';
import type { HocBaFile } from '../../src/record-xml/index.js';
import {
  AT,
  fingerprintOf,
  history,
  packageOf,
  RECEIVER,
  SENDER,
  SIGNED,
  signerOf,
  signRecord,
  trust,
} from './transfer-kit.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const codeOf = (run: () => unknown) =>
  Promise.resolve()
    .then(run)
    .then(
      () => 'no error',
      (error: { code?: string }) => error.code ?? String(error),
    );
const rowsOf = ({ checklist }: TransferReport, outcome: string) =>
  checklist.filter((row) => row.outcome === outcome).map(({ code, reason }) => `${code} ${reason}`);

let files: readonly HocBaFile[];
let good: Uint8Array;
const pdf = utf8('%PDF-1.7\n%âãÏÓ\n');

beforeAll(async () => {
  files = await Promise.all(history(3).map((one) => signRecord(one)));
  good = await packageOf(files);
});

describe('a package', () => {
  test('of all years comes out as it went in: bytes, order, facts', async () => {
    const opened = await openTransferPackage(good);
    expect(opened.records.map(({ bytes }) => text(bytes))).toEqual(files.map(({ bytes }) => text(bytes)));
    expect(opened.sha256).toBe(createHash('sha256').update(good).digest('hex'));
    expect(opened.facts).toMatchObject({
      version: 1,
      sender: SENDER,
      receiver: null,
      createdAt: '2026-05-30T10:00:00+07:00',
      gaps: [],
      years: history(3).map(({ namHoc, maTraCuu, lopHoc }) => ({
        namHoc,
        maTraCuu,
        khoiLop: lopHoc.khoiLop,
        replaces: null,
      })),
    });
    expect(opened.files.map(({ name }) => name)).toEqual([
      'chuyen-truong.json',
      ...history(3).map(({ namHoc, maTraCuu }) => `hoc-ba/${namHoc}-${maTraCuu}.xml`),
    ]);
  });

  test('has the same bytes twice, in whatever order the records are given', async () => {
    expect(await packageOf(files)).toEqual(good);
    expect(await packageOf([...files].reverse())).toEqual(good);
    expect(await packageOf(files, { receiver: RECEIVER })).not.toEqual(good);
  });

  test('is a container of EN 319 162-1: mimetype first and stored, manifest, one signature', async () => {
    expect(text(good.subarray(30, 38))).toBe('mimetype');
    expect(text(good.subarray(38, 38 + 31))).toBe('application/vnd.etsi.asic-e+zip');
    const names = [...text(good).matchAll(/META-INF\/[a-z]+\.xml/g)].map(([name]) => name);
    expect(new Set(names)).toEqual(new Set(['META-INF/manifest.xml', 'META-INF/signatures.xml']));
    const { signatures } = await openTransferPackage(good);
    const xml = text(signatures);
    expect(xml).toContain('<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">');
    // A reference and a DataObjectFormat for each file, and the reference to SignedProperties.
    expect(xml.match(/<Reference /g)).toHaveLength(5);
    expect(xml.match(/<xades:DataObjectFormat /g)).toHaveLength(4);
  });

  test('holds receipts and attachments, and says what they are', async () => {
    const receipts = [utf8('{"MessageId":"1"}'), utf8('<BIEN_NHAN/>')];
    const attachments = [{ name: 'ke-hoach.pdf', kind: 'keHoachGiaoDucCaNhan', bytes: pdf }] as const;
    const opened = await openTransferPackage(await packageOf(files, { receipts, attachments }));
    expect(opened.receipts.map(({ name, bytes }) => [name, text(bytes)])).toEqual([
      ['bien-nhan/bien-nhan-01.json', '{"MessageId":"1"}'],
      ['bien-nhan/bien-nhan-02.xml', '<BIEN_NHAN/>'],
    ]);
    expect(opened.attachments).toMatchObject([{ name: 'dinh-kem/ke-hoach.pdf', mediaType: 'application/pdf' }]);
    expect(opened.facts.attachments).toMatchObject([{ kind: 'keHoachGiaoDucCaNhan' }]);
  });

  test('takes a record out of a list, digests unchanged', async () => {
    const [one, two] = openTransaction(buildTransaction(files.slice(0, 2)).bytes).records;
    const opened = await openTransferPackage(await packageOf([one!, two!]));
    expect(opened.records.map(({ bytes }) => text(bytes))).toEqual(files.slice(0, 2).map(({ bytes }) => text(bytes)));
  });

  test('is refused for nothing, two pupils, one code twice, and attachments that are something else', async () => {
    const [first] = history(1);
    const other = await signRecord({ ...history(1, 'another')[0]!, namHoc: '2023-2024' });
    const renamed = await signRecord({ ...first!, hocSinh: { ...first!.hocSinh, hoVaTen: 'Tên Mới' } });
    const attach = (name: string, bytes: Uint8Array) => () =>
      draftTransfer(files, { sender: SENDER, attachments: [{ name, kind: 'khac', bytes }] });
    expect(await codeOf(() => draftTransfer(files, { sender: SENDER }))).toBe('no error');
    expect(await codeOf(() => draftTransfer([], { sender: SENDER }))).toBe('ERR_TRANSFER_EMPTY');
    expect(await codeOf(() => draftTransfer([files[0]!, other], { sender: SENDER }))).toBe('ERR_TRANSFER_PUPIL');
    expect(await codeOf(() => draftTransfer([files[0]!, files[0]!], { sender: SENDER }))).toBe(
      'ERR_TRANSFER_DUPLICATE',
    );
    expect(await codeOf(() => draftTransfer([renamed], { sender: SENDER }))).toBe('no error');
    expect(await codeOf(() => draftTransfer([utf8('<HOC_BA/>')], { sender: SENDER }))).toBe('ERR_RECORD_DATA_BLOCK');
    const unreadable = text(files[0]!.bytes).replace(/<NGAY_SINH>[^<]*/, '<NGAY_SINH>hôm qua');
    expect(await codeOf(() => draftTransfer([utf8(unreadable)], { sender: SENDER }))).toBe('ERR_TRANSFER_RECORD');
    expect(await codeOf(attach('ke-hoach.pdf', pdf))).toBe('no error');
    for (const [name, bytes] of [
      ['Nguyễn Văn A.pdf', pdf],
      ['../a.pdf', pdf],
      ['1.pdf', pdf],
      ['a.exe', pdf],
      ['a.pdf', utf8('PK\u0003\u0004')],
      ['a.png', pdf],
    ] as const) {
      expect([name, await codeOf(attach(name, bytes))]).toEqual([name, 'ERR_TRANSFER_ATTACHMENT']);
    }
  });

  test('can be signed where the key is elsewhere; an edited or foreign state is refused', async () => {
    const signer = await signerOf('phatHanh');
    const draft = draftTransfer(files, { sender: SENDER, createdAt: SIGNED });
    const { certificate, algorithm } = signer;
    const { state, ...request } = await prepareTransferSignature(draft, {
      certificate,
      algorithm,
      signingTime: SIGNED,
    });
    const saved = JSON.parse(JSON.stringify(state)) as typeof state;
    const value = await signer.sign(request);
    expect(await completeTransferPackage(draft, saved, value, { at: SIGNED })).toEqual(good);
    const complete = (given: unknown, of = draft, bytes = value, at = SIGNED) =>
      codeOf(() => completeTransferPackage(of, given as typeof state, bytes, { at }));
    expect(await complete({ ...state, signingTime: '2026-05-30T10:00:01+07:00' })).toBe('ERR_TRANSFER_STATE');
    expect(await complete({ ...state, toSignSha256: '0'.repeat(64) })).toBe('ERR_TRANSFER_STATE');
    expect(await complete({ ...state, kind: 'transaction' })).toBe('ERR_TRANSFER_STATE');
    expect(await complete(state, draftTransfer(files.slice(1), { sender: SENDER, createdAt: SIGNED }))).toBe(
      'ERR_TRANSFER_STATE',
    );
    expect(await complete(state, draft, value, new Date(SIGNED.getTime() + 25 * 3_600_000))).toBe('ERR_TRANSFER_STATE');
    expect(
      await complete(
        state,
        draft,
        value.map((byte, index) => (index === 9 ? byte ^ 1 : byte)),
      ),
    ).toBe('ERR_SIGNER_VALUE_MISMATCH');
    expect(
      await codeOf(() => createTransferPackage(files, { sender: SENDER, signer, signingTime: new Date('2031-01-01') })),
    ).toBe('ERR_TRANSFER_CERTIFICATE_TIME');
  });
});

describe('the checklist', () => {
  test('of an untouched package: every question passes, and a receiver that is not known is no fault', async () => {
    const report = await verifyTransferPackage(good, await trust());
    expect(rowsOf(report, 'failed')).toEqual([]);
    expect(rowsOf(report, 'indeterminate')).toEqual([]);
    expect(rowsOf(report, 'notRun')).toEqual(['receiver receiverUnknown', 'status notAsked']);
    expect(report).toMatchObject({
      conclusion: 'totalPassed',
      unchanged: true,
      container: { conclusion: 'totalPassed' },
    });
    expect(() => JSON.stringify(report)).not.toThrow();
  });

  test('says which question is open without trust, without a register, without an answer of the authority', async () => {
    const all = await trust();
    const report = await verifyTransferPackage(good, { at: AT });
    expect(report.conclusion).toBe('indeterminate');
    expect(rowsOf(report, 'indeterminate')).toEqual([
      'seal certificate',
      'sender authorityUnknown',
      'records recordOpen',
      'records recordOpen',
      'records recordOpen',
    ]);
    const { authority: _, ...noRegister } = all;
    expect(rowsOf(await verifyTransferPackage(good, noRegister), 'indeterminate')).toContain('sender authorityUnknown');
    const unknown = await verifyTransferPackage(good, { ...all, status: () => 'unknown' });
    expect([unknown.conclusion, rowsOf(unknown, 'indeterminate')]).toEqual([
      'indeterminate',
      Array(3).fill('status statusUnknown'),
    ]);
    const recalled = await verifyTransferPackage(good, {
      ...all,
      status: ({ maTraCuu }) => (maTraCuu === history(3)[1]!.maTraCuu ? 'notInCirculation' : 'inCirculation'),
    });
    expect([recalled.conclusion, rowsOf(recalled, 'failed')]).toEqual(['totalFailed', ['status notInCirculation']]);
  });

  test('names another sender, and another receiver', async () => {
    const all = await trust();
    const foreign = await packageOf(files, { signer: await signerOf('otherOrganization') });
    const pinned = { ...all, senders: [await fingerprintOf('phatHanh')] };
    expect(rowsOf(await verifyTransferPackage(good, pinned), 'failed')).toEqual([]);
    expect(rowsOf(await verifyTransferPackage(foreign, pinned), 'failed')).toEqual(['sender notAuthorised']);
    const { authority: _, ...rest } = all;
    const byRegister = {
      ...rest,
      authority: ({ certificate }: { certificate: { fingerprint: string } }) =>
        certificate.fingerprint === pinned.senders[0] ? ('authorised' as const) : ('notAuthorised' as const),
    };
    expect(rowsOf(await verifyTransferPackage(foreign, byRegister), 'failed')).toContain('sender notAuthorised');
    const addressed = await packageOf(files, { receiver: RECEIVER });
    expect(rowsOf(await verifyTransferPackage(addressed, { ...all, maTruong: RECEIVER.maTruong }), 'passed')).toContain(
      'receiver null',
    );
    expect(rowsOf(await verifyTransferPackage(addressed, { ...all, maTruong: '1' }), 'failed')).toEqual([
      'receiver otherReceiver',
    ]);
    expect(rowsOf(await verifyTransferPackage(addressed, all), 'notRun')).toContain('receiver receiverNotAsked');
  });

  test('a missing year never passes; a reason makes it a question instead of a fault', async () => {
    const without = [files[0]!, files[2]!];
    const all = await trust();
    const silent = await verifyTransferPackage(await packageOf(without), all);
    expect([silent.conclusion, rowsOf(silent, 'failed')]).toEqual(['totalFailed', ['years yearMissing']]);
    const said = await verifyTransferPackage(await packageOf(without, { gaps: { '2023-2024': 'Học bạ giấy' } }), all);
    expect([said.conclusion, rowsOf(said, 'indeterminate')]).toEqual(['indeterminate', ['years yearMissingExplained']]);
    const early = await verifyTransferPackage(await packageOf(files.slice(1)), all);
    expect(early.checklist.filter(({ code }) => code === 'years').map(({ namHoc }) => namHoc)).toEqual(['2022-2023']);
  });

  test('the newest version of a year: a replacement passes, two versions that do not know of each other fail', async () => {
    const all = await trust();
    const [, , last] = history(3);
    const maTraCuu = '99999999-e89b-42d3-a456-000000000001';
    const replacing = await signRecord({
      ...last!,
      maTraCuu,
      thayThe: { maTraCuuBiThayThe: last!.maTraCuu, lyDo: 'Sai điểm' },
    });
    const replaced = await verifyTransferPackage(await packageOf([...files, replacing]), all);
    expect(rowsOf(replaced, 'failed')).toEqual([]);
    expect(rowsOf(replaced, 'notRun')).toContain('newest replaced');
    expect(replaced.facts!.years.map((one) => one.maTraCuu).slice(2)).toEqual([last!.maTraCuu, maTraCuu]);
    const twin = await signRecord({ ...last!, maTraCuu });
    const twice = await verifyTransferPackage(await packageOf([...files, twin]), all);
    expect(rowsOf(twice, 'failed')).toEqual(['newest severalVersions']);
  });

  test('a name that changed is a question, and a history with another code is one too', async () => {
    const all = await trust();
    const years = history(3);
    const changed = await signRecord({ ...years[2]!, hocSinh: { ...years[2]!.hocSinh, hoVaTen: 'Tên Mới' } });
    const renamed = await verifyTransferPackage(await packageOf([files[0]!, files[1]!, changed]), all);
    expect(rowsOf(renamed, 'indeterminate')).toEqual(['identity identityChanged', 'identity identityChanged']);
    const other = await signRecord({
      ...years[2]!,
      quaTrinhHocTap: years[2]!.quaTrinhHocTap.map((line, index) =>
        index === 0 ? { ...line, maTraCuu: '99999999-e89b-42d3-a456-000000000002' } : line,
      ),
    });
    const history3 = await verifyTransferPackage(await packageOf([files[0]!, files[1]!, other]), all);
    expect(rowsOf(history3, 'indeterminate')).toEqual(['history historyDiffers']);
  });

  test('a record that is not valid fails its own row and the whole', async () => {
    const forged = utf8(text(files[1]!.bytes).replace(/(<MUC_DAT_DUOC>)[^<]+/, '$1Chưa hoàn thành'));
    const report = await verifyTransferPackage(await packageOf([files[0]!, forged, files[2]!]), await trust());
    expect(report.conclusion).toBe('totalFailed');
    expect(report.container.conclusion).toBe('totalPassed');
    expect(report.checklist.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
      { code: 'records', reason: 'recordFailed', namHoc: '2023-2024', detail: 'HASH_FAILURE' },
    ]);
  });

  test('a sender none of whose records is there is a question', async () => {
    const report = await verifyTransferPackage(await packageOf(files, { sender: RECEIVER }), await trust());
    expect(rowsOf(report, 'indeterminate')).toEqual(['chainFacts senderHasNoRecord']);
  });
});
