import type { CommandDefinition } from './definition.js';
import { EXCHANGE_COMMANDS } from './definitions/exchange.js';
import { PACKAGE_COMMANDS } from './definitions/packages.js';
import { RECORD_COMMANDS } from './definitions/records.js';
import { RENDERING_COMMANDS } from './definitions/rendering.js';
import { SIGNATURE_COMMANDS } from './definitions/signatures.js';
import { SIGNING_COMMANDS } from './definitions/signing.js';
import { TRUST_COMMANDS } from './definitions/trust.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  ...RECORD_COMMANDS,
  ...SIGNING_COMMANDS,
  ...SIGNATURE_COMMANDS,
  ...PACKAGE_COMMANDS,
  ...EXCHANGE_COMMANDS,
  ...RENDERING_COMMANDS,
  ...TRUST_COMMANDS,
];
