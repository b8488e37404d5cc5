import { cv2088, diffHocBa, findSlots, layoutOf, rolesCovering } from '../../record-xml/index.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { readInput } from '../input.js';
import { readSound, type SoundRecord } from '../record-input.js';
import { ROLE_WORDS } from '../roles.js';
import { line } from '../terminal.js';

/** `hocba diff`: like `diff`, exit code 1 when the contents differ. */
export const diff: CommandRun = async (context, [a, b]) => {
  const [before, after] = [await readRecord(a!), await readRecord(b!)];
  const layout = before.file === null ? cv2088 : layoutOf(before.file);
  const signed = new Set(
    before.file === null
      ? []
      : findSlots(before.file).flatMap((slot) => (slot.signatures.length > 0 ? [slot.role] : [])),
  );
  const differences = diffHocBa(before.hocBa, after.hocBa).map((one) => ({
    ...one,
    breaks: rolesCovering(layout, one.path).filter((role) => signed.has(role)),
  }));
  context.emit({ a, b, equal: differences.length === 0, differences });
  const { language, t, paint } = context;
  if (differences.length === 0) {
    context.print(line`${paint.good('=')} ${t({ vi: 'Nội dung giống nhau', en: 'The contents are the same' })}`);
    return EXIT.ok;
  }
  for (const one of differences) {
    const names = one.breaks.map((role) => t(ROLE_WORDS[role])).join(', ');
    const broken =
      names === '' ? '' : t({ vi: ` (làm hỏng chữ ký của: ${names})`, en: ` (breaks the signature of: ${names})` });
    context.print(line`${paint.open('≠')} ${one[language]}${broken}`);
  }
  return EXIT.invalid;
};

function readRecord(path: string): Promise<SoundRecord> {
  return inFile(path, () => readSound(readInput(path)));
}
