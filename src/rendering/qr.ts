/*
 * The one file that touches `qrcode`, which is optional and loaded when first needed.
 */
import { digestSync } from '../crypto/index.js';
import { decodeBase64, encodeHex } from '../encoding/index.js';
import { ARGUMENT_ERRORS, createError } from '../errors/index.js';
import { dataElement, findSlots, type HocBaFile, idOf, type LayoutNode, layoutOf } from '../record-xml/index.js';
import { childElements, findChild, textContent, walkElements } from '../xml/index.js';
import { RENDERING_ERRORS } from './rendering-errors.js';

/**
 * What the QR code of a page holds: nothing that a person could not have from the school's seal anyway, and no mark or name.
 *
 * As text: `HBS1:UUID:DIGEST:SEAL`, in capitals (the alphanumeric mode of ISO/IEC 18004), an absent part empty.
 */
export interface QrContent {
  /** Look-up code, in lower case. */
  readonly maTraCuu: string;
  /**
   * SHA-256 of the record's data block, 64 hexadecimal digits. Only of a block with a random inner Id: the digest of another one would let
   * anybody guess marks until it fits.
   */
  readonly recordDigest: string | null;
  /** First 128 bits of the SHA-256 of the seal's signature value, 32 hexadecimal digits; `null` when the seal is absent or does not hold. */
  readonly seal: string | null;
}

const FORM = /^HBS1:([0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}):([0-9A-F]{64})?:([0-9A-F]{32})?$/;

/** The text of a QR code. */
export function writeQrText({ maTraCuu, recordDigest, seal }: QrContent): string {
  return ['HBS1', maTraCuu, recordDigest ?? '', seal ?? ''].join(':').toUpperCase();
}

/** @throws {@link HocBaSoError} `ERR_QR_TEXT` for a text of another form. */
export function readQrText(text: string): QrContent {
  const found = FORM.exec(text);
  if (found === null) throw createError(RENDERING_ERRORS, 'ERR_QR_TEXT', {});
  const [, code, digest, seal] = found;
  return {
    maTraCuu: code!.toLowerCase(),
    recordDigest: digest?.toLowerCase() ?? null,
    seal: seal?.toLowerCase() ?? null,
  };
}

/** Whether the digest of a record's data block may be published: its inner element carries a random Id of 128 bits (`design.md` 8). */
export function isSalted(file: HocBaFile): boolean {
  const names = new Set(saltElements(layoutOf(file).record.children));
  return [...walkElements(dataElement(file))].some(
    (element) => names.has(element.localName) && /-[0-9a-f]{32}$/.test(idOf(element) ?? ''),
  );
}

function saltElements(nodes: readonly LayoutNode[]): readonly string[] {
  return nodes.flatMap((node) =>
    node.kind === 'group' ? [...(node.id === 'salt' ? [node.element] : []), ...saltElements(node.children)] : [],
  );
}

/** The reference to the seal in a record's slot, or `null` when there is not exactly one. */
export function sealReference(file: HocBaFile): string | null {
  const slots = findSlots(file).filter(({ role }) => role === 'phatHanh');
  const [signature, ...others] = slots.flatMap(({ signatures }) => signatures);
  if (signature === undefined || others.length > 0) return null;
  const value = findChild(signature, 'SignatureValue', signature.namespaceUri);
  if (value === undefined || childElements(value).length > 0) return null;
  const octets = decodeBase64(textContent(value).replace(/\s+/g, ''));
  return encodeHex(digestSync('SHA-256', octets).subarray(0, 16));
}

/** Modules of a QR code, without its quiet zone of four modules. */
export interface QrMatrix {
  /** Modules on a side. */
  readonly size: number;
  /** Row by row from the top left, 1 = dark; `size`² entries. */
  readonly modules: Uint8Array;
}

/** What is used of `qrcode`. */
interface QrCodePackage {
  create(
    text: string,
    options: { readonly errorCorrectionLevel: 'M' },
  ): { readonly modules: { readonly size: number; readonly data: Uint8Array } };
}

/**
 * The QR code of a text, error correction level M: the same on every machine.
 *
 * @throws {@link HocBaSoError} `ERR_PEER_MISSING` without the package `qrcode`.
 * @see ISO/IEC 18004
 */
export async function qrMatrix(text: string): Promise<QrMatrix> {
  const { create } = await loadQrCode();
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  return { size, modules: Uint8Array.from(data, (module) => (module === 0 ? 0 : 1)) };
}

/** @param importer - For tests: how the package is imported. */
export async function loadQrCode(importer: () => Promise<unknown> = importQrCode): Promise<QrCodePackage> {
  try {
    const loaded = (await importer()) as QrCodePackage & { readonly default?: QrCodePackage };
    return loaded.default ?? loaded;
  } catch (cause) {
    throw createError(ARGUMENT_ERRORS, 'ERR_PEER_MISSING', { package: 'qrcode' }, { cause });
  }
}

// A literal specifier, so that bundlers and the package gates see it; its failure is handled, so that they leave out a package
// that is not installed (esbuild, with a warning) instead of failing themselves.
const importQrCode = (): Promise<unknown> => import('qrcode').catch((cause: unknown) => Promise.reject(cause));
