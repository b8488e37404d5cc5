import { createError } from '../errors/index.js';
import type { VaiTroKy } from '../hoc-ba/index.js';
import { dataElement, type HocBaFile, idOf, type LayoutNode, layoutOf, signedElements } from '../record-xml/index.js';
import type { SignatureProfile } from '../xades/index.js';
import { walkElements } from '../xml/index.js';
import type { Receiver } from './receiver.js';
import { SIGNING_ERRORS } from './signing-errors.js';

/** References of the signature to its own Objects: signing time of CV 2088, SignedProperties of XAdES. */
const OWN_REFERENCES: Readonly<Record<SignatureProfile, number>> = { cv2088: 1, xadesB: 1, dual: 2 };

/** Id of the data block in the `fixed` scheme. */
const FIXED_ID = 'data';

/** What the signature of a role references in the record. @throws {@link HocBaSoError} `ERR_SIGNING_TARGET`. */
export function targetsOf(file: HocBaFile, role: VaiTroKy, key: string): readonly { readonly uri: string }[] {
  const elements = signedElements(file, role, key);
  // A signature over nothing holds, and says nothing.
  if (elements.length === 0) throw createError(SIGNING_ERRORS, 'ERR_SIGNING_TARGET', { role, reason: 'none' });
  return elements.map((element) => {
    const id = idOf(element);
    if (id === undefined) throw createError(SIGNING_ERRORS, 'ERR_SIGNING_TARGET', { role, reason: 'noId' });
    return { uri: `#${id}` };
  });
}

/**
 * Whether the receiver takes what will be signed: asked before signing, since afterwards nothing can be changed.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNING_RECEIVER` naming the field of the receiver.
 */
export function checkReceiver(file: HocBaFile, receiver: Receiver, references: number): void {
  const refused = (field: string) => createError(SIGNING_ERRORS, 'ERR_SIGNING_RECEIVER', { field, id: receiver.id });
  const data = dataElement(file);
  if ((idOf(data) === FIXED_ID) !== (receiver.idScheme === 'fixed')) throw refused('idScheme');
  if (!receiver.saltId) {
    const salted = saltElements(layoutOf(file).record.children);
    for (const element of walkElements(data)) {
      if (salted.has(element.localName) && idOf(element) !== undefined) throw refused('saltId');
    }
  }
  if (references + OWN_REFERENCES[receiver.profile] > receiver.maxReferences) throw refused('maxReferences');
}

function saltElements(nodes: readonly LayoutNode[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (list: readonly LayoutNode[]): void => {
    for (const node of list) {
      if (node.kind !== 'group') continue;
      if (node.id === 'salt') found.add(node.element);
      visit(node.children);
    }
  };
  visit(nodes);
  return found;
}
