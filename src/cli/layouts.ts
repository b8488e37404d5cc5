import { createError } from '../errors/index.js';
import { BUILT_IN_LAYOUTS, cv2088, type Layout } from '../record-xml/index.js';
import { CLI_ERRORS } from './cli-errors.js';

/** The layout of `--layout`. @throws {@link HocBaSoError} `ERR_CLI_OPTION_INVALID`. */
export function layoutNamed(id: string | undefined, option = '--layout'): Layout {
  if (id === undefined) return cv2088;
  const found = BUILT_IN_LAYOUTS.find((layout) => layout.id === id);
  if (found !== undefined) return found;
  const expected = BUILT_IN_LAYOUTS.map((layout) => layout.id).join(', ');
  throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', { option, expected });
}
