import { type Certificate, parseCertificate, type SubjectId } from '../certificate/index.js';
import { parsePublicKey } from '../crypto/index.js';
import { ARGUMENT_ERRORS, createError, isHocBaSoError } from '../errors/index.js';
import type { BatchSigner, SigningRequest } from '../signing/index.js';
import { NODE_ERRORS } from './node-errors.js';

export interface Pkcs11SignerOptions {
  /** Path of the device's PKCS#11 library. */
  readonly library: string;
  /** PIN of the holder, asked for once; not kept. */
  readonly pin: () => string | Promise<string>;
  /** Label of the token, where several are there; default the only one with a fitting certificate. */
  readonly tokenLabel?: string;
  /** Which certificate, where several are there. */
  readonly subjectId?: Pick<SubjectId, 'kind' | 'value'>;
  /** SHA-256 of the certificate, hex. */
  readonly fingerprint?: string;
  /** For RSA keys: `pkcs1` (default, what every device does) or `pss` (TT 15/2025/TT-BKHCN annex I), where the device can. */
  readonly scheme?: 'pkcs1' | 'pss';
  /** The module `graphene-pk11`, for programs that bring it from elsewhere; default: imported by its name. */
  readonly graphene?: unknown;
  /** Certificates not valid at this instant are passed over; default now. */
  readonly at?: Date;
}

/** A session on a token; close it when the work is done. */
export interface Pkcs11Signer extends BatchSigner {
  close(): Promise<void>;
}

/** What is used of graphene-pk11; its own types would be a dependency. */
interface Graphene {
  readonly Module: { load(path: string, name?: string): GrapheneModule };
  readonly ObjectClass: { readonly CERTIFICATE: number; readonly PRIVATE_KEY: number };
  readonly MechanismEnum: { readonly SHA256: number };
  readonly RsaMgf: { readonly MGF1_SHA256: number };
  readonly RsaPssParams: new (hash: number, mgf: number, saltLength: number) => object;
  readonly SessionFlag: { readonly SERIAL_SESSION: number };
}
interface GrapheneModule {
  initialize(): void;
  finalize(): void;
  getSlots(present: boolean): { readonly length: number; items(index: number): GrapheneSlot };
}
interface GrapheneSlot {
  getToken(): { readonly label: string; readonly flags: number };
  open(flags: number): GrapheneSession;
}
interface GrapheneSession {
  login(pin: string): void;
  close(): void;
  find(template: Readonly<Record<string, unknown>>): { readonly length: number; items(index: number): GrapheneObject };
  createSign(
    mechanism: string | { readonly name: string; readonly params: object },
    key: GrapheneObject,
  ): {
    /** The device works off the thread: a page, a timer and a cancellation go on meanwhile. */
    once(data: Buffer, ended: (error: Error | null, value: Buffer) => void): void;
  };
}
interface GrapheneObject {
  toType<T>(): T;
  getAttribute(names: Readonly<Record<string, null>>): Readonly<Record<string, unknown>>;
}

/** Optional peer with native code; a variable, since its types are not among the dependencies. */
const PEER: string = 'graphene-pk11';

/** CKF_TOKEN_INITIALIZED, PKCS #11 §6.7. */
const TOKEN_INITIALIZED = 0x400;

/** Libraries already initialised in this process: a second time is an error of the standard. */
const modules = new Map<string, { readonly module: GrapheneModule; uses: number }>();

/**
 * A signer on a USB token, smart card or HSM with a PKCS#11 library. The key stays in the device; the certificate is chosen by identifier,
 * fingerprint and validity before the PIN is asked for.
 *
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING` without the package `graphene-pk11`; `ERR_TOKEN_DRIVER`, `ERR_TOKEN_ABSENT`,
 * `ERR_TOKEN_CERTIFICATE`, `ERR_TOKEN_KEY`, `ERR_TOKEN_PIN`, `ERR_TOKEN_PIN_LOCKED`, `ERR_TOKEN_FAILED`.
 * @see PKCS #11 v2.40
 * @example examples/usb-token.ts
 */
export async function pkcs11Signer(options: Pkcs11SignerOptions): Promise<Pkcs11Signer> {
  const graphene = await loadGraphene(options.graphene);
  const module = acquire(graphene, options.library);
  let session: GrapheneSession | undefined;
  try {
    const found = choose(graphene, module, options);
    session = found.session;
    session.login(await options.pin());
    const key = privateKey(graphene, session, found.keyId);
    return makeSigner(graphene, session, found.certificate, key, options);
  } catch (error) {
    session?.close();
    release(options.library);
    throw tokenError(error);
  }
}

async function loadGraphene(given: unknown): Promise<Graphene> {
  try {
    const loaded = (given ?? (await import(PEER))) as unknown as Graphene & { readonly default?: Graphene };
    return loaded.Module === undefined ? loaded.default! : loaded;
  } catch (cause) {
    throw createError(ARGUMENT_ERRORS, 'ERR_PEER_MISSING', { package: PEER }, { cause });
  }
}

function acquire(graphene: Graphene, library: string): GrapheneModule {
  const known = modules.get(library);
  if (known !== undefined) {
    known.uses += 1;
    return known.module;
  }
  try {
    const module = graphene.Module.load(library, 'hoc-ba-so');
    module.initialize();
    modules.set(library, { module, uses: 1 });
    return module;
  } catch (cause) {
    throw createError(NODE_ERRORS, 'ERR_TOKEN_DRIVER', {}, { cause });
  }
}

function release(library: string): void {
  const known = modules.get(library);
  if (known === undefined) return;
  known.uses -= 1;
  if (known.uses > 0) return;
  modules.delete(library);
  try {
    known.module.finalize();
  } catch {
    // The device may be gone already; there is nothing left to be finalised then.
  }
}

interface Choice {
  readonly session: GrapheneSession;
  readonly certificate: Certificate;
  readonly keyId: Buffer;
}

/** The one certificate that fits; sessions on other tokens are closed again. */
function choose(graphene: Graphene, module: GrapheneModule, options: Pkcs11SignerOptions): Choice {
  const slots = module.getSlots(true);
  const at = options.at ?? new Date();
  const choices: Choice[] = [];
  let tokens = 0;
  for (let index = 0; index < slots.length; index++) {
    const slot = slots.items(index);
    const token = slot.getToken();
    // A token that was never initialised holds nothing and opens no session.
    if ((token.flags & TOKEN_INITIALIZED) === 0) continue;
    if (options.tokenLabel !== undefined && token.label.trim() !== options.tokenLabel) continue;
    const session = slot.open(graphene.SessionFlag.SERIAL_SESSION);
    tokens += 1;
    const before = choices.length;
    const objects = session.find({ class: graphene.ObjectClass.CERTIFICATE });
    for (let i = 0; i < objects.length; i++) {
      const { value, id } = objects.items(i).getAttribute({ value: null, id: null }) as { value: Buffer; id: Buffer };
      const certificate = readable(value);
      if (certificate !== null && !certificate.isCa && fits(certificate, options, at))
        choices.push({ session, certificate, keyId: id });
    }
    if (choices.length === before) session.close();
  }
  if (tokens === 0) throw createError(NODE_ERRORS, 'ERR_TOKEN_ABSENT', {});
  const [choice, ...others] = choices;
  if (choice === undefined || others.length > 0) {
    for (const session of new Set(choices.map((one) => one.session))) session.close();
    throw createError(NODE_ERRORS, 'ERR_TOKEN_CERTIFICATE', { count: choices.length });
  }
  return choice;
}

function fits(certificate: Certificate, { subjectId, fingerprint }: Pkcs11SignerOptions, at: Date): boolean {
  if (fingerprint !== undefined && certificate.fingerprint !== fingerprint.toLowerCase()) return false;
  if (
    subjectId !== undefined &&
    !certificate.subjectIds.some((one) => one.kind === subjectId.kind && one.value === subjectId.value)
  ) {
    return false;
  }
  return at >= certificate.notBefore && at <= certificate.notAfter;
}

function readable(der: Buffer): Certificate | null {
  try {
    return parseCertificate(new Uint8Array(der));
  } catch (cause) {
    if (isHocBaSoError(cause)) return null;
    throw cause;
  }
}

function privateKey(graphene: Graphene, session: GrapheneSession, id: Buffer): GrapheneObject {
  const keys = session.find({ class: graphene.ObjectClass.PRIVATE_KEY, id });
  if (keys.length === 0) throw createError(NODE_ERRORS, 'ERR_TOKEN_KEY', {});
  return keys.items(0);
}

/** Hash of ECDSA for each curve. */
const CURVE_HASH: Readonly<Record<string, number>> = { 'P-256': 256, 'P-384': 384, 'P-521': 512 };

function makeSigner(
  graphene: Graphene,
  session: GrapheneSession,
  certificate: Certificate,
  key: GrapheneObject,
  { library, scheme }: Pkcs11SignerOptions,
): Pkcs11Signer {
  const publicKey = parsePublicKey(certificate.spki);
  const hash = publicKey.kind === 'ec' ? CURVE_HASH[publicKey.curve] : undefined;
  if (publicKey.kind === 'unsupported' || (publicKey.kind === 'ec' && hash === undefined))
    throw createError(NODE_ERRORS, 'ERR_TOKEN_FAILED', { reason: 'key type' });
  const more = 'http://www.w3.org/2001/04/xmldsig-more#';
  const pss = hash === undefined && scheme === 'pss';
  const algorithm =
    hash !== undefined
      ? `${more}ecdsa-sha${hash}`
      : pss
        ? 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'
        : `${more}rsa-sha256`;
  const mechanism = () => {
    if (hash !== undefined) return 'ECDSA';
    if (!pss) return 'SHA256_RSA_PKCS';
    const params = new graphene.RsaPssParams(graphene.MechanismEnum.SHA256, graphene.RsaMgf.MGF1_SHA256, 32);
    return { name: 'SHA256_RSA_PKCS_PSS', params };
  };
  let closed = false;
  const signOne = (request: SigningRequest): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      if (closed) throw createError(NODE_ERRORS, 'ERR_TOKEN_ABSENT', {});
      // ECDSA in the device takes the hash and gives r‖s, which is the form of SignatureValue.
      const input = hash === undefined ? request.toSign : request.digest;
      session.createSign(mechanism(), key).once(Buffer.from(input), (error, value) => {
        if (error) reject(error);
        else resolve(new Uint8Array(value));
      });
    });
  // A session bears one operation at a time (PKCS #11 §5.11), whatever the caller does.
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    certificate: certificate.der,
    algorithm,
    sign: (request) => {
      // At once where the device is idle: whoever calls has other work to do meanwhile.
      const started = waiting === 0 ? signOne(request) : tail.then(() => signOne(request));
      waiting += 1;
      const next = started
        .catch((error: unknown) => Promise.reject(tokenError(error)))
        .finally(() => {
          waiting -= 1;
        });
      tail = next.catch(() => undefined);
      return next;
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await tail;
      try {
        session.close();
      } catch {
        // A token that was pulled out has closed its sessions itself.
      }
      release(library);
    },
  };
}

/** Return values of PKCS #11 that a person can do something about. */
function tokenError(error: unknown): Error {
  if (isHocBaSoError(error)) return error;
  const text =
    String((error as { name?: unknown }).name ?? '') + String((error as { message?: unknown }).message ?? error);
  const value = /CKR_[A-Z_]+/.exec(text)?.[0] ?? 'unknown';
  if (value === 'CKR_PIN_INCORRECT' || value === 'CKR_PIN_LEN_RANGE' || value === 'CKR_PIN_INVALID') {
    return createError(NODE_ERRORS, 'ERR_TOKEN_PIN', {}, { cause: error });
  }
  if (value === 'CKR_PIN_LOCKED') return createError(NODE_ERRORS, 'ERR_TOKEN_PIN_LOCKED', {}, { cause: error });
  const gone = [
    'CKR_TOKEN_NOT_PRESENT',
    'CKR_DEVICE_REMOVED',
    // The key was there when the session was opened: its handle dies with the token.
    'CKR_OBJECT_HANDLE_INVALID',
    'CKR_KEY_HANDLE_INVALID',
    'CKR_SESSION_HANDLE_INVALID',
    'CKR_SESSION_CLOSED',
    'CKR_SLOT_ID_INVALID',
    'CKR_CRYPTOKI_NOT_INITIALIZED',
  ];
  if (gone.includes(value)) return createError(NODE_ERRORS, 'ERR_TOKEN_ABSENT', {}, { cause: error });
  return createError(NODE_ERRORS, 'ERR_TOKEN_FAILED', { reason: value }, { cause: error });
}
