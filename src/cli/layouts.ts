import { createError } from '../errors/index.js';
import { BUILT_IN_LAYOUTS, cv2088, type Layout, loadLayout } from '../record-xml/index.js';
import { CLI_ERRORS } from './cli-errors.js';
import { readJson } from './input.js';

/**
 * The layout of `--layout`: a built-in one by its name, or a file `*.json`.
 *
 * @throws {@link HocBaSoError} `ERR_CLI_OPTION_INVALID`, `ERR_LAYOUT_INVALID`, and the codes of reading a file.
 */
export function layoutNamed(name: string | undefined, option = '--layout'): Layout {
  if (name === undefined) return cv2088;
  const found = BUILT_IN_LAYOUTS.find((layout) => layout.id === name);
  if (found !== undefined) return found;
  if (name.endsWith('.json')) return loadLayout(readJson(name));
  const expected = [...BUILT_IN_LAYOUTS.map((layout) => layout.id), '*.json'].join(', ');
  throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_INVALID', { option, expected });
}
