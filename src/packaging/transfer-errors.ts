import type { ErrorTable } from '../errors/index.js';

/** What the transfer of a pupil's records and its receipt refuse. Positions count from 1. */
export const TRANSFER_ERRORS = {
  ERR_TRANSFER_EMPTY: {
    fault: 'caller',
    vi: 'Gói chuyển trường cần ít nhất một học bạ',
    en: 'A transfer package needs at least one record',
  },
  ERR_TRANSFER_RECORD: {
    fault: 'data',
    vi: 'Học bạ thứ {position} không đọc được',
    en: 'Record number {position} cannot be read',
  },
  ERR_TRANSFER_PUPIL: {
    fault: 'refused',
    vi: 'Học bạ thứ {position} là của học sinh khác ({field})',
    en: 'Record number {position} belongs to another pupil ({field})',
  },
  ERR_TRANSFER_DUPLICATE: {
    fault: 'refused',
    vi: 'Mã tra cứu của học bạ thứ {position} đã có ở một học bạ khác',
    en: 'The look-up code of record number {position} stands in another record too',
  },
  ERR_TRANSFER_ATTACHMENT: {
    fault: 'caller',
    vi: 'Tệp kèm thứ {position} không dùng được ({reason})',
    en: 'Attachment number {position} cannot be used ({reason})',
  },
  ERR_TRANSFER_CERTIFICATE_TIME: {
    fault: 'signer',
    vi: 'Chứng thư của đơn vị không có hiệu lực vào lúc ký',
    en: 'The certificate of the organisation is not valid at the signing time',
  },
  ERR_TRANSFER_STATE: {
    fault: 'caller',
    vi: 'Trạng thái ký gói chuyển trường không dùng được ({field}); hãy chuẩn bị ký lại',
    en: 'The signing state of the transfer package cannot be used ({field}); prepare again',
  },
  ERR_TRANSFER_MALFORMED: {
    fault: 'data',
    vi: 'Gói ASiC-E này không phải gói chuyển trường ({part})',
    en: 'This ASiC-E container is no transfer package ({part})',
  },
  ERR_RECEIPT_MALFORMED: {
    fault: 'data',
    vi: 'Tệp không phải biên nhận của gói chuyển trường ({part})',
    en: 'The file is no receipt of a transfer package ({part})',
  },
} as const satisfies ErrorTable;
