import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Crl,
  parseCertificate,
  parseCrl,
  parseTimeStampToken,
  type TimeStampAuthority,
  timeStampAuthority,
  verifyPathWithRevocation,
  verifyTimeStamp,
} from '../../src/certificate/index.js';
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import { buildTransaction, extractRecord, signTransaction } from '../../src/packaging/index.js';
import { documentOf, findSlots, type HocBaFile, openHocBaList, recordElement } from '../../src/record-xml/index.js';
import { extendHocBaSignature, RECEIVER_CV2088, RECEIVER_DUAL, RECEIVER_XADES } from '../../src/signing/index.js';
import { createDevCa, type DevCa } from '../../src/testing/index.js';
import {
  openSignedDocument,
  readUnsignedProperties,
  type SignatureResult,
  type SignatureStamp,
  verifySignature,
} from '../../src/xades/index.js';
import { canonicalize } from '../../src/xml/index.js';
import { makeCrl, withServer } from '../certificate/authority.js';
import { type Node, type OpenSsl, withOpenSsl } from '../certificate/fixtures.js';
import { replyTs, writeTsa } from '../certificate/tsa.js';
import { AT, alter, bytesOf, devCa, ROLES, signed, signerOf, specimenNumber, textOf } from './kit.js';
import { judgeByXmlsec1 } from './xmlsec1.js';

const DAY_MS = 86_400_000;
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

let record: HocBaFile;
let tsaCa: DevCa;
let tsa: Node;

beforeAll(async () => {
  record = await signed();
  // `openssl ts` stamps by the machine's clock, so its certificate must be valid now.
  const now = Date.now();
  tsaCa = await createDevCa({ notBefore: new Date(now - 30 * DAY_MS), notAfter: new Date(now + 30 * DAY_MS) });
  const { certificate, privateKey, pkcs8 } = await tsaCa.identity('timeStamping');
  const parsed = parseCertificate(certificate);
  tsa = { certificate: parsed, key: { privateKey, pkcs8, spki: parsed.spki } };
});

/** `openssl ts` behind HTTP on loopback. */
async function withTsa<T>(use: (authority: TimeStampAuthority, openssl: OpenSsl) => Promise<T>): Promise<T> {
  return withOpenSsl((openssl) => {
    writeTsa(openssl, tsa);
    return withServer(
      (_, body, response) => {
        response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(replyTs(openssl, body));
      },
      ({ url }) => use(timeStampAuthority({ url, fetch: globalThis.fetch }), openssl),
    );
  });
}

/** A list of the authority that issued the principal's certificate, by `openssl ca`. */
async function crlOf(
  openssl: OpenSsl,
  number: number,
  authority: 'officialUse' | 'officialUseRoot' = 'officialUse',
): Promise<Crl> {
  const { certificate, privateKey, pkcs8 } = (await devCa()).authorities[authority];
  const parsed = parseCertificate(certificate);
  const node = { certificate: parsed, key: { privateKey, pkcs8, spki: parsed.spki } };
  const thisUpdate = new Date(AT.getTime() + number * DAY_MS);
  return makeCrl(openssl, node, [], { thisUpdate, nextUpdate: new Date(thisUpdate.getTime() + 7 * DAY_MS) });
}

async function chain() {
  const { authorities } = await devCa();
  return [authorities.officialUse, authorities.officialUseRoot].map((one) => parseCertificate(one.certificate));
}

async function judge(file: HocBaFile, role: VaiTroKy): Promise<SignatureResult> {
  const opened = openSignedDocument(documentOf(file), { scope: recordElement(file) });
  const slot = findSlots(file).find((one) => one.role === role)!;
  return verifySignature(slot.signatures[0]!, opened);
}

async function stands(stamp: SignatureStamp): Promise<string> {
  const token = parseTimeStampToken(stamp.token!);
  return `${(await verifyTimeStamp(token, stamp.octets()!)).status} ${stamp.c14n === EXCLUSIVE}`;
}

/** Core, level and stamps of the three roles. */
async function story(file: HocBaFile): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const role of ROLES) {
    const result = await judge(file, role);
    const { signatureTimeStamps, archiveTimeStamps } = readUnsignedProperties(result);
    const stamps = await Promise.all([...signatureTimeStamps, ...archiveTimeStamps].map(stands));
    rows.push([result.core, result.level, ...stamps].join(' '));
  }
  return rows;
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: Error & { code?: string; params?: { reason?: string } }) =>
      `${error.code ?? error.message} ${error.params?.reason ?? ''}`.trim(),
  );

/** Whether one text is the other with pieces inserted at one place. */
function isInsertion(before: string, after: string): boolean {
  let head = 0;
  while (head < before.length && before[head] === after[head]) head++;
  return after.endsWith(before.slice(head));
}

describe('level T', () => {
  test('each role, in any order and after all have signed: earlier bytes stay, later references hold', async () => {
    await withTsa(async (authority) => {
      expect(await story(record)).toEqual(ROLES.map(() => 'valid XAdES-B'));
      let file = record;
      for (const role of ['canBoQuanLy', 'phatHanh', 'giaoVienChuNhiem'] as const) {
        const next = await extendHocBaSignature(file, { role, level: 'T', timeStampAuthority: authority });
        expect(isInsertion(textOf(file), textOf(next))).toBe(true);
        file = next;
      }
      expect(await story(file)).toEqual(ROLES.map(() => 'valid XAdES-T passed true'));
      expect(judgeByXmlsec1(file.bytes, 3)).toEqual(['ok 3/3', 'ok 4/4', 'ok 5/5']);
      const again = extendHocBaSignature(file, { role: 'phatHanh', level: 'T', timeStampAuthority: authority });
      expect(await codeOf(again)).toBe('ERR_SIGNATURE_EXTENSION alreadyStamped');
    });
  });
});

describe('levels LT and LTA', () => {
  test('values are added once, what is held already is not repeated, and a list brings level LT', async () => {
    await withTsa(async (timeStampAuthority, openssl) => {
      const [ca, root] = await chain();
      const crl = await crlOf(openssl, 0);
      const role = 'canBoQuanLy';
      const signer = parseCertificate((await signerOf(role)).certificate);
      const evidence = { certificates: [signer, ca!, root!, ca!], crls: [crl, crl] };
      const options = { role, level: 'LT', timeStampAuthority } as const;
      expect(await codeOf(extendHocBaSignature(record, options))).toBe('ERR_SIGNATURE_EXTENSION revocationMissing');
      const file = await extendHocBaSignature(record, { ...options, evidence });
      expect(isInsertion(textOf(record), textOf(file))).toBe(true);
      expect(await story(file)).toEqual(['valid XAdES-B', 'valid XAdES-LT passed true', 'valid XAdES-B']);
      const values = readUnsignedProperties(await judge(file, role));
      // The signer's own stands in KeyInfo.
      expect(values.certificateValues.map((der) => parseCertificate(der).fingerprint)).toEqual(
        [ca!, root!].map((one) => one.fingerprint),
      );
      expect(values.crlValues).toEqual([crl.der]);
      expect({ ...values, signatureTimeStamps: [], certificateValues: [], crlValues: [] }).toEqual({
        signatureTimeStamps: [],
        archiveTimeStamps: [],
        certificateValues: [],
        crlValues: [],
        ocspValues: [],
        unknown: [],
        malformed: 0,
        limitReached: false,
      });
      const again = extendHocBaSignature(file, { ...options, evidence });
      expect(await codeOf(again)).toBe('ERR_SIGNATURE_EXTENSION nothingToAdd');
    });
  });

  test('what a path rested on goes into the file, and the file alone is then enough to judge that path', async () => {
    await withTsa(async (timeStampAuthority, openssl) => {
      const [ca, root] = await chain();
      const role = 'canBoQuanLy';
      const leaf = parseCertificate((await signerOf(role)).certificate);
      const at = { anchors: [root!], at: AT } as const;
      const crls = [await crlOf(openssl, 0), await crlOf(openssl, 0, 'officialUseRoot')];
      const path = await verifyPathWithRevocation(leaf, { ...at, intermediates: [ca!], evidence: { crls } });
      expect(path.status).toBe('passed');
      const file = await extendHocBaSignature(record, {
        role,
        level: 'LT',
        timeStampAuthority,
        evidence: path.material,
      });
      const values = readUnsignedProperties(await judge(file, role));
      const evidence = { crls: values.crlValues.map(parseCrl) };
      const intermediates = values.certificateValues.map(parseCertificate);
      expect((await verifyPathWithRevocation(leaf, { ...at, intermediates, evidence })).status).toBe('passed');
      expect((await verifyPathWithRevocation(leaf, { ...at, intermediates })).status).toBe('indeterminate');
    });
  });

  test('an archived record is renewed, keeps its canonical form, and survives a list with other namespaces', async () => {
    await withTsa(async (timeStampAuthority, openssl) => {
      let file = record;
      for (const role of ROLES) {
        const evidence = { certificates: await chain(), crls: [await crlOf(openssl, 0)] };
        file = await extendHocBaSignature(file, { role, level: 'LTA', timeStampAuthority, evidence });
      }
      const archived = ROLES.map(() => 'valid XAdES-LTA passed true passed true');
      expect(await story(file)).toEqual(archived);
      const evidence = { certificates: [tsa.certificate], crls: [await crlOf(openssl, 3)] };
      const renewed = await extendHocBaSignature(file, {
        role: 'phatHanh',
        level: 'LTA',
        timeStampAuthority,
        evidence,
      });
      expect(isInsertion(textOf(file), textOf(renewed))).toBe(true);
      expect(await story(renewed)).toEqual([...archived.slice(0, 2), `${archived[2]} passed true`]);
      const values = readUnsignedProperties(await judge(renewed, 'phatHanh'));
      expect([values.certificateValues.length, values.crlValues.length]).toEqual([3, 2]);
      expect(judgeByXmlsec1(renewed.bytes, 3)).toEqual(['ok 3/3', 'ok 4/4', 'ok 5/5']);

      const text = textOf(renewed);
      const body = text.slice(text.indexOf('\n') + 1);
      expect(canonicalize(documentOf(renewed).root, { algorithm: EXCLUSIVE })).toBe(body);

      const listed = (content: string) =>
        openHocBaList(
          bytesOf(
            `<DANH_SACH_HOC_BA id="list" xmlns:xades141="urn:other" xmlns:them="urn:them" xml:lang="vi">${content}</DANH_SACH_HOC_BA>`,
          ),
        )[0]!;
      expect(await story(listed(body))).toEqual(await story(renewed));
      expect(judgeByXmlsec1(listed(body).bytes, 3)).toEqual(['ok 3/3', 'ok 4/4', 'ok 5/5']);

      // What the exclusive form is for: the inclusive one of the same stamp is another in the list.
      const inclusive = body.replace(
        /(<xades:SignatureTimeStamp><CanonicalizationMethod) Algorithm="[^"]*"/,
        '$1 Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"',
      );
      const octets = async (one: HocBaFile) =>
        readUnsignedProperties(await judge(one, 'giaoVienChuNhiem')).signatureTimeStamps[0]!.octets();
      expect(await octets(openHocBaList(bytesOf(body))[0]!)).toEqual(await octets(listed(body)));
      const alone = openHocBaList(bytesOf(inclusive))[0]!;
      expect((await judge(alone, 'giaoVienChuNhiem')).core).toBe('valid');
      expect(await octets(alone)).not.toEqual(await octets(listed(inclusive)));
    });
  });

  test('an archive stamp covers values and earlier stamps: taking one away or changing it breaks it, and nothing else', async () => {
    await withTsa(async (timeStampAuthority, openssl) => {
      const evidence = { certificates: await chain(), crls: [await crlOf(openssl, 0)] };
      const role = 'giaoVienChuNhiem';
      const file = await extendHocBaSignature(record, { role, level: 'LTA', timeStampAuthority, evidence });
      expect((await story(file))[0]).toBe('valid XAdES-LTA passed true passed true');
      const without = alter(file, /<xades:CRLValues>.*?<\/xades:CRLValues>/, '');
      expect((await story(openHocBaList(without)[0]!))[0]).toBe('valid XAdES-LTA passed true failed true');
      const unstamped = alter(file, /<xades:SignatureTimeStamp>.*?<\/xades:SignatureTimeStamp>/, '');
      expect((await story(openHocBaList(unstamped)[0]!))[0]).toBe('valid XAdES-LTA failed true');
      const more = { role, level: 'LTA', timeStampAuthority, evidence } as const;
      expect(await codeOf(extendHocBaSignature(without, more))).toBe('ERR_SIGNATURE_EXTENSION stampMismatch');
    });
  });
});

describe('refusals', () => {
  const never: TimeStampAuthority = { stamp: () => Promise.reject(new Error('asked')) };

  test('inside a signed transaction; a list without signature, and a record taken out, are extended', async () => {
    await withTsa(async (timeStampAuthority) => {
      const records = [record, await signed({ hocBa: specimenNumber(2) })];
      const { bytes } = buildTransaction(records);
      const options = { role: 'giaoVienChuNhiem', level: 'T' } as const;
      const [, second] = openHocBaList(bytes);
      const extended = await extendHocBaSignature(second!, { ...options, timeStampAuthority });
      expect(await story(extended)).toEqual(['valid XAdES-T passed true', 'valid XAdES-B', 'valid XAdES-B']);
      expect(extended.index).toBe(1);

      const packed = await signTransaction(bytes, { signer: await signerOf('phatHanh'), signingTime: AT });
      const [first] = openHocBaList(packed);
      const refused = extendHocBaSignature(first!, { ...options, timeStampAuthority: never });
      expect(await codeOf(refused)).toBe('ERR_SIGNATURE_EXTENSION covered');
      const alone = await extendHocBaSignature(extractRecord(first!), { ...options, timeStampAuthority });
      expect((await story(alone))[0]).toBe('valid XAdES-T passed true');
    });
  });

  test('nothing is stamped that does not hold, is no XAdES, or is not there', async () => {
    const ask = (file: HocBaFile | Uint8Array, role: VaiTroKy = 'phatHanh') =>
      codeOf(extendHocBaSignature(file, { role, level: 'T', timeStampAuthority: never }));
    expect(await ask(await signed({ receiver: RECEIVER_CV2088 }))).toBe('ERR_SIGNATURE_EXTENSION notXades');
    expect(await ask(await signed({ receiver: RECEIVER_DUAL, roles: ['giaoVienChuNhiem'] }))).toBe(
      'ERR_SIGNING_EXTENSION',
    );
    expect(await ask(alter(record, '<HO_VA_TEN>', '<HO_VA_TEN>x'))).toBe('ERR_SIGNATURE_EXTENSION core');
    expect(await ask(await signed({ receiver: RECEIVER_XADES }))).toBe('asked');
  });

  test('a token over something else, a broken one and a silent authority: the file is not touched', async () => {
    await withTsa(async (authority) => {
      const stampedBy = (stamp: TimeStampAuthority['stamp']) =>
        codeOf(extendHocBaSignature(record, { role: 'phatHanh', level: 'T', timeStampAuthority: { stamp } }));
      expect(await stampedBy((octets) => authority.stamp(octets))).toBe('no error');
      expect(await stampedBy(() => authority.stamp(bytesOf('something else')))).toBe('ERR_TSA_TOKEN_INVALID imprint');
      const broken = async (octets: Uint8Array) => ({ ...(await authority.stamp(octets)), der: bytesOf('no token') });
      expect(await stampedBy(broken)).toBe('ERR_TSA_TOKEN_INVALID malformed');
      const silent = timeStampAuthority({ url: 'http://127.0.0.1:9/', fetch: globalThis.fetch });
      expect(await stampedBy((octets) => silent.stamp(octets))).toBe('ERR_TSA_UNAVAILABLE network');
    });
  });
});
