type Words = { readonly what: string; readonly advice: string };

/** A cause that the search knows: `after` signing somebody changed the file, or the signing `tool` computed the digest over something else. */
interface CauseRow {
  readonly by: 'after' | 'tool';
  readonly vi: Words;
  readonly en: Words;
}

const SERIALISER = {
  vi: 'Đừng nạp tệp đã ký rồi ghi lại: lưu và chuyển đúng các byte nhận được. Lấy lại tệp gốc từ nơi ký.',
  en: 'Do not load a signed file and write it again: keep and pass on the very bytes received. Get the original from where it was signed.',
};
const CONVERSION = {
  vi: 'Tắt bước chuyển đổi văn bản này cho tệp đã ký; chuẩn hóa dữ liệu trước khi ký, không phải sau.',
  en: 'Turn off this text conversion for signed files; normalise the data before signing, not after.',
};
const ENVELOPE = {
  vi: 'Ký bằng dạng chính tắc loại trừ (exclusive C14N), hoặc đừng khai báo gì ở phần tử bao ngoài khi gộp, tách tệp.',
  en: 'Sign with exclusive C14N, or declare nothing on the enclosing element when files are joined or taken apart.',
};
const EDITED = {
  vi: 'Nội dung đã ký bị sửa sau khi ký: không dùng tệp này; lấy lại tệp gốc, hoặc sửa rồi ký lại từ đầu.',
  en: 'Signed content was edited after signing: do not use this file; get the original, or correct the record and sign it anew.',
};
const SIGNER = {
  vi: 'Lỗi của phần mềm ký: báo nhà cung cấp, sửa rồi ký lại. Tệp không hỏng trên đường đi.',
  en: 'A fault of the signing software: tell its vendor, have it corrected and sign again. The file was not damaged on its way.',
};

function row(
  by: CauseRow['by'],
  advice: { readonly vi: string; readonly en: string },
  vi: string,
  en: string,
): CauseRow {
  return { by, vi: { what: vi, advice: advice.vi }, en: { what: en, advice: advice.en } };
}

/** Every cause with its words in both languages. Frozen: a code is never renamed, reused or removed outside a major version. */
export const MISMATCH_CAUSES = /* @__PURE__ */ (() =>
  ({
    INDENTATION_ADDED: row(
      'after',
      SERIALISER,
      'tệp bị thụt dòng, xuống dòng giữa các thẻ sau khi ký',
      'the file was indented after signing',
    ),
    INDENTATION_REMOVED: row(
      'after',
      SERIALISER,
      'khoảng trắng giữa các thẻ bị bỏ hoặc thụt lại sau khi ký (lúc ký: {what})',
      'white space between tags was removed or redone after signing (signed with: {what})',
    ),
    CARRIAGE_RETURN_ADDED: row(
      'after',
      SERIALISER,
      'ký tự CR (&#13;) bị thêm vào giá trị',
      'carriage returns (&#13;) were added to values',
    ),
    LINE_ENDS_CHANGED: row(
      'after',
      CONVERSION,
      'kiểu xuống dòng của tệp rời bị đổi (lúc ký: {what})',
      'line ends of the detached file were changed (signed with: {what})',
    ),
    UNICODE_DECOMPOSED: row(
      'after',
      CONVERSION,
      'chữ tiếng Việt bị tách dấu (không còn là NFC)',
      'Vietnamese letters were taken apart into base and marks (no longer NFC)',
    ),
    UNICODE_COMPOSED: row(
      'after',
      CONVERSION,
      'chữ tiếng Việt bị ghép dấu lại sau khi ký (lúc ký: {what})',
      'Vietnamese letters were composed after signing (signed as: {what})',
    ),
    ENCODING_MISREAD: row(
      'after',
      CONVERSION,
      'tệp UTF-8 bị đọc nhầm là {what} rồi lưu lại',
      'UTF-8 was read as {what} and saved again',
    ),
    ENCODING_CONVERTED: row(
      'after',
      CONVERSION,
      'bảng mã của tệp rời bị đổi (lúc ký: {what})',
      'the encoding of the detached file was changed (signed in: {what})',
    ),
    BYTE_ORDER_MARK_ADDED: row(
      'after',
      CONVERSION,
      'dấu BOM (U+FEFF) bị thêm vào nơi có ý nghĩa',
      'a byte order mark (U+FEFF) was added where it counts',
    ),
    BYTE_ORDER_MARK_REMOVED: row(
      'after',
      CONVERSION,
      'dấu BOM của tệp rời bị bỏ',
      'the byte order mark of the detached file was removed',
    ),
    ENVELOPE_NAMESPACE: row(
      'after',
      ENVELOPE,
      'phần tử bao ngoài thêm khai báo không gian tên ({what})',
      'an enclosing element added a namespace declaration ({what})',
    ),
    ENVELOPE_XML_ATTRIBUTE: row(
      'after',
      ENVELOPE,
      'phần tử bao ngoài thêm thuộc tính xml: ({what})',
      'an enclosing element added an xml: attribute ({what})',
    ),
    ENVELOPE_LOST: row(
      'after',
      ENVELOPE,
      'phần tử bao ngoài lúc ký đã mất ({what})',
      'the enclosing element of the time of signing is gone ({what})',
    ),
    XSI_ATTRIBUTES_ADDED: row(
      'after',
      SERIALISER,
      'thuộc tính hoặc khai báo xsi, xsd bị thêm',
      'xsi or xsd attributes or declarations were added',
    ),
    DEFAULT_NAMESPACE_ADDED: row(
      'after',
      SERIALISER,
      'phần tử học bạ bị đưa vào một không gian tên mặc định',
      'record elements were put into a default namespace',
    ),
    PREFIX_RENAMED: row(
      'after',
      SERIALISER,
      'tiền tố không gian tên bị đổi (lúc ký: {what})',
      'namespace prefixes were renamed (signed with: {what})',
    ),
    COMMENTS_ADDED: row(
      'after',
      SERIALISER,
      'chú thích bị thêm vào phần ký có tính chú thích',
      'comments were added where the signature counts comments',
    ),
    INSTRUCTIONS_ADDED: row(
      'after',
      SERIALISER,
      'chỉ thị xử lý (ví dụ xml-stylesheet) bị thêm',
      'processing instructions (such as xml-stylesheet) were added',
    ),
    VALUES_PADDED: row(
      'after',
      CONVERSION,
      'khoảng trắng bị thêm ở đầu hoặc cuối giá trị',
      'white space was added at the ends of values',
    ),
    VALUE_TRIMMED: row(
      'after',
      CONVERSION,
      'khoảng trắng ở đầu hoặc cuối một giá trị bị cắt',
      'white space at the end of a value was trimmed',
    ),
    SPACE_CHARACTER_CHANGED: row(
      'after',
      CONVERSION,
      'dấu cách thường và dấu cách không ngắt bị đổi cho nhau',
      'spaces and no-break spaces were exchanged',
    ),
    EMPTY_ELEMENTS_ADDED: row('after', SERIALISER, 'phần tử rỗng bị thêm', 'empty elements were added'),
    NUMBER_FORMAT_CHANGED: row(
      'after',
      CONVERSION,
      'cách viết số bị đổi (9 thành 9.0, dấu phẩy thành dấu chấm)',
      'numbers were written anew (9 as 9.0, comma as point)',
    ),
    DATE_FORMAT_CHANGED: row(
      'after',
      CONVERSION,
      'cách viết ngày bị đổi (lúc ký: {what})',
      'dates were written anew (signed as: {what})',
    ),
    DOUBLE_ESCAPED: row(
      'after',
      SERIALISER,
      'ký tự đặc biệt bị thoát hai lần (&amp;amp;)',
      'special characters were escaped twice (&amp;amp;)',
    ),
    TONE_PLACEMENT_CHANGED: row(
      'after',
      CONVERSION,
      'vị trí dấu thanh bị đổi (hòa, hoà)',
      'tone marks were moved (hòa, hoà)',
    ),
    I_Y_SPELLING_CHANGED: row(
      'after',
      CONVERSION,
      'i và y bị đổi cho nhau (lí, lý)',
      'i and y were exchanged (lí, lý)',
    ),
    CONTENT_ADDED: row(
      'after',
      EDITED,
      'một phần tử bị thêm vào phần đã ký',
      'an element was added to what was signed',
    ),
    ATTRIBUTE_ADDED: row(
      'after',
      EDITED,
      'một thuộc tính bị thêm vào phần đã ký',
      'an attribute was added to what was signed',
    ),
    ORDER_CHANGED: row('after', EDITED, 'hai phần tử liền nhau bị đổi chỗ', 'two neighbouring elements were exchanged'),
    CLOSED_VALUE_CHANGED: row(
      'after',
      EDITED,
      'điểm, mức hoặc kết quả tại chỗ này khác với lúc ký',
      'the mark, level or result at this place is not the signed one',
    ),
    SIGNATURE_INSIDE_TARGET: row(
      'after',
      EDITED,
      'chữ ký khác bị đặt vào trong phần đã ký',
      'other signatures were put inside what was signed',
    ),
    ID_CHANGED: row(
      'after',
      SERIALISER,
      'Id của phần tử được ký bị đổi, bị bỏ hoặc đổi cách viết',
      'the Id of the signed element was changed, removed or spelled otherwise',
    ),
    DUPLICATE_IDS: row(
      'after',
      {
        vi: 'Khi gộp tệp, mỗi học bạ cần Id riêng từ trước khi ký; hoặc giữ từng tệp riêng.',
        en: 'Records that will be joined need Ids of their own before they are signed; or keep the files apart.',
      },
      'nhiều tệp có cùng Id được gộp vào một tài liệu',
      'files with equal Ids were joined in one document',
    ),
    CARRIAGE_RETURNS_SIGNED: row(
      'tool',
      SIGNER,
      'phần mềm ký băm ký tự xuống dòng CR LF mà trình đọc XML nào cũng chuẩn hóa thành LF',
      'the signing software digested CR LF line ends, which every XML reader normalises to LF',
    ),
    COMMENTS_DIGESTED: row(
      'tool',
      SIGNER,
      'phần mềm ký băm cả chú thích dù thuật toán loại chúng',
      'the signing software digested comments that the algorithm leaves out',
    ),
    COMMENTS_NOT_DIGESTED: row(
      'tool',
      SIGNER,
      'phần mềm ký bỏ chú thích dù thuật toán giữ chúng',
      'the signing software left out comments that the algorithm keeps',
    ),
    C14N_OTHER: row(
      'tool',
      SIGNER,
      'giá trị băm tính trên dạng chính tắc khác với dạng được khai ({what})',
      'the digest is over another canonical form than the one declared ({what})',
    ),
    ENVELOPED_ON_OWN_OBJECT: row(
      'tool',
      SIGNER,
      'enveloped-signature đặt trên Object của chính chữ ký: đúng chuẩn thì Object biến mất, .NET thì giữ lại',
      'enveloped-signature on the signature’s own Object: by the standard the Object vanishes, .NET keeps it',
    ),
    ENVELOPED_NOT_DECLARED: row(
      'tool',
      SIGNER,
      'chữ ký nằm trong phần được ký mà thiếu phép biến đổi enveloped-signature',
      'the signature stands inside what it signs without the enveloped-signature transform',
    ),
    TARGET_OTHER: row(
      'tool',
      SIGNER,
      'tham chiếu trỏ sai Id: giá trị băm là của {what}',
      'the reference names the wrong Id: the digest is of {what}',
    ),
    WHOLE_FILE_DIGESTED: row(
      'tool',
      SIGNER,
      'giá trị băm tính trên cả tệp thay cho phần tử ({what})',
      'the digest is over the file instead of the element ({what})',
    ),
    TRANSFORM_NOT_APPLIED: row(
      'tool',
      SIGNER,
      'giá trị băm tính trên văn bản thô, không qua phép biến đổi ({what})',
      'the digest is over raw text, no transform applied ({what})',
    ),
    TEXT_ENCODING_DIGESTED: row(
      'tool',
      SIGNER,
      'phần mềm ký băm văn bản ở bảng mã {what} thay cho UTF-8',
      'the signing software digested the text in {what} instead of UTF-8',
    ),
    DIGEST_ALGORITHM_OTHER: row(
      'tool',
      SIGNER,
      'giá trị băm là của {what}, không phải thuật toán được khai',
      'the digest is by {what} and not by the algorithm declared',
    ),
    DIGEST_VALUE_HEX: row(
      'tool',
      SIGNER,
      'DigestValue là dạng thập lục phân ({what}) thay cho base64 của giá trị băm',
      'DigestValue holds hexadecimal ({what}) instead of the base64 of the digest',
    ),
  }) as const satisfies Record<string, CauseRow>)();

export type MismatchCause = keyof typeof MISMATCH_CAUSES;
