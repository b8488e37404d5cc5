import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Certificate,
  type Crl,
  type OcspAnswer,
  parseCrl,
  parseOcspAnswer,
  toPem,
} from '../../src/certificate/index.js';
import { peer } from '../peers.js';
import type { Node, OpenSsl } from './fixtures.js';

/** A line of the database of `openssl ca`: what the authority knows of one certificate. */
export interface Known {
  readonly certificate: Certificate;
  readonly revokedAt?: Date;
  /** As OpenSSL spells it in its database: `keyCompromise`, `holdInstruction,holdInstructionReject`, `keyTime,20250101000000Z`, … */
  readonly reason?: string;
}

/** `YYYYMMDDhhmmssZ`. */
export function generalizedTime(date: Date): string {
  return `${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
}

/** Writes key, certificate, database and configuration of an authority for OpenSSL. */
export function writeAuthority(openssl: OpenSsl, authority: Node, known: readonly Known[]): void {
  const lines = known.map(({ certificate, revokedAt, reason }) =>
    [
      revokedAt === undefined ? 'V' : 'R',
      generalizedTime(certificate.notAfter).slice(2),
      revokedAt === undefined ? '' : [generalizedTime(revokedAt).slice(2), ...(reason ? [reason] : [])].join(','),
      // A number, not octets: without the zero that keeps it positive.
      certificate.serialNumberHex.toUpperCase().replace(/^00(?=..)/, ''),
      'unknown',
      '/CN=of no importance',
    ].join('\t'),
  );
  openssl.write('index.txt', lines.map((line) => `${line}\n`).join(''));
  openssl.write('index.txt.attr', 'unique_subject = no\n');
  openssl.write('crlnumber', '01\n');
  openssl.write('ca.pem', toPem(authority.certificate.der, 'CERTIFICATE'));
  openssl.write('ca.key', toPem(authority.key.pkcs8, 'PRIVATE KEY'));
}

export interface CrlMaking {
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** Lines of OpenSSL's extension section, e.g. `issuingDistributionPoint = critical, @idp`. */
  readonly extensions?: string;
  /** Hash function of its signature; default `sha256`. */
  readonly digest?: 'sha1' | 'sha224' | 'sha256';
}

/** A list made by `openssl ca -gencrl` from what the authority knows. */
export function makeCrl(openssl: OpenSsl, authority: Node, known: readonly Known[], making: CrlMaking): Crl {
  writeAuthority(openssl, authority, known);
  openssl.write(
    'ca.cnf',
    `[ca]\ndefault_ca = d\n[d]\ndatabase = index.txt\ncrlnumber = crlnumber\ndefault_md = ${making.digest ?? 'sha256'}\ndefault_crl_days = 1\ncrl_extensions = e\n[e]\nauthorityKeyIdentifier = keyid\n${making.extensions ?? ''}\n`,
  );
  openssl.run([
    'ca',
    '-config',
    'ca.cnf',
    '-gencrl',
    '-keyfile',
    'ca.key',
    '-cert',
    'ca.pem',
    '-crl_lastupdate',
    generalizedTime(making.thisUpdate),
    '-crl_nextupdate',
    generalizedTime(making.nextUpdate),
    '-out',
    'crl.pem',
  ]);
  openssl.run(['crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der']);
  return parseCrl(readFileSync(join(openssl.folder, 'crl.der')));
}

export interface Responder {
  readonly signer: Node;
  /** Further arguments, e.g. `['-nmin', '5']`. */
  readonly args?: readonly string[];
}

/** The answer of `openssl ocsp` to a request; made now, by the machine's clock. */
export async function answerOcsp(
  openssl: OpenSsl,
  authority: Node,
  known: readonly Known[],
  request: Uint8Array,
  { signer, args = ['-nmin', '60'] }: Responder,
): Promise<OcspAnswer> {
  writeAuthority(openssl, authority, known);
  return parseOcspAnswer(await runOcsp(openssl, request, signer, args));
}

async function runOcsp(openssl: OpenSsl, request: Uint8Array, signer: Node, args: readonly string[]): Promise<Buffer> {
  openssl.write('ocsp.req', request);
  openssl.write('responder.pem', toPem(signer.certificate.der, 'CERTIFICATE'));
  openssl.write('responder.key', toPem(signer.key.pkcs8, 'PRIVATE KEY'));
  await promisify(execFile)(
    peer('openssl'),
    [
      ...['ocsp', '-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'responder.pem', '-rkey', 'responder.key'],
      ...['-reqin', 'ocsp.req', '-respout', 'ocsp.resp', ...args],
    ],
    { cwd: openssl.folder },
  );
  return readFileSync(join(openssl.folder, 'ocsp.resp'));
}

export interface Loopback {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** Method and path of every request so far. */
  readonly requests: readonly string[];
}

/** Serves on loopback while `use` runs. */
export async function withServer<T>(
  answer: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void | Promise<void>,
  use: (server: Loopback) => Promise<T>,
): Promise<T> {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    try {
      await answer(request, Buffer.concat(parts), response);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** What `withServer` answers with when OpenSSL is the responder. */
export async function serveOcsp(
  openssl: OpenSsl,
  body: Uint8Array,
  response: ServerResponse,
  { signer, args = ['-nmin', '60'] }: Responder,
): Promise<void> {
  const bytes = await runOcsp(openssl, body, signer, args);
  response.writeHead(200, { 'content-type': 'application/ocsp-response' }).end(bytes);
}
