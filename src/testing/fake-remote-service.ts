import { certificateSpki, ecdsaDerSignature, parsePublicKey } from '../crypto/index.js';
import { decodeBase64, encodeBase64 } from '../encoding/index.js';
import type { DevIdentity } from './dev-ca.js';
import { type FakeServiceMode, signDigestForTests } from './fake-key.js';

export interface FakeRemoteServiceOptions {
  readonly identity: DevIdentity;
  /** Signs in mode `wrongCertificate`. */
  readonly other?: DevIdentity;
  readonly mode?: FakeServiceMode;
  /** The forms of value that the key of an RSA certificate makes; default PKCS#1 v1.5 alone. Keys on curves make ECDSA, in DER. */
  readonly schemes?: readonly ('pkcs1' | 'pss')[];
  /** Hashes with one confirmation; default 100. */
  readonly multisign?: number;
  /** Polls after which the holder has confirmed; default 1. */
  readonly confirmsAfterPolls?: number;
  /** Where the holder is asked: while signing (`signPolling`), or already when authorising (`authorizeCheck`). Default `signPolling`. */
  readonly asks?: 'signPolling' | 'authorizeCheck';
  /** How the use of the key is authorised; default `implicit` (the service asks the holder's phone). */
  readonly authMode?: 'implicit' | 'explicit' | 'oauth2code';
  /** The one-time password of mode `explicit`. */
  readonly otp?: string;
  /** Signs this many hashes, then breaks the line; default without end. */
  readonly diesAfter?: number;
  /** Seconds that a confirmation lasts; default 300. */
  readonly expiresInSeconds?: number;
  /** Clock of the service; default the machine's. */
  readonly clock?: () => Date;
  /** Default `secret`. */
  readonly accessToken?: string;
}

export interface FakeRemoteService {
  /** Stands in for `fetch`. */
  readonly fetch: typeof fetch;
  /** One request of the API: what a server in front of it calls. */
  readonly handle: (
    path: string,
    authorization: string | null,
    body: unknown,
  ) => Promise<{ readonly status: number; readonly body: unknown }>;
  /** Paths asked for with their bodies, in order. */
  readonly requests: readonly { readonly path: string; readonly body: Readonly<Record<string, unknown>> }[];
  /** Hashes signed. */
  readonly uses: () => number;
  /** Confirmations that the holder was asked for. */
  readonly confirmations: () => number;
}

/** Object identifiers of RFC 8017 appendix C. */
const PKCS1: readonly string[] = ['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.11'];
const PSS: readonly string[] = ['1.2.840.113549.1.1.10'];

interface Waiting {
  readonly hashes: readonly string[];
  readonly isPss: boolean;
}

interface Authorisation {
  readonly hashes: readonly string[];
  readonly expires: number;
  polls: number;
}

/**
 * A remote signing service by the API of the Cloud Signature Consortium, version 2, in this process: `credentials/info`,
 * `credentials/authorize`, `credentials/authorizeCheck`, `signatures/signHash`, `signatures/signPolling`, with the faults
 * that a real one may have. Names and meanings of fields are the API's; what we assume beyond its text is `REMOTE_SIGNING_ASSUMED` of
 * `hoc-ba-so/signing`.
 */
export function fakeRemoteService(options: FakeRemoteServiceOptions): FakeRemoteService {
  const {
    mode = 'answers',
    multisign = 100,
    confirmsAfterPolls = 1,
    asks = 'signPolling',
    authMode = 'implicit',
  } = options;
  const { diesAfter = Number.POSITIVE_INFINITY, expiresInSeconds = 300, accessToken = 'secret' } = options;
  const clock = options.clock ?? (() => new Date());
  const requests: { path: string; body: Readonly<Record<string, unknown>> }[] = [];
  const authorisations = new Map<string, Authorisation>();
  const waiting = new Map<string, Waiting & { readonly expires: number; polls: number }>();
  let uses = 0;
  let confirmations = 0;

  const { schemes = ['pkcs1'] } = options;
  const publicKey = parsePublicKey(certificateSpki(options.identity.certificate));
  const isCurve = publicKey.kind === 'ec';
  const algo = isCurve ? ['1.2.840.10045.2.1'] : schemes.flatMap((one) => (one === 'pss' ? PSS : PKCS1));

  const sign = async ({ hashes, isPss }: Waiting): Promise<readonly string[]> => {
    const signer = mode === 'wrongCertificate' ? (options.other ?? options.identity) : options.identity;
    const values: string[] = [];
    for (const hash of hashes) {
      uses += 1;
      // As `fetch` itself rejects when the line breaks.
      if (uses > diesAfter) return Promise.reject(new TypeError('fetch failed'));
      const digest = decodeBase64(hash);
      const wanted = mode === 'otherDigest' ? digest.map((byte) => byte ^ 1) : digest;
      let value = await signDigestForTests(signer, wanted, isPss ? 'pss' : 'pkcs1');
      if (mode === 'wrongValue') value = value.map((byte, at) => (at === 9 ? byte ^ 1 : byte));
      values.push(encodeBase64(isCurve ? ecdsaDerSignature(value) : value));
    }
    return mode === 'swapped' ? values.reverse() : values;
  };
  const refused = (error: string) => ({ status: 400, body: { error, error_description: 'Lê Thị D: không nhận' } });

  const steps: Readonly<
    Record<string, (body: Readonly<Record<string, unknown>>) => Promise<{ status: number; body: unknown }>>
  > = {
    'credentials/info': async () => ({
      status: 200,
      body: {
        key: { status: 'enabled', algo, len: publicKey.kind === 'unsupported' ? 0 : publicKey.bits },
        cert: {
          status: 'valid',
          certificates: [options.identity.certificate, ...options.identity.chain].map((one) => encodeBase64(one)),
        },
        auth: { mode: authMode },
        SCAL: '2',
        multisign,
      },
    }),
    'credentials/authorize': async ({ hashes, numSignatures, authData }) => {
      if (!Array.isArray(hashes) || numSignatures !== hashes.length || hashes.length > multisign)
        return refused('invalid_request');
      if (authMode === 'explicit') {
        const given = Array.isArray(authData) ? (authData as { value?: unknown }[])[0]?.value : undefined;
        if (given !== options.otp) return refused('invalid_otp');
      }
      confirmations += 1;
      if (mode === 'cancels') return refused('access_denied');
      const SAD = `sad-${confirmations}`;
      authorisations.set(SAD, { hashes, expires: clock().getTime() + expiresInSeconds * 1000, polls: 0 });
      return { status: 200, body: asks === 'authorizeCheck' ? { handle: SAD } : { SAD, expiresIn: expiresInSeconds } };
    },
    'credentials/authorizeCheck': async ({ handle }) => {
      const known = authorisations.get(String(handle));
      if (known === undefined) return refused('invalid_request');
      known.polls += 1;
      if (mode === 'silent' || known.polls < confirmsAfterPolls) return { status: 200, body: {} };
      return { status: 200, body: { SAD: handle, expiresIn: expiresInSeconds } };
    },
    'signatures/signHash': async ({ SAD, hashes, signAlgo, signAlgoParams }) => {
      if (!Array.isArray(hashes)) return refused('invalid_request');
      const isPss = PSS.includes(String(signAlgo));
      if (!isCurve && !algo.includes(String(signAlgo))) return refused('invalid_request');
      // Without parameters PSS means SHA-1 (RFC 4055 §3.1).
      if (isPss && typeof signAlgoParams !== 'string') return refused('invalid_request');
      if (authMode !== 'oauth2code') {
        const known = authorisations.get(String(SAD));
        // The confirmation is for these hashes and no others, once.
        if (known === undefined || JSON.stringify(known.hashes) !== JSON.stringify(hashes))
          return refused('invalid_request');
        authorisations.delete(String(SAD));
        if (clock().getTime() > known.expires) return refused('invalid_request');
      }
      if (asks === 'authorizeCheck') return { status: 200, body: { signatures: await sign({ hashes, isPss }) } };
      const responseID = `response-${waiting.size + 1}`;
      waiting.set(responseID, { hashes, isPss, expires: clock().getTime() + expiresInSeconds * 1000, polls: 0 });
      return { status: 200, body: { responseID } };
    },
    'signatures/signPolling': async ({ responseID }) => {
      const known = waiting.get(String(responseID));
      if (known === undefined) return refused('invalid_request');
      known.polls += 1;
      const late = mode === 'slow' ? 4 * confirmsAfterPolls : confirmsAfterPolls;
      const tooEarly = mode === 'lateAnswer' && clock().getTime() <= known.expires;
      if (mode === 'silent' || tooEarly || known.polls < late) return { status: 202, body: {} };
      return { status: 200, body: { signatures: await sign(known) } };
    },
  };

  const handle: FakeRemoteService['handle'] = async (path, authorization, body) => {
    if (authorization !== `Bearer ${accessToken}`) return { status: 401, body: { error: 'invalid_token' } };
    const fields = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
    requests.push({ path, body: fields });
    if (mode === 'malformed' && path !== 'credentials/info') return { status: 200, body: ['?'] };
    return (await steps[path]?.(fields)) ?? { status: 404, body: { error: 'not_found' } };
  };

  return {
    requests,
    uses: () => uses,
    confirmations: () => confirmations,
    handle,
    fetch: async (input, init) => {
      if (init?.signal?.aborted === true) throw init.signal.reason;
      const path = String(input).split('/').slice(-2).join('/');
      const text = typeof init?.body === 'string' ? init.body : '';
      const { status, body } = await handle(path, new Headers(init?.headers).get('authorization'), JSON.parse(text));
      return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
    },
  };
}
