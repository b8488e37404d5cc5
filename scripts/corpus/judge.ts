import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeBase64 } from '../../src/encoding/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { type AsicContainer, detachedIn, readAsic } from '../../src/packaging/index.js';
import {
  findSignatures,
  type GivenKey,
  openSignedDocument,
  type SignatureResult,
  type VerifySignatureOptions,
  verifySignature,
} from '../../src/xades/index.js';
import { parseXml } from '../../src/xml/index.js';
import type { CorpusCase } from './manifest.js';

/** Our answer on one file of the corpus. */
export interface CorpusVerdict {
  /** `valid` only if there is a signature and every one is. */
  readonly core: 'valid' | 'invalid' | 'unsupported';
  /** The reason of the first signature that is not valid, or why the file is not read; `null` when valid. */
  readonly reason: string | null;
  readonly detail: string | null;
  readonly signatures: readonly SignatureResult[];
  /** What an ASiC container breaks though its signatures may hold; empty for XML. */
  readonly container: readonly string[];
}

/** Judges one file as a verifier of foreign signatures would: no network, keys and detached octets as the manifest names them. */
export async function judgeCase(one: CorpusCase, folder: string, crypto?: Crypto): Promise<CorpusVerdict> {
  const bytes = new Uint8Array(readFileSync(join(folder, one.file)));
  const key = givenKey(one, folder);
  const options = {
    ...(key === undefined ? {} : { key }),
    ...(crypto === undefined ? {} : { crypto }),
    knownCertificates: knownCertificates(folder),
  };
  if (one.kind !== 'asic') {
    const detached = (uri: string) => {
      const file = one.detached.find((entry) => entry.uri === uri)?.file;
      return file ? new Uint8Array(readFileSync(join(folder, file))) : undefined;
    };
    return judgeFiles([bytes], { detached, ...options }, []);
  }
  let container: AsicContainer;
  try {
    // Foreign containers: what is wrong with the frame is reported, and a data file may be anything.
    container = await readAsic(bytes, { mimetype: 'report', nested: 'keep' });
  } catch (cause) {
    if (!isHocBaSoError(cause)) throw cause;
    return { core: 'invalid', reason: cause.code, detail: null, signatures: [], container: [cause.code] };
  }
  const files = container.signatureFiles.map((entry) => entry.bytes);
  const asked = new Set<Uint8Array>();
  const octets = detachedIn(container);
  const detached = (uri: string) => {
    const found = octets(uri);
    if (found !== null) asked.add(found);
    return found;
  };
  const findings = container.findings.map(({ code }) => code).filter((code) => code !== 'manifestMissing');
  const verdict = await judgeFiles(files, { detached, ...options }, findings);
  // EN 319 162-1 §4.4.3.2: every data file of the container is covered by the signatures.
  const unsigned = container.dataFiles.some((entry) => !asked.has(entry.bytes));
  return unsigned ? { ...verdict, container: [...verdict.container, 'unsignedFile'] } : verdict;
}

async function judgeFiles(
  files: readonly Uint8Array[],
  options: VerifySignatureOptions,
  container: readonly string[],
): Promise<CorpusVerdict> {
  const signatures: SignatureResult[] = [];
  for (const bytes of files) {
    try {
      const document = parseXml(bytes);
      const opened = openSignedDocument(document, { ids: 'wide' });
      for (const element of findSignatures(document.root)) {
        signatures.push(await verifySignature(element, opened, options));
      }
    } catch (cause) {
      if (!isHocBaSoError(cause)) throw cause;
      return { core: 'invalid', reason: cause.code, detail: null, signatures, container };
    }
  }
  const deciding =
    signatures.find((one) => one.core === 'invalid') ?? signatures.find((one) => one.core === 'unsupported');
  if (signatures.length === 0) return { core: 'invalid', reason: 'noSignature', detail: null, signatures, container };
  return {
    core: deciding?.core ?? 'valid',
    reason: deciding?.reason ?? null,
    detail: deciding?.detail ?? null,
    signatures,
    container,
  };
}

/** HMAC keys are not handed over: there is no way to do so, on purpose. */
function givenKey({ key }: CorpusCase, folder: string): GivenKey | undefined {
  if (key?.file === undefined || key.type === 'hmac') return undefined;
  const der = derOf(new Uint8Array(readFileSync(join(folder, key.file))));
  return key.type === 'certificate' ? { certificate: der } : { publicKey: der };
}

function derOf(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder('latin1').decode(bytes);
  const pem = /-----BEGIN (?:CERTIFICATE|PUBLIC KEY)-----([^-]+)-----END/.exec(text);
  return pem === null ? bytes : decodeBase64(pem[1]!);
}

const known = new Map<string, readonly Uint8Array[]>();

/** The certificates that come with the corpus, for a KeyInfo that only names one. */
function knownCertificates(folder: string): readonly Uint8Array[] {
  let found = known.get(folder);
  if (found === undefined) {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    found = files
      .filter((file) => /\/newcerts\/[^/]+\.pem$/.test(file))
      .sort()
      .map((file) => derOf(new Uint8Array(readFileSync(join(folder, file)))));
    known.set(folder, found);
  }
  return found;
}
