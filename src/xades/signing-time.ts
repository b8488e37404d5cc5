import { childElements, findChild, findChildren, textContent, type XmlElement } from '../xml/index.js';
import type { QualifyingProperties } from './qualifying-properties.js';
import type { SignatureParts } from './signature-parts.js';

/** A time a signer claims; a claim proves nothing about when the signature existed. */
export interface ClaimedSigningTime {
  /** As written in the file. */
  readonly text: string;
  /** ISO instant, `null` when the text cannot be read as a time. */
  readonly instant: string | null;
  /** False: no zone is written and Vietnam time (UTC+7) was assumed. */
  readonly hasZone: boolean;
  readonly place: 'signedProperties' | 'signatureProperties';
  readonly element: XmlElement;
}

/**
 * Every claimed time of a signature: XAdES SigningTime, and the field's forms `SignatureProperties/SignatureProperty/SigningTime` and
 * `SignedProperties/SignedProperty/SigningTime`, looked up by local name since their namespace differs from maker to maker.
 */
export function readSigningTimes(
  parts: SignatureParts,
  properties: QualifyingProperties | null,
): readonly ClaimedSigningTime[] {
  const times: ClaimedSigningTime[] = [];
  const container = properties?.signedSignatureProperties;
  // The one that the claims show: of the namespace of the properties.
  const element = container && findChild(container, 'SigningTime', properties!.element.namespaceUri);
  if (element) times.push(claim(element, 'signedProperties'));
  for (const object of parts.objects) {
    for (const list of childElements(object)) {
      const inner = PROPERTY_OF[list.localName];
      if (inner === undefined) continue;
      for (const property of childElements(list)) {
        if (property.localName !== inner) continue;
        for (const one of findChildren(property, 'SigningTime')) {
          times.push(claim(one, 'signatureProperties'));
        }
      }
    }
  }
  return times;
}

function claim(element: XmlElement, place: ClaimedSigningTime['place']): ClaimedSigningTime {
  const { text, instant, hasZone } = parseSigningTime(textContent(element).trim());
  return { text, instant, hasZone, place, element };
}

/** attacker-controlled: only these places in the signature's own Objects; deeper ones belong to other signatures or to the data. */
const PROPERTY_OF: Readonly<Record<string, string | undefined>> = {
  SignatureProperties: 'SignatureProperty',
  SignedProperties: 'SignedProperty',
};

/** Reads `xs:dateTime` with or without zone and the field's `DD/MM/YYYY hh:mm:ss`; without zone Vietnam time is meant. */
export function parseSigningTime(text: string): { text: string; instant: string | null; hasZone: boolean } {
  const iso = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    return {
      text,
      instant: instantOf(+year!, +month!, +day!, +hour!, +minute!, +second!, fraction ?? '', zone ?? '+07:00'),
      hasZone: zone !== undefined,
    };
  }
  const local = /^(\d{2})\/(\d{2})\/(\d{4}) (\d{2}):(\d{2}):(\d{2})$/.exec(text);
  if (local !== null) {
    const [, day, month, year, hour, minute, second] = local;
    return {
      text,
      instant: instantOf(+year!, +month!, +day!, +hour!, +minute!, +second!, '', '+07:00'),
      hasZone: false,
    };
  }
  return { text, instant: null, hasZone: false };
}

function instantOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  fraction: string,
  zone: string,
): string | null {
  const [hours, minutes] = zone === 'Z' ? [0, 0] : [+zone.slice(1, 3), +zone.slice(4, 6)];
  const offset = (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes);
  const milliseconds = +fraction.slice(1, 4).padEnd(3, '0');
  // Date rolls 31 February over into March, and takes the year 26 for 1926: a day that does not exist is no time.
  const exists =
    year >= 100 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(month, year) &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!exists || minutes > 59 || Math.abs(offset) > 14 * 60) return null;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  return new Date(utc - offset * 60_000).toISOString();
}

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
