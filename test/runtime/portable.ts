/**
 * What must hold on every runtime, said once: a function of the package and nothing else. The runners (Node, Chromium) hand the built
 * package in and compare the answers.
 */
export type Library = typeof import('../../src/index.js') &
  Pick<typeof import('../../src/testing/index.js'), 'createDevCa' | 'specimenHocBa' | 'sampleClass'> &
  Pick<
    typeof import('../../src/signing/index.js'),
    'signBatch' | 'adoptSignature' | 'memoryJournal' | 'summarizeForSigning' | 'RECEIVERS'
  >;

export interface PortableResult {
  readonly name: string;
  readonly answer: unknown;
}

const AT = new Date('2024-05-31T03:00:00Z');
const LATER = new Date('2024-06-01T00:00:00Z');
const ROLES = ['giaoVienChuNhiem', 'canBoQuanLy', 'phatHanh'] as const;
const ALGORITHMS = {
  'RSA-2048': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'P-256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  'P-384': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
} as const;

/** Runs every case; answers are plain data that must be the same everywhere. */
export async function portableSuite(lib: Library): Promise<readonly PortableResult[]> {
  const results: PortableResult[] = [];
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const add = async (name: string, run: () => unknown) => {
    try {
      results.push({ name, answer: await run() });
    } catch (error) {
      results.push({ name, answer: lib.isHocBaSoError(error) ? error.code : String(error) });
    }
  };
  const devCa = await lib.createDevCa({ notBefore: new Date('2024-01-01'), notAfter: new Date('2026-01-01') });
  const trust = {
    anchors: devCa.anchors,
    intermediates: Object.values(devCa.authorities).map(({ certificate }) => certificate),
  };
  const signerOf = async (role: (typeof ROLES)[number], key: keyof typeof ALGORITHMS = 'RSA-2048') =>
    lib.cryptoKeySigner({ ...(await devCa.identity(role, { key })), algorithm: ALGORITHMS[key] });
  const verdict = async (bytes: Uint8Array) => {
    const report = await lib.verifyHocBa(bytes, { trust, at: LATER });
    return [report.conclusion, ...report.roles.map(({ role, core, flags }) => `${role}: ${core} ${flags.join()}`)];
  };

  const unsigned = lib.writeHocBa(lib.specimenHocBa(), { layout: lib.cv2088, idScheme: 'fixed', saltId: false });
  await add('a record is written to the same bytes', async () =>
    hex(new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(unsigned.bytes)))),
  );
  await add('and read back', () => lib.readHocBa(unsigned).hocBa);
  await add('its digest', () => hex(lib.recordDigest(unsigned)));
  await add('what is no record', () => lib.openHocBa(new TextEncoder().encode('<a><b></a>')));
  await add('a declared type', () => lib.openHocBa(new TextEncoder().encode('<!DOCTYPE a><a/>')));
  await add('invalid data', () => lib.parseHocBa({}));

  for (const key of Object.keys(ALGORITHMS) as (keyof typeof ALGORITHMS)[]) {
    for (const receiver of Object.values(lib.RECEIVERS)) {
      let file = lib.writeHocBa(lib.specimenHocBa(), { layout: lib.cv2088 });
      for (const role of ROLES)
        file = await lib.signHocBa(file, { role, signer: await signerOf(role, key), receiver, signingTime: AT });
      await add(`signed with ${key} for ${receiver.id}`, () => verdict(file.bytes));
      const forged = new TextEncoder().encode(text(file.bytes).replace('>10<', '>9<'));
      await add(`and forged, ${key}, ${receiver.id}`, () => verdict(forged));
    }
  }

  const items = lib.sampleClass({ khoiLop: 4, pupils: 3, seed: 'portable' }).map((hocBa, index) => ({
    id: `hs${index}`,
    file: lib.writeHocBa(hocBa, { layout: lib.cv2088 }),
  }));
  const receiver = lib.RECEIVERS['dual']!;
  const role = 'giaoVienChuNhiem';
  await add('a batch', async () => {
    const options = { role, signer: await signerOf(role), receiver, signingTime: AT } as const;
    const journal = lib.memoryJournal();
    const signed = await lib.signBatch(items, { ...options, journal, confirm: () => true });
    // Of each item in turn: between items, each platform has an order of its own.
    const steps = items.map(({ id }) => journal.entries.flatMap((one) => (one.id === id ? one.step : [])));
    return [signed.map(({ status }) => status), steps];
  });
  await add('a summary', async () => {
    const { certificate } = await signerOf(role);
    const { state } = await lib.prepareSignature(items[0]!.file, { role, certificate, receiver, signingTime: AT });
    return lib.summarizeForSigning(items[0]!.file, state).lines;
  });
  await add('an adopted file, and one changed on the way', async () => {
    const before = items[1]!.file;
    const after = await lib.signHocBa(before, { role, signer: await signerOf(role), receiver, signingTime: AT });
    await lib.adoptSignature(before, after.bytes, role);
    const changed = text(after.bytes).replace(/<DIEM_KIEM_TRA_DINH_KY>\d+</, '<DIEM_KIEM_TRA_DINH_KY>1<');
    return lib
      .adoptSignature(before, new TextEncoder().encode(changed), role)
      .catch((error: unknown) => (lib.isHocBaSoError(error) ? [error.code, error.params] : String(error)));
  });
  await add('an edited state, a changed file, a value of another key', async () => {
    const signer = await signerOf(role);
    const options = { role, certificate: signer.certificate, receiver, signingTime: AT } as const;
    const prepared = await lib.prepareSignature(items[2]!.file, options);
    const value = await signer.sign(prepared);
    const foreign = await (await signerOf('canBoQuanLy')).sign(prepared);
    const complete = (file: Parameters<typeof lib.completeSignature>[0], state: unknown, made: Uint8Array) =>
      lib.completeSignature(file, state as typeof prepared.state, made, { at: AT }).then(
        () => 'completed',
        (error: unknown) => (lib.isHocBaSoError(error) ? error.code : String(error)),
      );
    return [
      await complete(items[2]!.file, prepared.state, value),
      await complete(items[2]!.file, { ...prepared.state, allowGaps: true }, value),
      await complete(items[1]!.file, prepared.state, value),
      await complete(items[2]!.file, prepared.state, foreign),
    ];
  });
  return results;
}
