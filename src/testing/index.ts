/** In: a period and names. Out: a certificate authority for tests with the people around one school record, the Ministry's specimen record, and classes of sample records. */

export { toPem } from '../certificate/index.js';
export type {
  CreateDevCaOptions,
  DevAuthority,
  DevAuthorityName,
  DevCa,
  DevIdentity,
  DevIdentityName,
  DevIdentityOptions,
} from './dev-ca.js';
export { createDevCa } from './dev-ca.js';
export type { DevKey, DevKeyType } from './dev-keys.js';
export { generateDevKey } from './dev-keys.js';
export { DEV_AUTHORITY_SUBJECTS, DEV_SUBJECT_IDS, DEV_SUBJECTS } from './dev-subjects.js';
export type { SampleClassOptions } from './sample-class.js';
export { sampleClass } from './sample-class.js';
export { sampleCrypto } from './sample-random.js';
export { SPECIMEN_TEST_VALUES, specimenHocBa } from './specimen.js';
