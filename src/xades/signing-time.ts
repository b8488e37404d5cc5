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
  const add = (one: XmlElement, place: ClaimedSigningTime['place']) => {
    const text = textContent(one).trim();
    // The two of a signature in both forms are one time.
    const same = times[0]?.text === text ? times[0] : parseSigningTime(text);
    times.push({ text, instant: same.instant, hasZone: same.hasZone, place, element: one });
  };
  const container = properties?.signedSignatureProperties;
  // The one that the claims show: of the namespace of the properties.
  const element = container && findChild(container, 'SigningTime', properties!.element.namespaceUri);
  if (element) add(element, 'signedProperties');
  for (const object of parts.objects) {
    for (const list of childElements(object)) {
      const inner = PROPERTY_OF[list.localName];
      if (inner === undefined) continue;
      for (const property of childElements(list)) {
        if (property.localName !== inner) continue;
        for (const one of findChildren(property, 'SigningTime')) {
          add(one, 'signatureProperties');
        }
      }
    }
  }
  return times;
}

/** attacker-controlled: only these places in the signature's own Objects; deeper ones belong to other signatures or to the data. */
const PROPERTY_OF: Readonly<Record<string, string | undefined>> = {
  SignatureProperties: 'SignatureProperty',
  SignedProperties: 'SignedProperty',
};

/** Reads `xs:dateTime` with or without zone and the field's `DD/MM/YYYY hh:mm:ss`; without zone Vietnam time is meant. */
export function parseSigningTime(text: string): { text: string; instant: string | null; hasZone: boolean } {
  const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  if (iso !== null) {
    const [, fraction = '', zone] = iso;
    const instant = instantOf(numberAt(text, 0, 4), numberAt(text, 5), numberAt(text, 8), text, fraction, zone);
    return { text, instant, hasZone: zone !== undefined };
  }
  if (/^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2}$/.test(text)) {
    const instant = instantOf(numberAt(text, 6, 4), numberAt(text, 3), numberAt(text, 0), text, '', undefined);
    return { text, instant, hasZone: false };
  }
  return { text, instant: null, hasZone: false };
}

/** The digits that a pattern has found at an offset. */
function numberAt(text: string, at: number, digits = 2): number {
  let number = 0;
  for (let i = at; i < at + digits; i++) number = number * 10 + text.charCodeAt(i) - 0x30;
  return number;
}

/** The clock stands at the same place of both forms. */
function instantOf(
  year: number,
  month: number,
  day: number,
  text: string,
  fraction: string,
  zone = '+07:00',
): string | null {
  const hour = numberAt(text, 11);
  const minute = numberAt(text, 14);
  const second = numberAt(text, 17);
  const zoneMinutes = zone === 'Z' ? 0 : numberAt(zone, 4);
  const offset = zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (numberAt(zone, 1) * 60 + zoneMinutes);
  // Date rolls 31 February over into March, and takes the year 26 for 1926: a day that does not exist is no time.
  const isDay = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(month, year);
  if (!isDay || hour > 23 || minute > 59 || second > 59 || zoneMinutes > 59 || Math.abs(offset) > 14 * 60) return null;
  const milliseconds = fraction === '' ? 0 : Number(fraction.slice(1, 4).padEnd(3, '0'));
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - offset * 60_000).toISOString();
}

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
