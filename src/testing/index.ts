/** In: a period and names. Out: a certificate authority for tests with the people around one school record, the Ministry's specimen record, classes of sample records, and signing services with faults. */

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
export type { FakeServiceMode } from './fake-key.js';
export { signDigestForTests } from './fake-key.js';
export type { FakeLocalService, FakeLocalServiceOptions } from './fake-local-service.js';
export { fakeLocalService } from './fake-local-service.js';
export type { FakeRemoteService, FakeRemoteServiceOptions } from './fake-remote-service.js';
export { fakeRemoteService } from './fake-remote-service.js';
export type { SampleCase } from './sample-cases.js';
export { SAMPLE_CASES } from './sample-cases.js';
export type { SampleClassOptions } from './sample-class.js';
export { sampleClass } from './sample-class.js';
export type { SampleHistoryOptions } from './sample-history.js';
export { sampleHistories } from './sample-history.js';
export { sampleCrypto } from './sample-random.js';
export { SPECIMEN_TEST_VALUES, specimenHocBa } from './specimen.js';
