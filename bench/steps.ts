/* Where the time of one verification goes, each step measured alone on the same document. */
import { createHash } from 'node:crypto';
import { findSignatures, openSignedDocument, verifySignature } from 'hoc-ba-so/xades';
import { type C14nAlgorithm, canonicalize, findChild, indexIds, parseXml, type XmlElement } from 'hoc-ba-so/xml';
import { cryptoFloor, ours } from './engines.js';
import { column, inTurns } from './measure.js';

/** Microseconds of processor time for all signatures of a document. */
export type StepCosts = Readonly<
  Record<'decode' | 'parse' | 'idIndex' | 'findSignatures' | 'c14n' | 'digest' | 'rsa' | 'rest' | 'whole', number>
>;

export async function stepCosts(
  bytes: Uint8Array,
  options: { readonly rounds: number; readonly warmMs: number },
): Promise<StepCosts> {
  const document = parseXml(bytes);
  const opened = openSignedDocument(document);
  const floor = await cryptoFloor(bytes);
  const forms = new Map<XmlElement, C14nAlgorithm>();
  for (const element of findSignatures(document.root)) {
    const result = await verifySignature(element, opened);
    const c14n = result.c14n as C14nAlgorithm;
    forms.set(findChild(element, 'SignedInfo')!, c14n);
    for (const { target, transforms } of result.references)
      forms.set(target!, (transforms.at(-1) ?? c14n) as C14nAlgorithm);
  }
  const texts = [...forms].map(([element, algorithm]) => canonicalize(element, { algorithm }));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const turns = await inTurns(
    [
      () => decoder.decode(bytes),
      () => parseXml(bytes),
      () => indexIds(document.root),
      () => findSignatures(document.root),
      () => [...forms].map(([element, algorithm]) => canonicalize(element, { algorithm }).length),
      // From the texts of the canonical forms, as an engine in JavaScript has them.
      () => texts.map((text) => createHash('sha256').update(text, 'utf8').digest()),
      floor.rsa,
      () => ours(bytes),
    ],
    options,
  );
  const [decode, parse, idIndex, found, c14n, digest, rsa, whole] = Array.from({ length: 8 }, (_, index) =>
    column(turns, index),
  );
  const rest = whole! - parse! - idIndex! - found! - c14n! - digest! - rsa!;
  return {
    decode: decode!,
    parse: parse!,
    idIndex: idIndex!,
    findSignatures: found!,
    c14n: c14n!,
    digest: digest!,
    rsa: rsa!,
    rest,
    whole: whole!,
  };
}
