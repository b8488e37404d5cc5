import { malformed } from './faults.js';
import { ASCII_NAME, firstWrongUnit } from './names.js';

/** A name taken apart, once for all places where it stands. */
export interface QualifiedName {
  readonly name: string;
  /** `''` when there is none. */
  readonly prefix: string;
  readonly localName: string;
}

/** More than a record has different names. */
const SLOTS = 256;

/** The qualified names of a document, checked and taken apart where they are met first; a class because it remembers. */
export class NameTable {
  private readonly source: string;
  /** By a hash of the units; a name that loses its slot to another is only taken apart again. */
  private readonly slots: (QualifiedName | undefined)[] = new Array(SLOTS).fill(undefined);

  constructor(source: string) {
    this.source = source;
  }

  /** The name at an offset; what stands there must be one. */
  read(start: number): QualifiedName {
    const { source } = this;
    let at = start;
    let hash = 0;
    // Up to the first unit that can stand in no name; whether the others may stand where they do is checked once a name.
    for (let unit = source.charCodeAt(at); unit > 127 || ASCII_NAME[unit]! > 0; unit = source.charCodeAt(++at)) {
      hash = (Math.imul(hash, 31) + unit) | 0;
    }
    const slot = hash & (SLOTS - 1);
    const met = this.slots[slot];
    // A slice compares faster than startsWith.
    if (met !== undefined && source.slice(start, at) === met.name) return met;
    const wrong = firstWrongUnit(source, start, at);
    if (wrong >= 0) throw malformed('name', source, wrong);
    const name = source.slice(start, at);
    const colon = name.indexOf(':');
    const made = { name, prefix: colon < 0 ? '' : name.slice(0, colon), localName: name.slice(colon + 1) };
    this.slots[slot] = made;
    return made;
  }
}
