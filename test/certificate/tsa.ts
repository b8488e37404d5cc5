import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TAG } from '../../src/certificate/der.js';
import {
  derElement,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derSequence,
} from '../../src/certificate/der-write.js';
import { buildTimeStampRequest, parseTimeStampToken, type TimeStampToken, toPem } from '../../src/certificate/index.js';
import { digestSync } from '../../src/crypto/index.js';
import { encodeUtf8 } from '../../src/encoding/index.js';
import { generalizedTime } from './authority.js';
import type { Node, OpenSsl } from './fixtures.js';

/** Policy of the authority here. */
export const POLICY = '1.3.6.1.4.1.99999.1';
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** Key, certificate and configuration of a time-stamping authority for `openssl ts`. */
export function writeTsa(openssl: OpenSsl, tsa: Node, chain: readonly Node[] = []): void {
  openssl.write('tsa.pem', toPem(tsa.certificate.der, 'CERTIFICATE'));
  openssl.write('tsa.key', toPem(tsa.key.pkcs8, 'PRIVATE KEY'));
  openssl.write('chain.pem', chain.map(({ certificate }) => toPem(certificate.der, 'CERTIFICATE')).join(''));
  openssl.write('serial', '01\n');
  openssl.write(
    'tsa.cnf',
    `[tsa]\ndefault_tsa = t\n[t]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\nsigner_digest = sha256\ndefault_policy = ${POLICY}\ndigests = sha256, sha384, sha512\naccuracy = secs:1, millisecs:500\nordering = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n`,
  );
}

/** The answer of `openssl ts -reply` to a request; made now, by the machine's clock. */
export function replyTs(openssl: OpenSsl, request: Uint8Array, args: readonly string[] = []): Uint8Array {
  openssl.write('ts.req', request);
  const chain = readFileSync(join(openssl.folder, 'chain.pem')).length > 0 ? ['-chain', 'chain.pem'] : [];
  openssl.run(['ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'ts.req', '-out', 'ts.resp', ...chain, ...args]);
  return readFileSync(join(openssl.folder, 'ts.resp'));
}

/** A token by `openssl ts` over octets. */
export function stampWithOpenSsl(openssl: OpenSsl, octets: Uint8Array): TimeStampToken {
  replyTs(openssl, buildTimeStampRequest(octets).der);
  openssl.run(['ts', '-reply', '-in', 'ts.resp', '-token_out', '-out', 'ts.token']);
  return parseTimeStampToken(readFileSync(join(openssl.folder, 'ts.token')));
}

export interface TokenMaking {
  readonly octets: Uint8Array;
  readonly genTime: Date;
  readonly signer: Node;
  /** Whether the signature names the certificate by ESSCertIDv2; default true. */
  readonly ess?: boolean;
  readonly eContentType?: string;
  readonly criticalExtension?: boolean;
  readonly args?: readonly string[];
}

/** What `openssl ts` refuses to make: tokens of any time and by any certificate, put together by `openssl cms`. */
export function makeToken(openssl: OpenSsl, making: TokenMaking): TimeStampToken {
  const { octets, genTime, signer, ess = true, eContentType = '1.2.840.113549.1.9.16.1.4', args = [] } = making;
  const extension = derSequence(
    derOid('1.2.3.4'),
    derElement(TAG.boolean, Uint8Array.of(0xff)),
    derOctetString(derNull()),
  );
  const info = derSequence(
    derInteger(1),
    derOid(POLICY),
    derSequence(
      derSequence(derOid('2.16.840.1.101.3.4.2.1'), derNull()),
      derOctetString(digestSync('SHA-256', octets)),
    ),
    derInteger(77),
    derElement(TAG.generalizedTime, encodeUtf8(generalizedTime(genTime))),
    ...(making.criticalExtension ? [derElement(0xa1, extension)] : []),
  );
  openssl.write('tst.der', info);
  openssl.write('signer.pem', toPem(signer.certificate.der, 'CERTIFICATE'));
  openssl.write('signer.key', toPem(signer.key.pkcs8, 'PRIVATE KEY'));
  openssl.run([
    ...['cms', '-sign', '-binary', '-nodetach', '-outform', 'DER', '-md', 'sha256', '-econtent_type', eContentType],
    ...['-in', 'tst.der', '-signer', 'signer.pem', '-inkey', 'signer.key', '-out', 'tst.p7'],
    ...(ess ? ['-cades'] : []),
    ...args,
  ]);
  return parseTimeStampToken(readFileSync(join(openssl.folder, 'tst.p7')));
}
