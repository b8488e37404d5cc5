/*
 * Files and questions that bring out every answer of a verification: one row a reason, with the check that must give it. The baseline of
 * each row is the same file without its change.
 */
import { parseCertificate } from '../../src/certificate/index.js';
import { derTlv, encodeOid } from '../../src/crypto/der.js';
import { encodeBase64, encodeUtf8 } from '../../src/encoding/index.js';
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import { phatHanh2025 } from '../../src/record-xml/index.js';
import { RECEIVER_CV2088, RECEIVER_DUAL, RECEIVER_XADES } from '../../src/signing/index.js';
import { createDevCa, specimenHocBa } from '../../src/testing/index.js';
import type {
  AuthorityCopyAnswer,
  CheckCode,
  Outcome,
  ReasonCode,
  SubIndication,
  VerifyHocBaOptions,
} from '../../src/verification/index.js';
import {
  AT,
  alter,
  bytesOf,
  CA_FROM,
  CA_TO,
  listOf,
  PSS_SHA256,
  signatureText,
  signed,
  signerOf,
  slotText,
  specimenNumber,
  unsigned,
} from '../signing/kit.js';
import { forceSign, keyOf, remade } from './hostile.js';
import { crlsOf, FRESH, stamped, stampOctets, trustListOf, withStamp } from './stamps.js';

export interface Case {
  readonly check: CheckCode;
  readonly outcome: Outcome;
  readonly reason: ReasonCode | null;
  readonly sub: SubIndication | null;
  /** Asked of this role; left out: of the record. */
  readonly role?: VaiTroKy;
  readonly what: string;
  readonly file: () => Promise<Uint8Array> | Uint8Array;
  readonly options?: Partial<VerifyHocBaOptions> | (() => Promise<Partial<VerifyHocBaOptions>>);
  /** Which record of a list. */
  readonly record?: number;
}

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const signedBytes = async (...options: Parameters<typeof signed>) => (await signed(...options)).bytes;
const beside = (xml: string) => async () => alter(await signed(), '</DU_LIEU_HOC_BA>', `</DU_LIEU_HOC_BA>${xml}`);
const inCbql =
  (change: (signature: string) => string, receiver = RECEIVER_DUAL) =>
  async () =>
    remade(await signed({ receiver, roles: ['giaoVienChuNhiem', 'canBoQuanLy'] }), 'canBoQuanLy', change);
const principal = 'canBoQuanLy';

/** A homeroom teacher's signature and then the principal's by somebody else or otherwise. */
const forced =
  (
    role: VaiTroKy,
    holder: Parameters<typeof signerOf>[0],
    options: Parameters<typeof forceSign>[3] = {},
    before: readonly VaiTroKy[] = [],
  ) =>
  async () =>
    (
      await forceSign(
        await signed({ roles: before, ...(options.receiver && { receiver: options.receiver }) }),
        role,
        await signerOf(holder),
        options,
      )
    ).bytes;

const unnamedTeacher = () => {
  const { giaoVienChuNhiem: _, ...hocBa } = specimenHocBa();
  return hocBa;
};

const NO_TRUST = { trust: { anchors: [] } };

/** The role's own certificate, for lists that revoke it. */
const certificateOf = async (role: Parameters<typeof signerOf>[0]) =>
  parseCertificate((await signerOf(role)).certificate);

/** Revocation by lists instead of the port. */
const byCrls =
  (...args: Parameters<typeof crlsOf>) =>
  async () =>
    ({ revocation: undefined, evidence: { crls: await crlsOf(...args) } }) as unknown as Partial<VerifyHocBaOptions>;

/** Everybody is good but the principal, who is revoked at a time. */
const principalRevoked = (revokedAt: Date) => async (): Promise<Partial<VerifyHocBaOptions>> => {
  const { fingerprint } = await certificateOf('canBoQuanLy');
  return {
    revocation: ({ certificate }) =>
      certificate.fingerprint === fingerprint ? { status: 'revoked', revokedAt } : { status: 'good' },
  };
};

/** What the authority's server says. */
const copyIs = (answer: AuthorityCopyAnswer): Partial<VerifyHocBaOptions> => ({ authorityCopy: () => answer });

const MINUTE = 60_000;
const SOON = new Date('2024-06-15T00:00:00Z');
const AFTER_SOON = new Date('2024-07-01T00:00:00Z');

export const CASES: readonly Case[] = [
  // The record as a whole.
  { check: 'structure', outcome: 'passed', reason: null, sub: null, what: 'a record', file: signedBytes },
  {
    check: 'structure',
    outcome: 'failed',
    reason: 'FILE_UNREADABLE',
    sub: 'FORMAT_FAILURE',
    what: 'no XML',
    file: () => bytesOf('x'),
  },
  {
    check: 'structure',
    outcome: 'failed',
    reason: 'NOT_A_RECORD',
    sub: 'NOT_A_RECORD',
    what: 'other XML',
    file: () => bytesOf('<x/>'),
  },
  {
    check: 'structure',
    outcome: 'failed',
    reason: 'RECORD_UNREADABLE',
    sub: 'FORMAT_FAILURE',
    what: 'a value outside its words',
    file: async () => alter(await signed(), /<GIOI_TINH>[^<]*</, '<GIOI_TINH>?<'),
  },
  {
    check: 'structure',
    outcome: 'failed',
    reason: 'COMMENT_INSIDE_VALUE',
    sub: 'FORMAT_FAILURE',
    what: 'a comment in a mark',
    file: async () => alter(await signed(), '>10<', '>1<!-- -->0<'),
  },
  { check: 'signaturesInSlots', outcome: 'passed', reason: null, sub: null, what: 'three slots', file: signedBytes },
  {
    check: 'signaturesInSlots',
    outcome: 'failed',
    reason: 'SIGNATURE_IN_DATA',
    sub: 'FORMAT_FAILURE',
    what: 'a ds:Signature in the data',
    file: async () => alter(await signed(), '</DU_LIEU_HOC_BA>', `<Signature xmlns="${DS}"/></DU_LIEU_HOC_BA>`),
  },
  {
    check: 'signaturesInSlots',
    outcome: 'failed',
    reason: 'SIGNATURE_STRAY',
    sub: 'FORMAT_FAILURE',
    what: 'a ds:Signature beside the slots',
    file: beside(`<Signature xmlns="${DS}"/>`),
  },
  {
    check: 'signaturesInSlots',
    outcome: 'failed',
    reason: 'SLOTS_TOO_MANY',
    sub: 'FORMAT_FAILURE',
    what: 'as many subject teachers as a whole school',
    file: async () => {
      const slots = Array.from({ length: 65 }, (_, at) => `<GVBM Id="GV${at}"/>`).join('');
      const start = '<DANH_SACH_THONG_TIN_KY>';
      return alter(await signed({ layout: phatHanh2025 }), start, `${start}<DANH_SACH_GVBM>${slots}</DANH_SACH_GVBM>`);
    },
  },
  {
    check: 'signaturesInSlots',
    outcome: 'failed',
    reason: 'SIGNATURE_NONE',
    sub: 'SIGNATURE_MISSING',
    what: 'none',
    file: () => unsigned().bytes,
  },
  {
    check: 'unsignedContent',
    outcome: 'passed',
    reason: null,
    sub: null,
    what: 'nothing beside the data',
    file: signedBytes,
  },
  {
    check: 'unsignedContent',
    outcome: 'failed',
    reason: 'UNSIGNED_DATA',
    sub: 'UNSIGNED_CONTENT',
    what: 'a second result beside the data',
    file: beside('<TONG_KET><KET_QUA_XEP_LOAI>Hoàn thành xuất sắc</KET_QUA_XEP_LOAI></TONG_KET>'),
  },
  {
    check: 'unsignedContent',
    outcome: 'indeterminate',
    reason: 'UNSIGNED_CONTENT',
    sub: 'UNSIGNED_CONTENT',
    what: 'a note beside the data',
    file: beside('<GHI_CHU>đã duyệt</GHI_CHU>'),
  },
  {
    check: 'rules',
    outcome: 'passed',
    reason: 'RULES_WARN',
    sub: null,
    what: 'the specimen with its nine-digit id',
    file: signedBytes,
  },
  {
    check: 'rules',
    outcome: 'passed',
    reason: null,
    sub: null,
    what: 'a record without a finding',
    file: () => signedBytes({ hocBa: withoutFinding() }),
  },
  {
    check: 'rules',
    outcome: 'failed',
    reason: 'RULES_BROKEN',
    sub: 'RULES_BROKEN',
    what: 'a result that the marks do not give',
    file: () => {
      const hocBa = specimenHocBa();
      return signedBytes({ hocBa: { ...hocBa, tongKet: { ...hocBa.tongKet, ketQuaGiaoDuc: 'hoanThanhXuatSac' } } });
    },
  },
  {
    check: 'rules',
    outcome: 'notRun',
    reason: null,
    sub: null,
    what: 'a record that cannot be read',
    file: async () => alter(await signed(), /<GIOI_TINH>[^<]*</, '<GIOI_TINH>?<'),
  },
  { check: 'idsUnique', outcome: 'passed', reason: null, sub: null, what: 'random Ids', file: signedBytes },
  {
    check: 'idsUnique',
    outcome: 'failed',
    reason: 'ID_NOT_UNIQUE_IN_DOCUMENT',
    sub: null,
    what: 'two records with fixed Ids in one list',
    record: 1,
    file: async () => {
      const receiver = { ...RECEIVER_DUAL, idScheme: 'fixed' } as const;
      return listOf(await signed({ receiver }), await signed({ receiver }));
    },
  },
  { check: 'order', outcome: 'passed', reason: null, sub: null, what: 'order references', file: signedBytes },
  {
    check: 'order',
    outcome: 'indeterminate',
    reason: 'ORDER_NOT_PROVABLE',
    sub: 'ORDER_NOT_PROVABLE',
    what: 'no order references',
    file: () => signedBytes({ receiver: RECEIVER_CV2088 }),
  },
  {
    check: 'order',
    outcome: 'failed',
    reason: 'ORDER_BROKEN',
    sub: 'ORDER_BROKEN',
    what: 'the first signature taken away',
    file: async () => {
      const file = await signed();
      return alter(file, slotText(file, 'giaoVienChuNhiem'), '');
    },
  },
  {
    check: 'order',
    outcome: 'notRun',
    reason: null,
    sub: null,
    what: 'one signature',
    file: () => signedBytes({ roles: ['giaoVienChuNhiem'] }),
  },
  { check: 'signingTimesOrdered', outcome: 'passed', reason: null, sub: null, what: 'equal times', file: signedBytes },
  {
    check: 'signingTimesOrdered',
    outcome: 'failed',
    reason: 'SIGNING_TIMES_DECREASE',
    sub: 'ORDER_BROKEN',
    what: 'a teacher who says she signed a second after the principal',
    file: () => signedBytes({ times: { giaoVienChuNhiem: new Date(AT.getTime() + 1000) } }),
  },
  {
    check: 'signingTimesOrdered',
    outcome: 'notRun',
    reason: null,
    sub: null,
    what: 'one signature',
    file: () => signedBytes({ roles: ['giaoVienChuNhiem'] }),
  },

  // Each role.
  {
    check: 'authorityCopy',
    outcome: 'indeterminate',
    reason: 'COPY_NOT_ASKED',
    sub: null,
    what: 'nobody asked',
    file: signedBytes,
  },
  {
    check: 'authorityCopy',
    outcome: 'passed',
    reason: null,
    sub: null,
    what: 'the same data',
    file: signedBytes,
    options: { authorityCopy: ({ recordDigest }) => ({ status: 'present', recordDigest }) },
  },
  {
    check: 'authorityCopy',
    outcome: 'failed',
    reason: 'COPY_DIFFERENT',
    sub: 'COPY_DIFFERS',
    what: 'a copy with another mark',
    file: signedBytes,
    options: async () => copyIs({ status: 'present', copy: alter(await signed(), '>10<', '>9<') }),
  },
  {
    check: 'authorityCopy',
    outcome: 'indeterminate',
    reason: 'COPY_UNREADABLE',
    sub: null,
    what: 'the copy of another pupil',
    file: signedBytes,
    options: async () => copyIs({ status: 'present', copy: (await signed({ hocBa: specimenNumber(7) })).bytes }),
  },
  {
    check: 'authorityCopy',
    outcome: 'indeterminate',
    reason: 'COPY_ABSENT',
    sub: null,
    what: 'not on the server',
    file: signedBytes,
    options: copyIs({ status: 'absent' }),
  },
  {
    check: 'authorityCopy',
    outcome: 'failed',
    reason: 'COPY_REPLACED',
    sub: 'RECORD_NOT_IN_FORCE',
    what: 'replaced on the server',
    file: signedBytes,
    options: copyIs({ status: 'replaced' }),
  },
  {
    check: 'authorityCopy',
    outcome: 'failed',
    reason: 'COPY_RECALLED',
    sub: 'RECORD_NOT_IN_FORCE',
    what: 'recalled on the server',
    file: signedBytes,
    options: copyIs({ status: 'recalled' }),
  },
  {
    check: 'authorityCopy',
    outcome: 'indeterminate',
    reason: 'PLATFORM_ERROR',
    sub: null,
    what: 'a server that does not answer',
    file: signedBytes,
    options: { authorityCopy: () => Promise.reject(new Error('no network')) },
  },
  { check: 'present', outcome: 'passed', reason: null, sub: null, role: principal, what: 'signed', file: signedBytes },
  {
    check: 'present',
    outcome: 'failed',
    reason: 'ROLE_MISSING',
    sub: 'SIGNATURE_MISSING',
    role: principal,
    what: 'nobody',
    file: () => unsigned().bytes,
  },
  {
    check: 'present',
    outcome: 'notRun',
    reason: 'ROLE_MISSING',
    sub: null,
    role: 'giaoVienChuNhiem',
    what: 'an optional one',
    file: () => unsigned().bytes,
  },
  {
    check: 'present',
    outcome: 'failed',
    reason: 'SLOT_SEVERAL_SIGNATURES',
    sub: 'FORMAT_FAILURE',
    role: principal,
    what: 'two signatures in a slot',
    file: async () => {
      const file = await signed();
      const own = signatureText(file, principal);
      return alter(file, own, own + own);
    },
  },
  {
    check: 'present',
    outcome: 'failed',
    reason: 'SLOT_SEVERAL',
    sub: 'FORMAT_FAILURE',
    role: principal,
    what: 'two slots',
    file: async () => {
      const file = await signed();
      return alter(file, slotText(file, principal), (slot) => `${slot}<CBQL></CBQL>`);
    },
  },
  { check: 'value', outcome: 'passed', reason: null, sub: null, role: principal, what: 'its own', file: signedBytes },
  {
    check: 'value',
    outcome: 'failed',
    reason: 'VALUE_MISMATCH',
    sub: 'SIG_CRYPTO_FAILURE',
    role: principal,
    what: 'one letter of the value changed',
    file: async () => {
      const file = await signed();
      const own = signatureText(file, principal);
      return alter(
        file,
        own,
        own.replace(/(<SignatureValue [^>]*>)(.)/, (_, tag, first) => tag + (first === 'A' ? 'B' : 'A')),
      );
    },
  },
  {
    check: 'value',
    outcome: 'failed',
    reason: 'CORE_STRUCTURE',
    sub: 'FORMAT_FAILURE',
    role: principal,
    what: 'junk in the base64',
    file: async () => {
      const file = await signed();
      const own = signatureText(file, principal);
      return alter(file, own, own.replace(/(<SignatureValue [^>]*>)/, '$1*'));
    },
  },
  {
    check: 'value',
    outcome: 'indeterminate',
    reason: 'CORE_UNSUPPORTED',
    sub: 'CRYPTO_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'an unknown algorithm',
    file: async () => {
      const file = await signed();
      const own = signatureText(file, principal);
      return alter(file, own, own.replace('#rsa-sha256', '#rsa-sha999'));
    },
  },
  {
    check: 'dataReference',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'the data block',
    file: signedBytes,
  },
  {
    check: 'dataReference',
    outcome: 'failed',
    reason: 'DATA_NOT_REFERENCED',
    sub: 'SIGNED_DATA_NOT_FOUND',
    role: principal,
    what: 'nothing but the own properties',
    file: forced(principal, principal, { request: { references: [] } }),
  },
  {
    check: 'dataReference',
    outcome: 'failed',
    reason: 'DATA_TRANSFORM',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'a transform that could take nodes away',
    file: inCbql((one) =>
      one.replace(
        /(<Reference [^>]*URI="#data-[^>]*><Transforms>)/,
        `$1<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><XPath xmlns:d="${DS}">not(ancestor-or-self::d:Signature)</XPath></Transform>`,
      ),
    ),
  },
  {
    check: 'dataReference',
    outcome: 'failed',
    reason: 'REFERENCE_BROKEN',
    sub: 'SIGNED_DATA_NOT_FOUND',
    role: principal,
    what: 'a reference to an Id that nobody has',
    file: async () => {
      const file = await signed();
      return alter(file, slotText(file, 'giaoVienChuNhiem'), '');
    },
  },
  {
    check: 'dataReference',
    outcome: 'failed',
    reason: 'SIGNED_PROPERTIES',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'QualifyingProperties that target another signature',
    file: inCbql((one) => one.replace(/(QualifyingProperties [^>]*Target=")[^"]*/, '$1#sig-other')),
  },
  {
    check: 'dataReference',
    outcome: 'indeterminate',
    reason: 'CORE_UNSUPPORTED',
    sub: 'CRYPTO_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'a reference to a file elsewhere',
    file: async () => {
      const file = await signed();
      const own = signatureText(file, principal);
      const more = `<Reference URI="http://example.vn/x"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue>${'A'.repeat(43)}=</DigestValue></Reference></SignedInfo>`;
      return alter(file, own, own.replace('</SignedInfo>', more));
    },
  },
  {
    check: 'dataReference',
    outcome: 'notRun',
    reason: null,
    sub: null,
    role: principal,
    what: 'data with a relative namespace, which cannot be digested',
    file: async () => alter(await signed(), '<TONG_KET ', '<TONG_KET xmlns:x="relative" '),
  },
  {
    check: 'digest',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'whole data',
    file: signedBytes,
  },
  {
    check: 'digest',
    outcome: 'failed',
    reason: 'DIGEST_MISMATCH',
    sub: 'HASH_FAILURE',
    role: principal,
    what: 'a mark changed',
    file: async () => alter(await signed(), '>10<', '>9<'),
  },
  {
    check: 'digest',
    outcome: 'indeterminate',
    reason: 'CORE_UNSUPPORTED',
    sub: 'CRYPTO_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'data with a relative namespace, which has no canonical form',
    file: async () => alter(await signed(), '<TONG_KET ', '<TONG_KET xmlns:x="relative" '),
  },
  {
    check: 'digest',
    outcome: 'notRun',
    reason: null,
    sub: null,
    role: principal,
    what: 'a signature that is none',
    file: async () => {
      const file = await signed();
      return alter(file, signatureText(file, principal), `<Signature xmlns="${DS}"/>`);
    },
  },
  {
    check: 'certificate',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'signed with',
    file: signedBytes,
  },
  {
    check: 'certificate',
    outcome: 'passed',
    reason: 'CERTIFICATE_NOT_BOUND',
    sub: null,
    role: principal,
    what: 'plain XMLDSig',
    file: () => signedBytes({ receiver: RECEIVER_CV2088 }),
  },
  {
    check: 'certificate',
    outcome: 'failed',
    reason: 'CERTIFICATE_MISSING',
    sub: 'NO_SIGNING_CERTIFICATE_FOUND',
    role: principal,
    what: 'a bare key',
    file: () => withKeyInfo(async () => bareKey((await keyOf(principal)).privateKey)),
  },
  {
    check: 'certificate',
    outcome: 'indeterminate',
    reason: 'CERTIFICATE_MISSING',
    sub: 'NO_SIGNING_CERTIFICATE_FOUND',
    role: principal,
    what: 'no key at all',
    file: () => withKeyInfo(async () => '<KeyName>hieu truong</KeyName>'),
  },
  {
    check: 'certificate',
    outcome: 'failed',
    reason: 'CERTIFICATE_UNREADABLE',
    sub: 'NO_SIGNING_CERTIFICATE_FOUND',
    role: principal,
    what: 'a frame around the right key without a period',
    file: () => withKeyInfo(async () => x509(brokenCertificate((await keyOf(principal)).spki))),
  },
  {
    check: 'certificate',
    outcome: 'failed',
    reason: 'CERTIFICATE_OTHER',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'another certificate of the same key',
    file: async () => {
      const file = await signed();
      const other = await signerOf(principal, { notAfter: new Date('2025-12-01T00:00:00Z') });
      const own = signatureText(file, principal);
      return alter(
        file,
        own,
        own.replace(/<X509Certificate>[^<]*/, `<X509Certificate>${encodeBase64(other.certificate)}`),
      );
    },
  },
  {
    check: 'role',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'signed SignerRole',
    file: signedBytes,
  },
  {
    check: 'role',
    outcome: 'failed',
    reason: 'ROLE_MISMATCH',
    sub: 'ROLE_MISMATCH',
    role: principal,
    what: 'the seal’s signature in the principal’s slot',
    file: forced(principal, principal, { request: { claimedRole: 'urn:hoc-ba-so:vai-tro:phatHanh' } }),
  },
  {
    check: 'role',
    outcome: 'failed',
    reason: 'IDENTITY_MISMATCH',
    sub: 'ROLE_MISMATCH',
    role: principal,
    what: 'no signed role, another person',
    file: forced(principal, 'ordinaryPerson', { receiver: RECEIVER_CV2088 }),
  },
  {
    check: 'role',
    outcome: 'failed',
    reason: 'SIGNATURE_REPEATED',
    sub: 'ROLE_MISMATCH',
    role: principal,
    what: 'one signature in two slots',
    file: async () => {
      const file = await signed({ receiver: RECEIVER_CV2088, roles: [principal] });
      const slot = slotText(file, principal);
      return alter(file, slot, slot.replaceAll('CBQL>', 'GVCN>') + slot);
    },
  },
  {
    check: 'role',
    outcome: 'indeterminate',
    reason: 'ROLE_NOT_SIGNED',
    sub: 'ROLE_NOT_PROVABLE',
    role: principal,
    what: 'plain XMLDSig, a certificate without CCCD',
    file: forced(principal, 'otherOrganization', { receiver: RECEIVER_CV2088 }),
  },
  {
    check: 'identity',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'the CCCD of the record',
    file: signedBytes,
  },
  {
    check: 'identity',
    outcome: 'passed',
    reason: 'SEAL_OF_ORGANISATION',
    sub: null,
    role: 'phatHanh',
    what: 'a tax code',
    file: signedBytes,
  },
  {
    check: 'identity',
    outcome: 'failed',
    reason: 'IDENTITY_MISMATCH',
    sub: 'ROLE_MISMATCH',
    role: principal,
    what: 'another person',
    file: forced(principal, 'ordinaryPerson'),
  },
  {
    check: 'identity',
    outcome: 'failed',
    reason: 'SEAL_OF_PERSON',
    sub: 'ROLE_MISMATCH',
    role: 'phatHanh',
    what: 'a person’s certificate as seal',
    file: forced('phatHanh', 'ordinaryPerson', {}, [principal]),
  },
  {
    check: 'identity',
    outcome: 'indeterminate',
    reason: 'IDENTITY_NOT_PROVABLE',
    sub: 'ROLE_NOT_PROVABLE',
    role: 'giaoVienChuNhiem',
    what: 'a record that names no teacher',
    file: () => signedBytes({ hocBa: unnamedTeacher() }),
  },
  {
    check: 'identity',
    outcome: 'failed',
    reason: 'CERTIFICATE_MISSING',
    sub: 'NO_SIGNING_CERTIFICATE_FOUND',
    role: principal,
    what: 'a bare key',
    file: () => withKeyInfo(async () => bareKey((await keyOf(principal)).privateKey)),
  },
  {
    check: 'identity',
    outcome: 'notRun',
    reason: null,
    sub: null,
    role: principal,
    what: 'no key at all',
    file: () => withKeyInfo(async () => '<KeyName>hieu truong</KeyName>'),
  },
  {
    check: 'slotFields',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'what is signed',
    file: signedBytes,
  },
  {
    check: 'slotFields',
    outcome: 'failed',
    reason: 'SLOT_FIELD_DIFFERS',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'another SO_CCCD',
    file: async () => {
      const file = await signed();
      return alter(file, slotText(file, principal), (slot) =>
        slot.replace('<SO_CCCD>001075000001<', '<SO_CCCD>001075000009<'),
      );
    },
  },
  {
    check: 'slotFields',
    outcome: 'indeterminate',
    reason: 'SLOT_FIELD_DIFFERS',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: 'giaoVienChuNhiem',
    what: 'an SO_CCCD that nothing signed can confirm',
    file: async () =>
      (await forceSign(unsigned({ hocBa: unnamedTeacher() }), 'giaoVienChuNhiem', await signerOf('otherOrganization')))
        .bytes,
  },
  {
    check: 'path',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'to an anchor',
    file: signedBytes,
  },
  {
    check: 'path',
    outcome: 'indeterminate',
    reason: 'NO_TRUST',
    sub: 'NO_CERTIFICATE_CHAIN_FOUND',
    role: principal,
    what: 'no anchor given',
    file: signedBytes,
    options: NO_TRUST,
  },
  {
    check: 'path',
    outcome: 'indeterminate',
    reason: 'TRUST_LIST_NOT_IN_FORCE',
    sub: 'NO_CERTIFICATE_CHAIN_FOUND',
    role: principal,
    what: 'a list past its nextUpdate',
    file: signedBytes,
    options: async () => ({
      ...NO_TRUST,
      trustList: await trustListOf({ nextUpdate: new Date(AT.getTime() + MINUTE) }),
    }),
  },
  {
    check: 'path',
    outcome: 'passed',
    reason: 'PATH_AT_PROVED_TIME',
    sub: null,
    role: principal,
    what: 'a certificate that ended after the stamp',
    file: async () =>
      stamped(await signed({ signers: { canBoQuanLy: await signerOf(principal, { notAfter: SOON }) } }), principal),
    options: { at: AFTER_SOON },
  },
  {
    check: 'path',
    outcome: 'indeterminate',
    reason: 'PATH_NOT_FOUND',
    sub: 'NO_CERTIFICATE_CHAIN_FOUND',
    role: principal,
    what: 'anchors of somebody else',
    file: signedBytes,
    options: async () => ({ trust: { anchors: (await createDevCa({ notBefore: AT, notAfter: CA_TO })).anchors } }),
  },
  {
    check: 'path',
    outcome: 'failed',
    reason: 'PATH_BROKEN',
    sub: 'CHAIN_CONSTRAINTS_FAILURE',
    role: 'phatHanh',
    what: 'a time-stamping certificate',
    file: forced('phatHanh', 'timeStamping', {}, [principal]),
  },
  {
    check: 'path',
    outcome: 'indeterminate',
    reason: 'CERTIFICATE_MISSING',
    sub: 'NO_SIGNING_CERTIFICATE_FOUND',
    role: principal,
    what: 'no certificate',
    file: () => withKeyInfo(async () => '<KeyName>hieu truong</KeyName>'),
  },
  {
    check: 'path',
    outcome: 'indeterminate',
    reason: 'CERTIFICATE_EXPIRED_NO_POE',
    sub: 'NO_POE',
    role: principal,
    what: 'checked after the certificate’s end',
    file: signedBytes,
    options: { at: new Date(CA_TO.getTime() + 1) },
  },
  {
    check: 'path',
    outcome: 'indeterminate',
    reason: 'CERTIFICATE_NOT_CURRENT',
    sub: 'OUT_OF_BOUNDS_NO_POE',
    role: 'giaoVienChuNhiem',
    what: 'neither today nor at the stated time',
    file: forced('giaoVienChuNhiem', 'expired'),
  },
  {
    check: 'validAtSigning',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'within its period',
    file: signedBytes,
  },
  {
    check: 'validAtSigning',
    outcome: 'indeterminate',
    reason: 'SIGNING_TIME_MISSING',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'no time among what is signed',
    file: inCbql((one) => one.replace(/<xades:SigningTime>[^<]*<\/xades:SigningTime>/, ''), RECEIVER_XADES),
  },
  {
    check: 'validAtSigning',
    outcome: 'failed',
    reason: 'SIGNING_TIMES_DIFFER',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'the two times of dual',
    file: inCbql((one) => one.replace(/(<SigningTime xmlns="">)[^<]*/, '$12024-05-31T10:00:01+07:00')),
  },
  {
    check: 'validAtSigning',
    outcome: 'failed',
    reason: 'SIGNING_TIME_BEFORE_CERTIFICATE',
    sub: 'NOT_YET_VALID',
    role: principal,
    what: 'a second before the certificate begins',
    file: forced(principal, principal, { signingTime: new Date('2023-12-31T23:59:59Z') }),
  },
  {
    check: 'validAtSigning',
    outcome: 'failed',
    reason: 'SIGNING_TIME_AFTER_CERTIFICATE',
    sub: 'EXPIRED',
    role: 'giaoVienChuNhiem',
    what: 'after the certificate ends',
    file: forced('giaoVienChuNhiem', 'expired'),
  },
  {
    check: 'validAtSigning',
    outcome: 'failed',
    reason: 'SIGNING_TIME_FUTURE',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'after the time of checking',
    file: signedBytes,
    options: { at: new Date(AT.getTime() - 300_001) },
  },
  {
    check: 'validAtSigning',
    outcome: 'failed',
    reason: 'SIGNING_TIME_AFTER_PROOF',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'a stamp from before the stated time',
    file: async () => stamped(await signed(), principal, { genTime: new Date(AT.getTime() - 6 * MINUTE) }),
  },
  {
    check: 'validAtSigning',
    outcome: 'notRun',
    reason: null,
    sub: null,
    role: principal,
    what: 'a bare key',
    file: () => withKeyInfo(async () => bareKey((await keyOf(principal)).privateKey)),
  },
  { check: 'revocation', outcome: 'passed', reason: null, sub: null, role: principal, what: 'good', file: signedBytes },
  {
    check: 'revocation',
    outcome: 'indeterminate',
    reason: 'REVOCATION_UNKNOWN',
    sub: 'TRY_LATER',
    role: principal,
    what: 'unknown to the responder',
    file: signedBytes,
    options: { revocation: () => ({ status: 'unknown' }) },
  },
  {
    check: 'revocation',
    outcome: 'failed',
    reason: 'REVOKED',
    sub: 'REVOKED',
    role: principal,
    what: 'revoked before the stated time',
    file: signedBytes,
    options: { revocation: () => ({ status: 'revoked', revokedAt: AT }) },
  },
  {
    check: 'revocation',
    outcome: 'indeterminate',
    reason: 'REVOKED_AFTER_SIGNING',
    sub: 'REVOKED_NO_POE',
    role: principal,
    what: 'revoked after the stated time',
    file: signedBytes,
    options: { revocation: () => ({ status: 'revoked', revokedAt: new Date(AT.getTime() + 1) }) },
  },
  {
    check: 'revocation',
    outcome: 'indeterminate',
    reason: 'PLATFORM_ERROR',
    sub: null,
    role: principal,
    what: 'a port that throws',
    file: signedBytes,
    options: {
      revocation: () => {
        throw new Error('no network');
      },
    },
  },
  {
    check: 'revocation',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'lists of every authority',
    file: signedBytes,
    options: byCrls(FRESH),
  },
  {
    check: 'revocation',
    outcome: 'indeterminate',
    reason: 'REVOCATION_STALE',
    sub: 'TRY_LATER',
    role: principal,
    what: 'lists past their nextUpdate',
    file: signedBytes,
    options: byCrls({ thisUpdate: AT, nextUpdate: new Date(AT.getTime() + MINUTE) }),
  },
  {
    check: 'revocation',
    outcome: 'indeterminate',
    reason: 'CERTIFICATE_ON_HOLD',
    sub: 'TRY_LATER',
    role: principal,
    what: 'on hold',
    file: signedBytes,
    options: async () =>
      byCrls(FRESH, [
        { certificate: await certificateOf(principal), revokedAt: AT, reason: 'holdInstruction,holdInstructionReject' },
      ])(),
  },
  {
    check: 'revocation',
    outcome: 'passed',
    reason: 'REVOKED_AFTER_PROOF',
    sub: null,
    role: principal,
    what: 'revoked a minute after the stamp',
    file: async () => stamped(await signed(), principal),
    options: principalRevoked(new Date(AT.getTime() + 61 * MINUTE)),
  },
  {
    check: 'revocation',
    outcome: 'indeterminate',
    reason: 'REVOKED_AFTER_SIGNING',
    sub: 'REVOKED_NO_POE',
    role: principal,
    what: 'revoked between the stated time and the stamp',
    file: async () => stamped(await signed(), principal),
    options: principalRevoked(new Date(AT.getTime() + 59 * MINUTE)),
  },
  {
    check: 'timeStamp',
    outcome: 'indeterminate',
    reason: 'TIME_STAMP_NONE',
    sub: 'NO_POE',
    role: principal,
    what: 'none',
    file: signedBytes,
  },
  {
    check: 'timeStamp',
    outcome: 'passed',
    reason: 'TIME_STAMP_PROVES',
    sub: null,
    role: principal,
    what: 'over its own value',
    file: async () => stamped(await signed(), principal),
  },
  {
    check: 'timeStamp',
    outcome: 'indeterminate',
    reason: 'TIME_STAMP_NOT_JUDGED',
    sub: 'NO_POE',
    role: principal,
    what: 'a canonical form that nobody knows',
    file: async () => stamped(await signed(), principal, { c14n: 'urn:unknown' }),
  },
  {
    check: 'timeStamp',
    outcome: 'failed',
    reason: 'TIME_STAMP_BROKEN',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'no token',
    file: async () => withStamp(await signed(), principal, 'AAAA'),
  },
  {
    check: 'timeStamp',
    outcome: 'failed',
    reason: 'TIME_STAMP_BROKEN',
    sub: 'SIG_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'the stamp of another signature',
    file: async () => {
      const file = await signed();
      return stamped(file, principal, { octets: stampOctets(file, 'phatHanh') });
    },
  },
  {
    check: 'timeStamp',
    outcome: 'indeterminate',
    reason: 'TIME_STAMP_UNTRUSTED',
    sub: 'NO_POE',
    role: principal,
    what: 'by an authority that anybody may set up',
    file: async () =>
      stamped(await signed(), principal, { ca: await createDevCa({ notBefore: CA_FROM, notAfter: CA_TO }) }),
  },
  {
    check: 'timeStamp',
    outcome: 'indeterminate',
    reason: 'TIME_STAMP_EXPIRED',
    sub: 'NO_POE',
    role: principal,
    what: 'whose authority’s certificate has ended',
    file: async () => stamped(await signed(), principal, { authority: { notAfter: SOON } }),
    options: { at: AFTER_SOON },
  },
  {
    check: 'algorithms',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'RSA-2048 with SHA-256',
    file: signedBytes,
  },
  {
    check: 'algorithms',
    outcome: 'failed',
    reason: 'ALGORITHM_LEGACY',
    sub: 'CRYPTO_CONSTRAINTS_FAILURE',
    role: principal,
    what: 'SHA-1',
    file: inCbql((one) => one.replace(/http:[^"]*#rsa-sha256/, `${DS}rsa-sha1`)),
  },
  {
    check: 'annexI',
    outcome: 'failed',
    reason: 'ALGORITHM_OUTSIDE_ANNEX',
    sub: null,
    role: principal,
    what: 'PKCS#1 v1.5',
    file: signedBytes,
  },
  {
    check: 'annexI',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'PSS',
    file: async () => signedBytes({ signers: { canBoQuanLy: await signerOf(principal, { algorithm: PSS_SHA256 }) } }),
  },
  { check: 'profile', outcome: 'passed', reason: null, sub: null, role: principal, what: 'dual', file: signedBytes },
  {
    check: 'profile',
    outcome: 'passed',
    reason: 'PROFILE_WITHOUT_CV2088',
    sub: null,
    role: principal,
    what: 'xadesB',
    file: () => signedBytes({ receiver: RECEIVER_XADES }),
  },
  {
    check: 'profile',
    outcome: 'failed',
    reason: 'PROFILE_PLAIN',
    sub: null,
    role: principal,
    what: 'cv2088',
    file: () => signedBytes({ receiver: RECEIVER_CV2088 }),
  },
  {
    check: 'signerAuthority',
    outcome: 'passed',
    reason: null,
    sub: null,
    role: principal,
    what: 'registered',
    file: signedBytes,
  },
  {
    check: 'signerAuthority',
    outcome: 'notRun',
    reason: null,
    sub: null,
    role: 'giaoVienChuNhiem',
    what: 'a teacher',
    file: signedBytes,
  },
  {
    check: 'signerAuthority',
    outcome: 'indeterminate',
    reason: 'AUTHORITY_UNKNOWN',
    sub: 'SIGNER_AUTHORITY_UNKNOWN',
    role: principal,
    what: 'not in the register',
    file: signedBytes,
    options: { authority: () => 'unknown' },
  },
  {
    check: 'signerAuthority',
    outcome: 'failed',
    reason: 'AUTHORITY_DENIED',
    sub: 'SIGNER_NOT_AUTHORISED',
    role: principal,
    what: 'somebody else’s in the register',
    file: signedBytes,
    options: { authority: () => 'notAuthorised' },
  },
  {
    check: 'signerAuthority',
    outcome: 'indeterminate',
    reason: 'PLATFORM_ERROR',
    sub: null,
    role: principal,
    what: 'a port that fails',
    file: signedBytes,
    options: { authority: () => Promise.reject(new Error('down')) },
  },
];

/** The principal’s plain signature with another KeyInfo; its value still holds. */
async function withKeyInfo(content: () => Promise<string>): Promise<Uint8Array> {
  const file = await signed({ receiver: RECEIVER_CV2088, roles: [principal] });
  const inner = await content();
  return alter(file, /<KeyInfo>.*<\/KeyInfo>/s, `<KeyInfo>${inner}</KeyInfo>`);
}

const x509 = (der: Uint8Array) => `<X509Data><X509Certificate>${encodeBase64(der)}</X509Certificate></X509Data>`;

function bareKey(key: Awaited<ReturnType<typeof keyOf>>['privateKey']): string {
  const { n, e } = key.export({ format: 'jwk' });
  const base64 = (text: string | undefined) => Buffer.from(text ?? '', 'base64url').toString('base64');
  return `<KeyValue><RSAKeyValue><Modulus>${base64(n)}</Modulus><Exponent>${base64(e)}</Exponent></RSAKeyValue></KeyValue>`;
}

/** The frame of a certificate around a key, whose period is no period. */
function brokenCertificate(spki: Uint8Array): Uint8Array {
  const algorithm = derTlv(0x30, derTlv(0x06, encodeOid('1.2.840.113549.1.1.11')), derTlv(0x05));
  const name = derTlv(
    0x30,
    derTlv(0x31, derTlv(0x30, derTlv(0x06, encodeOid('2.5.4.3')), derTlv(0x0c, encodeUtf8('x')))),
  );
  const version = derTlv(0xa0, derTlv(0x02, Uint8Array.of(2)));
  const serial = derTlv(0x02, Uint8Array.of(7));
  const tbs = derTlv(0x30, version, serial, algorithm, name, derTlv(0x30), name, spki);
  return derTlv(0x30, tbs, algorithm, derTlv(0x03, new Uint8Array(257)));
}

/** A record that the rules of its year have nothing to say about. */
function withoutFinding() {
  const hocBa = specimenHocBa();
  return { ...hocBa, hocSinh: { ...hocBa.hocSinh, soDinhDanhCaNhan: '001214000001' } };
}
