import { expect, test } from 'vitest';
import {
  type Certificate,
  type IssueCertificateInput,
  issueCertificate,
  type PathResult,
  parseCertificate,
  type VerifyPathOptions,
  verifyPath,
} from '../../src/certificate/index.js';
import { generateDevKey } from '../../src/testing/index.js';
import { AT, ca, issue, leaf, NOT_AFTER, NOT_BEFORE, type Node, opensslVerifies, withOpenSsl } from './fixtures.js';

const codes = (result: PathResult) => result.findings.map(({ code }) => code);
const DAY_MS = 86_400_000;

function verify(
  node: Node,
  anchors: readonly Node[],
  intermediates: readonly Node[],
  options: Partial<VerifyPathOptions> = {},
) {
  return verifyPath(node.certificate, {
    anchors: anchors.map(({ certificate }) => certificate),
    intermediates: intermediates.map(({ certificate }) => certificate),
    at: AT,
    ...options,
  });
}

test('a sound path passes and names every certificate on it', async () => {
  const root = await ca('Root', null);
  const middle = await ca('Middle', root, { ca: { pathLength: 0 } });
  const end = await leaf('End', middle);
  const result = await verify(end, [root], [middle], { usage: 'signature' });
  expect(result).toEqual({
    status: 'passed',
    subIndication: null,
    path: [end.certificate, middle.certificate, root.certificate],
    anchor: root.certificate,
    findings: [],
    rejected: [],
    policies: [],
  });
});

interface Fault {
  readonly title: string;
  readonly status: PathResult['status'];
  readonly subIndication: PathResult['subIndication'];
  readonly codes: readonly string[];
  readonly root?: Partial<IssueCertificateInput>;
  readonly middle?: Partial<IssueCertificateInput>;
  readonly end?: Partial<IssueCertificateInput>;
  readonly options?: Partial<VerifyPathOptions>;
  /** OpenSSL has no rule here, or another one; why. */
  readonly opensslAccepts?: string;
}

const chainFault = { status: 'failed', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' } as const;

const FAULTS: readonly Fault[] = [
  {
    title: 'expired',
    status: 'indeterminate',
    subIndication: 'OUT_OF_BOUNDS_NO_POE',
    codes: ['PATH_EXPIRED'],
    end: { notAfter: new Date(AT.getTime() - DAY_MS) },
  },
  {
    title: 'not yet valid',
    status: 'indeterminate',
    subIndication: 'NOT_YET_VALID',
    codes: ['PATH_NOT_YET_VALID'],
    end: { notBefore: new Date(AT.getTime() + DAY_MS) },
  },
  {
    title: 'issuing CA expired',
    status: 'indeterminate',
    subIndication: 'OUT_OF_BOUNDS_NO_POE',
    codes: ['PATH_EXPIRED'],
    middle: { notAfter: new Date(AT.getTime() - DAY_MS) },
  },
  {
    title: 'issuer without basicConstraints',
    ...chainFault,
    codes: ['PATH_NOT_CA'],
    middle: { ca: undefined as never },
  },
  {
    title: 'issuer is a signer (a teacher’s certificate as CA)',
    ...chainFault,
    codes: ['PATH_NOT_CA', 'PATH_KEY_CERT_SIGN_MISSING'],
    middle: { ca: undefined as never, keyUsage: ['digitalSignature', 'nonRepudiation'] },
  },
  {
    title: 'issuer may not sign certificates',
    ...chainFault,
    codes: ['PATH_KEY_CERT_SIGN_MISSING'],
    middle: { keyUsage: ['cRLSign', 'digitalSignature'] },
  },
  {
    title: 'path longer than the root allows',
    ...chainFault,
    codes: ['PATH_LENGTH_EXCEEDED'],
    root: { ca: { pathLength: 0 } },
  },
  {
    title: 'unknown critical extension',
    ...chainFault,
    codes: ['PATH_CRITICAL_EXTENSION_UNKNOWN'],
    end: { extensions: [{ oid: '1.2.3.4.5', critical: true, value: Uint8Array.of(5, 0) }] },
  },
  {
    title: 'unknown critical extension in the issuer',
    ...chainFault,
    codes: ['PATH_CRITICAL_EXTENSION_UNKNOWN'],
    middle: { extensions: [{ oid: '1.2.3.4.5', critical: true, value: Uint8Array.of(5, 0) }] },
  },
  {
    title: 'everything at once: each reason is named',
    ...chainFault,
    codes: [
      'PATH_EXPIRED',
      'PATH_NOT_CA',
      'PATH_KEY_CERT_SIGN_MISSING',
      'PATH_EXPIRED',
      'PATH_CRITICAL_EXTENSION_UNKNOWN',
    ],
    middle: { ca: undefined as never, keyUsage: ['digitalSignature'], notAfter: new Date(AT.getTime() - DAY_MS) },
    end: {
      notAfter: new Date(AT.getTime() - DAY_MS),
      extensions: [{ oid: '1.2.3.4.5', critical: true, value: Uint8Array.of(5, 0) }],
    },
  },
  {
    title: 'explicit policy asked for and none there',
    ...chainFault,
    codes: ['PATH_POLICY_NOT_VALID', 'PATH_POLICY_NOT_VALID'],
    options: { requireExplicitPolicy: true },
    opensslAccepts: 'policies are checked only with -policy_check',
  },
  {
    title: 'certificate for encryption used for a signature',
    ...chainFault,
    codes: ['PATH_USAGE_NOT_ALLOWED'],
    end: { keyUsage: ['keyEncipherment'] },
    options: { usage: 'signature' },
    opensslAccepts: 'the purpose is not asked for',
  },
  {
    title: 'time-stamping certificate used for a signature',
    ...chainFault,
    codes: ['PATH_USAGE_NOT_ALLOWED'],
    end: { extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.8'], critical: true } },
    options: { usage: 'signature' },
    opensslAccepts: 'the purpose is not asked for',
  },
  {
    title: 'time-stamping purpose not critical',
    ...chainFault,
    codes: ['PATH_USAGE_NOT_ALLOWED'],
    end: { extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.8'], critical: false } },
    options: { usage: 'timeStamping' },
    opensslAccepts: 'the purpose is not asked for',
  },
  {
    title: 'time-stamping purpose beside another one',
    ...chainFault,
    codes: ['PATH_USAGE_NOT_ALLOWED'],
    end: { extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.4'], critical: true } },
    options: { usage: 'timeStamping' },
    opensslAccepts: 'the purpose is not asked for',
  },
  {
    title: 'no OCSP purpose',
    ...chainFault,
    codes: ['PATH_USAGE_NOT_ALLOWED'],
    options: { usage: 'ocspSigning' },
    opensslAccepts: 'the purpose is not asked for',
  },
  {
    title: 'no CRL signing',
    ...chainFault,
    codes: ['PATH_USAGE_NOT_ALLOWED'],
    options: { usage: 'crlSigning' },
    opensslAccepts: 'the purpose is not asked for',
  },
];

test.each(FAULTS)('$title', async ({ root: rootInput, middle: middleInput, end: endInput, ...fault }) => {
  const root = await ca('Root', null, rootInput);
  const middle = await ca('Middle', root, middleInput);
  const end = await leaf('End', middle, endInput);
  const result = await verify(end, [root], [middle], fault.options);
  expect(codes(result)).toEqual(fault.codes);
  expect([result.status, result.subIndication]).toEqual([fault.status, fault.subIndication]);
  expect(result.path).toHaveLength(3);
  await withOpenSsl((openssl) => {
    const accepted = opensslVerifies(openssl, end.certificate, [root.certificate], [middle.certificate], AT);
    expect(accepted).toBe(fault.opensslAccepts !== undefined);
  });
});

test('the same chain without the fault is accepted by openssl, too', async () => {
  const root = await ca('Root', null);
  const middle = await ca('Middle', root);
  const end = await leaf('End', middle);
  await withOpenSsl((openssl) => {
    expect(opensslVerifies(openssl, end.certificate, [root.certificate], [middle.certificate], AT)).toBe(true);
    expect(opensslVerifies(openssl, end.certificate, [root.certificate], [], AT)).toBe(false);
  });
});

test.each(['timeStamping', 'ocspSigning', 'crlSigning', 'signature'] as const)(
  'a certificate made for %s passes for it',
  async (usage) => {
    const root = await ca('Root', null);
    const purposes = {
      timeStamping: '1.3.6.1.5.5.7.3.8',
      ocspSigning: '1.3.6.1.5.5.7.3.9',
      crlSigning: '',
      signature: '',
    };
    const end = await leaf('End', root, {
      keyUsage: usage === 'crlSigning' ? ['cRLSign'] : ['digitalSignature'],
      ...(purposes[usage] ? { extendedKeyUsage: { oids: [purposes[usage]], critical: true } } : {}),
    });
    expect(await verify(end, [root], [], { usage })).toMatchObject({ status: 'passed', findings: [] });
  },
);

test('an unknown root, a missing issuer and a lone self-signed certificate find no chain', async () => {
  const root = await ca('Root', null);
  const other = await ca('Other', null);
  const middle = await ca('Middle', root);
  const end = await leaf('End', middle);
  const unknownRoot = await verify(end, [other], [middle, root]);
  expect(unknownRoot).toMatchObject({
    status: 'indeterminate',
    subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    anchor: null,
  });
  expect(codes(unknownRoot)).toEqual(['PATH_ROOT_NOT_TRUSTED']);
  expect(unknownRoot.path).toHaveLength(3);
  const missing = await verify(end, [root], []);
  expect(missing).toMatchObject({ status: 'indeterminate', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
  expect(codes(missing)).toEqual(['PATH_NO_ISSUER']);
  expect(codes(await verify(other, [root], []))).toEqual(['PATH_ROOT_NOT_TRUSTED']);
  expect(codes(await verify(end, [], [middle]))).toEqual(['PATH_NO_ISSUER']);
});

test('a forged certificate that names a real CA and its key fails', async () => {
  const root = await ca('Root', null);
  const middle = await ca('Middle', root);
  const good = await leaf('End', middle);
  expect((await verify(good, [root], [middle])).status).toBe('passed');
  // The forger signs with an own key and copies the names and the key identifier of the real CA.
  const forger = await generateDevKey('P-256');
  const forged = await leaf('End', { certificate: middle.certificate, key: forger });
  const result = await verify(forged, [root], [middle]);
  expect(result).toMatchObject({ status: 'failed', subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE' });
  expect(codes(result)).toEqual(['PATH_NO_ISSUER', 'PATH_SIGNATURE_INVALID']);
  expect(result.rejected).toMatchObject([
    {
      candidate: middle.certificate.fingerprint,
      child: forged.certificate.fingerprint,
      reasons: [{ code: 'PATH_SIGNATURE_INVALID' }],
    },
  ]);
});

test('one changed bit in the signed part or in the signature fails', async () => {
  const root = await ca('Root', null);
  const end = await leaf('Lan', root);
  expect((await verify(end, [root], [])).status).toBe('passed');
  const { der } = end.certificate;
  for (const at of [der.length - 1, Buffer.from(der).indexOf('Lan')]) {
    const changed = Uint8Array.from(der);
    changed[at]! ^= 1;
    const result = await verifyPath(parseCertificate(changed), { anchors: [root.certificate], at: AT });
    expect(result.status).toBe('failed');
    expect(codes(result)).toContain('PATH_SIGNATURE_INVALID');
  }
});

test('a renewed CA of the same name: the right key is found among several, the others are rejected by name', async () => {
  const root = await ca('Root', null);
  const [old, fresh, third] = await Promise.all([ca('Middle', root), ca('Middle', root), ca('Middle', root)]);
  const end = await leaf('End', fresh!);
  const result = await verify(end, [root], [old!, third!, fresh!]);
  expect(result.status).toBe('passed');
  expect(result.path[1]).toBe(fresh!.certificate);
  const missing = await verify(end, [root], [old!, third!]);
  expect(missing).toMatchObject({ status: 'indeterminate', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
  expect(new Set(missing.rejected.map(({ candidate }) => candidate))).toEqual(
    new Set([old!.certificate.fingerprint, third!.certificate.fingerprint]),
  );
  expect(missing.rejected.flatMap(({ reasons }) => reasons.map(({ code }) => code))).toEqual([
    'PATH_ISSUER_KEY_OTHER',
    'PATH_ISSUER_KEY_OTHER',
  ]);
});

test('the search goes on after a broken path: an expired certificate of the CA beside a valid one', async () => {
  const root = await ca('Root', null);
  const key = await generateDevKey('P-256');
  const inputs = { publicKey: key.spki };
  const expired = await ca('Middle', root, { ...inputs, notAfter: new Date(AT.getTime() - DAY_MS) });
  const valid = await ca('Middle', root, inputs);
  const notCa = await ca('Middle', root, { ...inputs, ca: undefined as never });
  const end = await leaf('End', { certificate: valid.certificate, key });
  for (const order of [
    [expired, notCa, valid],
    [valid, expired, notCa],
    [notCa, expired, valid],
  ]) {
    const result = await verify(end, [root], order);
    expect(result.status).toBe('passed');
    expect(result.path[1]).toBe(valid.certificate);
  }
  // With only broken ones the least broken path is the answer, and the other one is named with its reason.
  const result = await verify(end, [root], [notCa, expired]);
  expect(result).toMatchObject({ status: 'indeterminate', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
  expect(result.rejected).toMatchObject([
    { candidate: notCa.certificate.fingerprint, reasons: [{ code: 'PATH_NOT_CA' }] },
  ]);
});

test('the caller’s own judgement can break a path, and the search goes on', async () => {
  const root = await ca('Root', null);
  const key = await generateDevKey('P-256');
  const first = await ca('Middle', root, { publicKey: key.spki, notBefore: new Date(NOT_BEFORE.getTime() + DAY_MS) });
  const second = await ca('Middle', root, { publicKey: key.spki });
  const end = await leaf('End', { certificate: first.certificate, key });
  const seen: string[] = [];
  const result = await verify(end, [root], [first, second], {
    judge: (path) => {
      seen.push(path[1]!.fingerprint);
      return path[1] === first.certificate
        ? [
            {
              code: 'PATH_EXPIRED',
              outcome: 'failed',
              subIndication: null,
              certificate: path[1]!.fingerprint,
              params: {},
            },
          ]
        : [];
    },
  });
  expect(seen).toEqual([first.certificate.fingerprint, second.certificate.fingerprint]);
  expect(result.status).toBe('passed');
  expect(result.path[1]).toBe(second.certificate);
});

/** Every CA certified by every other one. */
async function crossCertificates(nodes: readonly Node[]): Promise<Node[]> {
  const all: Node[] = [];
  for (const from of nodes) {
    for (const to of nodes) {
      if (from !== to) all.push(await ca(to.certificate.commonName!, from, { publicKey: to.key.spki }));
    }
  }
  return all;
}

test('cross-certificates and loops end, with and without an anchor', async () => {
  const nodes = await Promise.all(['A', 'B', 'C'].map((name) => ca(name, null)));
  const all = [...nodes, ...(await crossCertificates(nodes))];
  const end = await leaf('End', nodes[0]!);
  const found = await verify(end, [nodes[2]!], all);
  expect(found.status).toBe('passed');
  expect(found.anchor).toBe(nodes[2]!.certificate);
  const lost = await verify(end, [], all);
  expect(lost).toMatchObject({ status: 'indeterminate', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
});

test('a thicket of cross-certificates costs no more than the limit', async () => {
  const nodes = await Promise.all(Array.from({ length: 8 }, (_, i) => ca(`CA ${i}`, null)));
  const all = await crossCertificates(nodes);
  const end = await leaf('End', nodes[0]!);
  const result = await verify(end, [], all, { maxSignatures: 100 });
  expect(result.status).toBe('indeterminate');
  expect(codes(result)).toContain('PATH_LIMIT');
});

test('a path longer than allowed is not tried', async () => {
  const root = await ca('Root', null);
  let last = root;
  const middle: Node[] = [];
  for (let i = 0; i < 4; i++) {
    last = await ca(`CA ${i}`, last);
    middle.push(last);
  }
  const end = await leaf('End', last);
  expect((await verify(end, [root], middle)).status).toBe('passed');
  const result = await verify(end, [root], middle, { maxLength: 5 });
  expect(result.status).toBe('indeterminate');
  expect(codes(result)).toContain('PATH_LIMIT');
});

test('a self-issued certificate for a new key does not count for the path length', async () => {
  const root = await ca('Root', null, { ca: { pathLength: 0 } });
  const renewed = await ca('Root', root);
  const end = await leaf('End', renewed);
  expect(await verify(end, [root], [renewed])).toMatchObject({ status: 'passed', findings: [] });
  await withOpenSsl((openssl) => {
    expect(opensslVerifies(openssl, end.certificate, [root.certificate], [renewed.certificate], AT)).toBe(true);
  });
});

test('names are compared by RFC 5280 §7.1: case, white space and string type do not matter', async () => {
  const root = await ca('', null, {
    subject: [
      { type: 'C', value: 'VN' },
      { type: 'CN', value: 'Gốc  THỬ nghiệm' },
    ],
  });
  const twin = await ca('', null, {
    subject: [
      { type: 'C', value: 'vn', encoding: 'utf8' },
      { type: 'CN', value: ' gốc thử Nghiệm ', encoding: 'bmp' },
    ],
    publicKey: root.key.spki,
    signingKey: root.key.privateKey,
  });
  const end = await leaf('End', { certificate: twin.certificate, key: root.key });
  expect(end.certificate.issuerDer).not.toEqual(root.certificate.subjectDer);
  expect((await verify(end, [root], [])).status).toBe('passed');
  const other = await ca('', null, {
    subject: [
      { type: 'C', value: 'VN' },
      { type: 'CN', value: 'Gốc thử nghiêm' },
    ],
    publicKey: root.key.spki,
    signingKey: root.key.privateKey,
  });
  expect(codes(await verify(end, [other], []))).toEqual(['PATH_NO_ISSUER']);
});

test('a trusted certificate that is no CA vouches for nothing but itself', async () => {
  const teacher = await leaf('Teacher', null);
  const end = await leaf('End', teacher);
  const result = await verify(end, [teacher], []);
  expect(result.status).toBe('failed');
  expect(codes(result)).toEqual(['PATH_NOT_CA', 'PATH_KEY_CERT_SIGN_MISSING']);
  const itself = await verify(teacher, [teacher], []);
  expect(itself.status).toBe('passed');
  expect(codes(itself)).toEqual(['PATH_LEAF_IS_ANCHOR']);
  const late = await verify(teacher, [teacher], [], { at: new Date(NOT_AFTER.getTime() + DAY_MS) });
  expect(late.status).toBe('indeterminate');
});

test('an anchor out of its period only informs: its dates are the trust list’s affair', async () => {
  const root = await ca('Root', null, { notAfter: new Date(AT.getTime() - DAY_MS) });
  const end = await leaf('End', root);
  const result = await verify(end, [root], []);
  expect(result.status).toBe('passed');
  expect(codes(result)).toEqual(['PATH_ANCHOR_NOT_CURRENT']);
});

test.each(['RSA-2048', 'RSA-3072', 'P-256', 'P-384', 'P-521'] as const)('issuers with %s keys', async (type) => {
  const key = await generateDevKey(type);
  const root = await ca('Root', null, {});
  const middle = await ca('Middle', root, { publicKey: key.spki });
  const end = await leaf('End', { certificate: middle.certificate, key });
  expect((await verify(end, [root], [middle])).status).toBe('passed');
});

test('SHA-1 and short keys pass the path and are named', async () => {
  const root = await ca('Root', null);
  const short = await generateDevKey('RSA-1024');
  const end = await leaf('End', root, { digest: 'SHA-1', publicKey: short.spki });
  const result = await verify(end, [root], []);
  expect(result.status).toBe('passed');
  expect(result.findings.map(({ code, params }) => [code, params['algorithm']])).toEqual([
    ['PATH_ALGORITHM_LEGACY', 'ECDSA SHA-1'],
    ['PATH_ALGORITHM_LEGACY', 'rsaModulusShort'],
  ]);
});

test('an algorithm nobody here computes leaves the path indeterminate', async () => {
  const { privateKey, publicKey } = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  const subject = [{ type: 'CN', value: 'Root' }];
  const period = { notBefore: NOT_BEFORE, notAfter: NOT_AFTER };
  const root = parseCertificate(
    await issueCertificate({ subject, publicKey: spki, signingKey: privateKey, ca: {}, ...period }),
  );
  const end = parseCertificate(
    await issueCertificate({
      subject: [{ type: 'CN', value: 'End' }],
      publicKey: spki,
      signingKey: privateKey,
      issuer: root.der,
      ...period,
    }),
  );
  const result = await verifyPath(end, { anchors: [root], at: AT });
  expect(result.status).toBe('indeterminate');
  expect(codes(result)).toContain('PATH_ALGORITHM_UNSUPPORTED');
});

test('a Crypto that is handed in does the work, and the verdict is the same', async () => {
  const root = await ca('Root', null);
  const end = await leaf('End', root);
  let calls = 0;
  const { subtle } = globalThis.crypto;
  const counting = {
    getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto),
    subtle: new Proxy(subtle, {
      get(target, name) {
        if (name === 'verify') calls++;
        const value = Reflect.get(target, name) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
  } as unknown as Crypto;
  expect((await verify(end, [root], [], { crypto: counting })).status).toBe('passed');
  expect(calls).toBe(1);
  const again: Certificate[] = [end.certificate, end.certificate];
  for (const certificate of again)
    expect((await verifyPath(certificate, { anchors: [root.certificate], at: AT, crypto: counting })).status).toBe(
      'passed',
    );
  // Remembered: the same two certificates meet in every record of a school.
  expect(calls).toBe(1);
});

test('findings hold fingerprints, numbers and identifiers, never a name', async () => {
  const root = await ca('Root', null);
  const middle = await ca('Nguyễn Thị Bí Mật', root, { ca: undefined as never });
  const end = await issue('Trần Văn Bí Mật', middle, {
    notAfter: new Date(AT.getTime() - DAY_MS),
    keyUsage: ['cRLSign'],
  });
  const { findings, rejected } = await verify(end, [root], [middle], { usage: 'signature' });
  expect(findings.length).toBeGreaterThan(2);
  expect(JSON.stringify([findings, rejected])).not.toMatch(/Mật|Root/);
});
