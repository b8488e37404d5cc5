import { reasonText } from './reasons.js';
import type { CheckResult, NextAction } from './report.js';
import type { Conclusion } from './verdict.js';

interface ActionText {
  readonly vi: string;
  readonly en: string;
}

/**
 * What a person can do to get from a conclusion to a positive one, with its sentences. Frozen: a code is never renamed or reused. An action
 * says what is missing, not that what is found then will be good.
 */
export const NEXT_ACTIONS = {
  GET_ISSUED_FILE: {
    vi: 'Đề nghị trường cấp lại đúng tệp học bạ đã phát hành; không dùng tệp này.',
    en: 'Ask the school for the file it issued; do not use this one.',
  },
  GET_NEWEST_VERSION: {
    vi: 'Lấy bản mới nhất trên hệ thống của cơ quan quản lý; không dùng tệp này.',
    en: 'Get the newest version from the authority’s server; do not use this file.',
  },
  ASK_ABOUT_RECALL: {
    vi: 'Học bạ đã bị thu hồi: hỏi nhà trường về bản thay thế; không dùng tệp này.',
    en: 'The record was recalled: ask the school for its replacement; do not use this file.',
  },
  ASK_TO_SUBMIT: {
    vi: 'Đề nghị nhà trường gửi học bạ lên hệ thống của cơ quan quản lý, rồi đối chiếu lại.',
    en: 'Ask the school to submit the record to the authority’s server, then compare again.',
  },
  COMPARE_WITH_COPY: {
    vi: 'Đối chiếu với bản trên hệ thống của cơ quan quản lý (tra cứu bằng mã tra cứu).',
    en: 'Compare with the copy on the authority’s server (look it up by its code).',
  },
  SIGN_AGAIN: {
    vi: 'Nhà trường phải lập học bạ thay thế và ký lại.',
    en: 'The school has to issue a replacement and sign again.',
  },
  LET_ROLES_SIGN: {
    vi: 'Đây là học bạ chưa phát hành; hãy ký theo đúng thứ tự rồi kiểm tra lại.',
    en: 'The record is not issued yet; let the roles sign in their order, then check again.',
  },
  LET_ROLE_SIGN: {
    vi: 'Người giữ vai trò này phải ký.',
    en: 'The holder of this role has to sign.',
  },
  RELY_ON_SIGNED_PART: {
    vi: 'Chỉ dựa vào phần được ký; hỏi nơi gửi tệp về phần thêm vào, và lấy tệp không có phần đó.',
    en: 'Rely only on what is signed; ask the sender about what was added, and get a file without it.',
  },
  SEPARATE_RECORDS: {
    vi: 'Tách từng học bạ ra tệp riêng rồi kiểm tra lại.',
    en: 'Take each record into a file of its own, then check again.',
  },
  GIVE_TRUST: {
    vi: 'Khai báo chứng thư gốc của Trung tâm Chứng thực điện tử quốc gia và của Ban Cơ yếu Chính phủ rồi kiểm tra lại.',
    en: 'Give the root certificates of the national and of the official-use authority, then check again.',
  },
  GET_TRUST_LIST: {
    vi: 'Lấy danh sách tin cậy mới nhất rồi kiểm tra lại.',
    en: 'Get the latest trust list, then check again.',
  },
  GET_REGISTER: {
    vi: 'Cần danh sách chứng thư đã được Sở hoặc Bộ phê duyệt để đối chiếu.',
    en: 'A register of the certificates that the authority has approved is needed.',
  },
  GET_REVOCATION: {
    vi: 'Kiểm tra lại khi có kết nối đến dịch vụ trạng thái chứng thư (OCSP, CRL).',
    en: 'Check again with access to the status of certificates (OCSP, CRL).',
  },
  GET_NEWER_REVOCATION: {
    vi: 'Lấy danh sách thu hồi (CRL) hoặc trả lời OCSP mới hơn rồi kiểm tra lại.',
    en: 'Get a newer revocation list (CRL) or OCSP answer, then check again.',
  },
  WAIT_FOR_RELEASE: {
    vi: 'Kiểm tra lại sau khi chứng thư được khôi phục hoặc bị thu hồi.',
    en: 'Check again when the certificate has been released or revoked.',
  },
  GET_STAMPED_COPY: {
    vi: 'Tìm bản có dấu thời gian lấy khi chứng thư còn hiệu lực; nếu không có, nhà trường phải lập học bạ thay thế và ký lại.',
    en: 'Find a copy with a time stamp from when the certificate was valid; where there is none, the school has to issue a replacement and sign again.',
  },
  ADD_TIME_STAMP: {
    vi: 'Thêm dấu thời gian của một nơi cấp được tin cậy vào chữ ký, khi chứng thư còn hiệu lực.',
    en: 'Add a time stamp by a trusted authority to the signature while its certificate is valid.',
  },
  CHECK_ELSEWHERE: {
    vi: 'Kiểm tra lại bằng máy hoặc phần mềm khác, hoặc cho phép nhiều thời gian hơn.',
    en: 'Check again on another machine or with other software, or allow more time.',
  },
} as const satisfies Record<string, ActionText>;

export type NextActionCode = keyof typeof NEXT_ACTIONS;

/** One action for each cause that decides, in the order of the checks; the same one of the same role once. */
export function nextActions(conclusion: Conclusion, checks: readonly CheckResult[]): readonly NextAction[] {
  if (conclusion === 'totalPassed') return [];
  const found = new Map<string, NextAction>();
  for (const outcome of ['failed', 'indeterminate'] as const) {
    for (const { code: check, outcome: own, level, reason, role, key, params } of checks) {
      const code = reason === null ? undefined : reasonText(reason).action;
      if (own !== outcome || level !== 'fail' || reason === null || code === undefined) continue;
      const name = [code, role, key].join(' ');
      if (found.has(name)) continue;
      found.set(name, {
        code,
        ...(role === undefined ? {} : { role }),
        ...(key === undefined ? {} : { key }),
        check,
        reason,
        params,
      });
    }
  }
  return [...found.values()];
}
