import { join } from 'node:path';
import { createError } from '../../errors/index.js';
import {
  type ColumnDecisions,
  type ColumnGuess,
  classColumnMap,
  columnLetters,
  confirmColumns,
  type ImportFinding,
  importClass,
  type PartialHocBa,
  readClassCsv,
  trackingSheetMap,
} from '../../import/index.js';
import { cv2088, writeHocBa } from '../../record-xml/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { readInput, readJson } from '../input.js';
import { layoutNamed } from '../layouts.js';
import { optionFlag, optionInteger, optionText } from '../options.js';
import { writeOutput } from '../output.js';
import { line } from '../terminal.js';

/**
 * `hocba import`: without `--confirm` it only shows what each column is taken for and imports nothing; with it the guesses that were shown
 * hold. Rows with errors are named by row and column and not written.
 */
export const importCsv: CommandRun = async (context, [path], options) => {
  const khoiLop = optionInteger(options, 'grade', { min: 1, max: 5, default: 4 });
  const namHoc = optionText(options, 'year')!;
  const common = commonValues(optionText(options, 'common'));
  const sheetKind = optionText(options, 'map') ?? 'class';
  const map = sheetKind === 'tracking' ? trackingSheetMap({ khoiLop, namHoc }) : classColumnMap({ khoiLop, namHoc });
  const { sheet, guess } = await inFile(path!, () => readClassCsv(readInput(path!), { map }));
  const out = optionText(options, 'out');
  if (!optionFlag(options, 'confirm')) {
    showGuess(context, guess);
    return EXIT.ok;
  }
  if (out === undefined) throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_REQUIRED', { option: '--out' });
  const decisions = decisionsOf(optionText(options, 'columns'));
  const columns = await inFile(path!, () => confirmColumns(guess, decisions));
  const { records, rows, findings } = importClass(sheet, columns, { common: { namHoc, ...common } as PartialHocBa });
  const layout = layoutNamed(optionText(options, 'layout') ?? cv2088.id);
  const asJson = optionText(options, 'as') === 'json';
  const files: string[] = [];
  for (const { row, hocBa } of rows) {
    if (hocBa === undefined) continue;
    const file = join(out, `hoc-ba-${String(row).padStart(3, '0')}.${asJson ? 'json' : 'xml'}`);
    const content = asJson ? `${JSON.stringify(hocBa, null, 2)}\n` : writeHocBa(hocBa, { layout }).bytes;
    writeOutput(file, content, optionFlag(options, 'force'));
    files.push(file);
  }
  context.emit({ file: path, rows: rows.length, records: records.length, files, findings: findings.map(findingData) });
  for (const finding of findings) printFinding(context, finding);
  context.print(
    line`${context.t({
      vi: `${records.length} trên ${rows.length} dòng thành học bạ, ghi vào`,
      en: `${records.length} of ${rows.length} rows became records, written to`,
    })} ${out}`,
  );
  return records.length === rows.length && rows.length > 0 ? EXIT.ok : EXIT.invalid;
};

function showGuess(context: CommandContext, { columns }: ColumnGuess): void {
  context.emit({
    columns: columns.map(({ column, header, guess, confidence, alternatives }) => ({
      column,
      header,
      guess,
      confidence,
      alternatives,
    })),
  });
  for (const { column, header, guess, confidence, alternatives } of columns) {
    const meaning = guess ?? `? ${alternatives.join(' / ')}`;
    context.print(line`${columnLetters(column)} "${header}" → ${meaning} (${confidence})`);
  }
  context.print(
    line`${context.t({
      vi: 'Chưa nhập gì. Nếu các cột trên đúng, chạy lại với --confirm --out THƯ_MỤC; cột nào khác thì nêu trong --columns TỆP.json.',
      en: 'Nothing was imported. If these columns are right, run again with --confirm --out FOLDER; name others in --columns FILE.json.',
    })}`,
  );
}

/** Decisions of a person, as JSON: `{ "accept": "all", "set": { "Ghi chú": null } }`. */
function decisionsOf(path: string | undefined): ColumnDecisions {
  return path === undefined ? { accept: 'all' } : { accept: 'all', ...(readJson(path) as ColumnDecisions) };
}

/** What every record of the class has, as JSON in the shape of the model. */
function commonValues(path: string | undefined): Record<string, unknown> {
  return path === undefined ? {} : (readJson(path) as Record<string, unknown>);
}

function findingData({ code, severity, row, line: fileLine, column, field, params }: ImportFinding) {
  return { code, severity, row, line: fileLine, column, field, params };
}

function printFinding({ language, t, paint, print }: CommandContext, finding: ImportFinding): void {
  const place = t({
    vi: `dòng ${finding.row}${finding.column === 0 ? '' : `, cột ${columnLetters(finding.column)}`}`,
    en: `row ${finding.row}${finding.column === 0 ? '' : `, column ${columnLetters(finding.column)}`}`,
  });
  const mark = finding.severity === 'error' ? paint.bad('✗') : paint.open('!');
  print(line`${mark} ${place}: ${finding[language]}`);
}
