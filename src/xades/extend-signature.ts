import type { XmlDocument, XmlElement } from '../xml/index.js';

/** What a signature is to become (EN 319 132-1 §6): stamped, with the data to validate it, archived. */
export type ExtensionLevel = 'T' | 'LT' | 'LTA';

/** Certificates, lists and answers that whoever validates later will need; DER. None of it is judged here. */
export interface ValidationMaterial {
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly ocspAnswers?: readonly Uint8Array[];
}

export interface ExtendSignatureOptions {
  readonly level: ExtensionLevel;
  /** A token over the octets, DER, which the port has judged: this folder does not know RFC 3161, so that a page that only verifies is small. */
  readonly stamp: (octets: Uint8Array) => Promise<Uint8Array>;
  /** Whether the imprint of a stamp that the file holds is over these octets; `null` when that cannot be computed. */
  readonly isStampOver: (token: Uint8Array, octets: Uint8Array) => boolean | null;
  /** For `LT` and `LTA`; what the file holds already is not repeated. */
  readonly material?: ValidationMaterial;
  /** Where the signature's references resolve; default the root. */
  readonly scope?: XmlElement;
  /** Octets of what its references name outside the document, as for `verifySignature`. */
  readonly detached?: (uri: string) => Uint8Array | undefined | null;
  readonly crypto?: Crypto;
}

/**
 * The document with one signature brought to a higher level. Anybody can do this later; only text is inserted among the unsigned
 * properties of this signature, and every earlier byte stays.
 *
 * `T` adds a SignatureTimeStamp. `LT` adds what is missing of certificate and revocation values, and the stamp if there is none. `LTA` does
 * all of this and adds an ArchiveTimeStamp over what then stands there; asked again it adds the next one, with the material that came
 * since in a TimeStampValidationData between them.
 *
 * @param document - Parsed file; not changed.
 * @param signature - A ds:Signature of it whose core is valid, with XAdES properties.
 * @throws {@link HocBaSoError} `ERR_SIGNATURE_EXTENSION` with the reason: `core` (the signature does not hold), `notXades`, `namespace`
 * (not XAdES 1.3.2), `covered` (a signature, such as the organisation's over a packed transaction, covers the place), `alreadyStamped`,
 * `nothingToAdd`, `revocationMissing` (no list and no answer, in the file or the material), `certificatesMissing` (none but the signer's),
 * `stampMismatch` (a stamp of the file is not over this signature), `limit`; whatever `stamp` throws.
 * @see ETSI EN 319 132-1 §5.3, §5.4, §5.5, §6.3
 */
export async function extendXmlSignature(
  document: XmlDocument,
  signature: XmlElement,
  options: ExtendSignatureOptions,
): Promise<Uint8Array> {
  // Loaded at first need: a page that signs or verifies does not wait for it.
  const { extend } = await import('./extend.js');
  return extend(document, signature, options);
}
