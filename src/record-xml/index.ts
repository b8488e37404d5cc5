/** In: records (học bạ) or the bytes of their XML. Out: immutable files, records with findings, the places where signatures go; layouts as data. */
export type { CheckLayoutInput, LayoutCheckFinding } from './check-layout.js';
export { checkLayout } from './check-layout.js';
export type { ConversionLoss, ConversionResult } from './convert-hoc-ba.js';
export { convertHocBa } from './convert-hoc-ba.js';
export { cv2088 } from './cv2088.js';
export type { HocBaDifference } from './diff-hoc-ba.js';
export { diffHocBa, rolesCovering } from './diff-hoc-ba.js';
export type { RecordFinding, RecordFindingCode, RecordSeverity } from './findings.js';
export { RECORD_FINDINGS } from './findings.js';
export type { HocBaFile, OpenHocBaOptions, RecordSchema } from './hoc-ba-file.js';
export {
  annotateHocBa,
  BUILT_IN_LAYOUTS,
  dataElement,
  detectLayout,
  documentOf,
  idOf,
  isHocBaFile,
  layoutOf,
  listElement,
  openHocBa,
  openHocBaList,
  recordElement,
  reopenHocBa,
  schemaOf,
} from './hoc-ba-file.js';
export type { InferLayoutOptions, InferredLayout } from './infer-layout.js';
export { inferLayout } from './infer-layout.js';
export type {
  Layout,
  LayoutAttribute,
  LayoutExtension,
  LayoutGroup,
  LayoutList,
  LayoutNode,
  LayoutRecord,
  LayoutSlot,
  LayoutSlotField,
  LayoutSlots,
  LayoutValue,
  Words,
  WordTable,
} from './layout.js';
export type { LayoutXsdOptions } from './layout-xsd.js';
export { layoutXsd } from './layout-xsd.js';
export type { LayoutIssue } from './load-layout.js';
export { layoutIssues, loadLayout } from './load-layout.js';
export { phatHanh2025 } from './phat-hanh-2025.js';
export type { ReadHocBaOptions, ReadHocBaResult } from './read-hoc-ba.js';
export { readHocBa } from './read-hoc-ba.js';
export { RECORD_XML_ERRORS } from './record-xml-errors.js';
export type { InferNote } from './sample-words.js';
export type { FoundSlot, SlotPlace } from './slots.js';
export { findSlots, findStraySignatures, signedElements, slotInsertion, slotPlace, slotRoles } from './slots.js';
export type { RecordLoss, WriteHocBaOptions } from './write-hoc-ba.js';
export { listLosses, writeHocBa } from './write-hoc-ba.js';
