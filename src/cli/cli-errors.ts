import type { ErrorTable } from '../errors/index.js';

/** What the command line itself refuses. Names of files stand before the sentence, never in it: they may name a pupil. */
export const CLI_ERRORS = {
  ERR_CLI_COMMAND_UNKNOWN: {
    fault: 'caller',
    vi: 'Không có lệnh "{command}"; xem các lệnh bằng: hocba --help',
    en: 'There is no command "{command}"; list the commands with: hocba --help',
  },
  ERR_CLI_COMMAND_MISSING: {
    fault: 'caller',
    vi: 'Chưa nêu lệnh; xem các lệnh bằng: hocba --help',
    en: 'No command was given; list the commands with: hocba --help',
  },
  ERR_CLI_OPTION_UNKNOWN: {
    fault: 'caller',
    vi: 'Không có tùy chọn "{option}"; xem: hocba <lệnh> --help',
    en: 'There is no option "{option}"; see: hocba <command> --help',
  },
  ERR_CLI_OPTION_SECRET: {
    fault: 'caller',
    vi: 'Mật khẩu không được ghi trên dòng lệnh; hãy đặt biến môi trường {variable} hoặc nhập khi được hỏi',
    en: 'A password is never given on the command line; set the environment variable {variable} or enter it when asked',
  },
  ERR_CLI_OPTION_INCOMPLETE: {
    fault: 'caller',
    vi: 'Tùy chọn "{option}" thiếu giá trị; xem: hocba <lệnh> --help',
    en: 'Option "{option}" lacks its value; see: hocba <command> --help',
  },
  ERR_CLI_OPTION_REQUIRED: {
    fault: 'caller',
    vi: 'Thiếu tùy chọn bắt buộc "{option}"; xem: hocba <lệnh> --help',
    en: 'The option "{option}" is required; see: hocba <command> --help',
  },
  ERR_CLI_OPTION_INVALID: {
    fault: 'caller',
    vi: 'Giá trị của tùy chọn "{option}" không hợp lệ; cần: {expected}',
    en: 'The value of option "{option}" is not valid; expected: {expected}',
  },
  ERR_CLI_OPTION_CONFLICT: {
    fault: 'caller',
    vi: 'Không dùng "{option}" cùng với "{other}"',
    en: 'Options "{option}" and "{other}" exclude each other',
  },
  ERR_CLI_ARGUMENT_MISSING: {
    fault: 'caller',
    vi: 'Thiếu đối số {argument}; xem: hocba <lệnh> --help',
    en: 'The argument {argument} is missing; see: hocba <command> --help',
  },
  ERR_CLI_ARGUMENT_EXCESS: {
    fault: 'caller',
    vi: 'Thừa đối số; xem: hocba <lệnh> --help',
    en: 'There are more arguments than the command takes; see: hocba <command> --help',
  },
  ERR_CLI_FILE_MISSING: {
    fault: 'data',
    vi: 'Không có tệp hoặc thư mục này',
    en: 'There is no such file or folder',
  },
  ERR_CLI_FILE_UNREADABLE: {
    fault: 'data',
    vi: 'Không đọc được tệp ({reason})',
    en: 'The file cannot be read ({reason})',
  },
  ERR_CLI_FILE_EMPTY: {
    fault: 'refused',
    vi: 'Tệp rỗng',
    en: 'The file is empty',
  },
  ERR_CLI_FILE_SIZE: {
    fault: 'refused',
    vi: 'Tệp dài {bytes} byte, quá giới hạn {limit} byte',
    en: 'The file has {bytes} bytes, over the limit of {limit} bytes',
  },
  ERR_CLI_FOLDER_EMPTY: {
    fault: 'refused',
    vi: 'Thư mục không có tệp nào để xử lý ({extensions})',
    en: 'The folder holds no file to work on ({extensions})',
  },
  ERR_CLI_FORMAT_UNSUPPORTED: {
    fault: 'refused',
    vi: 'Chưa đọc được dạng tệp {format}',
    en: 'Files of the form {format} are not read yet',
  },
  ERR_CLI_FORMAT_UNKNOWN: {
    fault: 'data',
    vi: 'Không nhận ra dạng tệp',
    en: 'The form of the file is not known',
  },
  ERR_CLI_SIGNATURE_NONE: {
    fault: 'data',
    vi: 'Ô ký của vai trò này không có chữ ký nào',
    en: 'The slot of this role holds no signature',
  },
  ERR_CLI_EVIDENCE: {
    fault: 'data',
    vi: 'Chưa đủ bằng chứng để lưu kèm chữ ký ({whose}: {reason}); hãy nêu chứng thư bằng --trust, tình trạng thu hồi bằng --crl, --ocsp, hoặc dùng --online',
    en: 'There is not enough evidence to keep with the signature ({whose}: {reason}); name certificates by --trust, revocation by --crl, --ocsp, or use --online',
  },
  ERR_CLI_SIGNATURE_VALUE: {
    fault: 'signer',
    vi: 'Tệp giá trị chữ ký không có dạng của khóa này',
    en: 'The file of the signature value has not the form this key gives',
  },
  ERR_CLI_JSON_MALFORMED: {
    fault: 'data',
    vi: 'Tệp không phải JSON hợp lệ',
    en: 'The file is not valid JSON',
  },
  ERR_CLI_OUT_EXISTS: {
    fault: 'refused',
    vi: 'Tệp đích đã có và khác nội dung; thêm --force để ghi đè',
    en: 'The target file exists and differs; add --force to overwrite it',
  },
  ERR_CLI_OUT_FOREIGN: {
    fault: 'refused',
    vi: 'Thư mục đích có tệp không phải do lệnh này tạo; hãy chọn thư mục khác',
    en: 'The target folder holds files that this command did not make; choose another folder',
  },
  ERR_CLI_OUT_UNWRITABLE: {
    fault: 'environment',
    vi: 'Không ghi được tệp đích ({reason})',
    en: 'The target file cannot be written ({reason})',
  },
  ERR_CLI_TRUST_EMPTY: {
    fault: 'refused',
    vi: 'Không có chứng thư nào để làm điểm tin cậy',
    en: 'There is no certificate to serve as a trust anchor',
  },
  ERR_CLI_TRUST_SIGNER_MISSING: {
    fault: 'caller',
    vi: 'Danh sách tin cậy hoặc sổ đăng ký có ký cần --trust-signer: dấu vân tay SHA-256 hoặc tệp chứng thư của người ký, lấy bằng một đường khác',
    en: 'A signed trust list or register needs --trust-signer: SHA-256 or the file of its signer’s certificate, got by another way',
  },
  ERR_CLI_LIST_INPUT: {
    fault: 'data',
    vi: 'Nội dung để lập danh sách sai ở "{place}"; cần: {expected}',
    en: 'What the list shall say is wrong at "{place}"; expected: {expected}',
  },
  ERR_CLI_PASSWORD_MISSING: {
    fault: 'caller',
    vi: 'Cần mật khẩu: hãy đặt biến môi trường {variable}, hoặc chạy trong cửa sổ dòng lệnh để được hỏi',
    en: 'A password is needed: set the environment variable {variable}, or run in a terminal to be asked',
  },
  ERR_CLI_CANCELLED: {
    fault: 'caller',
    vi: 'Đã hủy',
    en: 'Cancelled',
  },
  ERR_CLI_INTERNAL: {
    fault: 'environment',
    vi: 'Lỗi nội bộ của chương trình; đặt HOCBA_DEBUG=1 rồi chạy lại để xem chi tiết',
    en: 'Internal error of the program; set HOCBA_DEBUG=1 and run again to see details',
  },
} as const satisfies ErrorTable;
