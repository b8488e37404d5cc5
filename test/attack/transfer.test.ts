import { beforeAll, describe, expect, test } from 'vitest';
import type { HocBa } from '../../src/hoc-ba/index.js';
import {
  completeTransferPackage,
  draftTransfer,
  prepareTransferSignature,
  type TransferDraft,
  type TransferReport,
  verifyTransferPackage,
} from '../../src/packaging/index.js';
import type { HocBaFile } from '../../src/record-xml/index.js';
import { createForm } from '../../src/rendering/index.js';
import { history, packageOf, SENDER, SIGNED, signerOf, signRecord, trust } from '../packaging/transfer-kit.js';

/*
 * An insider: the key of the sending school is genuine, every record is genuine and valid, and the package is signed as it should be. What it
 * holds together does not belong together.
 */
const failedRows = ({ checklist }: TransferReport) =>
  checklist
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ code, reason, namHoc, detail }) => [code, reason, namHoc, detail].join(' '));
const codeOf = (run: () => unknown) =>
  Promise.resolve()
    .then(run)
    .then(
      () => 'no error',
      (error: { code?: string }) => error.code ?? String(error),
    );

const withId = (hocBa: HocBa, soDinhDanhCaNhan: HocBa['hocSinh']['soDinhDanhCaNhan']): HocBa => ({
  ...hocBa,
  hocSinh: { ...hocBa.hocSinh, soDinhDanhCaNhan },
});

/** A package as our writer signs it, of whatever files and facts: `draftTransfer` is not asked. */
async function sealed(drafts: readonly TransferDraft[], order = (years: readonly string[]) => years) {
  const [first] = drafts;
  const records = new Map(drafts.flatMap(({ files }) => files.slice(1).map((file) => [file.name, file] as const)));
  const all = new Map(drafts.flatMap(({ facts }) => facts.years.map((year) => [year.file, year] as const)));
  const names = order([...all.keys()].sort());
  const facts = { ...first!.facts, years: names.map((name) => all.get(name)!), gaps: [] };
  const bytes = new TextEncoder().encode(`${JSON.stringify(facts, null, 2)}\n`);
  const draft: TransferDraft = {
    facts,
    files: [{ ...first!.files[0]!, bytes }, ...names.map((name) => records.get(name)!)],
  };
  const signer = await signerOf('phatHanh');
  const { certificate, algorithm } = signer;
  const { state, ...request } = await prepareTransferSignature(draft, { certificate, algorithm, signingTime: SIGNED });
  return completeTransferPackage(draft, state, await signer.sign(request), { at: SIGNED });
}

const draft = (...files: readonly HocBaFile[]) => draftTransfer(files, { sender: SENDER });

describe('two pupils of one name and birth day, joined by a record without a personal id', () => {
  const absent = { vang: 'khongRo', lyDo: 'Chưa được cấp' } as const;
  /** Years whose records hold the ids given. */
  const pupils = (...ids: readonly HocBa['hocSinh']['soDinhDanhCaNhan'][]) =>
    Promise.all(history(3).map((one, index) => signRecord(withId(one, ids[index]!))));
  const [one, other] = ['001216000018', '001216000026'];

  test.each([
    ['the newest', [one, other, absent], '2022-2023'],
    ['the oldest', [absent, one, other], '2023-2024'],
    ['the one between', [one, absent, other], '2022-2023'],
  ] as const)('%s', async (_, ids, namHoc) => {
    const same = await pupils(...ids.map((id) => (id === other ? one : id)));
    const pair = (files: readonly HocBaFile[]) => {
      const [a, b, c] = files as [HocBaFile, HocBaFile, HocBaFile];
      return sealed([draft(a), draft(b), draft(c)]);
    };
    const good = await verifyTransferPackage(await pair(same), await trust());
    expect([good.conclusion, good.unchanged, failedRows(good)]).toEqual(['totalPassed', true, []]);
    expect(await codeOf(() => draft(...same))).toBe('no error');
    expect(await codeOf(() => createForm(same, { kind: 'display' }))).toBe('no error');

    const mixed = await pupils(...ids);
    const report = await verifyTransferPackage(await pair(mixed), await trust());
    expect(report.conclusion).toBe('totalFailed');
    expect(failedRows(report)).toEqual([`identity otherPupil ${namHoc} soDinhDanhCaNhan`]);
    for (const files of [mixed, [...mixed].reverse()]) {
      expect(await codeOf(() => draft(...files))).toBe('ERR_TRANSFER_PUPIL');
    }
    expect(await codeOf(() => createForm(mixed, { kind: 'display' }))).toBe('ERR_RENDER_SEVERAL_PUPILS');
  });
});

describe('the order of the years', () => {
  let files: readonly HocBaFile[];
  beforeAll(async () => {
    const years = history(3);
    const wrong = { ...years[2]!.quaTrinhHocTap[0]!, maTraCuu: '99999999-e89b-42d3-a456-000000000002' };
    files = await Promise.all([
      signRecord(years[0]!),
      signRecord(years[1]!),
      signRecord({ ...years[2]!, quaTrinhHocTap: [wrong, ...years[2]!.quaTrinhHocTap.slice(1)] }),
    ]);
  });

  test('is that of the records: another one in the facts does not hide what the newest says', async () => {
    const rows = ({ checklist }: TransferReport) => checklist.filter(({ code }) => code === 'history');
    const usual = await verifyTransferPackage(await packageOf(files), await trust());
    expect(rows(usual)).toMatchObject([{ outcome: 'indeterminate', reason: 'historyDiffers' }]);
    const turned = await sealed([draft(...files)], (names) => [...names].reverse());
    const report = await verifyTransferPackage(turned, await trust());
    expect(rows(report)).toEqual(rows(usual));
    expect(report.conclusion).toBe('indeterminate');
  });
});
