import { isHocBaSoError } from '../../errors/index.js';
import { type HocBa, parseHocBa } from '../../hoc-ba/index.js';
import { formOf } from '../../packaging/index.js';
import { checkHocBa, describeFinding, type Severity } from '../../quy-dinh/index.js';
import { openHocBaList, type RecordFinding, readHocBa } from '../../record-xml/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { eachFile, parseJson } from '../input.js';
import { RECORD_EXTENSIONS, unwrapXml } from '../record-input.js';
import { line, type TerminalText } from '../terminal.js';

/** One remark in a common form; holds no value of the record. */
interface Remark {
  readonly code: string;
  readonly severity: Severity;
  readonly path: string;
  readonly line?: number;
  readonly vi: string;
  readonly en: string;
  readonly fix?: string;
  readonly source?: string;
}

/** `hocba validate`: structure, then the rules of the year; signatures are not looked at. */
export const validate: CommandRun = (context, args) =>
  eachFile(context, args, { extensions: [...RECORD_EXTENSIONS, '.json'] }, async (bytes, file) => {
    const records = await remarksOf(context, bytes);
    const count = (severity: Severity) =>
      records.reduce((sum, { remarks }) => sum + remarks.filter((one) => one.severity === severity).length, 0);
    const [errors, warnings] = [count('error'), count('warning')];
    const { paint, t } = context;
    const verdict =
      errors > 0
        ? paint.bad(t({ vi: `${errors} lỗi`, en: `${errors} errors` }))
        : paint.good(t({ vi: 'không có lỗi', en: 'no errors' }));
    const lines = [
      line`${file}: ${verdict}, ${t({ vi: `${warnings} cảnh báo`, en: `${warnings} warnings` })}`,
      ...records.flatMap(({ remarks }, index) =>
        remarks.map((remark) => describe(context, remark, records.length > 1 ? `#${index + 1} ` : '')),
      ),
    ];
    return { exit: errors > 0 ? EXIT.invalid : EXIT.ok, json: { valid: errors === 0, records }, lines };
  });

async function remarksOf(
  { at, language }: CommandContext,
  bytes: Uint8Array,
): Promise<{ readonly ruleSet: string | null; readonly remarks: readonly Remark[] }[]> {
  const rules = (hocBa: HocBa, first: readonly Remark[]) => {
    const { ruleSet, findings } = checkHocBa(hocBa, { at });
    const remarks = findings.map((finding): Remark => {
      const { vi, en } = { vi: describeFinding(finding, 'vi'), en: describeFinding(finding, 'en') };
      const { fix, source } = language === 'vi' ? vi : en;
      const { code, severity, path } = finding;
      return { code, severity, path, vi: vi.message, en: en.message, fix, source };
    });
    return { ruleSet: ruleSet ?? null, remarks: [...first, ...remarks] };
  };
  if (formOf(bytes) === 'json') {
    const value = parseJson(bytes);
    if (!(typeof value === 'object' && value !== null && 'content' in value)) {
      try {
        return [rules(parseHocBa(value), [])];
      } catch (error) {
        if (!isHocBaSoError(error, 'ERR_HOCBA_INVALID')) throw error;
        const issues = error.issues as readonly { code: string; path: string; vi: string; en: string }[];
        return [{ ruleSet: null, remarks: issues.map((issue) => ({ ...issue, severity: 'error' })) }];
      }
    }
  }
  return openHocBaList(await unwrapXml(bytes)).map((file) => {
    const { hocBa, findings } = readHocBa(file);
    const first = findings.map(fromReading);
    return hocBa === null ? { ruleSet: null, remarks: first } : rules(hocBa, first);
  });
}

function fromReading({ code, severity, element, field, line: at, vi, en }: RecordFinding): Remark {
  return { code, severity, path: field || element, ...(at > 0 ? { line: at } : {}), vi, en };
}

function describe({ paint, language, t }: CommandContext, remark: Remark, prefix: string): TerminalText {
  const mark = { error: paint.bad('✗'), warning: paint.open('!'), info: paint.faint('i') }[remark.severity];
  const place = remark.line === undefined ? '' : t({ vi: `dòng ${remark.line}: `, en: `line ${remark.line}: ` });
  const source = remark.source === undefined ? line`` : line` ${paint.faint(`[${remark.source}]`)}`;
  const fix = remark.fix === undefined || remark.severity === 'info' ? line`` : line` → ${remark.fix}`;
  return line`  ${mark} ${prefix}${place}${remark[language]}${fix}${source}`;
}
