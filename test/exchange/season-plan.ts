import type { Receiver } from '../../src/signing/index.js';

/** The day the records are signed and sent. */
export const AT = new Date('2025-05-30T03:00:00Z');

/** What the season tells its client, in a file. */
export interface SeasonPlan {
  readonly baseUrl: string;
  readonly token: string;
  readonly password: string;
  /** Unit codes; each has a folder with its records. */
  readonly schools: readonly string[];
  readonly receiver: Receiver;
}
