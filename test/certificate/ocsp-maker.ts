import { webcrypto } from 'node:crypto';
import { TAG } from '../../src/certificate/der.js';
import {
  derElement,
  derExplicit,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '../../src/certificate/der-write.js';
import { type Certificate, type OcspAnswer, parseOcspAnswer } from '../../src/certificate/index.js';
import { publicKeyBits } from '../../src/certificate/ocsp-request.js';
import { digestSync, ecdsaDerSignature } from '../../src/crypto/index.js';
import { concatBytes, decodeHex, encodeUtf8 } from '../../src/encoding/index.js';
import { generalizedTime } from './authority.js';
import type { Node } from './fixtures.js';

/** What OpenSSL's responder cannot be asked for: answers with dates, cut-offs, nonces and signers at will, on P-256. */
export interface OcspMaking {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly responder: Node;
  readonly producedAt: Date;
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date | null;
  readonly revokedAt?: Date;
  /** Number of CRLReason. */
  readonly reason?: number;
  readonly archiveCutoff?: Date;
  readonly nonce?: Uint8Array;
  /** Certificates carried; default the responder's. */
  readonly carried?: readonly Certificate[];
  /** Hash function of its signature; default SHA-256. */
  readonly digest?: 'SHA-1' | 'SHA-256';
  readonly extension?: { readonly oid: string; readonly critical: boolean };
}

const time = (date: Date) => derElement(TAG.generalizedTime, encodeUtf8(generalizedTime(date)));
const extensionOf = (oid: string, value: Uint8Array, critical = false) =>
  derSequence(derOid(oid), ...(critical ? [derElement(TAG.boolean, Uint8Array.of(0xff))] : []), derOctetString(value));

export async function makeOcsp(making: OcspMaking): Promise<OcspAnswer> {
  const { certificate, issuer, responder, producedAt, thisUpdate = producedAt, nextUpdate = null, revokedAt } = making;
  const certId = derSequence(
    derSequence(derOid('2.16.840.1.101.3.4.2.1'), derNull()),
    derOctetString(digestSync('SHA-256', certificate.issuerDer)),
    derOctetString(digestSync('SHA-256', publicKeyBits(issuer))),
    derElement(TAG.integer, decodeHex(certificate.serialNumberHex)),
  );
  const status =
    revokedAt === undefined
      ? derElement(0x80)
      : derElement(
          0xa1,
          time(revokedAt),
          ...(making.reason === undefined
            ? []
            : [derExplicit(0, derElement(TAG.enumerated, Uint8Array.of(making.reason)))]),
        );
  const cutoff = making.archiveCutoff;
  const single = derSequence(
    certId,
    status,
    time(thisUpdate),
    ...(nextUpdate === null ? [] : [derExplicit(0, time(nextUpdate))]),
    ...(cutoff === undefined ? [] : [derExplicit(1, derSequence(extensionOf('1.3.6.1.5.5.7.48.1.6', time(cutoff))))]),
  );
  const extensions = [
    ...(making.nonce ? [extensionOf('1.3.6.1.5.5.7.48.1.2', derOctetString(making.nonce))] : []),
    ...(making.extension ? [extensionOf(making.extension.oid, derNull(), making.extension.critical)] : []),
  ];
  const tbs = derSequence(
    derExplicit(1, responder.certificate.subjectDer),
    time(producedAt),
    derSequence(single),
    ...(extensions.length > 0 ? [derExplicit(1, derSequence(...extensions))] : []),
  );
  const value = await webcrypto.subtle.sign(
    { name: 'ECDSA', hash: making.digest ?? 'SHA-256' },
    responder.key.privateKey,
    tbs,
  );
  const carried = making.carried ?? [responder.certificate];
  const basic = derSequence(
    tbs,
    derSequence(derOid(making.digest === 'SHA-1' ? '1.2.840.10045.4.1' : '1.2.840.10045.4.3.2')),
    derElement(TAG.bitString, Uint8Array.of(0), ecdsaDerSignature(new Uint8Array(value))),
    ...(carried.length > 0 ? [derExplicit(0, derSequence(...carried.map(({ der }) => der)))] : []),
  );
  return parseOcspAnswer(
    derSequence(
      derElement(TAG.enumerated, Uint8Array.of(0)),
      derExplicit(0, derSequence(derOid('1.3.6.1.5.5.7.48.1.1'), derOctetString(concatBytes([basic])))),
    ),
  );
}
