/** In: records (học bạ) or the bytes of their XML. Out: immutable files, records with findings, the places where signatures go; layouts as data. */
export { cv2088 } from './cv2088.js';
export type { RecordFinding, RecordFindingCode, RecordSeverity } from './findings.js';
export { RECORD_FINDINGS } from './findings.js';
export type { HocBaFile, OpenHocBaOptions } from './hoc-ba-file.js';
export {
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
} from './hoc-ba-file.js';
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
export { phatHanh2025 } from './phat-hanh-2025.js';
export type { ReadHocBaOptions, ReadHocBaResult } from './read-hoc-ba.js';
export { readHocBa } from './read-hoc-ba.js';
export { RECORD_XML_ERRORS } from './record-xml-errors.js';
export type { FoundSlot, SlotPlace } from './slots.js';
export { findSlots, findStraySignatures, signedElements, slotInsertion, slotPlace, slotRoles } from './slots.js';
export type { RecordLoss, WriteHocBaOptions } from './write-hoc-ba.js';
export { listLosses, writeHocBa } from './write-hoc-ba.js';
