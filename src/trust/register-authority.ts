import type { Certificate, SubjectId, SubjectIdKind } from '../certificate/index.js';
import type { OfficerHolder, Register, RegisteredSchool, RegisterPeriod, SealHolder } from './register.js';
import { isInForce } from './signed-list.js';

/** Roles whose right to sign a register knows; the port of `hoc-ba-so/verification` asks about more. */
export type RegisterRole = 'giaoVienBoMon' | 'giaoVienChuNhiem' | 'canBoQuanLy' | 'phatHanh';

export type RegisterAnswer = 'authorised' | 'notAuthorised' | 'unknown';

/** The same type as `AuthorityPort` of `hoc-ba-so/verification`, which stands above this folder. */
export type RegisterAuthority = (question: {
  readonly role: RegisterRole;
  readonly maTruong: string;
  readonly certificate: Certificate;
  readonly at: Date;
}) => RegisterAnswer;

/** Identifiers of persons: a certificate with one of them is nobody's seal, though it names the organisation its holder works for. */
const OF_A_PERSON: ReadonlySet<SubjectIdKind> = /* @__PURE__ */ new Set(['CCCD', 'CMND', 'HC', 'BHXH', 'PID', 'PPID']);

/**
 * Answers who may seal for a school and who may sign as its principal, by registers.
 *
 * `authorised` only when an entry of the school names this certificate at that time; `notAuthorised` when the register lists the school, knows
 * everything about it at that time, and has no such entry. Everything else is `unknown`: a school not listed, a register not in force, a
 * time before `completeFrom`, a teacher's role, registers that contradict each other.
 *
 * The time asked about is the stated signing time, which proves nothing by itself: that somebody was principal then does not show that he
 * signed then.
 *
 * @param registers - Opened registers; several speak for different schools.
 * @param options.clock - The present, at which registers must be in force; default `() => new Date()`.
 * @see CV 2088/BGDĐT-GDTH annex 1, II.2 (certificates of schools are registered and approved); 1789/QĐ-SGDĐT điều 8, 9
 */
export function registerAuthority(
  registers: Register | readonly Register[],
  options: { readonly clock?: () => Date } = {},
): RegisterAuthority {
  const { clock = () => new Date() } = options;
  const all = (Array.isArray(registers) ? (registers as readonly Register[]) : [registers as Register]).map(
    (register) => ({ register, schools: new Map(register.nhaTruong.map((school) => [school.maTruong, school])) }),
  );
  return ({ role, maTruong, certificate, at }) => {
    const now = clock();
    const answers = new Set<RegisterAnswer>();
    for (const { register, schools } of all) {
      const school = schools.get(maTruong);
      if (school !== undefined && isInForce(register, now))
        answers.add(answerOf(register, school, role, certificate, at));
    }
    answers.delete('unknown');
    const [answer, contradiction] = [...answers];
    return answer !== undefined && contradiction === undefined ? answer : 'unknown';
  };
}

function answerOf(
  { completeFrom }: Register,
  school: RegisteredSchool,
  role: RegisterRole,
  certificate: Certificate,
  at: Date,
): RegisterAnswer {
  if (Number.isNaN(at.getTime())) return 'unknown';
  const today = vietnamDay(at);
  const absent = today >= completeFrom ? 'notAuthorised' : 'unknown';
  if (role === 'canBoQuanLy') {
    if (school.canBoQuanLy.length === 0) return 'unknown';
    return school.canBoQuanLy.some((entry) => covers(entry, today) && isOfficer(entry.holder, certificate))
      ? 'authorised'
      : absent;
  }
  // A teacher's right to sign is given by the school, which answers for it with its seal.
  if (role !== 'phatHanh') return 'unknown';
  const { seals, approvals } = school;
  if (seals.length === 0 && approvals === null) return 'unknown';
  const isListed =
    seals.length === 0 || seals.some((entry) => covers(entry, today) && isSeal(entry.holder, certificate));
  const isApproved =
    approvals === null ||
    approvals.some((entry) => covers(entry, today) && entry.fingerprint === certificate.fingerprint);
  return isListed && isApproved ? 'authorised' : absent;
}

function isSeal(holder: SealHolder, certificate: Certificate): boolean {
  if ('fingerprint' in holder) return holder.fingerprint === certificate.fingerprint;
  const { subjectIds } = certificate;
  if (subjectIds.some(({ kind }) => OF_A_PERSON.has(kind))) return false;
  const code = soleId(subjectIds, 'MST');
  return code?.value === holder.maSoThue && (code.branch ?? null) === holder.chiNhanh;
}

function isOfficer(holder: OfficerHolder, certificate: Certificate): boolean {
  if ('fingerprint' in holder) return holder.fingerprint === certificate.fingerprint;
  return soleId(certificate.subjectIds, 'CCCD')?.value === holder.soDinhDanhCaNhan;
}

/** The one identifier of a kind; two, or one of a wrong form, identify nobody. */
function soleId(ids: readonly SubjectId[], kind: SubjectIdKind): SubjectId | undefined {
  const [id, ...others] = ids.filter((each) => each.kind === kind);
  return others.length === 0 && id?.irregularities.includes('value') === false ? id : undefined;
}

function covers({ from, until }: RegisterPeriod, today: string): boolean {
  return (from === null || from <= today) && (until === null || today <= until);
}

/** The calendar day in Vietnam (UTC+7), by which terms of office are counted. */
function vietnamDay(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}
