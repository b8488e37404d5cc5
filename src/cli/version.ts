import { readFileSync } from 'node:fs';

/** Version of the package: `package.json` stands two folders above both `src/cli/` and `dist/cli/`. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
