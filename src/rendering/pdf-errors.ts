import type { ErrorTable } from '../errors/index.js';

export const PDF_ERRORS = {
  ERR_FONT_MISSING: {
    fault: 'caller',
    vi: 'Thiếu phông chữ "{style}": hãy đưa vào tệp TTF hoặc OTF có đủ chữ tiếng Việt',
    en: 'The font "{style}" is missing: hand in a whole TTF or OTF file that holds Vietnamese',
  },
  ERR_FONT_UNREADABLE: {
    fault: 'data',
    vi: 'Không đọc được phông chữ "{style}" ({reason}); hãy đưa vào tệp TTF hoặc OTF nguyên vẹn, được phép nhúng',
    en: 'The font "{style}" cannot be read ({reason}); hand in a whole TTF or OTF file that may be embedded',
  },
  ERR_FONT_CHARACTER: {
    fault: 'data',
    vi: 'Phông chữ "{style}" không có ký tự {codePoint} ({count} ký tự thiếu)',
    en: 'The font "{style}" has no character {codePoint} ({count} missing)',
  },
  ERR_PDF_IMAGE: {
    fault: 'data',
    vi: 'Không dùng được ảnh con dấu: {reason}',
    en: 'The image of the seal cannot be used: {reason}',
  },
  ERR_PDF_ATTACHMENT: {
    fault: 'caller',
    vi: 'Không đính kèm được tệp XML thứ {index}: {reason}',
    en: 'XML file number {index} cannot be attached: {reason}',
  },
} as const satisfies ErrorTable;
