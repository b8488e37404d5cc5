import type { Service, ServiceDescription, ServiceField } from './service-description.js';

type Extra = Pick<ServiceField, 'aliases' | 'assumed'>;
const text = (key: string, name: string, meaning: string, extra: Extra = {}): ServiceField => ({
  key,
  name,
  type: 'string',
  meaning,
  ...extra,
});
const number = (key: string, name: string, meaning: string): ServiceField => ({ key, name, type: 'number', meaning });

/**
 * The services of the pilot specification: names, types and letter case exactly as printed; what it does not print is in `assumed`.
 *
 * A function, so that importing costs nothing; the same object every time.
 *
 * @see CV 2088/BGDĐT-GDTH, annex 1, II.2
 */
export function servicesCv2088(): ServiceDescription {
  made ??= make();
  return made;
}

let made: ServiceDescription | undefined;

function make(): ServiceDescription {
  const account: readonly ServiceField[] = [
    text('token', 'token', 'Mã bảo mật phiên làm việc'),
    text('userName', 'user_name', 'Tài khoản của đơn vị'),
    text('passwordHash', 'password', 'Mật khẩu đã băm SHA-256'),
    text('maDonVi', 'ma_don_vi', 'Mã đơn vị'),
    number('namHoc', 'nam_hoc', 'Năm học'),
    text('messageId', 'messageid', 'Mã gói tin'),
    text('type', 'type', 'Loại gói tin'),
    text('function', 'function', 'Mã chức năng'),
  ];
  const content = text('content', 'content', 'Danh sách học bạ đã nén');
  const acknowledgement: readonly ServiceField[] = [
    text('messageId', 'MessageId', 'Mã gói tin'),
    text('error', 'Error', 'Mã lỗi'),
    text('errorDescription', 'ErrorDescription', 'Tiêu đề mã lỗi'),
    text('responseCode', 'ResponseCode', 'Mã trả lời'),
    text('responseDescription', 'ResponseDescription', 'Mô tả trả lời'),
  ];
  // Printed the other way round than in (1): type is "Mã chức năng", function "Loại chức năng".
  const query: readonly ServiceField[] = [
    text('messageId', 'messageid', 'Mã gói tin'),
    text('maDonVi', 'ma_don_vi', 'Mã đơn vị'),
    text('type', 'type', 'Mã chức năng'),
    text('function', 'function', 'Loại chức năng'),
  ];
  const rows = (status: string): Service['rows'] => ({
    name: 'danh_sach',
    fields: [
      text('maHocSinh', 'ma_hoc_sinh', 'Mã học sinh'),
      text('tenHocSinh', 'ten_hoc_sinh', 'Tên học sinh'),
      text('soCccd', 'so_cccd', 'Số định danh cá nhân'),
      text('maTraCuu', 'ma_tra_cuu_uuid', 'Mã tra cứu học bạ'),
      number('status', 'trang_thai', status),
      ...fault,
    ],
  });
  const fault: readonly ServiceField[] = [
    text('error', 'error', 'Mã lỗi'),
    text('errorField', 'error_field_title', 'Tiêu đề mã lỗi', { aliases: ['error_filed_title'] }),
    text('errorDescription', 'error_description', 'Mô tả lỗi'),
  ];
  const service = (code: string, path: string, rest: Omit<Service, 'code' | 'path' | 'values'>): Service => ({
    code,
    path,
    // The code stands in both fields: whichever of the swapped meanings a gateway follows, it finds the code there.
    values: { type: code, function: code },
    ...rest,
  });
  return {
    id: 'cv2088',
    authenticationObject: 'authenticationRequest',
    services: {
      submit: service('1', 'hoc-ba/gui', {
        authentication: 'object',
        header: account,
        request: [content],
        answer: acknowledgement,
        rows: null,
      }),
      querySubmit: service('2', 'hoc-ba/ket-qua', {
        authentication: 'header',
        header: [],
        request: query,
        answer: [],
        rows: rows('1 phê duyệt, 0 từ chối'),
      }),
      registerCertificate: service('3', 'chung-thu-so/dang-ky', {
        authentication: 'header',
        header: [],
        request: [
          text('messageId', 'messageid', 'Mã gói tin'),
          text('type', 'type', 'Loại gói tin'),
          text('function', 'function', 'Mã chức năng'),
          text('maDonVi', 'ma_don_vi', 'Mã đơn vị'),
          text('serialNumber', 'serial_number', 'Số sê-ri của chứng thư số'),
          { key: 'ngayHieuLuc', name: 'ngay_hieu_luc', type: 'date', meaning: 'Ngày hiệu lực' },
          text('maKieuChuKy', 'ma_kieu_chu_ky', 'REMOTE_SIGNING, USB_TOKEN'),
          text('nhaPhatHanh', 'nha_phat_hanh', 'VNPT, BKAV, VIETTEL, BAN_CO_YEU'),
          text('content', 'content', 'Dữ liệu chứng thư số kèm chữ ký của đơn vị'),
        ],
        answer: [
          text('messageId', 'messageid', 'Mã gói tin'),
          text('error', 'error', 'Mã lỗi'),
          // Misspelt in the specification, and so written.
          text('errorField', 'error_filed_title', 'Tiêu đề mã lỗi', { aliases: ['error_field_title'] }),
          text('errorDescription', 'error_description', 'Mô tả lỗi'),
        ],
        rows: null,
      }),
      queryCertificate: service('4', 'chung-thu-so/ket-qua', {
        authentication: 'header',
        header: [],
        request: [
          text('messageId', 'messageid', 'Mã gói tin'),
          text('maDonVi', 'ma_don_vi', 'Mã đơn vị'),
          number('namHoc', 'ma_nam_hoc', 'Mã năm học'),
        ],
        answer: [
          text('messageId', 'messageid', 'Mã gói tin'),
          text('maDonVi', 'ma_don_vi', 'Mã đơn vị'),
          text('serialNumber', 'serial_number', 'Số sê-ri của chứng thư số'),
          number('status', 'trang_thai_phe_duyet', '1 phê duyệt, 0 từ chối'),
          ...fault,
        ],
        rows: null,
      }),
      recall: service('5', 'hoc-ba/thu-hoi', {
        authentication: 'object',
        header: account,
        request: [content],
        answer: acknowledgement,
        rows: null,
      }),
      queryRecall: service('6', 'hoc-ba/ket-qua-thu-hoi', {
        authentication: 'header',
        header: [],
        request: query,
        answer: [],
        rows: rows('1 chờ xử lý, 2 đồng ý thu hồi, 3 từ chối thu hồi'),
      }),
    },
    successCodes: ['', '0', '00'],
    password: { digest: 'SHA-256', form: 'hexLower' },
    statuses: { approval: { 1: 'approved', 0: 'refused' }, recall: { 1: 'waiting', 2: 'agreed', 3: 'refused' } },
    requestLimitBytes: 10_000_000,
    assumed: [
      'services.*.path',
      'services.*.values',
      'services.*.authentication',
      'services.submit.request.content',
      'services.querySubmit.rows.name',
      'services.queryRecall.rows.name',
      'services.registerCertificate.request.content',
      'services.recall.answer',
      'successCodes',
      'password.form',
    ],
  };
}
