/*
 * How text looks when an old Vietnamese encoding is read as Latin-1 (or Windows-1252, which differs from it only below 0xA0).
 */

const pairs = (from: string, to: string): ReadonlyMap<string, string> => {
  const targets = [...to];
  return new Map([...from].map((unit, index) => [unit, targets[index]!]));
};

/** TCVN3 (".VnTime" fonts; the lower half of TCVN 5712:1993): one byte a letter; capitals with a tone come from a capital font. */
export const TCVN3: ReadonlyMap<string, string> = /* @__PURE__ */ pairs(
  '¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ',
  'ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ',
);

/** VNI-Windows: letters of their own … */
export const VNI_LETTERS: ReadonlyMap<string, string> = /* @__PURE__ */ pairs('ôöñæóòîÔÖÑÆÓÒÎ', 'ơưđỉĩịỵƠƯĐỈĨỊỴ');

/** … and marks that follow a base letter: what they add to it, as combining characters. */
export const VNI_MARKS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['ù', '\u0301'],
  ['ø', '\u0300'],
  ['û', '\u0309'],
  ['õ', '\u0303'],
  ['ï', '\u0323'],
  ['â', '\u0302'],
  ['á', '\u0302\u0301'],
  ['à', '\u0302\u0300'],
  ['å', '\u0302\u0309'],
  ['ã', '\u0302\u0303'],
  ['ä', '\u0302\u0323'],
  ['ê', '\u0306'],
  ['é', '\u0306\u0301'],
  ['è', '\u0306\u0300'],
  ['ú', '\u0306\u0309'],
  ['ü', '\u0306\u0303'],
  ['ë', '\u0306\u0323'],
]);

/** Windows-1252 of 0x80 to 0x9F, which Latin-1 leaves to control characters; Windows-1258 has the same where it has any. */
const UPPER_CONTROLS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Byte of a character in Windows-1252, Latin-1, or (the capital Ă) Windows-1258; undefined when none of them has it. */
export function singleByteOf(unit: string): number | undefined {
  const code = unit.charCodeAt(0);
  if (code < 0x100) return code;
  const at = UPPER_CONTROLS.indexOf(unit);
  if (at >= 0) return 0x80 + at;
  return unit === 'Ă' ? 0xc3 : undefined;
}
