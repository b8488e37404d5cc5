import {
  type AsicReport,
  openUpload,
  readAsic,
  TRANSFER_FACTS_FILE,
  type TransferReport,
  type UploadItem,
  type VerifyTransferOptions,
  verifyAsic,
  verifyTransferPackage,
} from '../packaging/index.js';
import { type VerificationReport, verifyHocBa, worstConclusion } from '../verification/index.js';

/** What a container or a PDF comes to. */
export interface ContainerOutcome {
  readonly conclusion: VerificationReport['conclusion'];
  readonly reports: readonly VerificationReport[];
  /** Where each record came from. */
  readonly names: readonly string[];
  readonly transfer: TransferReport | null;
  readonly container: AsicReport | null;
}

/**
 * A transfer package by its checklist; any other ASiC-E container by its signatures and the records in it.
 *
 * @throws {@link HocBaSoError} for an archive that is refused, so that a refusal has one code everywhere.
 */
export async function verifyContainer(bytes: Uint8Array, settings: VerifyTransferOptions): Promise<ContainerOutcome> {
  const { dataFiles } = await readAsic(bytes, { nested: 'keep' });
  if (dataFiles.some(({ name }) => name === TRANSFER_FACTS_FILE)) {
    const transfer = await verifyTransferPackage(bytes, settings);
    const { conclusion, records, facts, container } = transfer;
    const names = (facts?.years ?? []).map(({ namHoc }) => namHoc);
    return { conclusion, reports: records, names, transfer, container };
  }
  const container = await verifyAsic(bytes, settings);
  const { reports, names } = await verifyItems(openUpload(bytes), settings);
  const conclusion = worstConclusion([container.conclusion, ...reports.map((one) => one.conclusion)]);
  return { conclusion, reports, names, transfer: null, container };
}

/** The XML attached to a PDF: the PDF itself is only a picture of it. */
export async function verifyPdf(bytes: Uint8Array, settings: VerifyTransferOptions): Promise<ContainerOutcome> {
  const { reports, names } = await verifyItems(openUpload(bytes), settings);
  const conclusion = worstConclusion(reports.map((one) => one.conclusion));
  return { conclusion, reports, names, transfer: null, container: null };
}

async function verifyItems(items: AsyncIterable<UploadItem>, settings: VerifyTransferOptions) {
  const reports: VerificationReport[] = [];
  const names: string[] = [];
  for await (const item of items) {
    reports.push(await verifyHocBa(item, settings));
    const step = item.source[0]!;
    names.push('name' in step && step.name !== null ? step.name : `#${reports.length}`);
  }
  return { reports, names };
}
