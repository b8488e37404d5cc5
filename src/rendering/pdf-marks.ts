/*
 * What every sheet of a record carries (1789/QĐ-SGDĐT điều 11.1; TT 15/2025/TT-BKHCN annex II): the watermark below the text, and at the
 * foot the verdict, the signers' certificates, the look-up code, the QR code and the line that the XML is the original.
 *
 * On the record's first sheet they are content, so that they are read aloud once; on the others they are page furniture.
 */
import type { FormMarks, FormTone, FormWatermark } from './form.js';
import { drawArtifact, drawLines, drawTagged } from './pdf-flow.js';
import type { KitDocument, KitElement } from './pdf-kit.js';
import { joinParts } from './pdf-parts.js';
import { CONTENT_WIDTH, MARGIN, SHEET, STYLES } from './pdf-style.js';
import { breakLines, heightOf, type Measure, type TextLine, type TextRun } from './pdf-text.js';
import type { QrMatrix } from './qr.js';

/** The foot of a record's sheets, measured once. */
export interface Foot {
  readonly height: number;
  readonly paragraphs: readonly (readonly TextLine[])[];
  readonly qr: QrMatrix;
  readonly alternative: string;
}

/** ISO/IEC 18004 6.3.8: four modules of quiet zone. */
const QUIET = 4;
/** 21 mm, quiet zone included: a module of version 10 is then 0.32 mm wide. */
const QR_SIDE = 60;
const GAP = 6;
/** Causes shown on every sheet; the report itself has them all. */
const MOST_CAUSES = 3;

const TONES: Readonly<Record<FormTone, string>> = {
  passed: '#00521f',
  failed: '#8b0000',
  open: '#6b4a00',
  none: '#000000',
};

const WATERMARKS: Readonly<Record<FormWatermark['kind'], string>> = {
  draft: '#dcdcdc',
  unchecked: '#dcdcdc',
  invalid: '#f5c3c3',
  indeterminate: '#f0dfb4',
  digitised: '#d5dfec',
};

/** Everything that the foot says, one paragraph each. */
export function footRuns({ verdict, signers, original, code }: FormMarks): readonly (readonly TextRun[])[] {
  const left = verdict.causes.length - MOST_CAUSES;
  const causes = [
    ...verdict.causes.slice(0, MOST_CAUSES),
    ...(left > 0 ? [`(và ${left} nguyên nhân khác trong báo cáo kiểm tra)`] : []),
  ];
  return [
    [
      { text: verdict.headline, style: { ...STYLES.footBold, color: TONES[verdict.tone] } },
      ...(verdict.checkedAt === null ? [] : [{ text: ` (${verdict.checkedAt})`, style: STYLES.foot }]),
      ...(causes.length === 0 ? [] : [{ text: ` ${causes.join(' ')}`, style: STYLES.foot }]),
    ],
    ...signers.map(({ line, tone }) => [
      { text: line, style: tone === 'failed' ? { ...STYLES.foot, color: TONES.failed } : STYLES.foot },
    ]),
    [
      { text: `${code.label}: `, style: STYLES.footBold },
      ...joinParts(code.parts, { plain: STYLES.foot, bold: STYLES.footBold, italic: STYLES.footItalic }),
    ],
    [{ text: original, style: STYLES.footItalic }],
  ];
}

/** Measures the foot of a record. */
export function layOutFoot(marks: FormMarks, qr: QrMatrix, measure: Measure): Foot {
  const width = CONTENT_WIDTH - QR_SIDE - GAP;
  const paragraphs = footRuns(marks).map((runs) => breakLines(runs, width, measure));
  const text = paragraphs.reduce((sum, lines) => sum + heightOf(lines), 0);
  const height = Math.max(QR_SIDE, text) + GAP + STYLES.foot.size * 1.28;
  return { paragraphs, qr, alternative: marks.qr.alternative, height };
}

/** Draws the foot of one sheet. */
export function drawFoot(
  kit: KitDocument,
  foot: Foot,
  sheet: { readonly number: number; readonly of: number },
  parent?: KitElement,
): void {
  const top = SHEET.height - MARGIN.bottom - foot.height;
  const x = MARGIN.left + QR_SIDE + GAP;
  const width = CONTENT_WIDTH - QR_SIDE - GAP;
  drawArtifact(kit, 'Pagination', () => {
    kit.lineWidth(0.5).strokeColor('#000000');
    kit
      .moveTo(MARGIN.left, top)
      .lineTo(MARGIN.left + CONTENT_WIDTH, top)
      .stroke();
  });
  const draw = (type: string, options: Readonly<Record<string, unknown>>, work: () => void): void => {
    if (parent === undefined) {
      drawArtifact(kit, 'Pagination', work);
      return;
    }
    const element = kit.struct(type, options);
    parent.add(element);
    drawTagged(kit, element, work);
    element.end();
  };
  let y = top + GAP;
  for (const lines of foot.paragraphs) {
    draw('P', {}, () => drawLines(kit, lines, { x, y, width, align: 'left' }));
    y += heightOf(lines);
  }
  const square = [MARGIN.left, top + GAP, MARGIN.left + QR_SIDE, top + GAP + QR_SIDE];
  draw('Figure', { alt: foot.alternative, bbox: square }, () => drawQr(kit, foot.qr, MARGIN.left, top + GAP));
  const number = breakLines([{ text: `Trang ${sheet.number}/${sheet.of}`, style: STYLES.foot }], width, () => 0);
  drawArtifact(kit, 'Pagination', () => {
    const box = { x: MARGIN.left, y: SHEET.height - MARGIN.bottom - STYLES.foot.size * 1.28, width: CONTENT_WIDTH };
    const [line] = number;
    kit.font(STYLES.foot.font, STYLES.foot.size);
    const measured = [{ ...line!, width: kit.widthOfString(`Trang ${sheet.number}/${sheet.of}`) }];
    drawLines(kit, measured, { ...box, align: 'right' });
  });
}

/** Vector squares; neighbours in a row are one rectangle, so that no hairline shows between them. */
function drawQr(kit: KitDocument, { size, modules }: QrMatrix, left: number, top: number): void {
  const side = QR_SIDE / (size + 2 * QUIET);
  kit.fillColor('#ffffff').rect(left, top, QR_SIDE, QR_SIDE).fill();
  kit.fillColor('#000000');
  for (let row = 0; row < size; row++) {
    let column = 0;
    while (column < size) {
      const from = column;
      while (column < size && modules[row * size + column] === 1) column += 1;
      if (column > from)
        kit.rect(left + (from + QUIET) * side, top + (row + QUIET) * side, (column - from) * side, side);
      column += 1;
    }
  }
  kit.fill();
}

/** Across the sheet, in letters as large as it holds, below everything else. */
export function drawWatermarks(kit: KitDocument, marks: FormMarks, measure: Measure, parent?: KitElement): void {
  const [centreX, centreY] = [SHEET.width / 2, SHEET.height / 2 - 30];
  const texts = marks.watermarks.map(({ kind, text }) => {
    const at = (size: number) => ({ font: 'bold' as const, size, color: WATERMARKS[kind] });
    // Several stand beside each other along the diagonal, so that none runs off the sheet.
    const room = marks.watermarks.length > 1 ? { size: 64, width: 560 } : { size: 96, width: 720 };
    const size = Math.min(room.size, (100 * room.width) / Math.max(1, measure(text, at(100))));
    return { text, style: at(size), width: measure(text, at(size)) };
  });
  const height = texts.reduce((sum, { style }) => sum + style.size * 1.28, 0);
  let y = centreY - height / 2;
  for (const { text, style, width } of texts) {
    const line = { pieces: [{ text, style, x: 0 }], width, height: style.size * 1.28 };
    const top = y;
    const work = () => {
      kit.save().rotate(-52, { origin: [centreX, centreY] });
      drawLines(kit, [line], { x: centreX - width / 2, y: top, width, align: 'left' });
      kit.restore();
    };
    if (parent === undefined) drawArtifact(kit, 'Pagination', work);
    else {
      const element = kit.struct('P');
      parent.add(element);
      drawTagged(kit, element, work);
      element.end();
    }
    y += line.height;
  }
}
