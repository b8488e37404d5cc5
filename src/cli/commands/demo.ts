import { isDeepStrictEqual } from 'node:util';
import type { HocBa, VaiTroKy } from '../../hoc-ba/index.js';
import { decodeContent, extractRecord, openTransaction, packTransaction } from '../../packaging/index.js';
import { checkHocBa } from '../../quy-dinh/index.js';
import { cv2088, type HocBaFile, openHocBa, readHocBa, writeHocBa } from '../../record-xml/index.js';
import { cryptoKeySigner, RECEIVER_DUAL, type Signer, signHocBa } from '../../signing/index.js';
import { createDevCa, sampleClass, specimenHocBa, toPem } from '../../testing/index.js';
import {
  describeReport,
  type TrustAnchors,
  type VerificationReport,
  type VerifyHocBaOptions,
  verifyHocBa,
} from '../../verification/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import type { Text } from '../language.js';
import { optionInteger, optionText } from '../options.js';
import { ROLE_WORDS } from '../roles.js';
import { openStory, type Story } from '../story.js';
import { line } from '../terminal.js';
import { submitToGateway } from './demo-gateway.js';

const FOLDERS = [
  '1-du-lieu',
  '2-chua-ky',
  '3-da-ky',
  '4-goi',
  '5-nhan-duoc',
  '6-xac-minh',
  '7-bi-sua',
  '8-gui-cong',
  'chung-thu',
  'khoa',
];
const SIGNERS = ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const satisfies readonly VaiTroKy[];
type SignerRole = (typeof SIGNERS)[number];
const P12_NAMES: Readonly<Record<SignerRole, string>> = {
  giaoVienChuNhiem: 'giao-vien',
  canBoQuanLy: 'hieu-truong',
  phatHanh: 'nha-truong',
};
/** Protects nothing: the keys are made for one run and vouch for nobody. */
const P12_PASSWORD = 'hocba-demo';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const DAY_MS = 86_400_000;

interface Person {
  readonly role: SignerRole;
  readonly signer: Signer;
}

/** `hocba demo`: exit code 0 only if every step came out as the story says. */
export const demo: CommandRun = async (context, _args, options) => {
  const pupils = optionInteger(options, 'pupils', { min: 1, max: 200, default: 3 });
  const story = openStory(context, optionText(options, 'out') ?? 'hocba-demo', FOLDERS);
  const { people, trust } = await issueCertificates(context, story);
  const records = writeRecords(context, story, pupils);
  const { signed, half } = await signRecords(context, story, records, people);
  await sendAndReceive(context, story, signed, people);
  await verifyReceived(context, story, signed, people, trust);
  await forge(context, story, signed[0]!, trust);
  // The Ministry's specimen is of another year than the class: a packet is of one year.
  const { signer: seal } = people.find(({ role }) => role === 'phatHanh')!;
  await submitToGateway(context, story, { signed: signed.slice(1), half: half.at(-1)!, seal, trust, nameOf });
  finish(context, story, readHocBa(signed[1]!).hocBa!.nhaTruong.maTruong);
  return story.allOk() ? EXIT.ok : EXIT.internal;
};

async function issueCertificates({ at }: CommandContext, story: Story) {
  story.chapter({ vi: 'Chứng thư thử nghiệm', en: 'Test certificates' });
  const period = { notBefore: new Date(at.getTime() - 365 * DAY_MS), notAfter: new Date(at.getTime() + 3650 * DAY_MS) };
  const ca = await createDevCa(period);
  const people: Person[] = [];
  for (const role of SIGNERS) {
    const identity = await ca.identity(role);
    const { certificate, chain, privateKey } = identity;
    people.push({ role, signer: cryptoKeySigner({ certificate, chain, privateKey, algorithm: RSA_SHA256 }) });
    story.write(`khoa/${P12_NAMES[role]}.p12`, await identity.p12(P12_PASSWORD));
    story.write(`khoa/${P12_NAMES[role]}.pem`, toPem(certificate, 'CERTIFICATE'));
  }
  const { officialUseRoot, officialUse, publicRoot, publicCa } = ca.authorities;
  story.write('chung-thu/cong-vu-goc.pem', toPem(officialUseRoot.certificate, 'CERTIFICATE'));
  story.write('chung-thu/cong-vu-trung-gian.pem', toPem(officialUse.certificate, 'CERTIFICATE'));
  story.write('chung-thu/cong-cong-goc.pem', toPem(publicRoot.certificate, 'CERTIFICATE'));
  story.write('chung-thu/cong-cong-trung-gian.pem', toPem(publicCa.certificate, 'CERTIFICATE'));
  story.step(
    'certificates',
    people.length === SIGNERS.length,
    {
      vi: 'Hai hệ thống chứng thư: công vụ (hiệu trưởng, nhà trường) và công cộng (giáo viên), như ngoài thực tế.',
      en: 'Two families of certificates: official use (principal, school) and public (teacher), as in the field.',
    },
    { folder: `${story.out}/khoa` },
  );
  const trust: TrustAnchors = {
    anchors: ca.anchors,
    intermediates: [officialUse.certificate, publicCa.certificate],
  };
  return { people, trust };
}

function writeRecords({ at }: CommandContext, story: Story, pupils: number): readonly HocBaFile[] {
  story.chapter({ vi: 'Tạo học bạ', en: 'Writing the records' });
  const models: readonly HocBa[] = [
    specimenHocBa(),
    ...sampleClass({ khoiLop: 4, pupils, seed: 'demo', namHoc: '2023-2024', tenLop: '4A1' }),
  ];
  const files = models.map((hocBa, index) => {
    story.write(`1-du-lieu/${nameOf(index)}.json`, `${JSON.stringify(hocBa, null, 2)}\n`);
    const file = writeHocBa(hocBa, { layout: cv2088 });
    story.write(`2-chua-ky/${nameOf(index)}.xml`, file.bytes);
    return file;
  });
  story.step('written', files.length === pupils + 1, {
    vi: `Học bạ mẫu của Bộ và ${pupils} học sinh lớp 4A1, theo đặc tả CV 2088.`,
    en: `The Ministry's specimen and ${pupils} pupils of class 4A1, after the specification of letter 2088.`,
  });
  const errors = models.reduce((sum, hocBa) => sum + checkHocBa(hocBa, { at }).count.error, 0);
  story.step('rules', errors === 0, {
    vi: 'Nội dung không vi phạm Thông tư 27/2020 (môn học, điểm, mức đạt, kết quả, lên lớp).',
    en: 'Nothing in them breaks circular 27/2020 (subjects, scores, levels, result, promotion).',
  });
  const lossless = files.every((file, index) => isDeepStrictEqual(readHocBa(file).hocBa, models[index]));
  story.step('lossless', lossless, {
    vi: 'Đọc XML trở lại đúng dữ liệu ban đầu, không mất gì.',
    en: 'Read back from XML they are what they were; nothing is lost.',
  });
  return files;
}

async function signRecords(
  context: CommandContext,
  story: Story,
  records: readonly HocBaFile[],
  people: readonly Person[],
): Promise<{ readonly signed: readonly HocBaFile[]; readonly half: readonly HocBaFile[] }> {
  story.chapter({ vi: 'Ký', en: 'Signing' });
  let files = records;
  let half = records;
  for (const [index, { role, signer }] of people.entries()) {
    const signingTime = new Date(context.at.getTime() - (people.length - index) * DAY_MS);
    const next: HocBaFile[] = [];
    for (const file of files) {
      next.push(await signHocBa(file, { role, signer, receiver: RECEIVER_DUAL, signingTime }));
      context.progress(next.length, files.length);
    }
    const grown = next.every((file, at) => file.bytes.length > files[at]!.bytes.length);
    files = next;
    if (index === 0) half = files;
    story.step('signed', grown, SIGNED_WORDS[role], { role, records: files.length });
  }
  for (const [index, file] of files.entries()) story.write(`3-da-ky/${nameOf(index)}.xml`, file.bytes);
  return { signed: files, half };
}

const SIGNED_WORDS: Readonly<Record<SignerRole, Text>> = {
  giaoVienChuNhiem: { vi: 'Giáo viên chủ nhiệm đã ký.', en: 'The homeroom teacher has signed.' },
  canBoQuanLy: {
    vi: 'Hiệu trưởng đã ký; chữ ký bao trùm cả chữ ký của giáo viên.',
    en: 'The principal has signed; the signature covers that of the teacher too.',
  },
  phatHanh: {
    vi: 'Nhà trường đã ký phát hành; chữ ký bao trùm hai chữ ký trước.',
    en: 'The school has sealed; the seal covers both earlier signatures.',
  },
};

async function sendAndReceive(
  { at }: CommandContext,
  story: Story,
  signed: readonly HocBaFile[],
  people: readonly Person[],
): Promise<void> {
  story.chapter({
    vi: 'Đóng gói gửi Sở, rồi mở ra ở nơi nhận',
    en: 'Packed for the provincial gateway, and opened there',
  });
  const { signer } = people.find(({ role }) => role === 'phatHanh')!;
  const parts = await packTransaction(signed, { signer, receiver: RECEIVER_DUAL, signingTime: at });
  const received: Uint8Array[] = [];
  for (const [index, { xml, content }] of parts.entries()) {
    const number = parts.length === 1 ? '' : `-${index + 1}`;
    story.write(`4-goi/giao-dich${number}.xml`, xml);
    story.write(`4-goi/giao-dich${number}.content.txt`, content);
    const opened = openTransaction((await decodeContent(content)).xml);
    received.push(...opened.records.map((record) => extractRecord(record).bytes));
  }
  for (const [index, bytes] of received.entries()) story.write(`5-nhan-duoc/${nameOf(index)}.xml`, bytes);
  const count = parts.reduce((sum, { positions }) => sum + positions.length, 0);
  story.step('packed', count === signed.length, {
    vi: `${count} học bạ trong ${parts.length} giao dịch, nhà trường ký, nén thành trường content.`,
    en: `${count} records in ${parts.length} transaction(s), signed by the school, compressed into the content field.`,
  });
  const same =
    received.length === signed.length && received.every((bytes, at) => Buffer.from(bytes).equals(signed[at]!.bytes));
  story.step('unpacked', same, {
    vi: 'Mở gói ở nơi nhận: từng học bạ trùng từng byte với bản nhà trường giữ.',
    en: 'Opened by the receiver: every record is byte for byte what the school kept.',
  });
}

async function verifyReceived(
  context: CommandContext,
  story: Story,
  signed: readonly HocBaFile[],
  people: readonly Person[],
  trust: TrustAnchors,
): Promise<void> {
  story.chapter({ vi: 'Xác minh', en: 'Verification' });
  const settings: VerifyHocBaOptions = { at: context.at, trust };
  // What the province knows and a file alone cannot say: whose certificate may speak for which school, and that none is revoked.
  const registered = new Set(people.map(({ signer }) => Buffer.from(signer.certificate).toString('hex')));
  const full: VerifyHocBaOptions = {
    ...settings,
    authority: ({ certificate }) =>
      registered.has(Buffer.from(certificate.der).toString('hex')) ? 'authorised' : 'notAuthorised',
    revocation: () => ({ status: 'good' }),
  };
  const alone: VerificationReport[] = [];
  const known: VerificationReport[] = [];
  for (const file of signed) {
    alone.push(await verifyHocBa(file, settings));
    known.push(await verifyHocBa(file, full));
    context.progress(known.length, signed.length);
  }
  const cores = alone.every(({ roles }) => roles.filter(({ core }) => core === 'valid').length === SIGNERS.length);
  story.step('signaturesHold', cores, {
    vi: 'Cả ba chữ ký của mọi học bạ đều đúng; dữ liệu còn nguyên.',
    en: 'All three signatures of every record hold; the data are untouched.',
  });
  const open = alone.every(
    ({ conclusion, checks }) =>
      conclusion === 'indeterminate' && checks.some(({ reason }) => reason === 'AUTHORITY_UNKNOWN'),
  );
  story.step('unknownIsNotValid', open, {
    vi: 'Chỉ với tệp thì chưa đủ căn cứ để kết luận: chưa biết chứng thư có được quyền ký cho trường này không.',
    en: 'From the file alone no conclusion: it is not known whether these certificates may sign for this school.',
  });
  story.step(
    'valid',
    known.every(({ conclusion }) => conclusion === 'totalPassed'),
    {
      vi: 'Có thêm sổ đăng ký người ký và trạng thái chứng thư (của câu chuyện này): HỢP LỆ.',
      en: 'With a register of signers and the status of certificates (of this story): VALID.',
    },
  );
  writeReport(context, story, '6-xac-minh/chi-voi-tep', alone[0]!);
  writeReport(context, story, '6-xac-minh/co-so-dang-ky', known[0]!);
}

/** One mark is changed in the signed specimen, as somebody would who only has an editor. */
async function forge(context: CommandContext, story: Story, file: HocBaFile, trust: TrustAnchors): Promise<void> {
  story.chapter({ vi: 'Ai đó sửa một điểm', en: 'Somebody changes a mark' });
  const text = Buffer.from(file.bytes).toString('utf8');
  const forged = text.replace('<DIEM_KIEM_TRA_DINH_KY>6<', '<DIEM_KIEM_TRA_DINH_KY>9<');
  const bytes = new Uint8Array(Buffer.from(forged, 'utf8'));
  const path = story.write(`7-bi-sua/${nameOf(0)}.xml`, bytes);
  story.step('forged', forged !== text, {
    vi: 'Trong học bạ mẫu, điểm Tin học 6 bị sửa thành 9. Tệp vẫn mở được, nhìn vẫn bình thường.',
    en: 'In the specimen the mark in informatics is changed from 6 to 9. The file still opens and looks normal.',
  });
  const report = await verifyHocBa(openHocBa(bytes), { at: context.at, trust });
  story.step(
    'forgeryCaught',
    report.conclusion === 'totalFailed',
    {
      vi: `Xác minh: ${describeReport(report, 'vi').headline}`,
      en: `Verification: ${describeReport(report, 'en').headline}`,
    },
    { file: path, conclusion: report.conclusion, subIndication: report.subIndication },
  );
  const broken = report.checks.filter(
    ({ code, outcome, role }) => code === 'digest' && outcome === 'failed' && role !== undefined,
  );
  const roles = SIGNERS.filter((role) => broken.some((check) => check.role === role));
  const names = (language: 'vi' | 'en') => roles.map((role) => ROLE_WORDS[role][language]).join(', ');
  story.step(
    'whoseSignatureBroke',
    roles.length === SIGNERS.length,
    { vi: `Chữ ký không còn đúng: ${names('vi')}.`, en: `Signatures that do not hold any more: ${names('en')}.` },
    { roles },
  );
  writeReport(context, story, '7-bi-sua/bao-cao', report);
}

function writeReport({ language }: CommandContext, story: Story, name: string, report: VerificationReport): void {
  const view = describeReport(report, language);
  const lines = view.sections.flatMap(({ title, lines: inner }) => [
    '',
    title,
    ...inner.map(({ text }) => `  ${text}`),
  ]);
  story.write(`${name}.json`, `${JSON.stringify(report, null, 2)}\n`);
  story.write(`${name}.txt`, `${[view.headline, ...lines].join('\n')}\n`);
}

function finish(context: CommandContext, story: Story, maTruong: string): void {
  const ok = story.allOk();
  context.emit({ done: true, ok, out: story.out });
  const { t, paint } = context;
  context.print(line``);
  context.print(
    ok
      ? line`${paint.good(t({ vi: 'Mọi bước đúng như câu chuyện.', en: 'Every step came out as told.' }))}`
      : line`${paint.bad(t({ vi: 'Có bước không đúng như câu chuyện.', en: 'A step did not come out as told.' }))}`,
  );
  context.print(
    line`${t({ vi: 'Các tệp nằm trong', en: 'The files are in' })} ${story.out}. ${t({ vi: 'Thử tiếp:', en: 'Try further:' })}`,
  );
  const { out } = story;
  const trust = `${out}/chung-thu`;
  for (const command of [
    `npx hocba verify ${out}/5-nhan-duoc --trust ${trust}`,
    `npx hocba verify ${out}/7-bi-sua --trust ${trust}`,
    `npx hocba diff ${out}/3-da-ky/${nameOf(0)}.xml ${out}/7-bi-sua/${nameOf(0)}.xml`,
    `HOCBA_P12_PASSWORD=${P12_PASSWORD} npx hocba submit ${out}/8-gui-cong/hoc-ba --dry-run --unit ${maTruong} --p12 ${out}/khoa/nha-truong.p12 --trust ${trust}`,
    `npx hocba plan ${out}/2-chua-ky/${nameOf(0)}.xml`,
    `HOCBA_P12_PASSWORD=${P12_PASSWORD} npx hocba sign ${out}/2-chua-ky/${nameOf(0)}.xml --role GVCN --p12 ${out}/khoa/giao-vien.p12 --out da-ky.xml`,
  ]) {
    context.print(line`  ${command}`);
  }
}

function nameOf(index: number): string {
  return index === 0 ? 'hoc-ba-mau' : `hoc-sinh-${String(index).padStart(3, '0')}`;
}
