/* Hostile ASiC containers: the small reader beside the corpus must not be talked into anything before packaging has its own. */
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import { AsicRefusal, detachedIn, isSignatureEntry, readAsic } from '../../scripts/corpus/asic.js';
import { encodeUtf8 } from '../../src/encoding/index.js';

async function zip(
  entries: readonly (readonly [name: string, content: string | Uint8Array])[],
  level = 6,
): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const [name, content] of entries) {
    await writer.add(name, typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content), {
      level,
    });
  }
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

async function reasonOf(bytes: Uint8Array, limits = { entries: 10, entryBytes: 100_000 }): Promise<string> {
  try {
    await readAsic(bytes, limits);
    return 'read';
  } catch (error) {
    if (error instanceof AsicRefusal) return error.reason;
    throw error;
  }
}

describe('ASiC containers', () => {
  test('baseline: names, order, octets and findings', async () => {
    const container = await readAsic(
      await zip([
        ['mimetype', 'application/vnd.etsi.asic-e+zip'],
        ['a b.txt', 'x'],
        ['META-INF/signatures.xml', '<a/>'],
      ]),
    );
    expect(container.entries.map(({ name }) => name)).toEqual(['mimetype', 'a b.txt', 'META-INF/signatures.xml']);
    expect(container.findings).toEqual([]);
    const detached = detachedIn(container);
    expect([
      detached('a b.txt'),
      detached('a%20b.txt'),
      detached('%zz'),
      detached('a+b.txt'),
      detached('../a b.txt'),
    ]).toEqual([encodeUtf8('x'), encodeUtf8('x'), undefined, undefined, undefined]);
    expect((await readAsic(await zip([['a', 'x']]))).findings).toEqual(['mimetypeMissing']);
    expect(
      (
        await readAsic(
          await zip([
            ['a', 'x'],
            ['mimetype', 'x'],
          ]),
        )
      ).findings,
    ).toEqual(['mimetypeNotFirst']);
  });

  test('names that leave the container', async () => {
    for (const name of ['../a', 'a/../../b', '/a', 'a//b', './a', 'a\\b', 'C:a', 'a\u0000b', 'a\nb']) {
      expect([name, await reasonOf(await zip([[name, 'x']]))]).toEqual([
        name,
        expect.stringMatching(/^(entryName|zip)$/),
      ]);
    }
  });

  test('one name twice, also by letter case or form', async () => {
    for (const [one, other] of [
      ['a.txt', 'A.txt'],
      ['học', 'học'.normalize('NFD')],
    ] as const) {
      expect(
        await reasonOf(
          await zip([
            [one, '1'],
            [other, '2'],
          ]),
        ),
      ).toBe('entryDuplicate');
    }
  });

  test('too many entries, too large an entry, a bomb', async () => {
    expect(await reasonOf(await zip(Array.from({ length: 10 }, (_, index) => [`f${index}`, 'x'] as const)))).toBe(
      'read',
    );
    expect(await reasonOf(await zip(Array.from({ length: 11 }, (_, index) => [`f${index}`, 'x'] as const)))).toBe(
      'entryCount',
    );
    expect(await reasonOf(await zip([['a', new Uint8Array(100_000)]]))).toBe('read');
    const bomb = await zip([['a', new Uint8Array(100_001)]]);
    expect(bomb.length).toBeLessThan(1_000);
    expect(await reasonOf(bomb)).toBe('entryTooLarge');
    // A header that lies about the size does not help: the count runs while inflating.
    const lying = Uint8Array.from(bomb);
    const view = new DataView(lying.buffer);
    for (let at = 0; at + 4 < lying.length; at++)
      if (view.getUint32(at, true) === 100_001) view.setUint32(at, 10, true);
    expect(await reasonOf(lying)).toMatch(/^(zip|entryTooLarge)$/);
  });

  test('octets before, after and inside', async () => {
    const good = await zip([
      ['mimetype', 'x'],
      ['a', 'y'],
    ]);
    expect(await reasonOf(good)).toBe('read');
    expect(await reasonOf(Uint8Array.of(1, 2, 3, ...good))).toBe('zip');
    expect(await reasonOf(Uint8Array.of(...good, 0))).toBe('zip');
    expect(await reasonOf(good.slice(0, -5))).toBe('zip');
    expect(await reasonOf(new Uint8Array())).toBe('zip');
    expect(await reasonOf(encodeUtf8('<HOC_BA/>'))).toBe('zip');
    const stored = await zip([['a', 'unchanged']], 0);
    const at = new TextDecoder('latin1').decode(stored).indexOf('unchanged');
    expect([at > 0, await reasonOf(stored)]).toEqual([true, 'read']);
    const flipped = Uint8Array.from(stored);
    flipped[at] = 0x7a;
    expect(await reasonOf(flipped)).toBe('zip');
  });

  test('what counts as a signature file', () => {
    const yes = ['META-INF/signatures.xml', 'META-INF/signatures001.xml', 'META-INF/mysignatures-2.XML'];
    const no = [
      'signatures.xml',
      'META-INF/x/signatures.xml',
      'META-INF/manifest.xml',
      'META-INF/signatures.xml.txt',
      'X/META-INF/signatures.xml',
    ];
    expect(yes.map(isSignatureEntry)).toEqual(yes.map(() => true));
    expect(no.map(isSignatureEntry)).toEqual(no.map(() => false));
  });
});
