import { contentBytes, type DerNode, malformed, readEnumerated } from './der.js';

/** Reasons of RFC 5280 §5.3.1, by their numbers. */
const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  null,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

/** Why a certificate was revoked (RFC 5280 §5.3.1). */
export type RevocationReason = Exclude<(typeof REASONS)[number], null>;

/** Every reason of ReasonFlags (RFC 5280 §4.2.1.13), bits 1 to 8. */
export const ALL_REASONS = 0b1_1111_1110;

/** Bit of certificateHold among {@link ALL_REASONS}. */
export const HOLD_REASON = 1 << 6;

/** CRLReason. */
export function readReason(node: DerNode): RevocationReason {
  const reason = REASONS[readEnumerated(node, 'reasonCode')];
  if (reason === undefined || reason === null) throw malformed(node.start, 'reasonCode');
  return reason;
}

/** ReasonFlags as a number, bit 0 of the BIT STRING being bit 0; `null` (all reasons) for no element. */
export function readReasonFlags(node: DerNode | undefined): number | null {
  if (node === undefined) return null;
  const [, ...octets] = contentBytes(node);
  let flags = 0;
  for (let bit = 1; bit < 9; bit++) if (((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) flags |= 1 << bit;
  return flags;
}
