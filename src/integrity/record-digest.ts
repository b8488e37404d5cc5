import { digestSync } from '../crypto/index.js';
import { dataElement, type HocBaFile, openHocBa } from '../record-xml/index.js';
import { C14N_EXCLUSIVE, canonicalize, type XmlElement } from '../xml/index.js';

/**
 * The digest of a record: SHA-256 of the exclusive canonical form, without comments, of its data block `DU_LIEU_HOC_BA`.
 *
 * By definition of this package, whatever the signatures in the record digest: it does not change when a signature is added, when the
 * record moves into a list and out again, or when the XML is spelled differently without meaning something else. It may be published
 * only for a record whose block carries a random inner Id; otherwise marks can be guessed from it.
 *
 * @param record - A record's file or bytes, or the data block itself as an element of a parsed document.
 * @returns 32 bytes.
 * @throws {@link HocBaSoError} as `openHocBa`, for bytes that are not one record · `ERR_XML_NAMESPACE_RELATIVE` for a block that has no
 * canonical form.
 * @see Exclusive XML Canonicalization 1.0 (W3C); FIPS 180-4
 */
export function recordDigest(record: HocBaFile | Uint8Array | XmlElement): Uint8Array {
  const block = 'kind' in record ? record : dataElement(openHocBa(record));
  return digestSync('SHA-256', canonicalize(block, { algorithm: C14N_EXCLUSIVE }));
}
