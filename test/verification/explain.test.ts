/* Each cause: a file that was signed rightly and damaged by a real program, or digested wrongly by a signing program of the test's own. */
import { beforeAll, describe, expect, test } from 'vitest';
import { RECEIVER_CV2088 } from '../../src/signing/index.js';
import { MISMATCH_CAUSES } from '../../src/verification/explain-causes.js';
import { describeMismatch, type MismatchCause, verifyHocBa } from '../../src/verification/index.js';
import { C14N_EXCLUSIVE, C14N_INCLUSIVE, type C14nAlgorithm } from '../../src/xml/index.js';
import { alter, bytesOf, LATER, listOf, recordText, signed, textOf } from '../signing/kit.js';
import { c14n, causesOf, DS, ENVELOPED, explain, said, sha, signedWrongly, tool, xmllint } from './explain-kit.js';

let record: Uint8Array;
let inclusive: Uint8Array;

beforeAll(async () => {
  record = (await signed()).bytes;
  inclusive = (await signed({ receiver: RECEIVER_CV2088 })).bytes;
});

const met = new Set<MismatchCause>();
/** The first mismatch of a file, which is the data block in all of these. */
async function first(bytes: Uint8Array, options?: Parameters<typeof explain>[1]): Promise<string> {
  const { mismatches, core } = await explain(bytes, options);
  expect(core).not.toBe('valid');
  for (const { causes } of mismatches) for (const { cause } of causes) met.add(cause);
  return mismatches[0] === undefined ? 'no mismatch' : said(mismatches[0]);
}

const DATA =
  '<HOC_BA><DU_LIEU Id="data"><HO_TEN>Trần Thị Bình &amp; bạn</HO_TEN><DIEM>9</DIEM><NGAY>2024-05-31</NGAY>' +
  '<NHAN_XET>Chăm học, hòa đồng.\nCần cố gắng môn Địa lí.</NHAN_XET></DU_LIEU><KY>SIGNATURE</KY></HOC_BA>';
const rightly = (xml: string, id = 'data', algorithm?: C14nAlgorithm) => sha(c14n(xml, id, algorithm));
/** Signed over exactly what the URI names, by inclusive C14N. */
const sound = (xml = DATA) => signedWrongly({ xml, digestValue: (text) => rightly(text) });
const exclusive = (xml = DATA) =>
  signedWrongly({ xml, transforms: [C14N_EXCLUSIVE], digestValue: (text) => rightly(text, 'data', C14N_EXCLUSIVE) });

describe('what is no cause', () => {
  test('an untouched file has nothing to explain', async () => {
    for (const file of [record, inclusive, sound(), exclusive()]) {
      expect(await explain(file)).toMatchObject({ core: 'valid', mismatches: [] });
    }
  });

  test('unix2dos, a byte order mark before the document, CDATA, other spelling of entities, order of attributes', async () => {
    const xml = DATA.replace('<DIEM>', '<DIEM a="1" b="2">');
    const file = sound(xml);
    const changed = [
      tool('sed', ['-e', 's/$/\\r/', 'FILE'], file),
      bytesOf(`\ufeff${textOf(file)}`),
      alter(file, 'Bình &amp; bạn', '<![CDATA[Bình & bạn]]>'),
      alter(file, '&amp;', '&#38;'),
      alter(file, 'a="1" b="2"', "b='2'  a='1'"),
      alter(file, '<DIEM', '<!-- seen --><DIEM'),
    ];
    for (const one of changed) expect(await explain(one)).toMatchObject({ core: 'valid', mismatches: [] });
  });
});

describe('damage by real programs', () => {
  test('xmllint --format', async () => {
    const damaged = xmllint(['--format'], record);
    expect(new Set(await causesOf(damaged))).toEqual(new Set(['INDENTATION_ADDED']));
    expect(await first(xmllint(['--format'], inclusive))).toBe('INDENTATION_ADDED');
    const { mismatches } = await explain(damaged);
    expect(mismatches).toHaveLength(9);
    expect(mismatches[0]).toMatchObject({
      outcome: 'explained',
      targetPath: '/HOC_BA/DU_LIEU_HOC_BA',
      reason: 'digest',
      searched: 'all',
      alternatives: [],
    });
    expect(mismatches[0]!.causes[0]!.paths).toContain('/HOC_BA/DU_LIEU_HOC_BA/THONG_TIN_CHUNG');
  });

  test('xmllint --noblanks on a file signed with indentation', async () => {
    const indented = textOf(xmllint(['--format'], bytesOf(DATA))).replace(/^<\?xml.*\n/, '');
    expect(await first(xmllint(['--noblanks'], sound(indented)))).toBe('INDENTATION_REMOVED 2 × U+0020');
  });

  test('uconv to NFD, and to NFC what was signed in NFD', async () => {
    expect(await first(tool('uconv', ['-x', 'any-nfd', 'FILE'], record))).toBe('UNICODE_DECOMPOSED');
    expect(await first(tool('uconv', ['-x', 'any-nfc', 'FILE'], sound(DATA.normalize('NFD'))))).toBe(
      'UNICODE_COMPOSED NFD',
    );
  });

  test('iconv: UTF-8 read as latin1, windows-1252 or windows-1258', async () => {
    expect(await first(tool('iconv', ['-f', 'latin1', '-t', 'utf-8', 'FILE'], record))).toBe(
      'ENCODING_MISREAD iso-8859-1',
    );
    const readable = sound(DATA.replace('Trần Thị Bình', 'Lê Văn Phúc').replace(/Chăm[^<]*/, 'Tốt'));
    for (const [name, encoding] of [
      ['cp1252', 'windows-1252'],
      ['cp1258', 'windows-1258'],
    ] as const) {
      const xml = DATA.replace('Trần Thị Bình', 'Tô Vân').replace(/Chăm[^<]*/, 'Xuân – “Hè');
      const damaged = tool('iconv', ['-c', '-f', name, '-t', 'utf-8', 'FILE'], sound(xml));
      expect(await first(damaged)).toBe(`ENCODING_MISREAD ${encoding}`);
    }
    expect(await explain(readable)).toMatchObject({ core: 'valid' });
  });

  test('iconv to windows-1258 and back leaves the tone marks apart', async () => {
    const body = textOf(record);
    const old = tool('iconv', ['-f', 'utf-8', '-t', 'cp1258', 'FILE'], bytesOf(body));
    const back = tool(
      'python3',
      ['-c', 'import sys;sys.stdout.buffer.write(open(sys.argv[1],"rb").read().decode("cp1258").encode())', 'FILE'],
      old,
    );
    expect(textOf(back)).not.toBe(body);
    expect(await first(back)).toBe('UNICODE_DECOMPOSED');
  });

  test('a conversion to ASCII loses letters: unknown, and the original tells which fields', async () => {
    const lost = tool('iconv', ['-f', 'utf-8', '-t', 'ascii//TRANSLIT', 'FILE'], record);
    expect(await first(lost)).toBe('unknown');
    const { mismatches } = await explain(lost, { original: record, candidates: 500 });
    expect(mismatches[0]!.original).toMatchObject({ sameSigning: true });
    expect(mismatches[0]!.original!.paths).toContain('/HOC_BA/DU_LIEU_HOC_BA/THONG_TIN_CHUNG/TEN_SO_GD');
  });

  test('Python’s ElementTree renames prefixes', async () => {
    const script =
      'import sys,xml.etree.ElementTree as E;sys.stdout.buffer.write(E.tostring(E.parse(sys.argv[1]).getroot(),"utf-8"))';
    const damaged = tool('python3', ['-c', script, 'FILE'], record);
    const found = await causesOf(damaged);
    for (const one of found) expect(one).toMatch(/^PREFIX_RENAMED/);
    expect(found.length).toBeGreaterThan(0);
    await first(damaged);
  });

  test('sed: carriage returns as references, spaces at the end, no-break spaces, a second escape, a stylesheet', async () => {
    expect(await first(tool('sed', ['-e', 's/\\(hòa đồng\\.\\)$/\\1\\&#13;/', 'FILE'], sound()))).toBe(
      'CARRIAGE_RETURN_ADDED',
    );
    expect(await first(tool('sed', ['-e', 's#</HO_VA_TEN># </HO_VA_TEN>#', 'FILE'], record))).toBe('VALUES_PADDED');
    expect(await first(tool('sed', ['-e', 's/Hà Nội/Hà\u00a0Nội/g', 'FILE'], record))).toBe(
      'SPACE_CHARACTER_CHANGED U+0020',
    );
    expect(await first(tool('sed', ['-e', 's/&amp;/\\&amp;amp;/', 'FILE'], sound()))).toBe('DOUBLE_ESCAPED');
    expect(await first(tool('sed', ['-e', 's#<DIEM>#<?xml-stylesheet href="a"?><DIEM>#', 'FILE'], sound()))).toBe(
      'INSTRUCTIONS_ADDED',
    );
    expect(await first(tool('sed', ['-e', 's#<HO_VA_TEN>#<HO_VA_TEN>\ufeff#', 'FILE'], record))).toBe(
      'BYTE_ORDER_MARK_ADDED',
    );
    expect(await first(tool('sed', ['-e', 's#<DIEM>9<#<DIEM>9.0<#', 'FILE'], sound()))).toBe('NUMBER_FORMAT_CHANGED 9');
    expect(await first(tool('sed', ['-e', 's#2024-05-31#31/05/2024#', 'FILE'], sound()))).toBe(
      'DATE_FORMAT_CHANGED YYYY-MM-DD',
    );
    expect(await first(tool('sed', ['-e', 's#hòa#hoà#', 'FILE'], sound()))).toBe('TONE_PLACEMENT_CHANGED hòa');
    expect(await first(tool('sed', ['-e', 's#Địa lí#Địa lý#', 'FILE'], sound()))).toBe('I_Y_SPELLING_CHANGED lí');
    expect(await first(tool('sed', ['-e', 's#<DIEM>#<GHI_CHU></GHI_CHU><DIEM>#', 'FILE'], sound()))).toBe(
      'EMPTY_ELEMENTS_ADDED',
    );
    const padded = sound(DATA.replace('</HO_TEN>', ' </HO_TEN>'));
    expect(await first(tool('sed', ['-e', 's# </HO_TEN>#</HO_TEN>#', 'FILE'], padded))).toBe('VALUE_TRIMMED');
  });
});

describe('envelopes and serialisers', () => {
  const wrap = (bytes: Uint8Array, open: string) => bytesOf(`<Envelope ${open}>${recordText(bytes)}</Envelope>`);

  test('a namespace, xml:lang and a default namespace from an envelope, under inclusive C14N', async () => {
    expect(await first(wrap(inclusive, 'xmlns:tx="urn:x"'))).toMatch(/^ENVELOPE_NAMESPACE/);
    expect(await first(wrap(inclusive, 'xml:lang="vi"'))).toBe('ENVELOPE_XML_ATTRIBUTE xml:*');
    expect(await first(wrap(inclusive, 'xmlns="urn:x"'))).toBe('DEFAULT_NAMESPACE_ADDED');
    expect(await explain(wrap(record, 'xmlns:tx="urn:x" xml:lang="vi"'))).toMatchObject({ core: 'valid' });
  });

  test('an envelope that is gone', async () => {
    const file = sound(`<E xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${DATA}</E>`);
    expect(await first(bytesOf(textOf(file).replace(/<\/?E[^>]*>/g, '')))).toBe('ENVELOPE_LOST xmlns:xsi');
  });

  test('xsi attributes and a default namespace on record elements', async () => {
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    expect(await first(alter(exclusive(), '<DIEM>', `<DIEM ${xsi} xsi:type="s">`))).toBe('XSI_ATTRIBUTES_ADDED');
    expect(await first(alter(exclusive(), '<DU_LIEU ', '<DU_LIEU xmlns="urn:moet" '))).toBe('DEFAULT_NAMESPACE_ADDED');
  });

  test('comments where they count', async () => {
    const uri = "#xpointer(id('data'))";
    const transforms = [`${C14N_EXCLUSIVE}WithComments`];
    const file = signedWrongly({
      xml: DATA,
      uri,
      transforms,
      digestValue: (xml) => rightly(xml, 'data', C14N_EXCLUSIVE),
    });
    expect(await first(alter(file, '<DIEM>', '<!-- đã duyệt --><DIEM>'))).toBe('COMMENTS_ADDED');
  });

  test('joined files with equal Ids, and an Id that was changed', async () => {
    const joined = bytesOf(`<L>${textOf(sound())}${textOf(sound(DATA.replace('>9<', '>7<')))}</L>`);
    expect(new Set(await causesOf(joined))).toEqual(new Set(['DUPLICATE_IDS']));
    await first(joined);
    expect(await first(alter(sound(), 'Id="data"', 'Id="du-lieu"'))).toBe('ID_CHANGED');
    expect(await first(alter(sound(), ' Id="data"', ''))).toBe('ID_CHANGED');
    expect(await first(listOf(alter(record, /Id="data-[0-9a-f]+"/, 'Id="khac"')))).toBe('ID_CHANGED');
  });
});

describe('edits of the content', () => {
  test('a mark, an element, an attribute, the order, a signature inside', async () => {
    expect(await first(alter(record, '>10<', '>9<'))).toBe('CLOSED_VALUE_CHANGED');
    expect(await first(alter(sound(), '<DIEM>', '<THEM>x</THEM><DIEM>'))).toBe('CONTENT_ADDED');
    expect(await first(alter(sound(), '<DIEM>', '<DIEM sua="1">'))).toBe('ATTRIBUTE_ADDED');
    expect(
      await first(alter(sound(), '<DIEM>9</DIEM><NGAY>2024-05-31</NGAY>', '<NGAY>2024-05-31</NGAY><DIEM>9</DIEM>')),
    ).toBe('ORDER_CHANGED');
    expect(
      await first(
        alter(
          sound(),
          '</DU_LIEU>',
          `<Signature xmlns="${DS}"><SignatureValue>AA==</SignatureValue></Signature></DU_LIEU>`,
        ),
      ),
    ).toBe('SIGNATURE_INSIDE_TARGET');
  });

  test('an explanation shows no value and turns no verdict', async () => {
    const forged = alter(record, '>10<', '>9<');
    const report = await explain(forged);
    expect(report.core).toBe('invalid');
    expect(report.mismatches[0]!.causes[0]!.paths[0]).toMatch(/DIEM_KIEM_TRA_DINH_KY$/);
    expect(JSON.stringify(report)).not.toMatch(/Nguyễn|"10"|"9"/);
    expect((await verifyHocBa(forged, { trust: { anchors: [] }, at: LATER })).conclusion).toBe('totalFailed');
  });
});

describe('signing programs that digest something else', () => {
  const wrong = (digestValue: (xml: string) => string, options: Partial<Parameters<typeof signedWrongly>[0]> = {}) =>
    first(signedWrongly({ xml: DATA, digestValue, ...options }));
  const WIDE = DATA.replace('<HOC_BA>', '<HOC_BA xmlns:x="urn:x">');

  test('another canonical form than declared', async () => {
    expect(
      await wrong((xml) => rightly(xml, 'data', C14N_INCLUSIVE), { xml: WIDE, transforms: [C14N_EXCLUSIVE] }),
    ).toBe(`C14N_OTHER ${C14N_INCLUSIVE}`);
    const file = signedWrongly({ xml: WIDE, digestValue: (xml) => rightly(xml, 'data', C14N_EXCLUSIVE) });
    const { mismatches } = await explain(file);
    // Signed before an envelope declared the prefix, or by the wrong form: the octets are the same, so both are said.
    expect(said(mismatches[0]!)).toBe('ENVELOPE_NAMESPACE *');
    expect(mismatches[0]!.alternatives.map((one) => one[0]!.cause)).toContain('C14N_OTHER');
  });

  test('comments, CR LF, other encodings, other hashes, hexadecimal', async () => {
    const commented = DATA.replace('<DIEM>', '<!-- a --><DIEM>');
    expect(await wrong((xml) => rightly(xml, 'data', `${C14N_INCLUSIVE}#WithComments`), { xml: commented })).toBe(
      'COMMENTS_DIGESTED',
    );
    expect(await wrong((xml) => sha(c14n(xml, 'data').replaceAll('\n', '\r\n')))).toBe('CARRIAGE_RETURNS_SIGNED CR LF');
    expect(await wrong((xml) => sha(Buffer.from(c14n(xml, 'data'), 'utf16le')))).toBe(
      'TEXT_ENCODING_DIGESTED UTF-16LE',
    );
    for (const [name, what] of [
      ['sha1', 'SHA-1'],
      ['sha512', 'SHA-512'],
      ['sha3-256', 'SHA3-256'],
    ] as const) {
      expect(await wrong((xml) => sha(c14n(xml, 'data'), name))).toBe(`DIGEST_ALGORITHM_OTHER ${what}`);
    }
    const hex = (xml: string) => sha(c14n(xml, 'data'), 'sha256', 'hex');
    expect(await wrong(hex)).toBe('DIGEST_VALUE_HEX hex');
    expect(await wrong((xml) => Buffer.from(hex(xml)).toString('base64'))).toBe('DIGEST_VALUE_HEX base64(hex)');
  });

  test('the wrong element, the whole file, raw text, enveloped forgotten or on the own Object', async () => {
    const two = DATA.replace('<KY>', '<PHU Id="phu">1</PHU><KY>');
    expect(await wrong((xml) => rightly(xml, 'phu'), { xml: two })).toBe('TARGET_OTHER /HOC_BA/PHU');
    expect(await wrong((xml) => sha(xml))).toBe('WHOLE_FILE_DIGESTED C14N');
    const spaced = DATA.replace('<DIEM>', '<DIEM  >');
    expect(await wrong((xml) => sha(xml), { xml: spaced })).toBe('WHOLE_FILE_DIGESTED file without Signature');
    expect(await wrong((xml) => sha(/<DU_LIEU.*<\/DU_LIEU>/s.exec(xml)![0]), { xml: spaced })).toBe(
      'TRANSFORM_NOT_APPLIED element',
    );
    const inside = DATA.replace('<KY>SIGNATURE</KY>', '').replace('</DU_LIEU>', 'SIGNATURE</DU_LIEU>');
    expect(await wrong((xml) => rightly(xml), { xml: inside })).toBe('ENVELOPED_NOT_DECLARED');
    const object = '<Object Id="own"><a xmlns="">1</a></Object>';
    const alone = `<Signature xmlns="${DS}">${object}</Signature>`;
    expect(await wrong(() => rightly(alone, 'own'), { uri: '#own', transforms: [ENVELOPED], object })).toBe(
      'ENVELOPED_ON_OWN_OBJECT',
    );
  });

  test('comments left out though the algorithm keeps them', async () => {
    const transforms = [`${C14N_EXCLUSIVE}WithComments`];
    const uri = "#xpointer(id('data'))";
    const file = signedWrongly({
      xml: DATA.replace('<DIEM>', '<!-- a --><DIEM>'),
      uri,
      transforms,
      digestValue: (xml) => rightly(xml, 'data', C14N_EXCLUSIVE),
    });
    const { mismatches } = await explain(file);
    expect(said(mismatches[0]!)).toBe('COMMENTS_ADDED');
    expect(mismatches[0]!.alternatives.map((one) => one[0]!.cause)).toEqual(['COMMENTS_NOT_DIGESTED']);
    met.add('COMMENTS_NOT_DIGESTED');
  });
});

describe('a detached file', () => {
  const text = bytesOf('Họ tên: Trần Thị Bình\nĐiểm: 9\n');
  const given = (bytes: Uint8Array, original = text) =>
    first(signedWrongly({ xml: DATA, uri: 'a.txt', digestValue: () => sha(original) }), { detached: () => bytes });

  test('unchanged', async () => {
    const file = signedWrongly({ xml: DATA, uri: 'a.txt', digestValue: () => sha(text) });
    expect(await explain(file, { detached: () => text })).toMatchObject({ core: 'valid' });
  });

  test('line ends, byte order mark, encodings', async () => {
    const dos = tool('sed', ['-e', 's/$/\\r/', 'FILE'], text);
    expect(await given(dos)).toBe('LINE_ENDS_CHANGED LF');
    expect(await given(text, dos)).toBe('LINE_ENDS_CHANGED CR LF');
    const marked = tool('sed', ['-e', '1s/^/\ufeff/', 'FILE'], text);
    expect(await given(marked)).toBe('BYTE_ORDER_MARK_ADDED');
    expect(await given(text, marked)).toBe('BYTE_ORDER_MARK_REMOVED');
    expect(await given(tool('iconv', ['-f', 'utf-8', '-t', 'utf-16', 'FILE'], text))).toBe('ENCODING_CONVERTED UTF-8');
    expect(await given(tool('iconv', ['-f', 'utf-8', '-t', 'cp1258', 'FILE'], text))).toBe(
      'ENCODING_CONVERTED UTF-8 NFC',
    );
    expect(await given(tool('uconv', ['-x', 'any-nfd', 'FILE'], text))).toBe('UNICODE_DECOMPOSED');
  });

  test('two at a time', async () => {
    const both = tool('sed', ['-e', 's/$/\\r/', 'FILE'], tool('uconv', ['-x', 'any-nfd', 'FILE'], text));
    expect((await given(both)).split(' + ').sort()).toEqual(['LINE_ENDS_CHANGED LF', 'UNICODE_DECOMPOSED']);
  });
});

describe('two causes', () => {
  test.each<readonly [string, () => Uint8Array, readonly string[]]>([
    [
      'NFD and indentation',
      () => xmllint(['--format'], tool('uconv', ['-x', 'any-nfd', 'FILE'], record)),
      ['INDENTATION_ADDED', 'UNICODE_DECOMPOSED'],
    ],
    [
      'read as latin1 twice',
      () => {
        const misread = (bytes: Uint8Array) => tool('iconv', ['-f', 'latin1', '-t', 'utf-8', 'FILE'], bytes);
        return misread(misread(record));
      },
      ['ENCODING_MISREAD iso-8859-1', 'ENCODING_MISREAD iso-8859-1'],
    ],
    [
      'indentation and a mark',
      () => xmllint(['--format'], alter(record, '>10<', '>9<')),
      ['CLOSED_VALUE_CHANGED', 'INDENTATION_ADDED'],
    ],
    [
      'indentation and an envelope',
      () => xmllint(['--format'], bytesOf(`<E xml:lang="vi">${recordText(inclusive)}</E>`)),
      ['ENVELOPE_XML_ATTRIBUTE xml:*', 'INDENTATION_ADDED'],
    ],
    [
      'the wrong hash and indentation',
      () => xmllint(['--format'], signedWrongly({ xml: DATA, digestValue: (xml) => sha(c14n(xml, 'data'), 'sha1') })),
      ['DIGEST_ALGORITHM_OTHER SHA-1', 'INDENTATION_ADDED'],
    ],
    [
      'CR LF digested and NFD',
      () =>
        tool(
          'uconv',
          ['-x', 'any-nfd', 'FILE'],
          signedWrongly({ xml: DATA, digestValue: (xml) => sha(c14n(xml, 'data').replaceAll('\n', '\r\n')) }),
        ),
      ['CARRIAGE_RETURNS_SIGNED CR LF', 'UNICODE_DECOMPOSED'],
    ],
  ])('%s', async (_, damage, causes) => {
    const { mismatches } = await explain(damage());
    expect(said(mismatches[0]!).split(' + ').sort()).toEqual(causes);
  });
});

test('every cause has been met in a file of these tests', () => {
  const codes = Object.keys(MISMATCH_CAUSES) as MismatchCause[];
  expect(codes.length).toBeGreaterThanOrEqual(16);
  expect(codes.filter((code) => !met.has(code))).toEqual([]);
});

test('every answer has a sentence in both languages, with what to tell the vendor', async () => {
  const { mismatches } = await explain(xmllint(['--format'], record));
  for (const language of ['vi', 'en'] as const) {
    const view = await describeMismatch(mismatches[0]!, language);
    expect(view.headline).toContain('[INDENTATION_ADDED]');
    expect(view.lines.length).toBeGreaterThanOrEqual(3);
  }
  expect(Object.values(MISMATCH_CAUSES).every(({ vi, en }) => vi.what !== en.what && vi.advice !== en.advice)).toBe(
    true,
  );
});
