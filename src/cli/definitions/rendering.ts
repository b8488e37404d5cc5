import type { CommandDefinition } from '../definition.js';
import { FORCE, RECORD_FILES } from './repeated-options.js';

/** Commands that draw records for people. */
export const RENDERING_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'render',
    summary: { vi: 'thể hiện học bạ để xem và in', en: 'draw records, to read and to print' },
    description: [
      {
        vi: 'display là mẫu hiển thị của CV 2088, paper là mẫu học bạ giấy của TT 27/2020. Nhiều tệp của một học sinh thành một bản có nhiều năm, bìa lấy từ năm mới nhất. Có học sinh khác nhau thì --out là thư mục, mỗi học sinh một tệp.',
        en: 'display is the form of CV 2088, paper the printed record of TT 27/2020. Several files of one pupil make one form with several years, its cover from the newest. With several pupils --out is a folder, one file a pupil.',
      },
      {
        vi: 'Tệp PDF đính kèm nguyên văn tệp XML của từng năm học, ngày của tệp là --at. Không có phông chữ nào đi kèm gói.',
        en: 'A PDF carries the XML of each year byte for byte; its date is --at. No font comes with the package.',
      },
      {
        vi: 'Mỗi học bạ được kiểm tra trước khi vẽ, như lệnh verify, và mọi trang ghi rõ kết quả: bản chưa ký phát hành mang chữ BẢN NHÁP, bản bị sửa mang chữ KHÔNG HỢP LỆ. Có --trust hoặc --register thì mã thoát theo kết luận xấu nhất (0, 1, 2), tệp vẫn được ghi; không có thì 0 nghĩa là đã ghi xong.',
        en: 'Each record is verified before it is drawn, as by verify, and every page states the result: what is not sealed is marked as a draft, what was altered as not valid. With --trust or --register the exit code is that of the worst conclusion (0, 1, 2) and the file is written all the same; without them 0 means written.',
      },
    ],
    arguments: [RECORD_FILES],
    options: [
      {
        flags: '--form <FORM>',
        choices: ['display', 'paper'],
        default: 'display',
        text: { vi: 'mẫu: hiển thị (display) hoặc giấy (paper)', en: 'the form: display or paper' },
      },
      {
        flags: '--to <FORMAT>',
        choices: ['html', 'pdf'],
        default: 'html',
        text: { vi: 'định dạng tệp kết quả', en: 'format of the result' },
      },
      {
        flags: '--out <PATH>',
        required: true,
        text: {
          vi: 'tệp kết quả; với nhiều học sinh là thư mục',
          en: 'file to write; with several pupils a folder',
        },
      },
      {
        flags: '--crl <FILE>',
        repeatable: true,
        text: { vi: 'danh sách thu hồi (CRL), như ở verify', en: 'revocation list (CRL), as for verify' },
      },
      {
        flags: '--ocsp <FILE>',
        repeatable: true,
        text: { vi: 'câu trả lời OCSP, như ở verify', en: 'OCSP answer, as for verify' },
      },
      {
        flags: '--font <FILE>',
        text: {
          vi: 'phông chữ có chân (TTF, OTF) đủ chữ tiếng Việt; với pdf mặc định là Liberation Serif, Noto Serif, DejaVu Serif hoặc Times New Roman của máy, với html mặc định là phông của người xem',
          en: 'serif font (TTF, OTF) that holds Vietnamese; for pdf by default the machine’s Liberation Serif, Noto Serif, DejaVu Serif or Times New Roman, for html the reader’s own',
        },
      },
      { flags: '--font-bold <FILE>', text: { vi: 'bản đậm của phông', en: 'its bold cut' } },
      { flags: '--font-italic <FILE>', text: { vi: 'bản nghiêng của phông', en: 'its italic cut' } },
      {
        flags: '--signature-image <FILE>',
        text: {
          vi: 'ảnh chữ ký của cán bộ quản lý (PNG, JPEG) cho mẫu giấy; chỉ hiện khi chữ ký số hợp lệ',
          en: 'image of the principal’s signature (PNG, JPEG) for the paper form; shown only when the digital one is valid',
        },
      },
      {
        flags: '--seal-image <FILE>',
        text: {
          vi: 'ảnh con dấu (PNG, JPEG) cho mẫu giấy; chỉ hiện khi chữ ký phát hành hợp lệ',
          en: 'image of the seal (PNG, JPEG) for the paper form; shown only when the seal’s signature is valid',
        },
      },
      {
        flags: '--without-appendix',
        text: {
          vi: 'bỏ trang thông tin ký số và dữ liệu khác ở cuối',
          en: 'leave out the page of signatures and other data at the end',
        },
      },
      FORCE,
    ],
    examples: [
      {
        command: 'hocba render hoc-ba.xml --form display --to html --out hoc-ba.html',
        text: { vi: 'một năm học theo mẫu hiển thị', en: 'one school year in the display form' },
      },
      {
        command: 'hocba render hoc-ba.xml --form paper --to pdf --trust goc-tin-cay --out hoc-ba.pdf',
        text: { vi: 'PDF để in, kèm tệp XML bên trong', en: 'a PDF to print, with the XML inside' },
      },
      {
        command: 'hocba render lop-1.xml lop-2.xml lop-3.xml --form paper --to html --out hoc-ba.html',
        text: { vi: 'ba năm học của một học sinh trong một bản', en: 'three years of one pupil in one form' },
      },
    ],
    load: async () => (await import('../commands/render.js')).render,
  },
];
