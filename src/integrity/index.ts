/** In: a record, signed or not. Out: its digest, the same for everybody. Pure computation: no key, no network, no clock. */
export { recordDigest } from './record-digest.js';
