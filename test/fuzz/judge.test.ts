/* The judge of the fuzzing is no rubber stamp: what must be a fault is one. */
import { expect, test } from 'vitest';
import { openReader } from './octets.js';
import { judgeCase, type Known, learn, type Tally } from './run.js';
import { ownSubjects } from './subjects.js';

async function faultsOf(bytes: Uint8Array, own: Known): Promise<readonly string[]> {
  const tally: Tally = { cases: 0, refused: 0, broken: 0, held: 0, compared: 0, silent: 0 };
  const found: string[] = [];
  await judgeCase({ bytes }, own, [own], await openReader(), tally, {}, found);
  return found;
}

test('a signature over something else, other claims, another certificate, other octets', async () => {
  const reader = await openReader();
  const subjects = await ownSubjects();
  const [one, other] = await Promise.all(
    ['dual, three roles', 'xadesB, three roles'].map(
      async (name) => (await learn(subjects.find((subject) => subject.name === name)!, reader))!,
    ),
  );
  expect(await faultsOf(one!.subject.bytes, one!)).toEqual([]);
  expect(new Set(await faultsOf(other!.subject.bytes, one!))).toEqual(
    new Set(['a SignedInfo that nobody signed holds']),
  );

  // The same file, compared with a memory that was tampered with.
  const altered = (
    change: (signature: Known['signatures'] extends ReadonlyMap<string, infer T> ? T : never) => object,
  ): Known => ({
    ...one!,
    signatures: new Map(
      [...one!.signatures].map(([info, signature]) => [info, { ...signature, ...change(signature) }]),
    ),
  });
  const { bytes } = one!.subject;
  expect(
    await faultsOf(
      bytes,
      altered(() => ({ facts: '' })),
    ),
  ).toContain('it vouches for other claims');
  expect(
    await faultsOf(
      bytes,
      altered(() => ({ certificate: 'AAAA' })),
    ),
  ).toContain('another certificate is said to be the signed one');
  const references = (change: object) =>
    altered(({ octets }) => ({
      octets: { ...octets, references: octets.references.map((reference) => ({ ...reference, ...change })) },
    }));
  expect(await faultsOf(bytes, references({ octets: '<a></a>' }))).toContain('reference 0 is over other octets');
  expect(await faultsOf(bytes, references({ name: '{}b' }))).toContain('reference 0 shows {}DU_LIEU_HOC_BA for {}b');
  expect(
    await faultsOf(
      bytes,
      altered(({ octets }) => ({ octets: { ...octets, references: [] } })),
    ),
  ).toContain('another number of references');
});
