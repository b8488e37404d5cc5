import { type Certificate, parseCertificate } from '../certificate/index.js';
import { digestSync } from '../crypto/index.js';
import { decodeBase64, encodeHex, encodeUtf8, equalBytes } from '../encoding/index.js';
import { createError, isHocBaSoError } from '../errors/index.js';
import type { Signer } from '../signing/index.js';
import {
  type Conclusion,
  judgeOrganisationSignature,
  type OrganisationJudgement,
  type SubIndication,
  type VerifyHocBaOptions,
} from '../verification/index.js';
import {
  completeXmlSignature,
  formatSigningTime,
  isSignatureElement,
  openSignedDocument,
  prepareXmlSignature,
  type SignatureResult,
  verifySignature,
} from '../xades/index.js';
import {
  attributeValue,
  C14N_EXCLUSIVE,
  canonicalize,
  isElement,
  parseXml,
  textContent,
  writeXml,
  type XmlDocument,
  type XmlElement,
} from '../xml/index.js';
import { TRANSFER_ERRORS } from './transfer-errors.js';
import type { TransferSchool } from './transfer-facts.js';
import { mayPackFor } from './verify-transfer.js';

/*
 * <TransferReceipt xmlns="urn:hoc-ba-so:transfer-receipt">
 *   <Payload Id="payload" Version="1">{ JSON }</Payload>
 *   <Signature xmlns="http://www.w3.org/2000/09/xmldsig#" Id="signature">XAdES B over #payload</Signature>
 * </TransferReceipt>
 *
 * The same shape as a signed list of `trust`. There is no official form of a receipt: this one is ours.
 */
const NAMESPACE = 'urn:hoc-ba-so:transfer-receipt';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
/** EN 319 132-1 §5.2.3: the signer has received the data. */
const PROOF_OF_RECEIPT = 'http://uri.etsi.org/01903/v1.2.2#ProofOfReceipt';
/** A receipt is a few kilobytes. */
const SIZE_LIMIT = 256 * 1024;

/** `received`: it arrived, nothing is decided; `accepted`: the records were taken over; `refused`: with reasons. */
export type ReceiptDecision = 'received' | 'accepted' | 'refused';
const DECISIONS: readonly string[] = ['received', 'accepted', 'refused'];

/** What a receiving school confirms. */
export interface TransferReceipt {
  readonly version: 1;
  /** SHA-256 of the package's bytes, hex: this very package and no other. */
  readonly packageSha256: string;
  readonly receiver: TransferSchool;
  readonly decision: ReceiptDecision;
  /** Codes of the checklist, such as `years: yearMissing`; never a pupil's data. */
  readonly reasons: readonly string[];
  /** With zone, to the second. */
  readonly receivedAt: string;
}

export interface CreateReceiptOptions {
  /** The package as it arrived, or the SHA-256 of its bytes (hex). */
  readonly package: Uint8Array | string;
  readonly receiver: TransferSchool;
  readonly decision: ReceiptDecision;
  readonly reasons?: readonly string[];
  /** The receiving school's seal. */
  readonly signer: Signer;
  /** Default now. */
  readonly receivedAt?: Date;
  readonly crypto?: Crypto;
}

/**
 * A receipt that the receiving school signs: XML with a XAdES baseline B signature, bound to the package by the SHA-256 of its bytes.
 *
 * @throws {@link HocBaSoError} `ERR_RECEIPT_MALFORMED` for a digest, a decision or a reason that is none; `ERR_TRANSFER_CERTIFICATE_TIME`
 * outside the certificate's period; `ERR_SIGNER_VALUE_MISMATCH`, and whatever the signer throws.
 * @see TT 15/2026/TT-BGDĐT: the receiving school answers in 5 working days, 8 across provinces
 */
export async function createTransferReceipt(options: CreateReceiptOptions): Promise<Uint8Array> {
  const { signer, decision, reasons = [], receiver, crypto } = options;
  const packageSha256 = digestOf(options.package);
  const receivedAt = formatSigningTime(options.receivedAt ?? new Date());
  const receipt: TransferReceipt = { version: 1, packageSha256, receiver, decision, reasons, receivedAt };
  const payload = payloadOf(receipt);
  readPayload(payload);
  const { notBefore, notAfter, subjectName } = parseCertificate(signer.certificate);
  const time = Date.parse(receivedAt);
  if (time < notBefore.getTime() || time > notAfter.getTime()) {
    throw createError(TRANSFER_ERRORS, 'ERR_TRANSFER_CERTIFICATE_TIME', {});
  }
  const document = receiptDocument(payload);
  const prepared = await prepareReceipt(document, { signer, subjectName, receivedAt }, crypto);
  const { toSign, digest, digestName } = prepared;
  const value = await signer.sign({ toSign, digest, digestName, algorithm: signer.algorithm });
  return completeXmlSignature(prepared, value, crypto === undefined ? {} : { crypto });
}

/** The file before it is signed. */
function receiptDocument(payload: string): XmlDocument {
  return parseXml(
    writeXml({
      name: 'TransferReceipt',
      namespaces: [['', NAMESPACE]],
      children: [
        {
          name: 'Payload',
          attributes: [
            ['Id', 'payload'],
            ['Version', '1'],
          ],
          children: [payload],
        },
      ],
    }),
  );
}

function prepareReceipt(
  document: XmlDocument,
  given: {
    readonly signer: Pick<Signer, 'certificate' | 'algorithm'>;
    readonly subjectName: string;
    readonly receivedAt: string;
  },
  crypto: Crypto | undefined,
) {
  return prepareXmlSignature(
    document,
    {
      profile: 'xadesB',
      algorithm: given.signer.algorithm,
      digestAlgorithm: SHA256,
      certificate: given.signer.certificate,
      subjectName: given.subjectName,
      signingTime: given.receivedAt,
      references: [{ uri: '#payload', mimeType: 'application/json' }],
      commitment: PROOF_OF_RECEIPT,
      signatureId: 'signature',
    },
    { at: document.root.closeStart, before: '', after: '' },
    crypto === undefined ? {} : { crypto },
  );
}

/** Why a receipt does not stand for a package. Frozen codes. */
export type ReceiptReason =
  | 'unreadable'
  | 'signatureInvalid'
  | 'signatureUnsupported'
  | 'payloadNotSigned'
  /** It is bound to another package. */
  | 'otherPackage'
  /** It is not signed by whom it must be. */
  | 'otherSigner'
  /** It names another school than asked for. */
  | 'otherReceiver'
  /** Nobody said who may sign for the receiving school. */
  | 'signerUnknown'
  /** The signature holds; too little is known of its certificate, or it is refused. */
  | 'certificate';

/** The judgement on a receipt. JSON-able. */
export interface ReceiptReport {
  readonly conclusion: Conclusion;
  readonly subIndication: SubIndication | null;
  readonly reason: ReceiptReason | null;
  /** Code of the error, when it is `unreadable`. */
  readonly code: string | null;
  /** What was signed; `null` unless the signature holds over it. */
  readonly receipt: TransferReceipt | null;
  readonly certificate: string | null;
  /** ISO instant before which the signature is proved to have existed; `null` without proof. */
  readonly provedAt: string | null;
  readonly checks: OrganisationJudgement['checks'];
}

export interface VerifyReceiptOptions extends VerifyHocBaOptions {
  /** The package that was sent, or the SHA-256 of its bytes (hex). */
  readonly package: Uint8Array | string;
  /** School code the receipt must come from; default any. */
  readonly receiver?: string;
  /** Fingerprints (SHA-256 of the certificate, hex) that may sign for the receiving school, where no register says so. */
  readonly signers?: readonly string[];
}

/**
 * Verifies a receipt: it is signed, over what it says, by somebody who may sign for the receiving school, and it is bound to this very
 * package.
 *
 * @param bytes - attacker-controlled.
 * @returns A report, also for what cannot be read.
 * @throws {@link HocBaSoError} `ERR_RECEIPT_MALFORMED` for a package digest that is none; as `verifyHocBa`.
 */
export async function verifyTransferReceipt(bytes: Uint8Array, options: VerifyReceiptOptions): Promise<ReceiptReport> {
  const wanted = digestOf(options.package);
  const nothing = { receipt: null, certificate: null, provedAt: null, checks: [], code: null };
  const failed = (reason: ReceiptReason, more: Partial<ReceiptReport> = {}): ReceiptReport => ({
    ...nothing,
    conclusion: 'totalFailed',
    subIndication: 'FORMAT_FAILURE',
    reason,
    ...more,
  });
  let opened: { readonly document: XmlDocument; readonly payload: XmlElement; readonly signature: XmlElement };
  try {
    opened = openReceipt(bytes);
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    return failed('unreadable', { code: cause.code });
  }
  const { document, payload, signature } = opened;
  const result = await verifySignature(signature, openSignedDocument(document), options);
  if (result.core === 'invalid') {
    const isHash = result.reasons.includes('digest');
    return failed('signatureInvalid', { subIndication: isHash ? 'HASH_FAILURE' : 'SIG_CRYPTO_FAILURE' });
  }
  if (result.core === 'unsupported') {
    return failed('signatureUnsupported', { conclusion: 'indeterminate', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE' });
  }
  const view = result.references.find((one) => one.view?.element === payload)?.view;
  if (view?.covers(payload) !== true) return failed('payloadNotSigned', { subIndication: 'SIGNED_DATA_NOT_FOUND' });
  let receipt: TransferReceipt;
  let certificate: Certificate;
  try {
    // What is read is what was digested, not what stands in the tree.
    receipt = readPayload(textContent(parseXml(view.octets()).root));
    certificate = certificateOf(result);
    await checkWhole(bytes, document, result, receipt, options.crypto);
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    return failed('unreadable', { code: cause.code });
  }
  const judged = await judgeOrganisationSignature(result, options);
  const facts = {
    receipt,
    certificate: certificate.fingerprint,
    provedAt: judged.provedAt,
    checks: judged.checks,
  };
  const refused = (reason: ReceiptReason, subIndication: SubIndication) => failed(reason, { ...facts, subIndication });
  if (receipt.packageSha256 !== wanted) return refused('otherPackage', 'HASH_FAILURE');
  if (options.receiver !== undefined && options.receiver !== receipt.receiver.maTruong) {
    return refused('otherReceiver', 'SIGNER_NOT_AUTHORISED');
  }
  const { signers, ...rest } = options;
  const asked = signers === undefined ? rest : { ...rest, senders: signers };
  const mayMake = await mayPackFor(receipt.receiver.maTruong, result, asked);
  if (mayMake === 'notAuthorised') return refused('otherSigner', 'SIGNER_NOT_AUTHORISED');
  const { conclusion, subIndication } = judged;
  if (conclusion === 'totalFailed') return { ...nothing, ...facts, conclusion, subIndication, reason: 'certificate' };
  if (mayMake === 'unknown') {
    const open = { conclusion: 'indeterminate', subIndication: 'SIGNER_AUTHORITY_UNKNOWN' } as const;
    return { ...nothing, ...facts, ...open, reason: 'signerUnknown' };
  }
  return {
    ...nothing,
    ...facts,
    conclusion,
    subIndication,
    reason: conclusion === 'totalPassed' ? null : 'certificate',
  };
}

/** Exactly the two elements, and nothing between them. */
function openReceipt(bytes: Uint8Array) {
  const document = parseXml(bytes, { limits: { sizeBytes: SIZE_LIMIT } });
  const { root } = document;
  if (root.namespaceUri !== NAMESPACE || root.localName !== 'TransferReceipt') throw malformed('TransferReceipt');
  const [payload, signature, ...others] = root.children;
  if (payload === undefined || signature === undefined || others.length > 0) throw malformed('TransferReceipt');
  if (!isElement(payload) || payload.localName !== 'Payload' || payload.namespaceUri !== NAMESPACE) {
    throw malformed('Payload');
  }
  if (attributeValue(payload, 'Version') !== '1' || payload.children.some(isElement)) throw malformed('Payload');
  if (!isElement(signature) || !isSignatureElement(signature)) throw malformed('Signature');
  return { document, payload, signature };
}

/** What may be added to a receipt that is signed: stamps, and what they are judged by (EN 319 132-1 §5.3, §5.4, §5.5). */
const ADDED: ReadonlySet<string> = new Set([
  'SignatureTimeStamp',
  'CertificateValues',
  'RevocationValues',
  'TimeStampValidationData',
  'ArchiveTimeStamp',
]);

/**
 * The receipt as we write it of its parts: what no signature covers (attributes, Ids, objects, the form of the file) is then what it was.
 * Only a stamp, and what belongs to it, may have been added.
 */
async function checkWhole(
  bytes: Uint8Array,
  document: XmlDocument,
  result: SignatureResult,
  receipt: TransferReceipt,
  crypto: Crypto | undefined,
): Promise<void> {
  const canonical = encodeUtf8(
    `<?xml version="1.0" encoding="UTF-8"?>\n${canonicalize(document.root, { algorithm: C14N_EXCLUSIVE })}`,
  );
  if (!equalBytes(bytes, canonical)) throw malformed('TransferReceipt');
  const { certificate, algorithm, signatureValue, properties } = result;
  if (certificate === null || signatureValue === null) throw malformed('Signature');
  let { source } = document;
  const list = properties?.unsignedSignatureProperties ?? null;
  if (list !== null) {
    const added = list.parent;
    if (added === null || added.children.length !== 1 || list.children.length === 0)
      throw malformed('UnsignedProperties');
    if (!list.children.every((one) => isElement(one) && ADDED.has(one.localName)))
      throw malformed('UnsignedProperties');
    source = source.slice(0, added.start) + source.slice(added.end);
  }
  const { subjectName } = parseCertificate(certificate);
  const signer = { certificate, algorithm };
  const given = { signer, subjectName, receivedAt: receipt.receivedAt };
  const prepared = await prepareReceipt(receiptDocument(payloadOf(receipt)), given, crypto);
  const value = textContent(signatureValue);
  if (!equalBytes(prepared.splice(decodeBase64(value)), encodeUtf8(source))) throw malformed('Signature');
}

function certificateOf({ certificate, keySource, certificateBinding }: SignatureResult): Certificate {
  if (certificate === null || keySource !== 'keyInfo' || certificateBinding !== 'match') throw malformed('KeyInfo');
  return parseCertificate(certificate);
}

function payloadOf({ version, packageSha256, receiver, decision, reasons, receivedAt }: TransferReceipt): string {
  const { maTruong, tenTruong } = receiver;
  return JSON.stringify({ version, packageSha256, receiver: { maTruong, tenTruong }, decision, reasons, receivedAt });
}

function readPayload(json: string): TransferReceipt {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw malformed('Payload', cause);
  }
  const given = value as Partial<TransferReceipt> | null;
  const isText = (text: unknown) => typeof text === 'string' && text !== '' && text.length <= 500;
  if (typeof given !== 'object' || given === null || given.version !== 1) throw malformed('version');
  if (!/^[0-9a-f]{64}$/.test(String(given.packageSha256))) throw malformed('packageSha256');
  if (!isText(given.receiver?.maTruong) || !isText(given.receiver?.tenTruong)) throw malformed('receiver');
  if (!DECISIONS.includes(String(given.decision))) throw malformed('decision');
  const { reasons } = given;
  if (!Array.isArray(reasons) || reasons.length > 100 || !reasons.every((one) => /^[\w:, ./-]{1,100}$/.test(one))) {
    throw malformed('reasons');
  }
  if (Number.isNaN(Date.parse(String(given.receivedAt)))) throw malformed('receivedAt');
  const receipt = given as TransferReceipt;
  // One spelling, so that it has one reading.
  if (payloadOf(receipt) !== json) throw malformed('Payload');
  return receipt;
}

function digestOf(given: Uint8Array | string): string {
  if (typeof given !== 'string') return encodeHex(digestSync('SHA-256', given));
  if (!/^[0-9a-f]{64}$/i.test(given)) throw malformed('packageSha256');
  return given.toLowerCase();
}

function malformed(part: string, cause?: unknown) {
  return createError(TRANSFER_ERRORS, 'ERR_RECEIPT_MALFORMED', { part }, cause === undefined ? {} : { cause });
}
