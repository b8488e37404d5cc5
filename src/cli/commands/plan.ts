import {
  type ListedPlan,
  type ListSigningPlan,
  type NextAction,
  type PlannedStep,
  planSigningList,
  type SigningPlan,
} from '../../signing/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT, type ExitCode, worstExit } from '../exit-codes.js';
import { eachFile } from '../input.js';
import type { Text } from '../language.js';
import { optionText } from '../options.js';
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

/** `hocba plan`: of one record step by step, of many how many stand where. */
export const plan: CommandRun = (context, args, options) => {
  const occasion = optionText(options, 'occasion');
  return eachFile(context, args, { extensions: RECORD_EXTENSIONS }, async (bytes, file) => {
    const xml = await unwrapXml(bytes);
    const list = await planSigningList(xml, occasion === undefined ? {} : { occasion });
    const [first, ...others] = list.records;
    return {
      exit: worstExit(list.records.map(exitOfPlan)),
      json: { ...list },
      lines:
        first?.plan != null && others.length === 0
          ? describeOne(context, file, first.plan)
          : describeMany(context, file, list),
    };
  });
};

function exitOfPlan({ plan: one }: ListedPlan): ExitCode {
  if (one === null) return EXIT.input;
  return one.steps.some(({ reason }) => FAULTS.includes(reason)) ? EXIT.invalid : EXIT.ok;
}

function describeOne({ t, paint }: CommandContext, name: string, { steps, nextActions }: SigningPlan): TerminalText[] {
  const paints = { done: paint.good('✓'), next: paint.strong('→'), blocked: paint.bad('✗'), skipped: paint.faint('–') };
  return [
    line`${name}`,
    ...steps.map(({ role, state, reason, signingTime, people }) => {
      const why = reason === null ? '' : ` (${t(REASONS[reason])})`;
      const time = signingTime === null ? '' : ` ${signingTime}`;
      const codes = people.length === 0 ? '' : ` [${people.map((one) => `${one.key}: ${one.state}`).join(', ')}]`;
      return line`  ${paints[state]} ${t(ROLE_WORDS[role])}: ${t(STATES[state])}${why}${time}${codes}`;
    }),
    ...nextActions.map(
      ({ code, role }) => line`  ${t(ACTIONS[code])}${role === null ? '' : ` – ${t(ROLE_WORDS[role])}`}`,
    ),
  ];
}

function describeMany({ t, paint }: CommandContext, name: string, list: ListSigningPlan): TerminalText[] {
  const { records, roles, nextActions } = list;
  const unplanned = records.filter(({ plan: one }) => one === null);
  return [
    line`${name}: ${t({ vi: `${records.length} học bạ`, en: `${records.length} records` })}`,
    ...roles.map(({ role, count }) => {
      const states = (Object.keys(STATES) as PlannedStep['state'][]).filter((state) => count[state] > 0);
      return line`  ${t(ROLE_WORDS[role])}: ${states.map((state) => `${t(STATES[state])} ${count[state]}`).join(', ')}`;
    }),
    ...nextActions.map(({ code, role, records: positions }) => {
      const who = role === null ? '' : ` – ${t(ROLE_WORDS[role])}`;
      const which = positions.length === records.length ? '' : `: ${positions.map((one) => `#${one + 1}`).join(' ')}`;
      return line`  ${t(ACTIONS[code])}${who} (${positions.length})${which}`;
    }),
    ...unplanned.map(({ index, error }) => line`  ${paint.bad('✗')} #${index + 1}: ${error ?? '?'}`),
  ];
}
