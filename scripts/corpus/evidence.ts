import {
  parseCertificate,
  parseTimeStampToken,
  type TimeStampToken,
  verifyTimeStamp,
} from '../../src/certificate/index.js';
import { isHocBaSoError } from '../../src/errors/index.js';
import { judgeOrganisationSignature } from '../../src/verification/index.js';
import { readUnsignedProperties, type SignatureResult } from '../../src/xades/index.js';
import type { CorpusCase } from './manifest.js';

/** What the manifest states of time stamps and of full validation against what this package says; faults, empty when they agree. */
export async function evidenceFaults(
  one: CorpusCase,
  signatures: readonly SignatureResult[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  if (one.expect.timestamp !== undefined) {
    const broken = (await Promise.all(signatures.map(brokenStamps))).flat();
    if (broken.length !== 1) faults.push(`one time stamp does not match, ${broken.length} seen`);
  }
  if (one.expect.fullValidation !== undefined) {
    const conclusions = await Promise.all(signatures.map(conclusionOf));
    if (signatures.length > 0 && conclusions.every((each) => each === 'totalPassed')) {
      faults.push('full validation fails, is totalPassed');
    }
  }
  return faults;
}

/** Reasons of the signature stamps that are not over what stands there. */
async function brokenStamps(result: SignatureResult): Promise<readonly string[]> {
  const found: string[] = [];
  for (const stamp of readUnsignedProperties(result).signatureTimeStamps) {
    const token = tokenOf(stamp.token);
    const octets = stamp.octets();
    if (token === null || octets === null) found.push('unreadable');
    else {
      const { reasons } = await verifyTimeStamp(token, octets);
      if (reasons.includes('imprint')) found.push('imprint');
    }
  }
  return found;
}

/** With everything the file carries for an anchor: what fails then fails for whoever is trusted. */
async function conclusionOf(result: SignatureResult): Promise<string> {
  const { certificateValues, signatureTimeStamps } = readUnsignedProperties(result);
  const tokens = signatureTimeStamps.flatMap(({ token }) => tokenOf(token) ?? []);
  const carried = [
    ...result.certificates,
    ...certificateValues,
    ...tokens.flatMap((one) => one.certificates.map(({ der }) => der)),
  ];
  const anchors = carried.filter(isCertificate);
  const time = tokens[0]?.genTime ?? new Date(result.signingTimes[0]?.instant ?? 0);
  const at = new Date(time.getTime() + 24 * 3_600_000);
  return (await judgeOrganisationSignature(result, { trust: { anchors }, at, evidence: {} })).conclusion;
}

function tokenOf(der: Uint8Array | null): TimeStampToken | null {
  return der === null ? null : (readable(() => parseTimeStampToken(der)) ?? null);
}

function isCertificate(der: Uint8Array): boolean {
  return readable(() => parseCertificate(der)) !== undefined;
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (cause) {
    if (isHocBaSoError(cause)) return undefined;
    throw cause;
  }
}
