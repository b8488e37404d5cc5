/* One character changed in each field of the data, in each attribute, in each form: every signature over it breaks. */
import { describe, expect, test } from 'vitest';
import { cv2088, dataElement, openHocBa, phatHanh2025 } from '../../src/record-xml/index.js';
import { RECEIVERS } from '../../src/signing/index.js';
import { verifyHocBa } from '../../src/verification/index.js';
import { isElement, TEXT, walkElements } from '../../src/xml/index.js';
import { allPorts, bytesOf, ROLES, signed, specimenWithSubjectTeacher, textOf } from '../signing/kit.js';
import { expectPassed } from './record-kit.js';

interface Place {
  readonly name: string;
  readonly at: number;
}

/** First character of every text and of every attribute value in the data block, by source offset. */
function placesIn(text: string): readonly Place[] {
  const places: Place[] = [];
  for (const element of walkElements(dataElement(openHocBa(bytesOf(text))))) {
    const open = text.slice(element.start, element.openEnd);
    for (const { name, value } of element.attributes) {
      const at = element.start + open.indexOf(`${name}="${value}"`) + name.length + 2;
      places.push({ name: `${element.name}/@${name}`, at });
    }
    const isLeaf = !element.children.some(isElement) && element.children.some((child) => child.kind === TEXT);
    if (isLeaf) places.push({ name: element.name, at: element.openEnd });
  }
  return places;
}

describe.each(Object.entries(RECEIVERS))('%s', (_, receiver) => {
  test.each([cv2088, phatHanh2025])('layout $id', async (layout) => {
    const file = await signed({ receiver, layout, hocBa: specimenWithSubjectTeacher() });
    await expectPassed(file);
    const text = textOf(file);
    const places = placesIn(text);
    expect(places.length).toBeGreaterThan(130);
    const ports = await allPorts();
    for (const { name, at } of places) {
      const other = text[at] === '1' ? '2' : '1';
      const altered = bytesOf(text.slice(0, at) + other + text.slice(at + 1));
      const report = await verifyHocBa(altered, ports);
      const broken = new Set(
        report.checks.flatMap(({ code, reason, role, outcome }) =>
          reason === 'DIGEST_MISMATCH' || (code === 'dataReference' && outcome === 'failed') ? [role] : [],
        ),
      );
      // The Id of the block is what the references name; everything else is what they digest.
      const isReferenced = name === 'DU_LIEU_HOC_BA/@Id' || name === 'THONG_TIN_HOC_BA/@Id';
      const expected =
        layout === cv2088 ? ROLES : ROLES.filter((role) => role !== 'giaoVienChuNhiem' || !OUTSIDE.test(name));
      if (isReferenced && layout === phatHanh2025) expect(broken.size, name).toBeGreaterThan(0);
      else expect([name, expected.filter((role) => !broken.has(role))]).toEqual([name, []]);
      expect([name, report.conclusion]).toEqual([name, 'totalFailed']);
      for (const role of expected) expect(isReferenced || report.signedBy(role) === null, name).toBe(true);
    }
  });
});

/** In the field's layout the homeroom teacher signs the inner block, beside which the extension block stands. */
const OUTSIDE = /^(MO_RONG|GIA_TRI|DU_LIEU_HOC_BA)/;
