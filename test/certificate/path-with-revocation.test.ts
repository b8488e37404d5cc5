import { webcrypto } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import {
  type Crl,
  type IssueCertificateInput,
  type PathWithRevocation,
  type RevocationSource,
  type VerifyPathWithRevocationOptions,
  verifyPathWithRevocation,
} from '../../src/certificate/index.js';
import { type CrlMaking, type Known, makeCrl } from './authority.js';
import { AT, ca, issue, leaf, type Node, type OpenSsl, withOpenSsl } from './fixtures.js';
import { makeOcsp, type OcspMaking } from './ocsp-maker.js';

const DAY_MS = 86_400_000;
const day = (offset: number) => new Date(AT.getTime() + offset * DAY_MS);
const MAKING: CrlMaking = { thisUpdate: day(-1), nextUpdate: day(6) };

let root: Node;
let authority: Node;
let mine: Node;

beforeAll(async () => {
  root = await ca('Gốc', null);
  authority = await ca('CA', root);
  mine = await leaf('A', authority);
});

type Lists = readonly (readonly [Node, readonly Known[]])[];

const listsOf = (openssl: OpenSsl, lists: Lists, making = MAKING): Crl[] =>
  lists.map(([issuer, known]) => makeCrl(openssl, issuer, known, making));

function verify(crls: readonly Crl[], options: Partial<VerifyPathWithRevocationOptions> = {}, of: Node = mine) {
  return verifyPathWithRevocation(of.certificate, {
    anchors: [root.certificate],
    intermediates: [authority.certificate],
    at: AT,
    evidence: { crls },
    usage: 'signature',
    ...options,
  });
}

const codes = ({ findings }: PathWithRevocation) =>
  findings.filter(({ outcome }) => outcome !== 'inform').map(({ code }) => code);

test('a path whose every status is good passes, and what it rests on is named', () =>
  withOpenSsl(async (openssl) => {
    const crls = listsOf(openssl, [
      [root, []],
      [authority, []],
    ]);
    const unrelated = makeCrl(openssl, await ca('CA khác', null), [], MAKING);
    const result = await verify([...crls, unrelated]);
    expect(result.status).toBe('passed');
    expect(result.revocation.map(({ certificate, status }) => [certificate, status])).toEqual([
      [mine.certificate.fingerprint, 'good'],
      [authority.certificate.fingerprint, 'good'],
    ]);
    expect(result.material.crls.map(({ fingerprint }) => fingerprint).sort()).toEqual(
      crls.map(({ fingerprint }) => fingerprint).sort(),
    );
    expect(result.material.certificates).toEqual([mine.certificate, authority.certificate, root.certificate]);
    expect(result.material.ocspAnswers).toEqual([]);
    // The same on a crypto that is handed in.
    const other = await verify(crls, { crypto: webcrypto as Crypto });
    expect(other.revocation).toEqual(result.revocation);
  }));

test('revoked, above revoked, on hold, not asked: each has its code and sub-indication', () =>
  withOpenSsl(async (openssl) => {
    const gone = (node: Node, reason?: string): Known => ({
      certificate: node.certificate,
      revokedAt: day(-3),
      ...(reason ? { reason } : {}),
    });
    const of = async (ofRoot: readonly Known[], ofAuthority: readonly Known[] | null) => {
      const lists: Lists = [[root, ofRoot], ...(ofAuthority === null ? [] : [[authority, ofAuthority] as const])];
      const result = await verify(listsOf(openssl, lists));
      return [result.status, result.subIndication, ...codes(result)];
    };
    expect(await of([], [])).toEqual(['passed', null]);
    expect(await of([], [gone(mine)])).toEqual(['failed', 'REVOKED', 'PATH_REVOKED']);
    expect(await of([gone(authority)], [])).toEqual(['indeterminate', 'REVOKED_CA_NO_POE', 'PATH_ISSUER_REVOKED']);
    expect(await of([], [gone(mine, 'certificateHold')])).toEqual(['indeterminate', 'TRY_LATER', 'PATH_ON_HOLD']);
    expect(await of([], null)).toEqual(['indeterminate', 'TRY_LATER', 'PATH_REVOCATION_UNKNOWN']);
    const nothing = await verify([]);
    expect(codes(nothing)).toEqual(['PATH_REVOCATION_UNKNOWN', 'PATH_REVOCATION_UNKNOWN']);
    expect(nothing.revocation.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
    // Before the revocation everything was well.
    const later = listsOf(openssl, [
      [root, [gone(authority)]],
      [authority, [gone(mine)]],
    ]);
    expect((await verify(later, { at: day(-4), now: AT })).status).toBe('passed');
    expect((await verify(later, { at: day(-4) })).status).toBe('indeterminate');
  }));

test('an anchor is not asked about, and a leaf that is one passes without evidence', async () => {
  const result = await verify([], { anchors: [mine.certificate], intermediates: [] });
  expect(result).toMatchObject({ status: 'passed', revocation: [] });
  const direct = await verify([], { anchors: [authority.certificate], intermediates: [] });
  expect(direct.revocation).toHaveLength(1);
});

test('of two ways up the one that is not revoked is taken, and the other is reported', () =>
  withOpenSsl(async (openssl) => {
    const second = await ca('Gốc thứ hai', null);
    const cross = await issue('CA', second, { ca: {}, keyUsage: ['keyCertSign', 'cRLSign'] }, authority.key);
    const crls = listsOf(openssl, [
      [root, [{ certificate: authority.certificate, revokedAt: day(-3) }]],
      [second, []],
      [authority, []],
    ]);
    const result = await verify(crls, {
      anchors: [root.certificate, second.certificate],
      intermediates: [authority.certificate, cross.certificate],
    });
    expect(result.status).toBe('passed');
    expect(result.anchor?.fingerprint).toBe(second.certificate.fingerprint);
    expect((await verify(crls)).status).toBe('indeterminate');
  }));

test('a list by another key of the issuer needs a path of its own, to the same anchor, and a status not from itself', () =>
  withOpenSsl(async (openssl) => {
    const listKey = await issue('CA', root, { keyUsage: ['cRLSign'] });
    const byListKey = makeCrl(openssl, listKey, [], MAKING);
    const ofRoot = makeCrl(openssl, root, [], MAKING);
    const intermediates = [authority.certificate, listKey.certificate];
    const good = await verify([byListKey, ofRoot], { intermediates });
    expect(good.status).toBe('passed');
    expect(good.material.certificates).toContain(listKey.certificate);
    const refused = async (crls: readonly Crl[], options: Partial<VerifyPathWithRevocationOptions>) =>
      (await verify(crls, options)).revocation[0]!.refused.map(({ code }) => code);
    // Not handed in, not allowed to sign lists, revoked by the root, nothing known about it.
    expect(await refused([byListKey, ofRoot], {})).toEqual(['signatureInvalid']);
    const revoked = makeCrl(openssl, root, [{ certificate: listKey.certificate, revokedAt: day(-3) }], MAKING);
    expect(await refused([byListKey, revoked], { intermediates })).toEqual(['issuerNotTrusted']);
    expect(await refused([byListKey], { intermediates })).toEqual(['issuerNotTrusted']);
    const noSigner = await issue('CA', root, { keyUsage: ['digitalSignature'] });
    const byNoSigner = makeCrl(openssl, noSigner, [], MAKING);
    expect(
      await refused([byNoSigner, ofRoot], { intermediates: [authority.certificate, noSigner.certificate] }),
    ).toEqual(['issuerMayNotSign']);
    expect(await refused([byListKey, ofRoot], { intermediates, maxDepth: 0 })).toEqual(['issuerNotTrusted']);
    // Issued by the authority itself, its status would follow from the list it signs.
    const ownKey = await issue('CA', authority, { keyUsage: ['cRLSign'] });
    const byOwnKey = makeCrl(openssl, ownKey, [], MAKING);
    const own = { intermediates: [authority.certificate, ownKey.certificate] };
    expect(await refused([byOwnKey, ofRoot], own)).toEqual(['issuerNotTrusted']);
    // A list of the authority about that key breaks the circle.
    expect((await verify([byOwnKey, makeCrl(openssl, authority, [], MAKING), ofRoot], own)).status).toBe('passed');
  }));

test('a list made later may be signed by a key that is younger than the instant asked about', () =>
  withOpenSsl(async (openssl) => {
    const young = await issue('CA', root, { keyUsage: ['cRLSign'], notBefore: day(-2) });
    const intermediates = [authority.certificate, young.certificate];
    const crls = [makeCrl(openssl, young, [], MAKING), makeCrl(openssl, root, [], MAKING)];
    expect((await verify(crls, { intermediates, at: day(-30), now: AT })).status).toBe('passed');
    // Its own status is asked for the day it signed.
    const gone = makeCrl(openssl, root, [{ certificate: young.certificate, revokedAt: day(-1.5) }], MAKING);
    expect((await verify([crls[0]!, gone], { intermediates, at: day(-30), now: AT })).status).toBe('indeterminate');
  }));

test('a namesake below another anchor cannot speak for the issuer, though that anchor is trusted too', () =>
  withOpenSsl(async (openssl) => {
    const second = await ca('Gốc thứ hai', null);
    const namesake = await ca('CA', second);
    const crls = listsOf(openssl, [
      [root, []],
      [second, []],
      [namesake, []],
    ]);
    const result = await verify(crls, {
      anchors: [root.certificate, second.certificate],
      intermediates: [authority.certificate, namesake.certificate],
    });
    expect(codes(result)).toEqual(['PATH_REVOCATION_UNKNOWN']);
    expect(result.revocation[0]!.refused.map(({ code }) => code)).toContain('issuerNotTrusted');
    // The namesake's own people are served by it.
    const theirs = await leaf('B', namesake);
    const options = { anchors: [second.certificate], intermediates: [namesake.certificate] };
    expect((await verify(crls, options, theirs)).status).toBe('passed');
  }));

test('a delegated responder without nocheck is asked about by the lists at hand', () =>
  withOpenSsl(async (openssl) => {
    const responder = await issue('OCSP', authority, {
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.9'] },
    });
    const making: OcspMaking = {
      certificate: mine.certificate,
      issuer: authority.certificate,
      responder,
      producedAt: day(-0.1),
      nextUpdate: day(1),
    };
    const answer = await makeOcsp(making);
    const ofRoot = makeCrl(openssl, root, [], MAKING);
    // The only list is of a kind that does not speak for certificates of people, so the answer is needed.
    const scoped = (known: readonly Known[], lines: string) =>
      makeCrl(openssl, authority, known, {
        ...MAKING,
        extensions: `issuingDistributionPoint = critical, @idp\n[idp]\n${lines}`,
      });
    const status = async (crls: readonly Crl[]) =>
      (await verify([], { evidence: { crls: [...crls, ofRoot], ocsp: [{ answer }] } })).revocation[0]!;
    expect(await status([])).toMatchObject({ status: 'unknown', refused: [{ code: 'responderStatusUnknown' }] });
    const full = makeCrl(openssl, authority, [], MAKING);
    expect(await status([full])).toMatchObject({ status: 'good', used: [expect.any(String)] });
    const gone = makeCrl(openssl, authority, [{ certificate: responder.certificate, revokedAt: day(-3) }], MAKING);
    expect((await status([gone])).refused.map(({ code }) => code)).toEqual(['responderStatusUnknown']);
    expect(await status([scoped([], 'onlyAA = TRUE')])).toMatchObject({ status: 'unknown' });
    // The responder's own answer about itself does not count.
    const itself = await makeOcsp({ ...making, certificate: responder.certificate });
    const self = await verify([], { evidence: { crls: [ofRoot], ocsp: [{ answer }, { answer: itself }] } });
    expect(self.revocation[0]!.status).toBe('unknown');
  }));

test('sources are asked in order, only while a status is unknown, once each, and may fail', () =>
  withOpenSsl(async (openssl) => {
    const [ofRoot, ofAuthority] = listsOf(openssl, [
      [root, []],
      [authority, []],
    ]) as [Crl, Crl];
    const asked: string[] = [];
    const source =
      (name: string, crls: readonly Crl[]): RevocationSource =>
      async ({ certificate, now }) => {
        asked.push(`${name} ${certificate.commonName} ${now.toISOString().slice(0, 10)}`);
        return { crls, failures: crls.length === 0 ? [{ url: `http://${name}.test/`, code: 'network' }] : [] };
      };
    const broken: RevocationSource = () => Promise.reject(new Error('of the caller'));
    const result = await verify([ofRoot], { sources: [broken, source('empty', []), source('full', [ofAuthority])] });
    expect(result.status).toBe('passed');
    expect(result.revocation[0]!.failures).toEqual([
      { url: '', code: 'source' },
      { url: 'http://empty.test/', code: 'network' },
    ]);
    expect(asked).toEqual(['empty A 2025-06-01', 'full A 2025-06-01']);
    asked.length = 0;
    expect((await verify([ofRoot, ofAuthority], { sources: [source('full', [])] })).status).toBe('passed');
    expect(asked).toEqual([]);
  }));

test('sources are never asked about a certificate whose path does not hold: nobody makes a server fetch', async () => {
  const asked: string[] = [];
  const sources: RevocationSource[] = [
    async ({ certificate }) => {
      asked.push(certificate.fingerprint);
      return {};
    },
  ];
  const stranger = await ca('CA khác', null);
  const theirs = await leaf('A', stranger, { crlUrls: ['http://127.0.0.1:1/'] });
  const expired: Partial<IssueCertificateInput> = { notAfter: day(-1) };
  for (const one of [
    theirs,
    await leaf('A', authority, expired),
    await leaf('A', await leaf('không là CA', authority)),
  ]) {
    expect(
      (await verify([], { sources, intermediates: [authority.certificate, stranger.certificate] }, one)).status,
    ).not.toBe('passed');
  }
  expect(asked).toEqual([]);
  await verify([], { sources });
  expect(asked).toHaveLength(2);
});

test('many worthless lists cost no more than the limit', () =>
  withOpenSsl(async (openssl) => {
    const impostor = await ca('CA', null);
    const forged = makeCrl(openssl, impostor, [], MAKING);
    const crls = Array.from({ length: 100 }, (_, index) => ({ ...forged, fingerprint: `${index}`.padStart(64, '0') }));
    const good = listsOf(openssl, [
      [root, []],
      [authority, []],
    ]);
    const { revocation } = await verify([...crls, ...good]);
    expect(revocation[0]!.refused.filter(({ code }) => code === 'limit').length).toBe(38);
    expect((await verify([...good, ...crls])).status).toBe('passed');
  }));
