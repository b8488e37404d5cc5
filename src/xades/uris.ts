/** Identifiers of XMLDSig and XAdES that decide something here. */
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
/** `RSAPSSParams` (RFC 9231 §2.3.9). */
export const PSS = 'http://www.w3.org/2007/05/xmldsig-more#';
export const DSIG11 = 'http://www.w3.org/2009/xmldsig11#';
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
/** XAdES 1.3.2, the namespace of EN 319 132-1. */
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
export const XADES_141 = 'http://uri.etsi.org/01903/v1.4.1#';
/** `Reference/@Type` of SignedProperties and of a counter-signed SignatureValue (EN 319 132-1 §4.4.2, §5.2.7.2). */
export const TYPE_SIGNED_PROPERTIES = 'http://uri.etsi.org/01903#SignedProperties';
export const TYPE_COUNTERSIGNED = 'http://uri.etsi.org/01903#CountersignedSignature';
export const TYPE_OBJECT = `${DS}Object`;
export const TYPE_MANIFEST = `${DS}Manifest`;

export const TRANSFORM_ENVELOPED = `${DS}enveloped-signature`;
export const TRANSFORM_BASE64 = `${DS}base64`;
export const TRANSFORM_XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116';
export const TRANSFORM_FILTER2 = 'http://www.w3.org/2002/06/xmldsig-filter2';

const XADES_NAMESPACES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'http://uri.etsi.org/01903/v1.1.1#',
  'http://uri.etsi.org/01903/v1.2.2#',
  XADES,
  XADES_141,
]);

/** Whether a namespace is one of XAdES's: 1.1.1, 1.2.2, 1.3.2 and 1.4.1 are met in files. */
export function isXadesNamespace(uri: string): boolean {
  return XADES_NAMESPACES.has(uri);
}
