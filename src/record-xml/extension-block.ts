import {
  attributeValue,
  COMMENT,
  ELEMENT,
  PROCESSING_INSTRUCTION,
  textContent,
  type XmlElement,
  type XmlOut,
} from '../xml/index.js';
import type { FindingCollector } from './findings.js';
import type { LayoutExtension } from './layout.js';
import { applyEntry, isPatchType, type PatchEntry } from './model-patch.js';
import type { Bag } from './model-path.js';

/** The extension block as XML. Each value is an element of its own, so that it is a leaf for digests and for disclosure like any other. */
export function writeExtension(extension: LayoutExtension, entries: readonly PatchEntry[]): XmlOut {
  return {
    name: extension.element,
    attributes: [[extension.versionAttribute, extension.version]],
    children: entries.map(
      ({ path, type, text }): XmlOut => ({
        name: extension.item,
        attributes:
          type === 'chu'
            ? [[extension.nameAttribute, path]]
            : [
                [extension.nameAttribute, path],
                [extension.typeAttribute, type],
              ],
        children: text === '' ? [] : [text],
      }),
    ),
  };
}

/** Applies the items of the block to `record`, in order. Each item that cannot be read is reported and left out. */
export function applyExtension(
  extension: LayoutExtension,
  block: XmlElement,
  record: Bag,
  path: readonly string[],
  findings: FindingCollector,
): void {
  const isVersion = attributeValue(block, extension.versionAttribute) === extension.version;
  if (!isVersion) findings.add('extensionInvalid', { offset: block.start, path });
  for (const child of block.children) {
    if (child.kind === COMMENT || child.kind === PROCESSING_INSTRUCTION) continue;
    const where = { offset: child.kind === ELEMENT ? child.start : block.start, path: [...path, extension.item] };
    if (child.kind !== ELEMENT) {
      if (/[^\s]/.test(child.value)) findings.add('textInsideGroup', { offset: block.start, path });
      continue;
    }
    const name = attributeValue(child, extension.nameAttribute);
    const type = attributeValue(child, extension.typeAttribute) ?? 'chu';
    if (child.children.some((inner) => inner.kind === COMMENT || inner.kind === PROCESSING_INSTRUCTION)) {
      findings.add('commentInsideValue', { ...where, field: name ?? '' });
      continue;
    }
    const isPlain =
      child.namespaceUri === '' &&
      child.localName === extension.item &&
      child.children.every((inner) => inner.kind !== ELEMENT);
    const text = textContent(child);
    const fits =
      isVersion &&
      isPlain &&
      name !== undefined &&
      isPatchType(type) &&
      (type !== 'chu' || text !== '') &&
      applyEntry(record, { path: name, type, text: text.normalize('NFC') });
    if (!fits) findings.add('extensionInvalid', where);
  }
}
