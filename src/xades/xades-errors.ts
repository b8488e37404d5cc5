import type { ErrorTable } from '../errors/index.js';

export const XADES_ERRORS = {
  ERR_SIGNATURE_REFERENCE: {
    fault: 'data',
    vi: 'Không ký được: tham chiếu {uri} không dùng được ({reason})',
    en: 'Cannot sign: the reference {uri} cannot be used ({reason})',
  },
  ERR_SIGNATURE_ALGORITHM: {
    fault: 'caller',
    vi: 'Không ký mới bằng thuật toán {algorithm} với khóa của chứng thư này',
    en: 'No new signature is made with algorithm {algorithm} and the key of this certificate',
  },
  ERR_SIGNATURE_ID: {
    fault: 'caller',
    vi: 'Id {id} của chữ ký đã có trong tệp',
    en: 'The signature Id {id} is already used in the file',
  },
  ERR_SIGNER_VALUE_MISMATCH: {
    fault: 'signer',
    vi: 'Giá trị chữ ký nhận được không khớp với dữ liệu cần ký và chứng thư đã chọn',
    en: 'The signature value does not verify against what was to be signed and the chosen certificate',
  },
  ERR_SIGNATURE_EXTENSION: {
    fault: 'data',
    vi: 'Không nâng mức chữ ký được ({reason})',
    en: 'The signature cannot be brought to that level ({reason})',
  },
} as const satisfies ErrorTable;
