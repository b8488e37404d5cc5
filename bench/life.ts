/* Costs around the core: signing without the key, whole reports, validation of many records, and how costs grow. */
import { generateKeyPairSync, sign as nodeSign } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { checkHocBa } from 'hoc-ba-so/quy-dinh';
import { cv2088, openHocBa, readHocBa, writeHocBa } from 'hoc-ba-so/record-xml';
import {
  completeSignature,
  cryptoKeySigner,
  prepareSignature,
  RECEIVER_DUAL,
  type SigningState,
  signHocBa,
} from 'hoc-ba-so/signing';
import { type DevCa, sampleClass } from 'hoc-ba-so/testing';
import { type VerifyHocBaOptions, verifyHocBa, verifyHocBaList } from 'hoc-ba-so/verification';
import { completeXmlSignature, prepareXmlSignature, type SignatureProfile } from 'hoc-ba-so/xades';
import { attributeValue, findChild, parseXml } from 'hoc-ba-so/xml';
import { ours } from './engines.js';
import { column, inTurns, ratio } from './measure.js';
import { fiveYears, type Person, RSA_SHA256, renewed, SIGNATURES } from './record.js';

interface Effort {
  readonly rounds: number;
  readonly warmMs: number;
}

const AT = new Date('2030-05-31T03:00:00Z');
const ROLES = ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const;

/** Microseconds of processor time: one signature on one year's record, the value being there already. */
export async function prepareCosts(person: Person, ca: DevCa, effort: Effort) {
  const [hocBa] = sampleClass({ khoiLop: 3, pupils: 1, seed: 'prepare' });
  const file = writeHocBa(hocBa!, { layout: cv2088 });
  const document = parseXml(file.bytes);
  const data = findChild(document.root, 'DU_LIEU_HOC_BA')!;
  const core = () =>
    prepareXmlSignature(
      document,
      {
        profile: 'dual',
        algorithm: RSA_SHA256,
        digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
        certificate: person.certificate,
        subjectName: 'CN=CBQL',
        signingTime: '2030-05-31T10:00:00+07:00',
        references: [{ uri: `#${attributeValue(data, 'Id')}` }],
        claimedRole: 'https://example.org/vai-tro',
        signatureId: 'sig-bench',
      },
      { at: document.root.closeStart, before: '', after: '' },
    );
  const { toSign } = await core();
  const value = new Uint8Array(
    await crypto.subtle.sign('RSASSA-PKCS1-v1_5', person.privateKey, new Uint8Array(toSign)),
  );

  const { certificate, privateKey } = await ca.identity('canBoQuanLy');
  const options = {
    role: 'canBoQuanLy',
    receiver: RECEIVER_DUAL,
    certificate,
    signingTime: AT,
    allowGaps: true,
  } as const;
  const states: { state: SigningState; value: Uint8Array }[] = [];
  const keep = async () => {
    const { state, toSign: bytes } = await prepareSignature(file, options);
    return {
      state,
      value: new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, new Uint8Array(bytes))),
    };
  };
  for (let i = 0; i < 16; i++) states.push(await keep());
  let next = 0;
  const turns = await inTurns(
    [
      async () => completeXmlSignature(await core(), value),
      () => prepareSignature(file, options),
      () => {
        const { state, value: known } = states[next++ % states.length]!;
        return completeSignature(file, state, known, { at: AT });
      },
    ],
    effort,
  );
  return {
    xadesUs: column(turns, 0),
    prepareUs: column(turns, 1),
    completeUs: column(turns, 2),
    bytes: file.bytes.length,
  };
}

/** Signatures a second of one core, by profile: verified, and made with a key in memory. */
export async function throughput(people: readonly Person[], effort: Effort) {
  const rows: { profile: SignatureProfile; verifiedPerSecond: number; signedPerSecond: number }[] = [];
  for (const profile of ['cv2088', 'xadesB', 'dual'] as const) {
    const bytes = await fiveYears(people, { profile });
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const sample = new Uint8Array(900);
    const [hocBa] = sampleClass({ khoiLop: 3, pupils: 1, seed: 'throughput' });
    const document = parseXml(writeHocBa(hocBa!, { layout: cv2088 }).bytes);
    const data = findChild(document.root, 'DU_LIEU_HOC_BA')!;
    const request = {
      profile,
      algorithm: RSA_SHA256,
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
      certificate: people[0]!.certificate,
      subjectName: 'CN=x',
      signingTime: '2030-05-31T10:00:00+07:00',
      references: [{ uri: `#${attributeValue(data, 'Id')}` }],
      signatureId: 'sig-bench',
    };
    const place = { at: document.root.closeStart, before: '', after: '' };
    const turns = await inTurns(
      [
        () => ours(bytes),
        () => prepareXmlSignature(document, request, place),
        () => nodeSign('sha256', sample, privateKey),
      ],
      effort,
    );
    rows.push({
      profile,
      verifiedPerSecond: (SIGNATURES * 1e6) / column(turns, 0),
      signedPerSecond: 1e6 / (column(turns, 1) + column(turns, 2)),
    });
  }
  return rows;
}

/** Cost of verifying with certificates never met before, over that with certificates the process knows; the keys are the same. */
export async function unmetCertificates(people: readonly Person[], ca: DevCa, effort: Effort): Promise<number> {
  const files: Uint8Array[] = [];
  // More than are remembered, asked for in a circle: each is forgotten before its turn comes again.
  for (let set = 0; set < 90; set++) files.push(await fiveYears(await renewed(people, ca), { profile: 'cv2088' }));
  let next = 0;
  const turns = await inTurns([() => ours(files[next++ % files.length]!), () => ours(files[0]!)], effort);
  return ratio(turns, 0, 1);
}

/** Microseconds of processor time: the whole report of one record with three roles, alone and in a list of fifty. */
export async function reportCosts(ca: DevCa, effort: Effort) {
  const pupils = sampleClass({ khoiLop: 3, pupils: 50, seed: 'report' });
  const signers = new Map<string, Awaited<ReturnType<typeof ca.identity>>>();
  for (const role of ROLES) signers.set(role, await ca.identity(role));
  const files: Uint8Array[] = [];
  for (const hocBa of pupils) {
    let file = writeHocBa(hocBa, { layout: cv2088 });
    for (const role of ROLES) {
      const signer = cryptoKeySigner({ ...signers.get(role)!, algorithm: RSA_SHA256 });
      file = await signHocBa(file, { role, signer, receiver: RECEIVER_DUAL, signingTime: AT });
    }
    files.push(file.bytes);
  }
  const list = (count: number) => {
    const inner = files
      .slice(0, count)
      .map((bytes) => new TextDecoder().decode(bytes).replace(/^<\?xml[^>]*\?>\s*/, ''));
    return new TextEncoder().encode(
      `<?xml version="1.0" encoding="UTF-8"?>\n<DANH_SACH_HOC_BA>${inner.join('')}</DANH_SACH_HOC_BA>`,
    );
  };
  const options: VerifyHocBaOptions = {
    trust: { anchors: ca.anchors, intermediates: Object.values(ca.authorities).map((one) => one.certificate) },
    at: AT,
    authority: () => 'authorised',
    revocation: () => ({ status: 'good' }),
  };
  const one = await verifyHocBa(files[0]!, options);
  if (one.roles.some((role) => role.core !== 'valid')) throw new Error('the record of the report does not hold');
  const lists = [list(5), list(50)] as const;
  let next = 0;
  const turns = await inTurns(
    [
      () => verifyHocBa(files[next++ % files.length]!, options),
      () => ours(files[next++ % files.length]!),
      () => verifyHocBaList(lists[0], options),
      () => verifyHocBaList(lists[1], options),
    ],
    effort,
  );
  return {
    bytes: files[0]!.length,
    reportUs: column(turns, 0),
    coreUs: column(turns, 1),
    inListUs: column(turns, 3) / 50,
    /** Cost of a record in a list of fifty over that in a list of five. */
    growthWithRecords: ratio(turns, 3, 2) / 10,
  };
}

/** Cost of each byte of a record eight times as long over that of the plain one, with as many signatures. */
export async function growthWithSize(people: readonly Person[], effort: Effort): Promise<number> {
  const small = await fiveYears(people, { profile: 'dual', copies: 4 });
  const large = await fiveYears(people, { profile: 'dual', copies: 32 });
  const turns = await inTurns([() => ours(large), () => ours(small)], effort);
  return ratio(turns, 0, 1) / (large.length / small.length);
}

/** Reading and checking many records, everything that was found being kept. */
export async function validateMany(count: number) {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const files: Uint8Array[] = [];
  for (let made = 0; made < count; ) {
    const pupils = Math.min(500, count - made);
    for (const hocBa of sampleClass({ khoiLop: 1 + (made % 5), pupils, seed: `validate-${made}` })) {
      files.push(writeHocBa(hocBa, { layout: cv2088 }).bytes);
    }
    made += pupils;
  }
  const bytes = files.reduce((sum, one) => sum + one.length, 0);
  const check = (file: Uint8Array) => {
    const read = readHocBa(openHocBa(file));
    return { findings: read.findings, rules: read.hocBa === null ? null : checkHocBa(read.hocBa, { at: AT }) };
  };
  for (const file of files.slice(0, 200)) check(file);
  gc();
  const before = process.memoryUsage().heapUsed;
  const start = process.cpuUsage();
  let peak = 0;
  const kept: unknown[] = [];
  for (const [index, file] of files.entries()) {
    kept.push(check(file));
    if (index % 100 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
  }
  const { user, system } = process.cpuUsage(start);
  gc();
  const after = process.memoryUsage().heapUsed;
  return {
    records: kept.length,
    bytesPerRecord: bytes / count,
    usPerRecord: (user + system) / count,
    keptBytesPerRecord: (after - before) / count,
    peakMegabytes: (peak - before) / 1e6,
  };
}
