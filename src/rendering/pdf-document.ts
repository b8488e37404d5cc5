/* The file that pages are drawn into: its metadata, fonts, embedded XML files, and the root of its structure. */
import { createError } from '../errors/index.js';
import { PDF_ERRORS } from './pdf-errors.js';
import { type FontFile, type PdfFontStyle, readFontFile } from './pdf-font-file.js';
import type { DecodedImage } from './pdf-image.js';
import type { Kit, KitDocument, KitElement, KitImage } from './pdf-kit.js';
import { drawable, type Measure } from './pdf-text.js';

/**
 * The three cuts of a serif family, each a whole TTF or OTF file that holds Vietnamese: only the characters used are embedded. No font
 * comes with this package; Liberation Serif, Tinos and Noto Serif may be embedded freely.
 */
export interface PdfFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly italic: Uint8Array;
}

/** A signed XML file that travels inside the PDF, byte for byte. */
export interface PdfAttachment {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly description: string;
}

export interface PdfDocumentOptions {
  readonly title: string;
  /** Look-up codes of the records, in the file's keywords and so in its identifier. */
  readonly keywords: string;
  readonly at: Date;
  readonly fonts: FontSet;
  /** Takes the file's bytes in order, as they are made. */
  readonly write: (chunk: Uint8Array) => void;
}

export type FontSet = Readonly<Record<PdfFontStyle, FontFile>>;

export interface PdfDocument {
  readonly kit: KitDocument;
  readonly measure: Measure;
  /** Element `Document`. */
  readonly root: KitElement;
  readonly attach: (file: PdfAttachment) => void;
  /** An image in the file, the same one when the same image is asked for again. */
  readonly image: (image: DecodedImage) => KitImage;
  /** Ends the structure and the file. Resolves when the last byte is written. */
  readonly finish: () => Promise<void>;
}

const STYLES = ['regular', 'bold', 'italic'] as const satisfies readonly PdfFontStyle[];

/**
 * Checks the fonts.
 *
 * @throws {@link HocBaSoError} `ERR_FONT_MISSING`, `ERR_FONT_UNREADABLE`.
 */
export function readFonts(fonts: Partial<PdfFonts> | undefined): FontSet {
  const read = STYLES.map((style) => {
    const bytes = fonts?.[style];
    if (bytes === undefined || bytes.length === 0) throw createError(PDF_ERRORS, 'ERR_FONT_MISSING', { style });
    return [style, readFontFile(bytes, style)] as const;
  });
  return Object.fromEntries(read) as unknown as FontSet;
}

/**
 * Makes sure that every character has a glyph, in each of the cuts: a family whose cuts differ is refused as well.
 *
 * @throws {@link HocBaSoError} `ERR_FONT_CHARACTER` with the first that has none; the text itself is never named.
 */
export function checkCharacters(texts: Iterable<string>, fonts: FontSet): void {
  const used = new Set<string>();
  for (const text of texts) for (const character of drawable(text)) used.add(character);
  used.delete('\n');
  const missing = [...used].flatMap((character) => {
    const codePoint = character.codePointAt(0)!;
    return STYLES.filter((style) => !fonts[style].has(codePoint)).map((style) => ({ style, codePoint }));
  });
  const [first] = missing.sort((one, other) => one.codePoint - other.codePoint);
  if (first === undefined) return;
  const codePoint = `U+${first.codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  const count = new Set(missing.map((one) => one.codePoint)).size;
  throw createError(PDF_ERRORS, 'ERR_FONT_CHARACTER', { style: first.style, codePoint, count });
}

/**
 * Opens a file.
 *
 * @throws {@link HocBaSoError} `ERR_FONT_UNREADABLE` for a font whose inner tables are broken.
 */
export function openPdf(Document: Kit, options: PdfDocumentOptions): PdfDocument {
  const { fonts, at } = options;
  const title = plain(options.title);
  // Nothing is set that the library would fill with the time of day: the same input gives the same bytes.
  const kit = new Document({
    subset: 'PDF/A-3b',
    pdfVersion: '1.7',
    tagged: true,
    lang: 'vi-VN',
    displayTitle: true,
    autoFirstPage: false,
    bufferPages: true,
    font: '',
    info: {
      Title: title,
      Keywords: plain(options.keywords),
      Producer: 'hoc-ba-so',
      Creator: 'hoc-ba-so',
      CreationDate: at,
    },
  });
  const ended = new Promise<void>((resolve, reject) => {
    kit.on('data', options.write);
    kit.on('end', resolve);
    kit.on('error', reject);
  });
  kit.appendXML(PDF_UA);
  for (const style of STYLES) openFont(kit, fonts[style]);
  const root = kit.struct('Document', { lang: 'vi-VN' });
  kit.addStructure(root);
  const images = new Map<DecodedImage, KitImage>();
  return {
    kit,
    root,
    measure: (text, style) => (text === '' ? 0 : kit.font(style.font, style.size).widthOfString(text)),
    attach: ({ name, bytes, description }) => {
      kit.file(bytes, {
        name,
        description,
        type: 'application/xml',
        relationship: 'Source',
        creationDate: at,
        modifiedDate: at,
      });
    },
    image: (image) => {
      const known = images.get(image) ?? embedImage(kit, image, `S${images.size + 1}`);
      images.set(image, known);
      return known;
    },
    finish: () => {
      root.end();
      kit.end();
      return ended;
    },
  };
}

function openFont(kit: KitDocument, file: FontFile): void {
  try {
    kit.registerFont(file.style, file.bytes).font(file.style, 10).widthOfString('Ạ');
  } catch (cause) {
    throw createError(
      PDF_ERRORS,
      'ERR_FONT_UNREADABLE',
      { style: file.style, reason: 'its inner tables are broken' },
      { cause },
    );
  }
}

/** The identifier of PDF/UA-1 (ISO 14289-1 clause 5), with the description that PDF/A wants of a schema it does not know (ISO 19005-3 6.6.2.3). */
const PDF_UA = `
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
`;

function embedImage(kit: KitDocument, image: DecodedImage, label: string): KitImage {
  if (image.kind === 'jpeg') return kit.openImage(image.bytes);
  const { width, height, rgb, alpha } = image;
  const common = { Type: 'XObject', Subtype: 'Image', Width: width, Height: height, BitsPerComponent: 8 };
  const mask = alpha === undefined ? undefined : kit.ref({ ...common, ColorSpace: 'DeviceGray' });
  mask?.end(alpha);
  const obj = kit.ref({ ...common, ColorSpace: 'DeviceRGB', ...(mask === undefined ? {} : { SMask: mask }) });
  obj.end(rgb);
  return { width, height, label, obj };
}

/** The library writes titles into XML without escaping them, and the two places of a title must be equal in PDF/A. */
function plain(text: string): string {
  return text.replace(/[<>&]/g, ' ').replace(/\s+/g, ' ').trim().normalize('NFC');
}
