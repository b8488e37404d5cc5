/* The engines side by side: each reads the same bytes and says how many of the signatures in them hold. */
import { spawnSync } from 'node:child_process';
import { createHash, type createPublicKey, verify as nodeVerify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSignatures, openSignedDocument, verifySignature } from 'hoc-ba-so/xades';
import {
  attributeValue,
  type C14nAlgorithm,
  canonicalize,
  findChild,
  findChildren,
  parseXml,
  textContent,
} from 'hoc-ba-so/xml';

const DS = 'http://www.w3.org/2000/09/xmldsig#';

/** Judges every signature of a document, from its bytes; gives back how many hold. */
export type Engine = (bytes: Uint8Array) => Promise<number> | number;

export const ours: Engine = async (bytes) => {
  const document = parseXml(bytes);
  const opened = openSignedDocument(document);
  let valid = 0;
  for (const element of findSignatures(document.root)) {
    if ((await verifySignature(element, opened)).core === 'valid') valid++;
  }
  return valid;
};

/** What no verifier can do without: each value checked with a key at hand, each different stretch of octets hashed once. */
export interface Floor {
  readonly engine: Engine;
  readonly rsa: () => number;
  readonly hash: () => number;
}

export async function cryptoFloor(bytes: Uint8Array): Promise<Floor> {
  const document = parseXml(bytes);
  const opened = openSignedDocument(document);
  const values: {
    readonly key: ReturnType<typeof createPublicKey>;
    readonly data: Uint8Array;
    readonly value: Uint8Array;
  }[] = [];
  const octets = new Map<string, Uint8Array>();
  for (const element of findSignatures(document.root)) {
    const result = await verifySignature(element, opened);
    const info = findChild(element, 'SignedInfo', DS)!;
    values.push({
      key: new X509Certificate(result.certificate!).publicKey,
      data: Buffer.from(canonicalize(info, { algorithm: result.c14n as C14nAlgorithm })),
      value: Buffer.from(textContent(result.signatureValue!), 'base64'),
    });
    for (const { view } of result.references)
      octets.set(Buffer.from(view!.octets()).toString('latin1'), view!.octets());
  }
  const stretches = [...octets.values()];
  const rsa = () => values.filter(({ key, data, value }) => nodeVerify('sha256', data, key, value)).length;
  const hash = () => stretches.filter((one) => createHash('sha256').update(one).digest().length === 32).length;
  return { engine: () => (hash() === stretches.length ? rsa() : 0), rsa, hash };
}

/** xadesjs on xmldom, the document read once for all its signatures. */
export async function xadesjs(): Promise<Engine> {
  const xades = await import('xadesjs');
  const xmldom = await import('@xmldom/xmldom');
  const xpath = await import('xpath');
  xades.setNodeDependencies({
    DOMParser: xmldom.DOMParser,
    DOMImplementation: xmldom.DOMImplementation,
    XMLSerializer: xmldom.XMLSerializer,
    xpath: (xpath as { default?: unknown }).default ?? xpath,
  } as never);
  const { crypto } = globalThis;
  xades.Application.setEngine('bench', {
    subtle: crypto.subtle,
    getRandomValues: crypto.getRandomValues.bind(crypto),
  } as never);
  return async (bytes) => {
    const document = xades.Parse(new TextDecoder().decode(bytes));
    const signatures = document.getElementsByTagNameNS(DS, 'Signature');
    let valid = 0;
    for (let i = 0; i < signatures.length; i++) {
      const signed = new xades.SignedXml(document);
      signed.LoadXml(signatures[i] as never);
      if (await signed.Verify()) valid++;
    }
    return valid;
  };
}

/** xml-crypto, which reads the document anew for each signature. */
export async function xmlCrypto(): Promise<Engine> {
  const { SignedXml } = await import('xml-crypto');
  // Nodes of the xmldom it was built with: it has a copy of its own.
  const own = createRequire(import.meta.resolve('xml-crypto'));
  const { DOMParser } = own('@xmldom/xmldom') as typeof import('@xmldom/xmldom');
  return (bytes) => {
    const text = new TextDecoder().decode(bytes);
    const signatures = new DOMParser().parseFromString(text, 'text/xml').getElementsByTagNameNS(DS, 'Signature');
    let valid = 0;
    for (let i = 0; i < signatures.length; i++) {
      const signed = new SignedXml({ getCertFromKeyInfo: SignedXml.getCertFromKeyInfo });
      signed.loadSignature(signatures[i] as never);
      if (signed.checkSignature(text)) valid++;
    }
    return valid;
  };
}

export interface OtherProcess {
  readonly version: string;
  /** Microseconds of processor time for all signatures of the document, start of the process not counted. */
  cost(): number;
  dispose(): void;
}

/**
 * xmlsec1 (C, libxml2, OpenSSL). Its command reads the document and judges one signature, `--repeat` times; the difference between many
 * times and one is what it costs without starting the process. A string says why it cannot be measured.
 */
export function xmlsec1(bytes: Uint8Array, repeats: number): OtherProcess | string {
  const found = spawnSync('xmlsec1', ['--version'], { encoding: 'utf8' });
  if (found.status !== 0) return 'xmlsec1 is not installed (Debian package xmlsec1)';
  if (spawnSync('bash', ['-c', 'true']).status !== 0) return 'bash, which measures the other process, is not installed';
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-'));
  const file = join(folder, 'signed.xml');
  writeFileSync(file, bytes);
  const document = parseXml(bytes);
  const signatures = findSignatures(document.root);
  const named = new Set<string>();
  for (const element of signatures) {
    for (const reference of findChildren(findChild(element, 'SignedInfo', DS)!, 'Reference', DS)) {
      const id = attributeValue(reference, 'URI')!.slice(1);
      for (const target of openSignedDocument(document).ids.get(id) ?? []) {
        named.add(target.namespaceUri === '' ? target.localName : `${target.namespaceUri}:${target.localName}`);
      }
    }
  }
  const ids = [...named].flatMap((name) => ['--id-attr:Id', name]);
  const run = (index: number, times: number): number => {
    const path = `(//*[local-name()='Signature'])[${index + 1}]`;
    const args = ['--verify', '--insecure', ...ids, '--node-xpath', path, '--repeat', String(times), file];
    const script = 'TIMEFORMAT="%U %S"; time xmlsec1 "$@" >/dev/null 2>&1';
    const done = spawnSync('bash', ['-c', script, 'xmlsec1', ...args], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    if (done.status !== 0) throw new Error(`xmlsec1 does not hold signature ${index + 1}`);
    const [user, system] = done.stderr.trim().split(' ').map(Number);
    return (user! + system!) * 1e6;
  };
  for (const index of signatures.keys()) run(index, 1);
  return {
    version: found.stdout.trim(),
    cost: () => signatures.reduce((sum, _, index) => sum + (run(index, repeats + 1) - run(index, 1)) / repeats, 0),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
