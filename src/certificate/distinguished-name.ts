/** One attribute of a distinguished name. */
export interface DistinguishedNameAttribute {
  /** Object identifier of the attribute type. */
  readonly oid: string;
  /** Short name (`CN`, `UID`, …) or the object identifier again. */
  readonly name: string;
  /** The text; `#` and hexadecimal DER when the value is no character string. */
  readonly value: string;
  /** Number of the relative distinguished name it belongs to, from 0; several attributes of one number are a multi-valued RDN. */
  readonly rdn: number;
}
