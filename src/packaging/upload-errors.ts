import type { ErrorTable } from '../errors/index.js';

/** What an upload is refused for before any record of it is seen. */
export const UPLOAD_ERRORS = {
  ERR_UPLOAD_EMPTY: {
    fault: 'refused',
    vi: 'Tệp tải lên rỗng',
    en: 'The upload is empty',
  },
  ERR_UPLOAD_SIZE: {
    fault: 'refused',
    vi: 'Tệp tải lên dài hơn {limit} byte',
    en: 'The upload has more than {limit} bytes',
  },
  ERR_UPLOAD_DEADLINE: {
    fault: 'refused',
    vi: 'Tệp tải lên không đến đủ trong thời hạn',
    en: 'The upload did not arrive in time',
  },
  ERR_UPLOAD_BROKEN: {
    fault: 'service',
    vi: 'Việc tải lên bị ngắt giữa chừng',
    en: 'The upload broke off',
  },
  ERR_UPLOAD_FORM: {
    fault: 'data',
    vi: 'Tệp tải lên không phải XML, giao dịch, trường content, gói ASiC-E hay PDF',
    en: 'The upload is not XML, a transaction, a content field, an ASiC-E container or a PDF',
  },
  ERR_UPLOAD_NO_RECORD: {
    fault: 'data',
    vi: 'Tệp dạng {form} không chứa học bạ nào',
    en: 'The file of the form {form} holds no record',
  },
  ERR_UPLOAD_RECORDS: {
    fault: 'refused',
    vi: 'Tệp tải lên có hơn {limit} học bạ',
    en: 'The upload holds more than {limit} records',
  },
  ERR_PDF_NO_XML: {
    fault: 'data',
    vi: 'Tệp PDF không kèm tệp XML: đây chỉ là bản thể hiện, hãy gửi tệp XML của học bạ',
    en: 'The PDF has no XML file attached: it only shows the record; send the XML of the record',
  },
  ERR_PDF_ENCRYPTED: {
    fault: 'refused',
    vi: 'Tệp PDF bị mã hóa',
    en: 'The PDF is encrypted',
  },
  ERR_PDF_AMBIGUOUS: {
    fault: 'refused',
    vi: 'Tệp PDF định nghĩa tệp kèm (đối tượng {object}) nhiều lần',
    en: 'The PDF defines an attached file (object {object}) more than once',
  },
  ERR_PDF_DAMAGED: {
    fault: 'data',
    vi: 'Tệp kèm trong PDF (đối tượng {object}) bị cắt cụt hoặc bị hỏng',
    en: 'A file attached to the PDF (object {object}) is cut off or damaged',
  },
  ERR_PDF_FILTER: {
    fault: 'refused',
    vi: 'Tệp kèm trong PDF (đối tượng {object}) được mã hóa theo cách không được đọc',
    en: 'A file attached to the PDF (object {object}) is encoded in a way that is not read',
  },
  ERR_PDF_LIMIT: {
    fault: 'refused',
    vi: 'Tệp PDF vượt giới hạn ({limited}): chỉ cho phép {limit}',
    en: 'The PDF exceeds a limit ({limited}): {limit} is allowed',
  },
} as const satisfies ErrorTable;
