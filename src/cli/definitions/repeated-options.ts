import type { ArgumentDefinition, OptionDefinition } from '../definition.js';

/** Role names of the command line, in signing order. */
export const ROLE_CHOICES = ['GVBM', 'GVCN', 'CBQL', 'KY_PHAT_HANH'] as const;
export const PROFILE_CHOICES = ['dual', 'cv2088', 'xadesB'] as const;

export const RECORD_FILES: ArgumentDefinition = {
  name: 'FILE',
  variadic: true,
  text: {
    vi: 'tệp học bạ, danh sách học bạ, giao dịch hoặc trường content; thư mục thì lấy mọi tệp bên trong',
    en: 'file of a record, a list, a transaction or a content field; of a folder every file in it',
  },
};

export const ONE_RECORD: ArgumentDefinition = {
  name: 'FILE',
  text: { vi: 'tệp XML của một học bạ', en: 'XML file of one record' },
};

export const OUT_FILE: OptionDefinition = {
  flags: '--out <FILE>',
  required: true,
  text: { vi: 'tệp kết quả', en: 'file to write' },
};

export const OUT_FOLDER: OptionDefinition = {
  flags: '--out <DIR>',
  required: true,
  text: { vi: 'thư mục kết quả', en: 'folder to write into' },
};

export const FORCE: OptionDefinition = {
  flags: '--force',
  text: { vi: 'ghi đè tệp đã có', en: 'overwrite existing files' },
};

export const ROLE: OptionDefinition = {
  flags: '--role <ROLE>',
  required: true,
  choices: ROLE_CHOICES,
  text: {
    vi: 'vai trò ký: giáo viên bộ môn, giáo viên chủ nhiệm, hiệu trưởng, nhà trường phát hành',
    en: 'who signs: subject teacher, homeroom teacher, principal, the school that issues',
  },
};

export const PROFILE: OptionDefinition = {
  flags: '--profile <NAME>',
  choices: PROFILE_CHOICES,
  default: 'dual',
  text: {
    vi: 'dạng chữ ký: dual theo cả hai quy định, cv2088 đúng đặc tả 2024, xadesB theo TT 15/2025/TT-BKHCN',
    en: 'form of the signature: dual follows both rule books, cv2088 the 2024 specification, xadesB circular 15/2025/TT-BKHCN',
  },
};

export const RECEIVER: OptionDefinition = {
  flags: '--receiver <FILE>',
  text: {
    vi: 'bên nhận, thay cho --profile: cv2088, hcmc, local, hoặc tệp mô tả (JSON)',
    en: 'the receiver, instead of --profile: cv2088, hcmc, local, or a file that describes one (JSON)',
  },
};

export const LAYOUT: OptionDefinition = {
  flags: '--layout <NAME>',
  default: 'cv2088',
  text: {
    vi: 'bố cục XML, có sẵn (hocba layout list) hoặc tệp JSON',
    en: 'XML layout, built in (hocba layout list) or a JSON file',
  },
};

export const PSS: OptionDefinition = {
  flags: '--pss',
  text: {
    vi: 'với khóa RSA: ký RSASSA-PSS thay vì PKCS#1 v1.5',
    en: 'with an RSA key: RSASSA-PSS instead of PKCS#1 v1.5',
  },
};

export const CRL: OptionDefinition = {
  flags: '--crl <FILE>',
  repeatable: true,
  text: {
    vi: 'danh sách thu hồi (PEM, DER) của một tổ chức chứng thực; dùng được nhiều lần',
    en: 'revocation list (PEM, DER) of an authority; repeatable',
  },
};

export const OCSP: OptionDefinition = {
  flags: '--ocsp <FILE>',
  repeatable: true,
  text: { vi: 'trả lời OCSP (DER); dùng được nhiều lần', en: 'OCSP response (DER); repeatable' },
};
