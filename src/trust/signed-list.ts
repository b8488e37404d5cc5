import { type Certificate, parseCertificate } from '../certificate/index.js';
import { digestSync, findSignatureAlgorithm } from '../crypto/index.js';
import { decodeHex, encodeHex } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import {
  completeXmlSignature,
  formatSigningTime,
  isSignatureElement,
  openSignedDocument,
  prepareXmlSignature,
  type SignatureResult,
  verifySignature,
} from '../xades/index.js';
import { attributeValue, isElement, parseXml, textContent, writeXml, type XmlElement } from '../xml/index.js';
import type { NumberStore } from './number-store.js';
import { instant, instantText, malformed, matching, members, type Place, text, wholeNumber } from './payload-reader.js';
import { TRUST_ERRORS } from './trust-errors.js';

/*
 * <SignedList xmlns="urn:hoc-ba-so:signed-list">
 *   <Payload Id="payload" Kind="trustList" Version="1">{ JSON }</Payload>
 *   <Signature xmlns="http://www.w3.org/2000/09/xmldsig#" Id="signature">XAdES B over #payload</Signature>
 * </SignedList>
 *
 * The signature stands beside what it signs, as a role's signature does in a record, and not around it or inside: the payload can be read
 * with any XML reader, and one engine verifies records and lists.
 */
const NAMESPACE = 'urn:hoc-ba-so:signed-list';
const PAYLOAD_ID = 'payload';
const VERSION = 1;
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** Octets of a list; 16 MiB hold the register of a country. */
const SIZE_LIMIT = 16 * 1024 * 1024;

/** How far a publisher's clock may run ahead of ours. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

export type ListKind = 'trustList' | 'register';

/** What a key is asked to sign, as in `hoc-ba-so/signing`. */
export interface ListSigningRequest {
  readonly toSign: Uint8Array;
  readonly digest: Uint8Array;
  readonly digestName: string;
  readonly algorithm: string;
}

/** Who signs a list: any `Signer` of `hoc-ba-so/signing`. */
export interface ListSigner {
  /** DER. */
  readonly certificate: Uint8Array;
  /** URI of the signature algorithm. */
  readonly algorithm: string;
  sign(request: ListSigningRequest): Promise<Uint8Array>;
}

/** What every list says of itself. */
export interface ListHeader {
  /** Names the series: lower-case letters, digits, `.` and `-`. */
  readonly id: string;
  /** Grows by every issue; integer ≥ 1. */
  readonly number: number;
  readonly issuedAt: Date;
  /** From then on the list says nothing any more. */
  readonly nextUpdate: Date;
  /** Who publishes it, for people. */
  readonly publisher: string;
}

/** A list whose signature holds and whose signer is pinned. */
export interface OpenedList extends ListHeader {
  readonly version: 1;
  readonly signer: Certificate;
  /** SHA-256 of the payload, lower-case hexadecimal: which content was used. */
  readonly sha256: string;
  /** The instant it was opened for. */
  readonly openedAt: Date;
  /** `notCheckable`: no store was given, so an older list in the place of a newer one would not be noticed. */
  readonly rollback: 'checked' | 'notCheckable';
}

export interface OpenListOptions {
  /**
   * Signers that are believed: SHA-256 of the certificate or of its SubjectPublicKeyInfo, 64 hexadecimal digits (a key outlives its
   * certificates). Nothing is built in; get them by another way than the list itself.
   */
  readonly pinned: readonly string[];
  /** The instant the list is used at; default now. */
  readonly at?: Date;
  /** The series that is wanted; default any of the signer's. */
  readonly id?: string;
  /** Finds roll-backs. */
  readonly store?: NumberStore;
  readonly crypto?: Crypto;
}

/** Whether a list is in force at an instant; before it was issued and from `nextUpdate` on it says nothing. */
export function isInForce({ issuedAt, nextUpdate }: Pick<ListHeader, 'issuedAt' | 'nextUpdate'>, at: Date): boolean {
  return at.getTime() + CLOCK_TOLERANCE_MS >= issuedAt.getTime() && at < nextUpdate;
}

/** Members of every payload. */
export const HEADER_MEMBERS = ['id', 'number', 'issuedAt', 'nextUpdate', 'publisher'] as const;

/** Writes and signs a list. `body` comes after the header. */
export async function signList(
  kind: ListKind,
  header: ListHeader,
  body: Readonly<Record<string, unknown>>,
  signer: ListSigner,
  crypto?: Crypto,
): Promise<Uint8Array> {
  const { id, number, issuedAt, nextUpdate, publisher } = header;
  const times = { issuedAt: instantText(issuedAt), nextUpdate: instantText(nextUpdate) };
  const payload = payloadText({ id, number, ...times, publisher, ...body });
  const document = parseXml(
    writeXml({
      name: 'SignedList',
      namespaces: [['', NAMESPACE]],
      children: [
        {
          name: 'Payload',
          attributes: [
            ['Id', PAYLOAD_ID],
            ['Kind', kind],
            ['Version', String(VERSION)],
          ],
          children: [payload],
        },
      ],
    }),
  );
  const options = crypto === undefined ? {} : { crypto };
  const prepared = await prepareXmlSignature(
    document,
    {
      profile: 'xadesB',
      algorithm: signer.algorithm,
      digestAlgorithm: SHA256,
      certificate: signer.certificate,
      subjectName: parseCertificate(signer.certificate).subjectName,
      signingTime: formatSigningTime(issuedAt),
      references: [{ uri: `#${PAYLOAD_ID}`, mimeType: 'application/json' }],
      signatureId: 'signature',
    },
    { at: document.root.closeStart, before: '', after: '' },
    options,
  );
  const { toSign, digest, digestName } = prepared;
  const value = await signer.sign({ toSign, digest, digestName, algorithm: signer.algorithm });
  return completeXmlSignature(prepared, value, options);
}

/** JSON in normalisation form C, with the characters that XML cannot carry as escapes. */
function payloadText(payload: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(payload)
    .normalize('NFC')
    .replace(/[\ufffe\uffff\u007f-\u009f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A list with its payload still to be read. */
export interface VerifiedList {
  readonly list: OpenedList;
  readonly payload: Readonly<Record<string, Place>>;
}

/**
 * Verifies a list before anything in it is believed: structure, one XAdES signature over the very payload that is read, the pinned signer,
 * dates. The number is compared last, by {@link compareNumber}, when the whole list has been read.
 */
export async function verifyList(
  bytes: Uint8Array,
  kind: ListKind,
  bodyMembers: readonly string[],
  options: OpenListOptions,
): Promise<VerifiedList> {
  const { pinned, at = new Date(), crypto } = options;
  const pins = pinned.map((pin) => checkPin(pin));
  const document = readDocument(bytes);
  const { payload: element, signature } = partsOf(document.root);
  const result = await verifySignature(signature, openSignedDocument(document), crypto === undefined ? {} : { crypto });
  const { signer, octets } = checkSignature(result, element);
  const spki = encodeHex(digestSync('SHA-256', signer.spki));
  if (!pins.includes(signer.fingerprint) && !pins.includes(spki))
    throw createError(TRUST_ERRORS, 'ERR_TRUST_SIGNER', { fingerprint: signer.fingerprint });
  // What is read is what was digested, not what stands in the tree.
  const signed = parseXml(octets).root;
  const found = attributeValue(signed, 'Kind') ?? '';
  if (found !== kind) throw createError(TRUST_ERRORS, 'ERR_TRUST_KIND', { expected: kind, found });
  const version = attributeValue(signed, 'Version') ?? '';
  if (version !== String(VERSION)) throw createError(TRUST_ERRORS, 'ERR_TRUST_VERSION', { version });
  const json = textContent(signed);
  const payload = members({ value: parseJson(json), path: '' }, [...HEADER_MEMBERS, ...bodyMembers]);
  const header = readHeader(payload);
  if (options.id !== undefined && header.id !== options.id)
    throw createError(TRUST_ERRORS, 'ERR_TRUST_KIND', { expected: options.id, found: header.id });
  checkDates(header, signer, at);
  const list: OpenedList = {
    ...header,
    version: VERSION,
    signer,
    sha256: encodeHex(digestSync('SHA-256', json)),
    openedAt: at,
    rollback: options.store === undefined ? 'notCheckable' : 'checked',
  };
  return { list, payload };
}

/** Refuses a list older than one seen before, and a second one of the same number. */
export async function compareNumber(kind: ListKind, list: OpenedList, store: NumberStore | undefined): Promise<void> {
  if (store === undefined) return;
  const { number, sha256 } = list;
  const stored = await store.raise(`${kind}:${list.id}`, { number, sha256 });
  if (stored.number > number) throw createError(TRUST_ERRORS, 'ERR_TRUST_ROLLBACK', { number, highest: stored.number });
  if (stored.sha256 !== sha256) throw createError(TRUST_ERRORS, 'ERR_TRUST_FORK', { number });
}

function checkPin(pin: string): string {
  try {
    if (decodeHex(pin).length === 32) return pin.toLowerCase();
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
  }
  throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', {
    argument: 'pinned',
    reason: 'not 64 hexadecimal digits',
  });
}

function readDocument(bytes: Uint8Array): ReturnType<typeof parseXml> {
  try {
    return parseXml(bytes, { limits: { sizeBytes: SIZE_LIMIT } });
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    throw malformed('', cause.code, cause);
  }
}

/** Exactly the two elements, and nothing between them: a list has one reading. */
function partsOf(root: XmlElement): { readonly payload: XmlElement; readonly signature: XmlElement } {
  const [payload, signature, ...others] = root.children;
  if (root.namespaceUri !== NAMESPACE || root.localName !== 'SignedList') throw malformed('', 'not a SignedList');
  if (payload === undefined || signature === undefined || others.length > 0) throw malformed('SignedList', 'children');
  if (!isElement(payload) || payload.localName !== 'Payload' || payload.namespaceUri !== NAMESPACE)
    throw malformed('SignedList', 'no Payload');
  if (!isElement(signature) || !isSignatureElement(signature)) throw malformed('SignedList', 'no Signature');
  if (payload.children.some(isElement)) throw malformed('Payload', 'elements');
  return { payload, signature };
}

/** EN 319 132-1 baseline B by a certificate that the signature itself binds, with an algorithm that is still produced. */
function checkSignature(
  result: SignatureResult,
  payload: XmlElement,
): { readonly signer: Certificate; readonly octets: Uint8Array } {
  const fail = (reason: string) => createError(TRUST_ERRORS, 'ERR_TRUST_SIGNATURE', { reason });
  if (result.core !== 'valid') throw fail(result.reason ?? 'core');
  const view = result.references.find((one) => one.view?.element === payload)?.view;
  if (view?.covers(payload) !== true) throw fail('payloadNotSigned');
  if (result.certificate === null || result.keySource !== 'keyInfo' || result.certificateBinding !== 'match')
    throw fail('certificateNotBound');
  const algorithm = result.algorithmRow ?? findSignatureAlgorithm(result.algorithm);
  if (algorithm?.status !== 'produced' || result.flags.includes('legacy')) throw fail('legacy');
  return { signer: parseCertificate(result.certificate), octets: view.octets() };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw malformed('Payload', 'not JSON', cause);
  }
}

function readHeader(payload: Readonly<Record<(typeof HEADER_MEMBERS)[number], Place>>): ListHeader {
  return {
    id: matching(payload.id, /^[a-z0-9][a-z0-9.-]{0,63}$/, 'an identifier'),
    number: wholeNumber(payload.number),
    issuedAt: instant(payload.issuedAt),
    nextUpdate: instant(payload.nextUpdate),
    publisher: text(payload.publisher),
  };
}

function checkDates({ issuedAt, nextUpdate }: ListHeader, signer: Certificate, at: Date): void {
  const fail = (reason: string) => createError(TRUST_ERRORS, 'ERR_TRUST_DATES', { reason });
  if (issuedAt >= nextUpdate) throw fail('order');
  if (issuedAt.getTime() > at.getTime() + CLOCK_TOLERANCE_MS) throw fail('future');
  if (issuedAt < signer.notBefore || issuedAt > signer.notAfter) throw fail('signerPeriod');
}
