import { openHocBaList } from '../../record-xml/index.js';
import { type NextAction, type PlannedStep, planSigning, type SigningPlan } from '../../signing/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT, type ExitCode, worstExit } from '../exit-codes.js';
import { eachFile } from '../input.js';
import type { Text } from '../language.js';
import { RECORD_EXTENSIONS, unwrapXml } from '../record-input.js';
import { ROLE_WORDS } from '../roles.js';
import { line, type TerminalText } from '../terminal.js';

const STATES: Readonly<Record<PlannedStep['state'], Text>> = {
  done: { vi: 'đã ký', en: 'has signed' },
  next: { vi: 'đến lượt ký', en: 'may sign now' },
  blocked: { vi: 'chưa ký được', en: 'cannot sign' },
  skipped: { vi: 'không ký', en: 'did not sign' },
};

const REASONS: Readonly<Record<NonNullable<PlannedStep['reason']>, Text>> = {
  earlierRoleMissing: { vi: 'vai trò trước chưa ký', en: 'an earlier role has not signed' },
  signatureBroken: { vi: 'có chữ ký không còn đúng', en: 'a signature does not hold' },
  severalSignatures: { vi: 'ô ký có nhiều chữ ký', en: 'the slot holds several signatures' },
  laterRoleSigned: { vi: 'vai trò sau đã ký', en: 'a later role has signed' },
  noSlot: { vi: 'bố cục không có ô ký', en: 'the layout has no slot' },
  recordUnreadable: { vi: 'nội dung học bạ có lỗi', en: 'the content of the record has errors' },
};

const ACTIONS: Readonly<Record<NextAction['code'], Text>> = {
  sign: { vi: 'việc tiếp theo: ký', en: 'next: sign' },
  recallAndReplace: {
    vi: 'việc tiếp theo: thu hồi và lập học bạ thay thế',
    en: 'next: recall the record and replace it',
  },
  correctRecord: { vi: 'việc tiếp theo: sửa nội dung học bạ', en: 'next: correct the content of the record' },
  submit: { vi: 'việc tiếp theo: đóng gói và gửi', en: 'next: pack and submit' },
};

const FAULTS: readonly PlannedStep['reason'][] = [
  'signatureBroken',
  'severalSignatures',
  'laterRoleSigned',
  'recordUnreadable',
];

/** `hocba plan`. */
export const plan: CommandRun = (context, args) =>
  eachFile(context, args, { extensions: RECORD_EXTENSIONS }, async (bytes, file) => {
    const plans: SigningPlan[] = [];
    for (const record of openHocBaList(await unwrapXml(bytes))) plans.push(await planSigning(record));
    return {
      exit: worstExit(plans.map(exitOfPlan)),
      json: { plans },
      lines: plans.flatMap((one, index) =>
        describe(context, `${file}${plans.length > 1 ? ` #${index + 1}` : ''}`, one),
      ),
    };
  });

function exitOfPlan({ steps }: SigningPlan): ExitCode {
  return steps.some(({ reason }) => FAULTS.includes(reason)) ? EXIT.invalid : EXIT.ok;
}

function describe({ t, paint }: CommandContext, name: string, { steps, nextActions }: SigningPlan): TerminalText[] {
  const paints = { done: paint.good('✓'), next: paint.strong('→'), blocked: paint.bad('✗'), skipped: paint.faint('–') };
  return [
    line`${name}`,
    ...steps.map(({ role, state, reason, signingTime }) => {
      const why = reason === null ? '' : ` (${t(REASONS[reason])})`;
      const time = signingTime === null ? '' : ` ${signingTime}`;
      return line`  ${paints[state]} ${t(ROLE_WORDS[role])}: ${t(STATES[state])}${why}${time}`;
    }),
    ...nextActions.map(
      ({ code, role }) => line`  ${t(ACTIONS[code])}${role === null ? '' : ` – ${t(ROLE_WORDS[role])}`}`,
    ),
  ];
}
