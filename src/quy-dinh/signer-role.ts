import { VAI_TRO_KY, type VaiTroKy } from '../hoc-ba/index.js';

const PREFIX = 'urn:hoc-ba-so:vai-tro:';

/**
 * The ClaimedRole of a role's signature: a fixed URI, so that the role is a signed fact and not only the slot a signature stands in.
 * Ours (`assumed`): no rule prints one.
 *
 * @see EN 319 132-1 §5.2.6 (SignerRoleV2)
 */
export function claimedRoleUri(role: VaiTroKy): string {
  return PREFIX + role;
}

/** The role of a ClaimedRole, or undefined for a text that is none of ours. */
export function roleOfClaimedRole(uri: string): VaiTroKy | undefined {
  return VAI_TRO_KY.find((role) => PREFIX + role === uri);
}
