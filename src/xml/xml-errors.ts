import type { ErrorTable } from '../errors/index.js';

/** Why a document is not read. Positions count from 1; a column counts UTF-16 units. */
export const XML_ERRORS = {
  ERR_XML_MALFORMED: {
    fault: 'data',
    vi: 'Tệp XML sai cú pháp ở dòng {line}, cột {column} ({reason})',
    en: 'Malformed XML at line {line}, column {column} ({reason})',
  },
  ERR_XML_DOCTYPE: {
    fault: 'refused',
    vi: 'Tệp XML có khai báo DOCTYPE ở dòng {line}, cột {column}; khai báo này bị từ chối',
    en: 'The XML has a DOCTYPE declaration at line {line}, column {column}; it is refused',
  },
  ERR_XML_ENTITY: {
    fault: 'refused',
    vi: 'Tệp XML dùng thực thể chưa được định nghĩa ở dòng {line}, cột {column}',
    en: 'The XML uses an undefined entity at line {line}, column {column}',
  },
  ERR_XML_CHARACTER: {
    fault: 'refused',
    vi: 'Tệp XML có ký tự không được phép ở dòng {line}, cột {column}',
    en: 'The XML has a character that is not allowed at line {line}, column {column}',
  },
  ERR_XML_ENCODING: {
    fault: 'refused',
    vi: 'Tệp XML không dùng bảng mã UTF-8 (dòng {line}, cột {column})',
    en: 'The XML is not encoded in UTF-8 (line {line}, column {column})',
  },
  ERR_XML_VERSION: {
    fault: 'refused',
    vi: 'Chỉ nhận XML 1.0 (dòng {line}, cột {column})',
    en: 'Only XML 1.0 is accepted (line {line}, column {column})',
  },
  ERR_XML_PREFIX_UNDECLARED: {
    fault: 'data',
    vi: 'Tiền tố không gian tên chưa được khai báo ở dòng {line}, cột {column}',
    en: 'Undeclared namespace prefix at line {line}, column {column}',
  },
  ERR_XML_ATTRIBUTE_DUPLICATE: {
    fault: 'data',
    vi: 'Thuộc tính bị lặp ở dòng {line}, cột {column}',
    en: 'Duplicate attribute at line {line}, column {column}',
  },
  ERR_XML_TAG_MISMATCH: {
    fault: 'data',
    vi: 'Thẻ đóng không khớp thẻ mở ở dòng {line}, cột {column}',
    en: 'The end tag at line {line}, column {column} does not match its start tag',
  },
  ERR_XML_DEPTH: {
    fault: 'refused',
    vi: 'Tệp XML lồng sâu quá {limit} cấp ở dòng {line}, cột {column}',
    en: 'The XML is nested deeper than {limit} levels at line {line}, column {column}',
  },
  ERR_XML_ATTRIBUTE_COUNT: {
    fault: 'refused',
    vi: 'Một phần tử có quá {limit} thuộc tính ở dòng {line}, cột {column}',
    en: 'An element has more than {limit} attributes at line {line}, column {column}',
  },
  ERR_XML_SIZE: {
    fault: 'refused',
    vi: 'Tệp XML dài {size} byte, quá giới hạn {limit} byte',
    en: 'The XML has {size} bytes, over the limit of {limit} bytes',
  },
  ERR_XML_NAMESPACE_RELATIVE: {
    fault: 'refused',
    vi: 'Phần tử {element} dùng không gian tên tương đối nên không có dạng chính tắc',
    en: 'Element {element} declares a relative namespace URI, which has no canonical form',
  },
  ERR_XML_CANONICAL_SIZE: {
    fault: 'refused',
    vi: 'Dạng chính tắc của tệp XML dài quá {limit} ký tự',
    en: 'The canonical form of the XML is longer than {limit} characters',
  },
  ERR_XML_NAME: {
    fault: 'caller',
    vi: 'Tên thẻ, thuộc tính hoặc không gian tên để ghi không hợp lệ',
    en: 'A tag, attribute or namespace to be written is not valid',
  },
  ERR_XML_SPLICE: {
    fault: 'caller',
    vi: 'Không thể sửa tệp ở vị trí {at}: nằm ngoài tệp, chồng lên chỗ sửa khác hoặc cắt đôi một ký tự',
    en: 'The edit at offset {at} lies outside the document, overlaps another edit or cuts a character in two',
  },
} as const satisfies ErrorTable;
