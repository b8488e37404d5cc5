import { parseCertificate } from '../certificate/index.js';
import {
  day,
  elements,
  fingerprint,
  malformed,
  matching,
  members,
  optional,
  type Place,
  text,
} from './payload-reader.js';
import {
  compareNumber,
  type ListHeader,
  type ListSigner,
  type OpenedList,
  type OpenListOptions,
  signList,
  verifyList,
} from './signed-list.js';

/** Days of a period, both included, in Vietnam time (UTC+7). */
export interface RegisterPeriod {
  /** `YYYY-MM-DD`; `null`: from the beginning. */
  readonly from: string | null;
  /** `YYYY-MM-DD`; `null`: until further notice. */
  readonly until: string | null;
}

/** Which certificate is a school's seal: exactly one, or every one of an organisation. */
export type SealHolder =
  | {
      /** SHA-256 of the certificate. */
      readonly fingerprint: string;
    }
  | {
      /** Tax code of the school; the certificate must name it and no person. */
      readonly maSoThue: string;
      /** Branch suffix, three digits. */
      readonly chiNhanh: string | null;
    };

/** Which certificate is a principal's. */
export type OfficerHolder =
  | {
      /** SHA-256 of the certificate. */
      readonly fingerprint: string;
    }
  | {
      /** Citizen id of the person; the certificate must name it. Personal data: see docs/trust.md. */
      readonly soDinhDanhCaNhan: string;
    };

export type SealEntry = RegisterPeriod & { readonly holder: SealHolder };

export type OfficerEntry = RegisterPeriod & {
  readonly holder: OfficerHolder;
  /** Office as the appointment names it, for people: `Hiệu trưởng`. */
  readonly chucVu: string;
};

/** A certificate that a gateway has approved for a school (CV 2088 annex 1, II.2, transaction 3: only approved ones may seal). */
export type ApprovalEntry = RegisterPeriod & { readonly fingerprint: string };

/** What the register knows of one school. */
export interface RegisteredSchool {
  readonly maTruong: string;
  readonly seals: readonly SealEntry[];
  readonly canBoQuanLy: readonly OfficerEntry[];
  /** `null`: the register is not a gateway's. Empty: the gateway has approved none. */
  readonly approvals: readonly ApprovalEntry[] | null;
}

/** A register whose signature holds and whose signer is pinned. */
export interface Register extends OpenedList {
  readonly kind: 'register';
  /** Since this day the register knows every seal and every principal of the schools it lists; before, an absent entry means nothing. */
  readonly completeFrom: string;
  readonly nhaTruong: readonly RegisteredSchool[];
}

type Loose<T> = T extends RegisterPeriod ? Omit<T, 'from' | 'until'> & Partial<RegisterPeriod> : never;

/** What a new register shall say. */
export interface RegisterInput extends ListHeader {
  readonly completeFrom: string;
  readonly nhaTruong: readonly {
    readonly maTruong: string;
    readonly seals?: readonly Loose<SealEntry>[];
    readonly canBoQuanLy?: readonly Loose<OfficerEntry>[];
    readonly approvals?: readonly Loose<ApprovalEntry>[] | null;
  }[];
}

const BODY = ['completeFrom', 'nhaTruong'] as const;

/**
 * Makes and signs a register of who may sign for which school: for a department of education, a gateway, and for tests.
 *
 * @param signer - The authority's key; those who use the register pin its certificate or key.
 * @returns The file, to be opened by {@link openRegister}.
 * @throws {@link HocBaSoError} `ERR_TRUST_MALFORMED` when something is missing or of the wrong form, `ERR_ARGUMENT_INVALID`,
 *   `ERR_SIGNATURE_ALGORITHM`, `ERR_SIGNER_VALUE_MISMATCH`.
 * @experimental
 */
export async function createRegister(
  input: RegisterInput,
  signer: ListSigner,
  options: { readonly crypto?: Crypto } = {},
): Promise<Uint8Array> {
  const period = ({ from = null, until = null }: Partial<RegisterPeriod>) => ({
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
  });
  const nhaTruong = input.nhaTruong.map(({ maTruong, seals = [], canBoQuanLy = [], approvals = null }) => ({
    maTruong,
    seals: seals.map(({ holder, ...rest }) => ({
      ...('fingerprint' in holder
        ? { fingerprint: holder.fingerprint }
        : { maSoThue: holder.maSoThue, ...(holder.chiNhanh === null ? {} : { chiNhanh: holder.chiNhanh }) }),
      ...period(rest),
    })),
    canBoQuanLy: canBoQuanLy.map(({ holder, chucVu, ...rest }) => ({ ...holder, chucVu, ...period(rest) })),
    ...(approvals === null
      ? {}
      : { approvals: approvals.map(({ fingerprint: one, ...rest }) => ({ fingerprint: one, ...period(rest) })) }),
  }));
  const { completeFrom } = input;
  const bytes = await signList('register', input, { completeFrom, nhaTruong }, signer, options.crypto);
  // What nobody could open is not handed out.
  const pinned = [parseCertificate(signer.certificate).fingerprint];
  await openRegister(bytes, { pinned, at: input.issuedAt, ...options });
  return bytes;
}

/**
 * Opens a signed register. A register past its nextUpdate opens, so that it can be looked at, and answers `unknown` to everything.
 *
 * @param bytes - The file; at most 16 MiB.
 * @param options - As for {@link openTrustList}.
 * @throws {@link HocBaSoError} the codes of {@link openTrustList}.
 * @experimental
 */
export async function openRegister(bytes: Uint8Array, options: OpenListOptions): Promise<Register> {
  const { list, payload } = await verifyList(bytes, 'register', BODY, options);
  const nhaTruong = elements(payload['nhaTruong']!).map(readSchool);
  const codes = new Set<string>();
  for (const [index, { maTruong }] of nhaTruong.entries()) {
    if (codes.has(maTruong)) throw malformed(`nhaTruong[${index}].maTruong`, 'listed twice');
    codes.add(maTruong);
  }
  const opened: Register = { ...list, kind: 'register', completeFrom: day(payload['completeFrom']!), nhaTruong };
  await compareNumber('register', opened, options.store);
  return opened;
}

function readSchool(place: Place): RegisteredSchool {
  const at = members(place, ['maTruong', 'seals', 'canBoQuanLy', 'approvals']);
  return {
    maTruong: text(at.maTruong),
    seals: elements(at.seals, 1000).map(readSeal),
    canBoQuanLy: elements(at.canBoQuanLy, 1000).map(readOfficer),
    approvals: optional(at.approvals, (given) =>
      elements(given, 1000).map((each) => {
        const one = members(each, ['fingerprint', 'from', 'until']);
        return { fingerprint: fingerprint(one.fingerprint), ...readPeriod(one) };
      }),
    ),
  };
}

function readSeal(place: Place): SealEntry {
  const at = members(place, ['fingerprint', 'maSoThue', 'chiNhanh', 'from', 'until']);
  const one = optional(at.fingerprint, fingerprint);
  const maSoThue = optional(at.maSoThue, (given) => matching(given, /^(\d{10}|\d{12})$/, 'a tax code'));
  const chiNhanh = optional(at.chiNhanh, (given) => matching(given, /^\d{3}$/, 'a branch suffix'));
  if ((one === null) === (maSoThue === null) || (one !== null && chiNhanh !== null))
    throw malformed(place.path, 'not exactly one of fingerprint, maSoThue');
  return { holder: one !== null ? { fingerprint: one } : { maSoThue: maSoThue!, chiNhanh }, ...readPeriod(at) };
}

function readOfficer(place: Place): OfficerEntry {
  const at = members(place, ['fingerprint', 'soDinhDanhCaNhan', 'chucVu', 'from', 'until']);
  const one = optional(at.fingerprint, fingerprint);
  const soDinhDanhCaNhan = optional(at.soDinhDanhCaNhan, (given) => matching(given, /^\d{12}$/, '12 digits'));
  if ((one === null) === (soDinhDanhCaNhan === null))
    throw malformed(place.path, 'not exactly one of fingerprint, soDinhDanhCaNhan');
  const holder = one !== null ? { fingerprint: one } : { soDinhDanhCaNhan: soDinhDanhCaNhan! };
  return { holder, chucVu: text(at.chucVu), ...readPeriod(at) };
}

function readPeriod(at: { readonly from: Place; readonly until: Place }): RegisterPeriod {
  const from = optional(at.from, day);
  const until = optional(at.until, day);
  if (from !== null && until !== null && from > until) throw malformed(at.until.path, 'before its beginning');
  return { from, until };
}
