import type { ErrorTable } from './hoc-ba-so-error.js';

/** Mistakes of the calling program that every folder can meet. */
export const ARGUMENT_ERRORS = {
  ERR_ARGUMENT_INVALID: {
    fault: 'caller',
    vi: 'Tham số "{argument}" không hợp lệ: {reason}',
    en: 'Argument "{argument}" is not valid: {reason}',
  },
  ERR_PEER_MISSING: {
    fault: 'environment',
    vi: 'Chức năng này cần gói "{package}"; hãy cài bằng lệnh: npm install {package}',
    en: 'This function needs the package "{package}"; install it with: npm install {package}',
  },
} as const satisfies ErrorTable;
