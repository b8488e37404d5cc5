/* Signed records for the tests of signing and verification, and of attacks on records: everything real, made by the package's own calls. */
import type { HocBa, VaiTroKy } from '../../src/hoc-ba/index.js';
import { cv2088, type HocBaFile, type Layout, writeHocBa } from '../../src/record-xml/index.js';
import { cryptoKeySigner, RECEIVER_DUAL, type Receiver, type Signer, signHocBa } from '../../src/signing/index.js';
import {
  createDevCa,
  type DevCa,
  type DevIdentityName,
  type DevIdentityOptions,
  specimenHocBa,
} from '../../src/testing/index.js';
import type { AuthorityPort, VerifyHocBaOptions } from '../../src/verification/index.js';

export const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
export const RSA_SHA256 = `${MORE}rsa-sha256`;
export const PSS_SHA256 = 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1';
export const CA_FROM = new Date('2024-01-01T00:00:00Z');
export const CA_TO = new Date('2026-01-01T00:00:00Z');
/** When the roles sign, and when the result is judged. */
export const AT = new Date('2024-05-31T03:00:00Z');
export const LATER = new Date('2024-06-01T00:00:00Z');
export const ROLES = ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const;
export const SLOT: Readonly<Record<VaiTroKy, string>> = {
  giaoVienBoMon: 'GVBM',
  giaoVienChuNhiem: 'GVCN',
  canBoQuanLy: 'CBQL',
  phatHanh: 'KY_PHAT_HANH',
};

let made: Promise<DevCa> | undefined;
export const devCa = (): Promise<DevCa> => (made ??= createDevCa({ notBefore: CA_FROM, notAfter: CA_TO }));

const ECDSA: Readonly<Record<string, string>> = {
  'P-256': `${MORE}ecdsa-sha256`,
  'P-384': `${MORE}ecdsa-sha384`,
  'P-521': `${MORE}ecdsa-sha512`,
};

/** A signer of the dev CA; `algorithm` default by its key. */
export async function signerOf(
  name: DevIdentityName,
  options: DevIdentityOptions & { readonly algorithm?: string } = {},
): Promise<Signer> {
  const { algorithm = ECDSA[options.key ?? ''] ?? RSA_SHA256, ...identity } = options;
  const { certificate, chain, privateKey, pkcs8 } = await (await devCa()).identity(name, identity);
  if (algorithm !== PSS_SHA256) return cryptoKeySigner({ certificate, chain, privateKey, algorithm });
  const pss = { name: 'RSA-PSS', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), pss, false, ['sign']);
  return cryptoKeySigner({ certificate, chain, privateKey: key, algorithm });
}

export interface RecordOptions {
  readonly receiver?: Receiver;
  readonly layout?: Layout;
  readonly roles?: readonly VaiTroKy[];
  readonly hocBa?: HocBa;
  readonly signers?: Partial<Record<VaiTroKy, Signer>>;
  readonly signingTime?: Date;
  readonly times?: Partial<Record<VaiTroKy, Date>>;
}

/** An unsigned record, as the receiver wants it. */
export function unsigned({ receiver = RECEIVER_DUAL, layout = cv2088, hocBa = specimenHocBa() }: RecordOptions = {}) {
  return writeHocBa(hocBa, { layout, idScheme: receiver.idScheme, saltId: receiver.saltId });
}

/** A record signed by its roles, each with the certificate that it should have. */
export async function signed(options: RecordOptions = {}): Promise<HocBaFile> {
  const { receiver = RECEIVER_DUAL, roles = ROLES, signers = {}, signingTime = AT, times = {} } = options;
  let file = unsigned(options);
  for (const role of roles) {
    const signer = signers[role] ?? (await signerOf(role));
    file = await signHocBa(file, {
      role,
      signer,
      receiver,
      signingTime: times[role] ?? signingTime,
      ...(role === 'giaoVienBoMon' ? { key: 'GV01' } : {}),
    });
  }
  return file;
}

/** The specimen with a pupil's look-up code of its own. */
export const specimenNumber = (number: number): HocBa => ({
  ...specimenHocBa(),
  maTraCuu: `123e4567-e89b-42d3-a456-${String(number).padStart(12, '0')}`,
});

/** The specimen with a subject teacher for its first two subjects. */
export function specimenWithSubjectTeacher(): HocBa {
  const hocBa = specimenHocBa();
  const giaoVienBoMon = { maGiaoVien: 'GV01', hoVaTen: 'Phạm Văn G', soDinhDanhCaNhan: '000000000003' };
  return { ...hocBa, monHoc: hocBa.monHoc.map((row, index) => (index < 2 ? { ...row, giaoVienBoMon } : row)) };
}

/** Says yes to whatever it is asked: what is left must be caught by the file itself. */
export const yesToAll: AuthorityPort = () => 'authorised';

/** A register as it should be: the principal's and the school's certificate for the specimen's school, nobody else's. */
export async function register(): Promise<AuthorityPort> {
  const entitled = new Map<string, string>();
  for (const role of ['canBoQuanLy', 'phatHanh'] as const) {
    entitled.set((await signerOf(role)).certificate.join(), `${role} 01001401`);
  }
  return ({ certificate, role, maTruong }) =>
    entitled.get(certificate.der.join()) === `${role} ${maTruong}` ? 'authorised' : 'notAuthorised';
}

/** Everything a verdict can ask for, and every answer in the file's favour. */
export async function allPorts(): Promise<VerifyHocBaOptions> {
  const { anchors, authorities } = await devCa();
  return {
    trust: { anchors, intermediates: Object.values(authorities).map((one) => one.certificate) },
    at: LATER,
    authority: yesToAll,
    revocation: () => ({ status: 'good' }),
  };
}

export const textOf = (file: HocBaFile | Uint8Array): string =>
  new TextDecoder().decode(file instanceof Uint8Array ? file : file.bytes);
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes with a change made in their text; fails when there is nothing to change. */
export function alter(
  file: HocBaFile | Uint8Array | string,
  from: string | RegExp,
  to: string | ((match: string, ...groups: string[]) => string),
): Uint8Array {
  const text = typeof file === 'string' ? file : textOf(file);
  const changed = typeof to === 'string' ? text.replace(from, () => to) : text.replace(from, to);
  if (changed === text) throw new Error(`nothing to change: ${String(from)}`);
  return bytesOf(changed);
}

/** A slot element of a role with all it holds. */
export function slotText(file: HocBaFile | Uint8Array, role: VaiTroKy): string {
  const found = new RegExp(`<${SLOT[role]}( [^>]*)?>(?=.*?<Signature).*?</${SLOT[role]}>`, 's').exec(textOf(file));
  if (found === null) throw new Error(`no slot of ${role}`);
  return found[0];
}

/** The ds:Signature in the slot of a role. */
export function signatureText(file: HocBaFile | Uint8Array, role: VaiTroKy): string {
  const found = /<Signature .*<\/Signature>/s.exec(slotText(file, role));
  if (found === null) throw new Error(`no signature of ${role}`);
  return found[0];
}

/** The record's own element, without the XML declaration. */
export const recordText = (file: HocBaFile | Uint8Array): string => textOf(file).replace(/^<\?xml[^>]*\?>\s*/, '');

/** A list file around records or any other text. */
export const listOf = (...records: readonly (HocBaFile | Uint8Array | string)[]): Uint8Array =>
  bytesOf(
    `<DANH_SACH_HOC_BA id="dataDanhSach">${records.map((one) => (typeof one === 'string' ? one : recordText(one))).join('')}</DANH_SACH_HOC_BA>`,
  );

/** Code of the error a promise or a call ends in, `no error` when it does not. */
export async function codeOf(work: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work);
    return 'no error';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
