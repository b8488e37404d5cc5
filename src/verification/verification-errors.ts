import type { ErrorTable } from '../errors/index.js';

export const VERIFICATION_ERRORS = {
  ERR_FACTS_MALFORMED: {
    fault: 'data',
    vi: 'Dữ kiện đã lưu của lần xác minh bị hỏng hoặc bị sửa ({place})',
    en: 'The facts kept of a verification are damaged or changed ({place})',
  },
  ERR_FACTS_VERSION: {
    fault: 'data',
    vi: 'Phiên bản {version} của dữ kiện đã lưu chưa được hỗ trợ',
    en: 'Version {version} of kept facts is not supported',
  },
} as const satisfies ErrorTable;
