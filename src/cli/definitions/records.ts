import type { CommandDefinition } from '../definition.js';
import { FORCE, LAYOUT, OUT_FOLDER, RECORD_FILES } from './repeated-options.js';

/** Commands that make, check and convert records. */
export const RECORD_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'demo',
    summary: {
      vi: 'kể trọn một vòng đời học bạ: tạo, ký, đóng gói, xác minh, sửa trộm và bị phát hiện',
      en: 'the whole life of a record as a story: written, signed, packed, verified, forged and caught',
    },
    description: [
      {
        vi: 'Dùng học bạ mẫu của Bộ và một lớp nhỏ do máy tạo; chứng thư thử nghiệm được tạo tại chỗ, không có giá trị pháp lý. Mọi tệp nằm lại trong thư mục để xem và thử tiếp.',
        en: 'Uses the specimen record of the Ministry and a small made-up class; the certificates are made on the spot and have no legal value. All files stay in the folder, to look at and to try further.',
      },
      {
        vi: 'Mã thoát 0 chỉ khi mọi bước diễn ra đúng như câu chuyện, kể cả bước tệp bị sửa phải bị phát hiện.',
        en: 'Exit code 0 only if every step came out as told, including that the forged file was caught.',
      },
    ],
    arguments: [],
    options: [
      {
        flags: '--out <DIR>',
        default: 'hocba-demo',
        text: { vi: 'thư mục để lại các tệp', en: 'folder to leave the files in' },
      },
      {
        flags: '--pupils <N>',
        default: '3',
        text: { vi: 'số học sinh của lớp, 1 đến 200', en: 'number of pupils in the class, 1 to 200' },
      },
    ],
    examples: [{ command: 'hocba demo', text: { vi: 'chạy thử', en: 'try it' } }],
    load: async () => (await import('../commands/demo.js')).demo,
  },
  {
    name: 'sample',
    summary: { vi: 'tạo học bạ mẫu chưa ký của một lớp', en: 'write unsigned sample records of a class' },
    description: [
      {
        vi: 'Học bạ giống thật nhưng không của ai: tên ghép ngẫu nhiên, mã định danh thuộc tỉnh 000 không có thật. Cùng --seed thì cho đúng các tệp như cũ.',
        en: 'They look real and belong to nobody: names are put together at random, personal ids are of a province 000 that does not exist. The same --seed gives the same files.',
      },
    ],
    arguments: [],
    options: [
      { flags: '--grade <G>', required: true, text: { vi: 'khối lớp, 1 đến 5', en: 'grade, 1 to 5' } },
      { flags: '--pupils <N>', default: '30', text: { vi: 'số học sinh', en: 'number of pupils' } },
      { flags: '--seed <S>', default: '1', text: { vi: 'hạt giống ngẫu nhiên', en: 'seed of the randomness' } },
      { flags: '--year <YEAR>', default: '2024-2025', text: { vi: 'năm học', en: 'school year' } },
      {
        flags: '--cases',
        text: { vi: 'các học sinh đầu là những trường hợp đặc biệt', en: 'the first pupils are the special cases' },
      },
      OUT_FOLDER,
      {
        flags: '--as <FORM>',
        choices: ['xml', 'json'],
        default: 'xml',
        text: { vi: 'tệp XML chính thức hay JSON của mô hình', en: 'official XML, or the model as JSON' },
      },
      LAYOUT,
      FORCE,
    ],
    examples: [
      {
        command: 'hocba sample --grade 4 --pupils 30 --out lop-4a1',
        text: { vi: 'một lớp 4 với 30 học sinh', en: 'a grade 4 class of 30 pupils' },
      },
    ],
    load: async () => (await import('../commands/sample.js')).sample,
  },
  {
    name: 'import',
    summary: { vi: 'lập học bạ của một lớp từ tệp CSV', en: 'make the records of a class from a CSV file' },
    description: [
      {
        vi: 'Chạy lần đầu chỉ cho xem mỗi cột được hiểu là gì, không nhập gì. Khi đã xem và đồng ý, chạy lại với --confirm và --out. Dòng có lỗi được nêu theo dòng và cột, không thành học bạ; mã thoát khi đó là 1.',
        en: 'The first run only shows what each column is taken for and imports nothing. When you agree, run again with --confirm and --out. Rows with errors are named by row and column and make no record; the exit code is then 1.',
      },
      {
        vi: 'Những gì cả lớp dùng chung (trường, hiệu trưởng, giáo viên chủ nhiệm, ngày phát hành) để trong tệp --common, theo hình dạng của mô hình (xem docs/tu-he-thong-cu.md, mục 4). Cột mà bảng liệt kê ghi "?" phải được quyết định trong tệp --columns, theo tiêu đề của cột: {"set": {"Ghi chú": null, "HTCTLH": "Hoàn thành chương trình lớp học"}}; null là bỏ cột.',
        en: 'What the whole class has in common (school, principal, homeroom teacher, days of issue) stands in the file --common, in the shape of the model (docs/tu-he-thong-cu.md, section 4). A column that the listing shows as "?" has to be decided in the file --columns, by its header: {"set": {"Ghi chú": null, "HTCTLH": "Hoàn thành chương trình lớp học"}}; null leaves the column out.',
      },
    ],
    arguments: [{ name: 'FILE.csv', text: { vi: 'tệp CSV (UTF-8) của một lớp', en: 'CSV file (UTF-8) of a class' } }],
    options: [
      { flags: '--grade <G>', default: '4', text: { vi: 'khối lớp, 1 đến 5', en: 'grade, 1 to 5' } },
      {
        flags: '--year <YEAR>',
        required: true,
        text: { vi: 'năm học, ví dụ 2024-2025', en: 'school year, such as 2024-2025' },
      },
      {
        flags: '--map <MAP>',
        choices: ['class', 'tracking'],
        default: 'class',
        text: {
          vi: 'bảng của lớp, hay phiếu theo dõi của 1789/QĐ-SGDĐT',
          en: 'sheet of a class, or the tracking sheet of 1789/QĐ-SGDĐT',
        },
      },
      {
        flags: '--common <F>',
        text: { vi: 'JSON: phần chung của cả lớp', en: 'JSON: what the whole class has in common' },
      },
      { flags: '--columns <F>', text: { vi: 'JSON: quyết định về từng cột', en: 'JSON: decisions about columns' } },
      { flags: '--confirm', text: { vi: 'đồng ý với cách hiểu các cột', en: 'accept what the columns are taken for' } },
      { flags: '--out <DIR>', text: { vi: 'thư mục ghi học bạ', en: 'folder for the records' } },
      {
        flags: '--as <FORM>',
        choices: ['xml', 'json'],
        default: 'xml',
        text: { vi: 'tệp XML chính thức hay JSON của mô hình', en: 'official XML, or the model as JSON' },
      },
      LAYOUT,
      FORCE,
    ],
    examples: [
      {
        command: 'hocba import lop-4a1.csv --year 2024-2025 --common chung.json --confirm --out lop-4a1',
        text: { vi: 'nhập lớp 4A1', en: 'import class 4A1' },
      },
    ],
    load: async () => (await import('../commands/import.js')).importCsv,
  },
  {
    name: 'validate',
    summary: {
      vi: 'kiểm tra cấu trúc và quy định của năm học',
      en: 'check structure and the rules of the school year',
    },
    description: [
      {
        vi: 'Không xét chữ ký. Mã thoát 1 khi có lỗi; cảnh báo thì vẫn là 0.',
        en: 'Signatures are not looked at. Exit code 1 when there are errors; warnings leave it 0.',
      },
    ],
    arguments: [RECORD_FILES],
    options: [],
    examples: [
      {
        command: 'hocba validate lop-4a1',
        text: { vi: 'kiểm tra cả thư mục', en: 'check a whole folder' },
      },
    ],
    load: async () => (await import('../commands/validate.js')).validate,
  },
  {
    name: 'convert',
    summary: {
      vi: 'chuyển học bạ giữa XML và JSON, không mất gì',
      en: 'convert a record between XML and JSON, losing nothing',
    },
    description: [
      {
        vi: 'Không có --out thì in ra stdout. Kết quả chưa ký: chữ ký gắn với từng byte của tệp gốc. Những gì không mang theo được thì nêu rõ.',
        en: 'Without --out the result goes to stdout. The result is unsigned, since signatures are over the bytes of the source. What cannot be carried along is named.',
      },
    ],
    arguments: [
      {
        name: 'FILE',
        text: {
          vi: 'tệp XML của một học bạ, hoặc JSON của mô hình',
          en: 'XML file of one record, or the model as JSON',
        },
      },
    ],
    options: [
      {
        flags: '--to <FORM>',
        required: true,
        choices: ['xml', 'json'],
        text: { vi: 'dạng cần có', en: 'form wanted' },
      },
      LAYOUT,
      { flags: '--out <FILE>', text: { vi: 'tệp kết quả', en: 'file to write' } },
      FORCE,
    ],
    examples: [
      {
        command: 'hocba convert hoc-ba.xml --to json --out hoc-ba.json',
        text: { vi: 'đọc học bạ thành JSON', en: 'read a record into JSON' },
      },
    ],
    load: async () => (await import('../commands/convert.js')).convert,
  },
  {
    name: 'diff',
    summary: {
      vi: 'so hai học bạ: trường nào khác, chữ ký của ai vì thế không còn đúng',
      en: 'compare two records: which fields differ, whose signature that breaks',
    },
    description: [
      {
        vi: 'Mã thoát 0 khi nội dung giống nhau, 1 khi khác. Giá trị của học bạ được in ra: chỉ chạy ở nơi được phép xem.',
        en: 'Exit code 0 when the contents are the same, 1 when they differ. Values of the records are printed: run it only where they may be seen.',
      },
    ],
    arguments: [
      { name: 'A', text: { vi: 'bản gốc', en: 'the original' } },
      { name: 'B', text: { vi: 'bản cần so', en: 'the other one' } },
    ],
    options: [],
    examples: [{ command: 'hocba diff goc.xml nhan-duoc.xml', text: { vi: 'so hai tệp', en: 'compare two files' } }],
    load: async () => (await import('../commands/diff.js')).diff,
  },
  {
    name: 'layout',
    summary: { vi: 'bố cục XML: xem, thử, suy ra từ tệp mẫu', en: 'XML layouts: look at, try, infer from samples' },
    description: [
      {
        vi: 'list: các bố cục có sẵn và những chỗ còn là giả định. show: toàn bộ một bố cục, dạng JSON. xsd: lược đồ XML của nó. check: thử một bố cục (tên hoặc tệp JSON) trên các tệp mẫu. infer: suy ra bản nháp bố cục từ các tệp mẫu; con người phải đọc lại.',
        en: 'list: the built-in layouts and what in them is assumed. show: one whole layout, as JSON. xsd: its XML schema. check: tries a layout (name or JSON file) on samples. infer: drafts a layout from samples; a person has to read it.',
      },
    ],
    arguments: [
      { name: 'ACTION', text: { vi: 'list, show, xsd, check hoặc infer', en: 'list, show, xsd, check or infer' } },
      {
        name: 'NAME',
        optional: true,
        variadic: true,
        text: {
          vi: 'bố cục (show, xsd, check), sau đó là các tệp mẫu (check, infer)',
          en: 'the layout (show, xsd, check), then the samples (check, infer)',
        },
      },
    ],
    options: [{ flags: '--out <FILE>', text: { vi: 'tệp kết quả', en: 'file to write' } }, FORCE],
    examples: [
      { command: 'hocba layout show cv2088', text: { vi: 'xem một bố cục', en: 'look at a layout' } },
      {
        command: 'hocba layout infer mau-cua-so.xml --out bo-cuc.json',
        text: { vi: 'bản nháp bố cục từ tệp mẫu của Sở', en: 'draft of a layout from a sample of the province' },
      },
    ],
    load: async () => (await import('../commands/layout.js')).layout,
  },
  {
    name: 'hash',
    summary: { vi: 'giá trị băm của học bạ', en: 'digest of a record' },
    description: [
      {
        vi: 'SHA-256 của dạng chính tắc loại trừ (exclusive C14N) của khối dữ liệu: không đổi khi thêm chữ ký, khi gộp vào danh sách rồi tách ra.',
        en: 'SHA-256 of the exclusive canonical form of the data block: it stays the same when a signature is added, or when the record goes into a list and out again.',
      },
    ],
    arguments: [RECORD_FILES],
    options: [],
    examples: [{ command: 'hocba hash hoc-ba.xml', text: { vi: 'một học bạ', en: 'one record' } }],
    load: async () => (await import('../commands/hash.js')).hash,
  },
];
