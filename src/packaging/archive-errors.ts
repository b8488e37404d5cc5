import type { ErrorTable } from '../errors/index.js';

/** Why an archive is not read. `{entry}` is the place in the central directory, counted from 1: a name may name a pupil. */
export const ARCHIVE_ERRORS = {
  ERR_ARCHIVE_NOT_ZIP: {
    fault: 'data',
    vi: 'Tệp không phải là gói ZIP',
    en: 'The file is no ZIP archive',
  },
  ERR_ARCHIVE_DAMAGED: {
    fault: 'data',
    vi: 'Gói ZIP bị cắt cụt hoặc bị hỏng ({part})',
    en: 'The ZIP archive is cut off or damaged ({part})',
  },
  ERR_ARCHIVE_COUNT: {
    fault: 'refused',
    vi: 'Gói có {count} mục, chỉ cho phép {limit}',
    en: 'The archive holds {count} entries, {limit} are allowed',
  },
  ERR_ARCHIVE_SIZE: {
    fault: 'refused',
    vi: 'Gói hoặc nội dung của nó dài {bytes} byte, chỉ cho phép {limit} byte',
    en: 'The archive or what is in it has {bytes} bytes, {limit} are allowed',
  },
  ERR_ARCHIVE_RATIO: {
    fault: 'refused',
    vi: 'Mục {entry} nở ra gấp {ratio} lần khi giải nén, chỉ cho phép {limit} lần',
    en: 'Entry {entry} grows {ratio} times when unpacked, {limit} times is allowed',
  },
  ERR_ARCHIVE_NAME_PARENT: {
    fault: 'refused',
    vi: 'Tên của mục {entry} có bước "." hoặc ".." hoặc bước rỗng',
    en: 'The name of entry {entry} has a step ".", ".." or an empty one',
  },
  ERR_ARCHIVE_NAME_ABSOLUTE: {
    fault: 'refused',
    vi: 'Tên của mục {entry} là đường dẫn tuyệt đối',
    en: 'The name of entry {entry} is an absolute path',
  },
  ERR_ARCHIVE_NAME_BACKSLASH: {
    fault: 'refused',
    vi: 'Tên của mục {entry} có dấu gạch chéo ngược',
    en: 'The name of entry {entry} holds a backslash',
  },
  ERR_ARCHIVE_NAME_CONTROL: {
    fault: 'refused',
    vi: 'Tên của mục {entry} có ký tự điều khiển',
    en: 'The name of entry {entry} holds a control character',
  },
  ERR_ARCHIVE_NAME_PLATFORM: {
    fault: 'refused',
    vi: 'Tên của mục {entry} không dùng được trên mọi hệ điều hành',
    en: 'The name of entry {entry} cannot stand on every operating system',
  },
  ERR_ARCHIVE_NAME_ENCODING: {
    fault: 'refused',
    vi: 'Tên của mục {entry} không phải UTF-8, hoặc không ghi rõ là UTF-8',
    en: 'The name of entry {entry} is not UTF-8, or is not marked as UTF-8',
  },
  ERR_ARCHIVE_NAME_MISMATCH: {
    fault: 'refused',
    vi: 'Mục {entry} có tên trong phần đầu cục bộ khác tên trong thư mục của gói',
    en: 'Entry {entry} has one name in its local header and another in the directory of the archive',
  },
  ERR_ARCHIVE_DUPLICATE: {
    fault: 'refused',
    vi: 'Mục {entry} trùng tên với một mục khác, hoặc với thư mục chứa mục khác',
    en: 'Entry {entry} has the name of another one, or of a folder that holds another one',
  },
  ERR_ARCHIVE_DUPLICATE_CASE: {
    fault: 'refused',
    vi: 'Tên của mục {entry} chỉ khác một tên khác ở chữ hoa chữ thường',
    en: 'The name of entry {entry} differs from another one only in letter case',
  },
  ERR_ARCHIVE_DUPLICATE_FORM: {
    fault: 'refused',
    vi: 'Tên của mục {entry} chỉ khác một tên khác ở dạng chuẩn hóa Unicode',
    en: 'The name of entry {entry} differs from another one only in its Unicode normalisation form',
  },
  ERR_ARCHIVE_OVERLAP: {
    fault: 'refused',
    vi: 'Mục {entry} nằm chồng lên một mục khác',
    en: 'Entry {entry} overlaps another one',
  },
  ERR_ARCHIVE_ENCRYPTED: {
    fault: 'refused',
    vi: 'Mục {entry} bị mã hóa',
    en: 'Entry {entry} is encrypted',
  },
  ERR_ARCHIVE_METHOD: {
    fault: 'refused',
    vi: 'Mục {entry} dùng cách nén hoặc tính năng không được đọc',
    en: 'Entry {entry} uses a compression method or a feature that is not read',
  },
  ERR_ARCHIVE_HEADER_MISMATCH: {
    fault: 'refused',
    vi: 'Phần đầu cục bộ của mục {entry} mâu thuẫn với thư mục của gói',
    en: 'The local header of entry {entry} contradicts the directory of the archive',
  },
  ERR_ARCHIVE_DESCRIPTOR: {
    fault: 'refused',
    vi: 'Phần mô tả sau dữ liệu của mục {entry} mâu thuẫn với thư mục của gói',
    en: 'The data descriptor of entry {entry} contradicts the directory of the archive',
  },
  ERR_ARCHIVE_SPECIAL_FILE: {
    fault: 'refused',
    vi: 'Mục {entry} là liên kết hoặc tệp đặc biệt',
    en: 'Entry {entry} is a link or a special file',
  },
  ERR_ARCHIVE_ZIP64: {
    fault: 'refused',
    vi: 'Gói dùng bản ghi Zip64, thừa ở kích thước được phép và dễ bị đọc khác nhau',
    en: 'The archive uses Zip64 records, which the allowed sizes never need and readers take differently',
  },
  ERR_ARCHIVE_MULTIDISK: {
    fault: 'refused',
    vi: 'Gói được chia thành nhiều phần',
    en: 'The archive is split into several parts',
  },
  ERR_ARCHIVE_JUNK_BEFORE: {
    fault: 'refused',
    vi: 'Có dữ liệu lạ trước gói ZIP',
    en: 'Something stands before the ZIP archive',
  },
  ERR_ARCHIVE_JUNK_BETWEEN: {
    fault: 'refused',
    vi: 'Có dữ liệu lạ giữa các phần của gói ZIP',
    en: 'Something stands between the parts of the ZIP archive',
  },
  ERR_ARCHIVE_JUNK_AFTER: {
    fault: 'refused',
    vi: 'Có dữ liệu lạ sau gói ZIP',
    en: 'Something stands after the ZIP archive',
  },
  ERR_ARCHIVE_CRC: {
    fault: 'data',
    vi: 'Nội dung của mục {entry} không khớp mã kiểm tra CRC',
    en: 'The content of entry {entry} does not match its CRC',
  },
  ERR_ARCHIVE_LENGTH: {
    fault: 'refused',
    vi: 'Nội dung của mục {entry} không dài như đã ghi',
    en: 'The content of entry {entry} has not the length that is declared',
  },
  ERR_ARCHIVE_NESTED: {
    fault: 'refused',
    vi: 'Mục {entry} lại là một gói nén; gói lồng nhau không được mở',
    en: 'Entry {entry} is an archive itself; nested archives are not opened',
  },
  ERR_ARCHIVE_READERS_DISAGREE: {
    fault: 'refused',
    vi: 'Hai bộ đọc hiểu gói ZIP khác nhau ở mục {entry}',
    en: 'Two readers take entry {entry} of the ZIP archive differently',
  },
  ERR_ASIC_MIMETYPE_MISSING: {
    fault: 'refused',
    vi: 'Gói ASiC không có tệp mimetype',
    en: 'The ASiC container has no file mimetype',
  },
  ERR_ASIC_MIMETYPE_PLACE: {
    fault: 'refused',
    vi: 'Tệp mimetype không đứng đầu gói ASiC, hoặc có trường phụ',
    en: 'The file mimetype does not stand first in the ASiC container, or has an extra field',
  },
  ERR_ASIC_MIMETYPE_COMPRESSED: {
    fault: 'refused',
    vi: 'Tệp mimetype của gói ASiC bị nén',
    en: 'The file mimetype of the ASiC container is compressed',
  },
  ERR_ASIC_MIMETYPE_WRONG: {
    fault: 'refused',
    vi: 'Tệp mimetype không nêu đúng loại gói ASiC-E',
    en: 'The file mimetype does not name the ASiC-E container',
  },
} as const satisfies ErrorTable;
