/** Names and types of ASiC containers (ETSI EN 319 162-1 §4.4, annex A). */
export const ASIC_E = 'application/vnd.etsi.asic-e+zip';
/** The simple form, for one file; read, never written. */
export const ASIC_S = 'application/vnd.etsi.asic-s+zip';
export const MIMETYPE = 'mimetype';
export const MANIFEST = 'META-INF/manifest.xml';
/** Namespace of the manifest (OpenDocument 1.2 part 3, §3). */
export const MANIFEST_NAMESPACE = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0';
/** Where our signature stands. */
export const SIGNATURES = 'META-INF/signatures.xml';
/** Root of a signature file. */
export const ASIC_NAMESPACE = 'http://uri.etsi.org/02918/v1.2.1#';

/** EN 319 162-1 §4.4.3.2: `META-INF/*signatures*.xml`. */
export function isSignatureName(name: string): boolean {
  return /^META-INF\/[^/]*signatures[^/]*\.xml$/i.test(name);
}
