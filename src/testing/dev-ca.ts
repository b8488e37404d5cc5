import {
  type IssueCertificateInput,
  issueCertificate,
  type KeyUsage,
  type SubjectAttribute,
  type WritePkcs12Options,
  writePkcs12,
} from '../certificate/index.js';
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import { type DevKey, type DevKeyType, devKey, generateDevKey } from './dev-keys.js';
import { DEV_AUTHORITY_SUBJECTS, DEV_SUBJECTS } from './dev-subjects.js';

/** Authorities of the dev CA: two roots, and one issuing CA below each. */
export type DevAuthorityName = 'officialUseRoot' | 'officialUse' | 'publicRoot' | 'publicCa';

/**
 * Holders of the dev CA. `otherOrganization` is a company with an e-invoice certificate, `expired` a teacher whose certificate ran out a day
 * after it began, `legacyRsa1024` a teacher with a short key, `legacySha1` one whose certificate is signed with SHA-1.
 */
export type DevIdentityName =
  | 'giaoVienChuNhiem'
  | 'giaoVienBoMon'
  | 'canBoQuanLy'
  | 'phatHanh'
  | 'otherOrganization'
  | 'ordinaryPerson'
  | 'expired'
  | 'legacyRsa1024'
  | 'legacySha1'
  | 'timeStamping';

export interface DevAuthority {
  /** DER. */
  readonly certificate: Uint8Array;
  readonly privateKey: CryptoKey;
  readonly pkcs8: Uint8Array;
}

/** A holder with certificate and key: what a signer needs. */
export interface DevIdentity {
  /** DER. */
  readonly certificate: Uint8Array;
  /** Issuing CA, then root; DER. */
  readonly chain: readonly Uint8Array[];
  /** Extractable; RSASSA-PKCS1-v1_5 with SHA-256, or ECDSA. */
  readonly privateKey: CryptoKey;
  /** Unencrypted PKCS#8, DER. */
  readonly pkcs8: Uint8Array;
  /** A PKCS#12 file with key, certificate and chain. */
  p12(password: string, options?: WritePkcs12Options): Promise<Uint8Array>;
}

export interface DevIdentityOptions {
  /** Default `RSA-2048`. */
  readonly key?: DevKeyType;
  /** Default: the period of the dev CA. */
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Hash of the issuer's signature; default SHA-256. */
  readonly digest?: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  /** Default: the subject of the name, see `DEV_SUBJECTS`. */
  readonly subject?: readonly SubjectAttribute[];
  /** Default: the family the name belongs to. */
  readonly authority?: DevAuthorityName;
}

export interface CreateDevCaOptions {
  /** Period of the authorities, and of the holders unless said otherwise. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Keys of the authorities; default `P-256`, which costs a millisecond. */
  readonly authorityKey?: 'P-256' | 'P-384' | 'RSA-2048' | 'RSA-3072' | 'RSA-4096';
  /** Address of the CRL of an authority, put into what it issues; default: none. */
  readonly crlUrl?: (authority: DevAuthorityName) => string;
  /** Address of an OCSP responder, put into every certificate below a root; default: none. */
  readonly ocspUrl?: string;
  readonly crypto?: Crypto;
}

export interface DevCa {
  /** Both roots, DER: the trust anchors. */
  readonly anchors: readonly Uint8Array[];
  readonly authorities: Readonly<Record<DevAuthorityName, DevAuthority>>;
  /** A holder; the same one for the same arguments. */
  identity(name: DevIdentityName, options?: DevIdentityOptions): Promise<DevIdentity>;
  /** Any certificate, issued by one of the authorities. */
  issue(authority: DevAuthorityName, input: Omit<IssueCertificateInput, 'issuer' | 'signingKey'>): Promise<Uint8Array>;
}

const SIGNING: readonly KeyUsage[] = ['digitalSignature', 'nonRepudiation'];
const DAY_MS = 86_400_000;
const TIME_STAMPING = { oids: ['1.3.6.1.5.5.7.3.8'], critical: true } as const;

/** What sets each holder apart from a teacher with a public certificate. */
const PROFILES: Readonly<Record<DevIdentityName, DevIdentityOptions & { readonly like: keyof typeof DEV_SUBJECTS }>> = {
  giaoVienChuNhiem: { like: 'giaoVienChuNhiem' },
  giaoVienBoMon: { like: 'giaoVienBoMon' },
  canBoQuanLy: { like: 'canBoQuanLy', authority: 'officialUse' },
  phatHanh: { like: 'phatHanh', authority: 'officialUse' },
  otherOrganization: { like: 'otherOrganization' },
  ordinaryPerson: { like: 'ordinaryPerson' },
  expired: { like: 'giaoVienChuNhiem' },
  legacyRsa1024: { like: 'giaoVienChuNhiem', key: 'RSA-1024' },
  legacySha1: { like: 'giaoVienChuNhiem', digest: 'SHA-1' },
  timeStamping: { like: 'timeStamping', authority: 'publicRoot' },
};

/**
 * Makes a certificate authority for tests and rehearsals: two families of roots, and the people and seals around one school record. Its keys live
 * and die with this process; nothing it issues may ever be trusted outside a test.
 *
 * @returns At once; the keys and certificates of holders are made when they are asked for.
 * @throws {@link HocBaSoError} `ERR_ARGUMENT_INVALID` when the period is empty.
 * @see 1789/QĐ-SGDĐT, điều 8, 9 (schools and managers: official-use certificates; teachers: public ones)
 */
export async function createDevCa(options: CreateDevCaOptions): Promise<DevCa> {
  const { notBefore, notAfter, authorityKey = 'P-256', crypto } = options;
  if (!(notBefore < notAfter)) {
    throw createError(ARGUMENT_ERRORS, 'ERR_ARGUMENT_INVALID', { argument: 'notAfter', reason: '≤ notBefore' });
  }
  const cryptoOption = crypto ? { crypto } : {};

  async function authority(name: DevAuthorityName, parent?: DevAuthority): Promise<DevAuthority> {
    // Fresh every time: two dev CAs must not vouch for each other.
    const key = await generateDevKey(authorityKey, crypto);
    const certificate = await issueCertificate(
      {
        subject: DEV_AUTHORITY_SUBJECTS[name],
        publicKey: key.spki,
        signingKey: (parent ?? key).privateKey,
        ...(parent
          ? { issuer: parent.certificate, ...addresses(name === 'officialUse' ? 'officialUseRoot' : 'publicRoot') }
          : {}),
        notBefore,
        notAfter,
        ca: parent ? { pathLength: 0 } : {},
        keyUsage: ['keyCertSign', 'cRLSign'],
      },
      cryptoOption,
    );
    return { certificate, privateKey: key.privateKey, pkcs8: key.pkcs8 };
  }

  function addresses(issuer: DevAuthorityName) {
    return {
      ...(options.crlUrl ? { crlUrls: [options.crlUrl(issuer)] } : {}),
      ...(options.ocspUrl === undefined ? {} : { ocspUrls: [options.ocspUrl] }),
    };
  }

  const [officialUseRoot, publicRoot] = await Promise.all([authority('officialUseRoot'), authority('publicRoot')]);
  const [officialUse, publicCa] = await Promise.all([
    authority('officialUse', officialUseRoot),
    authority('publicCa', publicRoot),
  ]);
  const authorities = { officialUseRoot, officialUse, publicRoot, publicCa };

  function issue(
    name: DevAuthorityName,
    input: Omit<IssueCertificateInput, 'issuer' | 'signingKey'>,
  ): Promise<Uint8Array> {
    const { certificate, privateKey } = authorities[name];
    return issueCertificate(
      { ...addresses(name), ...input, issuer: certificate, signingKey: privateKey },
      cryptoOption,
    );
  }

  async function makeIdentity(name: DevIdentityName, wanted: DevIdentityOptions): Promise<DevIdentity> {
    const {
      like,
      authority: issuer = 'publicCa',
      key: keyType = 'RSA-2048',
      ...rest
    } = { ...PROFILES[name], ...wanted };
    const key: DevKey = await devKey(name, keyType, crypto);
    const certificate = await issue(issuer, {
      subject: rest.subject ?? DEV_SUBJECTS[like],
      publicKey: key.spki,
      notBefore: rest.notBefore ?? notBefore,
      notAfter: rest.notAfter ?? (name === 'expired' ? new Date(notBefore.getTime() + DAY_MS) : notAfter),
      keyUsage: SIGNING,
      ...(like === 'timeStamping' ? { extendedKeyUsage: TIME_STAMPING } : {}),
      ...(rest.digest ? { digest: rest.digest } : {}),
    });
    const chain = chainOf(issuer).map((each) => authorities[each].certificate);
    return {
      certificate,
      chain,
      privateKey: key.privateKey,
      pkcs8: key.pkcs8,
      p12: (password, p12Options = {}) =>
        writePkcs12([{ certificate, chain, privateKeyPkcs8: key.pkcs8, friendlyName: name }], password, {
          ...cryptoOption,
          ...p12Options,
        }),
    };
  }

  const identities = new Map<string, Promise<DevIdentity>>();
  return {
    anchors: [officialUseRoot.certificate, publicRoot.certificate],
    authorities,
    identity(name, wanted = {}) {
      const label = JSON.stringify([name, wanted]);
      const known = identities.get(label) ?? makeIdentity(name, wanted);
      identities.set(label, known);
      return known;
    },
    issue,
  };
}

function chainOf(issuer: DevAuthorityName): DevAuthorityName[] {
  if (issuer === 'officialUse') return ['officialUse', 'officialUseRoot'];
  return issuer === 'publicCa' ? ['publicCa', 'publicRoot'] : [issuer];
}
