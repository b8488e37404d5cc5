/*
 * The one file that touches pdfkit: loaded at the first call, since the package is optional, and described by the few of its names that
 * are used, so that no type of it (and with it none of Node) reaches the rest.
 */
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';

/** An indirect object of the file. */
export interface KitReference {
  readonly data: Record<string, unknown>;
  end(content?: Uint8Array): void;
}

/** An image in the file; `obj` is its object once it has been drawn. */
export interface KitImage {
  readonly width: number;
  readonly height: number;
  readonly label?: string;
  readonly obj?: KitReference;
}

/** Content of a page that belongs to an element of the structure. */
export interface KitContent {
  readonly refs: readonly unknown[];
}

/** An element of the structure tree. */
export interface KitElement {
  readonly dictionary: KitReference;
  add(child: KitElement | KitContent): KitElement;
  end(): void;
}

export interface KitDocument {
  readonly page: { readonly dictionary: KitReference };
  readonly outline: { addItem(title: string): unknown };
  on(event: 'data', listener: (chunk: Uint8Array) => void): void;
  on(event: 'end', listener: () => void): void;
  on(event: 'error', listener: (error: unknown) => void): void;
  addPage(options: { readonly size: readonly [number, number]; readonly margin: number }): KitDocument;
  switchToPage(index: number): unknown;
  bufferedPageRange(): { readonly start: number; readonly count: number };
  flushPages(): void;
  registerFont(name: string, bytes: Uint8Array): KitDocument;
  font(name: string, size: number): KitDocument;
  widthOfString(text: string): number;
  text(text: string, x: number, y: number, options: Readonly<Record<string, unknown>>): KitDocument;
  file(bytes: Uint8Array, options: Readonly<Record<string, unknown>>): KitReference;
  appendXML(xml: string): void;
  struct(type: string, options?: Readonly<Record<string, unknown>>): KitElement;
  addStructure(element: KitElement): KitDocument;
  markStructureContent(type: string): KitContent;
  markContent(tag: string, options?: Readonly<Record<string, unknown>>): KitDocument;
  endMarkedContent(): KitDocument;
  save(): KitDocument;
  restore(): KitDocument;
  scale(factor: number): KitDocument;
  rotate(degrees: number, options: { readonly origin: readonly [number, number] }): KitDocument;
  lineWidth(width: number): KitDocument;
  dash(length: number, options: { readonly space: number }): KitDocument;
  undash(): KitDocument;
  lineCap(style: 'butt' | 'round'): KitDocument;
  fillColor(color: string): KitDocument;
  strokeColor(color: string): KitDocument;
  moveTo(x: number, y: number): KitDocument;
  lineTo(x: number, y: number): KitDocument;
  rect(x: number, y: number, width: number, height: number): KitDocument;
  stroke(): KitDocument;
  fill(): KitDocument;
  ref(data: Readonly<Record<string, unknown>>): KitReference;
  openImage(bytes: Uint8Array): KitImage;
  image(
    image: KitImage,
    x: number,
    y: number,
    options: { readonly width: number; readonly height: number },
  ): KitDocument;
  end(): void;
}

export type Kit = new (options: Readonly<Record<string, unknown>>) => KitDocument;

const PEER = 'pdfkit';

/**
 * Loads pdfkit.
 *
 * @param load - Where the package comes from; by default the one installed beside this package.
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING` when it is not installed or cannot be loaded.
 */
export async function loadKit(load: () => Promise<unknown> = importPdfKit): Promise<Kit> {
  try {
    const loaded = (await load()) as { readonly default?: Kit | { readonly default?: Kit } } & Partial<Kit>;
    const found = loaded.default ?? loaded;
    // A CommonJS copy seen through a bundler keeps its constructor one level deeper.
    return (typeof found === 'function' ? found : (found as { readonly default: Kit }).default) as Kit;
  } catch (cause) {
    throw createError(ARGUMENT_ERRORS, 'ERR_PEER_MISSING', { package: PEER }, { cause });
  }
}

// A literal specifier, so that bundlers see it; as a mere string to the compiler, since the types of the package would bring those of Node
// with them, and then a Node global would compile anywhere in src/.
// The handled failure: a bundler then leaves out a package that is not installed (esbuild, with a warning) instead of failing itself.
const importPdfKit = (): Promise<unknown> =>
  import('pdfkit' as string).catch((cause: unknown) => Promise.reject(cause));
