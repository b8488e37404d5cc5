import { existsSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderingDocument } from '../../scripts/rendering.js';
import { RENDERING_ERRORS } from '../../src/rendering/index.js';

const written = readFileSync(new URL('../../docs/ban-in.md', import.meta.url), 'utf8');

test('docs/ban-in.md lists the assumptions as the data says (npm run docs writes it)', () => {
  expect(written).toBe(renderingDocument());
  expect(written).toContain('| Bảng QUÁ TRÌNH HỌC TẬP: tên cột');
});

test('its pictures are there, each below 150 kB, and its codes exist', () => {
  const pictures = [...written.matchAll(/\]\((img\/[^)]*)\)/g)].map(
    ([, path]) => new URL(`../../docs/${path}`, import.meta.url),
  );
  expect(pictures).toHaveLength(6);
  for (const picture of pictures) {
    expect(existsSync(picture)).toBe(true);
    expect(statSync(picture).size).toBeLessThan(150_000);
  }
  const codes = [...written.matchAll(/`(ERR_RENDER_\w+)`/g)].map(([, code]) => code!);
  expect(codes.filter((code) => !(code in RENDERING_ERRORS))).toEqual([]);
});
