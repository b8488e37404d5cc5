import { parseCertificate, verifyPath } from '../certificate/index.js';
import { randomBytes } from '../crypto/index.js';
import { encodeHex } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import { giaTri, type HocBa } from '../hoc-ba/index.js';
import { RECEIVER_DUAL, type Receiver, type Signer } from '../signing/index.js';
import type { TrustAnchors } from '../verification/index.js';
import {
  completeXmlSignature,
  formatSigningTime,
  isSignatureElement,
  openSignedDocument,
  prepareXmlSignature,
  verifySignature,
} from '../xades/index.js';
import { childElements, isC14nAlgorithm, parseXml, textContent, writeXml, type XmlElement } from '../xml/index.js';
import { EXCHANGE_ERRORS } from './exchange-errors.js';
import type { RefusalCode } from './refusals.js';

/** One record to be recalled, as the list has it: texts only. There is no field for a reason. */
export interface RecallItem {
  readonly maTraCuu: string;
  readonly hoVaTen: string;
  readonly gioiTinh: string;
  /** `17/05/2017` in the printed sample. */
  readonly ngaySinh: string;
  readonly soCccd: string;
  readonly tenTruong: string;
  readonly maTruong: string;
  readonly namHoc: string;
}

/** In printed order. @see CV 2088/BGDĐT-GDTH, annex 1, II.2 (5) */
const FIELDS: readonly (readonly [keyof RecallItem, string])[] = [
  ['maTraCuu', 'MA_TRA_CUU_UUID'],
  ['hoVaTen', 'HO_VA_TEN'],
  ['gioiTinh', 'GIOI_TINH'],
  ['ngaySinh', 'NGAY_SINH'],
  ['soCccd', 'SO_CCCD'],
  ['tenTruong', 'TEN_TRUONG'],
  ['maTruong', 'MA_TRUONG'],
  ['namHoc', 'TEN_NAM_HOC'],
];
const LIST = 'DANH_SACH_HOC_BA';
const ITEM = 'HOC_BA';
const LIST_ID = 'dataDanhSach';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const PROOF_OF_SENDER = 'http://uri.etsi.org/01903/v1.2.2#ProofOfSender';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** The item of a record. What the record has no value for stays empty. */
export function recallItem({ maTraCuu, hocSinh, nhaTruong, namHoc }: HocBa): RecallItem {
  const gioiTinh = giaTri(hocSinh.gioiTinh);
  return {
    maTraCuu,
    hoVaTen: hocSinh.hoVaTen,
    gioiTinh: gioiTinh === undefined ? '' : { nam: 'Nam', nu: 'Nữ' }[gioiTinh],
    ngaySinh: hocSinh.ngaySinh.split('-').reverse().join('/'),
    soCccd: giaTri(hocSinh.soDinhDanhCaNhan) ?? '',
    tenTruong: nhaTruong.tenTruong,
    maTruong: nhaTruong.maTruong,
    namHoc,
  };
}

/**
 * The list of a recall request, signed by the organisation like a submission.
 *
 * @throws {@link HocBaSoError} `ERR_EXCHANGE_RECALL_LIST` for no item or one code twice; the codes of `prepareXmlSignature`, and whatever
 * the signer throws.
 */
export async function signRecallList(
  items: readonly RecallItem[],
  options: {
    readonly signer: Signer;
    readonly receiver?: Receiver;
    /** Default now. */
    readonly signingTime?: Date;
    readonly crypto?: Crypto;
  },
): Promise<Uint8Array> {
  const { signer, receiver = RECEIVER_DUAL, signingTime = new Date() } = options;
  if (items.length === 0) throw malformed('empty');
  if (new Set(items.map(({ maTraCuu }) => maTraCuu.toLowerCase())).size < items.length) throw malformed('duplicate');
  const bytes = writeXml({
    name: LIST,
    attributes: [['id', LIST_ID]],
    children: items.map((item) => ({
      name: ITEM,
      children: FIELDS.map(([key, name]) => ({ name, children: [item[key]] })),
    })),
  });
  const document = parseXml(bytes);
  const crypto = options.crypto === undefined ? {} : { crypto: options.crypto };
  const prepared = await prepareXmlSignature(
    document,
    {
      profile: receiver.profile,
      ...(receiver.c14n === undefined ? {} : { c14n: receiver.c14n }),
      algorithm: signer.algorithm,
      digestAlgorithm: receiver.digestAlgorithm ?? SHA256,
      certificate: signer.certificate,
      subjectName: parseCertificate(signer.certificate).subjectName,
      signingTime: formatSigningTime(signingTime),
      signingTimeNamespace: receiver.signingTimeNamespace,
      references: [{ uri: `#${LIST_ID}`, enveloped: true }],
      commitment: PROOF_OF_SENDER,
      signatureId: `sig-${encodeHex(randomBytes(16, options.crypto))}`,
    },
    { at: document.root.closeStart, before: '', after: '' },
    crypto,
  );
  const { toSign, digest, digestName } = prepared;
  const value = await signer.sign({ toSign, digest, digestName, algorithm: signer.algorithm });
  return completeXmlSignature(prepared, value, crypto);
}

/**
 * The items of a recall list, exactly the printed fields in their order.
 *
 * @param bytes - attacker-controlled.
 * @throws {@link HocBaSoError} `ERR_EXCHANGE_RECALL_LIST`, `ERR_XML_*`.
 */
export function readRecallList(bytes: Uint8Array): readonly RecallItem[] {
  const { root } = parseXml(bytes);
  if (root.name !== LIST || root.namespaceUri !== '') throw malformed('root');
  const items = childElements(root).filter((one) => !isSignatureElement(one));
  if (items.length === 0) throw malformed('empty');
  const read = items.map((item) => {
    const fields = childElements(item);
    const names = fields.map(({ name }) => name).join(' ');
    if (item.name !== ITEM || names !== FIELDS.map(([, name]) => name).join(' ')) throw malformed('fields');
    return Object.fromEntries(
      FIELDS.map(([key], at) => [key, textContent(fields[at]!).trim()]),
    ) as unknown as RecallItem;
  });
  if (new Set(read.map(({ maTraCuu }) => maTraCuu.toLowerCase())).size < read.length) throw malformed('duplicate');
  return read;
}

/** Why the signature on a recall list does not count; `null` when it does. */
export async function judgeRecallSignature(
  bytes: Uint8Array,
  options: {
    readonly trust?: TrustAnchors;
    readonly at: Date;
    readonly registered: readonly string[];
    readonly crypto?: Crypto;
  },
): Promise<RefusalCode | null> {
  const document = parseXml(bytes);
  const [element, ...others] = childElements(document.root).filter(isSignatureElement);
  if (element === undefined) return 'TRANSACTION_UNSIGNED';
  if (others.length > 0) return 'RECALL_SIGNATURE';
  const crypto = options.crypto === undefined ? {} : { crypto: options.crypto };
  const result = await verifySignature(element, openSignedDocument(document), crypto);
  if (result.core !== 'valid' || result.flags.includes('legacy')) return 'RECALL_SIGNATURE';
  if (result.certificateBinding === 'mismatch' || result.certificateBinding === 'malformed') return 'RECALL_SIGNATURE';
  if (result.certificate === null || result.keySource !== 'keyInfo') return 'RECALL_SIGNATURE';
  if (!result.references.some((one) => coversRoot(one, document.root, element))) return 'RECALL_SIGNATURE';
  try {
    const certificate = parseCertificate(result.certificate);
    const path = await verifyPath(certificate, {
      anchors: (options.trust?.anchors ?? []).map(parseCertificate),
      intermediates: [...(options.trust?.intermediates ?? []), ...result.certificates].map(parseCertificate),
      at: options.at,
      usage: 'signature',
      ...crypto,
    });
    if (path.status !== 'passed') return 'CERTIFICATE_NOT_TRUSTED';
    return options.registered.includes(certificate.fingerprint) ? null : 'CERTIFICATE_NOT_REGISTERED';
  } catch (cause) {
    // A certificate of the list that cannot be read.
    if (isHocBaSoError(cause)) return 'CERTIFICATE_NOT_TRUSTED';
    throw cause;
  }
}

type Reference = Awaited<ReturnType<typeof verifySignature>>['references'][number];

function coversRoot({ view, transforms }: Reference, root: XmlElement, signature: XmlElement): boolean {
  return (
    view?.includes(root) === true &&
    view.excluded.every((one) => one === signature) &&
    transforms.every((uri) => isC14nAlgorithm(uri) || uri === ENVELOPED)
  );
}

function malformed(reason: string) {
  return createError(EXCHANGE_ERRORS, 'ERR_EXCHANGE_RECALL_LIST', { reason });
}
