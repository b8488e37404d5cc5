import { join } from 'node:path';
import type { HocBa } from '../../hoc-ba/index.js';
import { extractRecord } from '../../packaging/index.js';
import { type HocBaFile, openHocBaList, readHocBa } from '../../record-xml/index.js';
import {
  createForm,
  type Form,
  type FormKind,
  type HtmlFont,
  isSamePupil,
  type PdfFonts,
  renderHtml,
  renderPdf,
} from '../../rendering/index.js';
import { type Conclusion, type VerifyHocBaOptions, verifyHocBa, worstConclusion } from '../../verification/index.js';
import type { CommandContext } from '../context.js';
import type { CommandRun, OptionValues } from '../definition.js';
import { EXIT, type ExitCode, exitOf, worstExit } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { namedFonts, readFonts } from '../fonts.js';
import { listFiles, readInput } from '../input.js';
import { optionFlag, optionText, optionTexts } from '../options.js';
import { writeOutput } from '../output.js';
import { RECORD_EXTENSIONS, unwrapXml } from '../record-input.js';
import { line } from '../terminal.js';
import { readBasis } from '../trust.js';
import { conclusionMark, EXIT_OF_CONCLUSION } from './verify.js';

/** `hocba render`: one form a pupil. */
export const render: CommandRun = async (context, args, options) => {
  const { trust, registers, at, policy } = context;
  const evidence = { crls: optionTexts(options, 'crl'), ocsp: optionTexts(options, 'ocsp') };
  const settings: VerifyHocBaOptions = {
    at,
    ...(policy === undefined ? {} : { policy }),
    ...(await readBasis(context, evidence)),
  };
  const to = optionText(options, 'to') === 'pdf' ? 'pdf' : 'html';
  const job: Job = {
    context,
    settings,
    options,
    images: imagesOf(options),
    to,
    fonts: to === 'pdf' ? await readFonts(options) : namedFonts(options),
    isJudging: trust.length + registers.length > 0,
  };
  const exits: ExitCode[] = [];
  const pupils = await groupByPupil(context, args, exits);
  for (const [index, pupil] of pupils.entries()) {
    const path = pupils.length > 1 ? outOfMany(options, index, pupil) : optionText(options, 'out')!;
    try {
      exits.push(await renderPupil(job, pupil, path));
    } catch (error) {
      exits.push(exitOf(error));
      context.fail(error, pupil[0]!.file);
      context.debug(error);
    }
    context.progress(index + 1, pupils.length);
  }
  return worstExit(exits);
};

interface Job {
  readonly context: CommandContext;
  readonly settings: VerifyHocBaOptions;
  readonly options: OptionValues;
  readonly images: { readonly signature?: Uint8Array; readonly seal?: Uint8Array };
  readonly to: 'html' | 'pdf';
  readonly fonts: Partial<PdfFonts>;
  /** Whether the user named whom to trust, so that the conclusion is the answer. */
  readonly isJudging: boolean;
}

/** A record by its place: its bytes are read again when it is drawn, so that a school does not stand in memory. */
interface Place {
  readonly file: string;
  readonly index: number;
  /** Who and when; `null` when it cannot be read. */
  readonly about: Pick<HocBa, 'hocSinh' | 'namHoc' | 'maTraCuu'> | null;
}

async function groupByPupil(
  context: CommandContext,
  args: readonly string[],
  exits: ExitCode[],
): Promise<readonly (readonly Place[])[]> {
  const groups: Place[][] = [];
  for (const path of args) {
    let files: readonly string[] = [];
    try {
      files = listFiles(path, RECORD_EXTENSIONS);
    } catch (error) {
      exits.push(exitOf(error));
      context.fail(error, path);
    }
    for (const file of files) {
      try {
        const records = await openRecords(file);
        for (const [index, record] of records.entries()) {
          // What cannot be read goes on alone and is refused with its reason when it is drawn.
          const { hocBa } = readHocBa(record);
          const about = hocBa === null ? null : pickAbout(hocBa);
          const known = about === null ? undefined : groups.find(([one]) => isOf(one, about));
          const place = { file, index, about };
          if (known === undefined) groups.push([place]);
          else known.push(place);
        }
      } catch (error) {
        exits.push(exitOf(error));
        context.fail(error, file);
        context.debug(error);
      }
    }
  }
  return groups.map((group) => group.sort((a, b) => ((a.about?.namHoc ?? '') < (b.about?.namHoc ?? '') ? -1 : 1)));
}

function pickAbout({ hocSinh, namHoc, maTraCuu }: HocBa): NonNullable<Place['about']> {
  return { hocSinh, namHoc, maTraCuu };
}

function isOf(place: Place | undefined, about: NonNullable<Place['about']>): boolean {
  return place !== undefined && place.about !== null && isSamePupil(place.about, about);
}

async function openRecords(file: string): Promise<readonly HocBaFile[]> {
  return inFile(file, async () => openHocBaList(await unwrapXml(readInput(file))));
}

async function renderPupil(job: Job, pupil: readonly Place[], path: string): Promise<ExitCode> {
  const { context, settings, options, images, isJudging } = job;
  const records: HocBaFile[] = [];
  // Each record alone: nobody else's may travel in a pupil's file.
  for (const { file, index } of pupil) records.push(extractRecord((await openRecords(file))[index]!));
  const reports = [];
  for (const record of records) reports.push(await verifyHocBa(record, settings));
  const form = createForm(records, {
    kind: (optionText(options, 'form') ?? 'display') as FormKind,
    reports,
    images,
    appendix: !optionFlag(options, 'withoutAppendix'),
  });
  writeOutput(path, await draw(form, records, job), optionFlag(options, 'force'));
  const conclusion = worstConclusion(reports.map((report) => report.conclusion));
  context.emit({ out: path, files: pupil.map(({ file }) => file), pages: form.pages.length, conclusion });
  context.print(
    line`${conclusionMark(context.paint, conclusion)} ${path}: ${context.t(describe(conclusion, records.length))}`,
  );
  return isJudging ? EXIT_OF_CONCLUSION[conclusion] : EXIT.ok;
}

async function draw(
  form: Form,
  files: readonly HocBaFile[],
  { context, fonts, to }: Job,
): Promise<string | Uint8Array> {
  // A cut that is missing is refused by its name before anything is drawn.
  if (to === 'pdf') return renderPdf(form, { fonts: fonts as PdfFonts, files, at: context.at });
  const given = (['regular', 'bold', 'italic'] as const).flatMap((style): readonly HtmlFont[] => {
    const bytes = fonts[style];
    return bytes === undefined ? [] : [{ style, bytes, mediaType: 'font/ttf' }];
  });
  return renderHtml(form, { fonts: given });
}

function describe(conclusion: Conclusion, years: number): { readonly vi: string; readonly en: string } {
  const words = {
    totalPassed: { vi: 'hợp lệ', en: 'valid' },
    indeterminate: { vi: 'chưa đủ căn cứ để kết luận', en: 'indeterminate' },
    totalFailed: { vi: 'không hợp lệ hoặc chưa phát hành', en: 'not valid or not issued' },
  }[conclusion];
  return { vi: `${years} năm học, ${words.vi}`, en: `${years} school years, ${words.en}` };
}

function imagesOf(options: OptionValues): Job['images'] {
  const [signature, seal] = [optionText(options, 'signatureImage'), optionText(options, 'sealImage')];
  return {
    ...(signature === undefined ? {} : { signature: readInput(signature) }),
    ...(seal === undefined ? {} : { seal: readInput(seal) }),
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** attacker-controlled: the code becomes part of a file name only in its one form. */
function outOfMany(options: OptionValues, index: number, pupil: readonly Place[]): string {
  const code = pupil.at(-1)!.about?.maTraCuu ?? '';
  const name = `hoc-ba-${String(index + 1).padStart(4, '0')}${UUID.test(code) ? `-${code.toLowerCase()}` : ''}`;
  return join(optionText(options, 'out')!, `${name}.${optionText(options, 'to') ?? 'html'}`);
}
