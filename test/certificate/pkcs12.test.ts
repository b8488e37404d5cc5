import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Certificate, openPkcs12, parseCertificate, toPem, writePkcs12 } from '../../src/certificate/index.js';
import { generateDevKey } from '../../src/testing/index.js';
import { ca, leaf, type Node, type OpenSsl, withOpenSsl } from './fixtures.js';

const PASSWORD = 'Mật khẩu rất khó 🔑';

interface Material {
  readonly root: Node;
  readonly middle: Node;
  readonly teacher: Node;
  readonly school: Node;
}

async function material(): Promise<Material> {
  const root = await ca('Root', null);
  const middle = await ca('Middle', root);
  const teacherKey = await generateDevKey('RSA-2048');
  const teacher = await leaf('Teacher', middle, {
    publicKey: teacherKey.spki,
    subject: [
      { type: 'CN', value: 'Lê Thị D' },
      { type: 'UID', value: 'CCCD:000000000004' },
    ],
  });
  const school = await leaf('School', middle, {
    subject: [
      { type: 'CN', value: 'Trường' },
      { type: 'UID', value: 'MST:0000000001' },
    ],
  });
  return { root, middle, teacher: { ...teacher, key: teacherKey }, school };
}

const shared = material();
const chainPem = (...nodes: Node[]) => nodes.map(({ certificate }) => toPem(certificate.der, 'CERTIFICATE')).join('');

/** A file by `openssl pkcs12 -export`. */
function exportP12(
  openssl: OpenSsl,
  node: Node,
  chain: readonly Node[],
  options: readonly string[],
  password = PASSWORD,
): Uint8Array {
  openssl.write('key.pem', toPem(node.key.pkcs8, 'PRIVATE KEY'));
  openssl.write('all.pem', chainPem(node, ...chain));
  openssl.run(
    ['pkcs12', '-export', '-inkey', 'key.pem', '-in', 'all.pem', '-out', 'out.p12', '-passout', 'env:P12', ...options],
    { P12: password },
  );
  return new Uint8Array(readFileSync(join(openssl.folder, 'out.p12')));
}

test.each([
  ['openssl’s defaults', []],
  ['AES-128', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC']],
  ['AES-192, MAC by SHA-1', ['-keypbe', 'AES-192-CBC', '-certpbe', 'AES-192-CBC', '-macalg', 'sha1']],
  ['MAC by SHA-512', ['-macalg', 'sha512']],
  ['MAC by SHA-384', ['-macalg', 'sha384']],
  ['certificates in the clear', ['-certpbe', 'NONE']],
  ['key in the clear', ['-keypbe', 'NONE']],
  ['no MAC', ['-nomac']],
  ['many rounds', ['-iter', '100000']],
] as const)('a file by openssl is opened: %s', async (_, options) => {
  const { root, middle, teacher } = await shared;
  await withOpenSsl(async (openssl) => {
    const { entries, otherCertificates } = await openPkcs12(
      exportP12(openssl, teacher, [middle, root], [...options, '-name', 'Khóa ký của D']),
      PASSWORD,
    );
    expect(entries).toEqual([
      {
        certificate: teacher.certificate.der,
        chain: [middle.certificate.der, root.certificate.der],
        privateKeyPkcs8: teacher.key.pkcs8,
        key: { kind: 'rsa', spki: teacher.key.spki },
        friendlyName: 'Khóa ký của D',
      },
    ]);
    expect(otherCertificates).toEqual([]);
  });
});

test.each(['P-256', 'P-384', 'P-521'] as const)('an EC key on %s is opened and can be imported', async (type) => {
  const { root } = await shared;
  const key = await generateDevKey(type);
  const node = { ...(await leaf('EC', root, { publicKey: key.spki })), key };
  await withOpenSsl(async (openssl) => {
    const { entries } = await openPkcs12(exportP12(openssl, node, [root], []), PASSWORD);
    expect(entries[0]!.key).toEqual({ kind: 'ec', namedCurve: type, spki: key.spki });
    const imported = await crypto.subtle.importKey(
      'pkcs8',
      Uint8Array.from(entries[0]!.privateKeyPkcs8),
      { name: 'ECDSA', namedCurve: type },
      false,
      ['sign'],
    );
    expect(imported.type).toBe('private');
  });
});

test('a wrong password is a code of its own, with and without MAC, also for an old file', async () => {
  const { teacher } = await shared;
  await withOpenSsl(async (openssl) => {
    for (const options of [[], ['-nomac'], ['-legacy']]) {
      const file = exportP12(openssl, teacher, [], options);
      for (const wrong of ['', `${PASSWORD} `, 'khác']) {
        const error = await openPkcs12(file, wrong).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: 'ERR_P12_PASSWORD' });
        expect(JSON.stringify(error)).not.toContain('khác');
      }
    }
  });
});

test('old encryption is named, with the command that converts the file; the converted file opens', async () => {
  const { teacher } = await shared;
  await withOpenSsl(async (openssl) => {
    for (const [options, algorithm] of [
      [['-legacy'], 'pbeWithSHAAnd40BitRC2-CBC'],
      [['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES'], 'pbeWithSHAAnd3-KeyTripleDES-CBC'],
      [['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'AES-256-CBC'], 'pbeWithSHAAnd3-KeyTripleDES-CBC'],
    ] as const) {
      const file = exportP12(openssl, teacher, [], options);
      const error = await openPkcs12(file, PASSWORD).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'ERR_P12_LEGACY', params: { algorithm } });
      const { command } = (error as { params: { command: string } }).params;
      openssl.write('OLD.p12', file);
      // The command as printed, its password questions answered by options.
      const [read, write] = command.split(' && ').map((part) => part.split(' ').slice(1)) as [string[], string[]];
      openssl.run([...read, '-passin', 'env:P12', '-passout', 'env:P12'], { P12: PASSWORD });
      openssl.run([...write, '-passin', 'env:P12', '-passout', 'env:P12'], { P12: PASSWORD });
      const { entries } = await openPkcs12(readFileSync(join(openssl.folder, 'NEW.p12')), PASSWORD);
      expect(entries[0]!.privateKeyPkcs8).toEqual(teacher.key.pkcs8);
    }
  });
});

test('a password in the other Unicode form opens the file', async () => {
  const { teacher } = await shared;
  await withOpenSsl(async (openssl) => {
    const file = exportP12(openssl, teacher, [], [], PASSWORD.normalize('NFD'));
    expect(PASSWORD.normalize('NFD')).not.toBe(PASSWORD);
    expect((await openPkcs12(file, PASSWORD)).entries).toHaveLength(1);
  });
});

test('an empty password opens a file made with one', async () => {
  const { teacher } = await shared;
  await withOpenSsl(async (openssl) => {
    expect((await openPkcs12(exportP12(openssl, teacher, [], [], ''), '')).entries).toHaveLength(1);
  });
});

test('several keys: all are returned, and one is chosen by fingerprint, identifier or name', async () => {
  const { root, middle, teacher, school } = await shared;
  const file = await writePkcs12(
    [teacher, school].map(({ certificate, key }, i) => ({
      certificate: certificate.der,
      chain: [middle.certificate.der, root.certificate.der],
      privateKeyPkcs8: key.pkcs8,
      friendlyName: ['giáo viên', 'nhà trường'][i]!,
    })),
    PASSWORD,
  );
  const { entries } = await openPkcs12(file, PASSWORD);
  expect(entries.map(({ certificate }) => certificate)).toEqual([teacher.certificate.der, school.certificate.der]);
  for (const entry of entries) expect(entry.chain).toEqual([middle.certificate.der, root.certificate.der]);
  const chosen = async (options: Parameters<typeof openPkcs12>[2]) =>
    (await openPkcs12(file, PASSWORD, options)).entries.map(
      ({ certificate }) => parseCertificate(certificate).commonName,
    );
  expect(await chosen({ fingerprint: school.certificate.fingerprint.toUpperCase() })).toEqual(['Trường']);
  expect(await chosen({ subjectId: { kind: 'CCCD', value: '000000000004' } })).toEqual(['Lê Thị D']);
  expect(await chosen({ friendlyName: 'nhà trường' })).toEqual(['Trường']);
  for (const options of [
    { fingerprint: root.certificate.fingerprint },
    { subjectId: { kind: 'MST', value: '0000000002' } as const },
    { friendlyName: 'x' },
  ]) {
    await expect(openPkcs12(file, PASSWORD, options)).rejects.toMatchObject({
      code: 'ERR_P12_ENTRY_NOT_FOUND',
      params: { count: 2 },
    });
  }
});

test('our file is read by openssl, and every certificate is in it once', async () => {
  const { root, middle, teacher, school } = await shared;
  const chain = [middle.certificate.der, root.certificate.der];
  const file = await writePkcs12(
    [teacher, school].map(({ certificate, key }) => ({
      certificate: certificate.der,
      chain,
      privateKeyPkcs8: key.pkcs8,
      friendlyName: 'Khóa',
    })),
    PASSWORD,
  );
  await withOpenSsl((openssl) => {
    openssl.write('ours.p12', file);
    const pem = openssl.run('pkcs12 -in ours.p12 -nodes -passin env:P12'.split(' '), { P12: PASSWORD });
    expect(pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(4);
    expect(pem.match(/BEGIN PRIVATE KEY/g)).toHaveLength(2);
    expect(() => openssl.run('pkcs12 -in ours.p12 -nodes -passin pass:x'.split(' '))).toThrow();
  });
});

test('a key goes with the certificate that holds its public half, whatever the file says beside it', async () => {
  const { teacher, school } = await shared;
  // Both entries claim the other's certificate: localKeyId is the hash of the wrong one.
  const file = await writePkcs12(
    [
      { certificate: school.certificate.der, privateKeyPkcs8: teacher.key.pkcs8 },
      { certificate: teacher.certificate.der, privateKeyPkcs8: school.key.pkcs8 },
    ],
    PASSWORD,
  );
  const { entries } = await openPkcs12(file, PASSWORD);
  for (const entry of entries) expect(parseCertificate(entry.certificate).spki).toEqual(entry.key.spki);
});

test('files with indefinite lengths and octet strings in pieces (Firefox, macOS) are opened', async () => {
  const { root, teacher } = await shared;
  const file = await writePkcs12(
    [{ certificate: teacher.certificate.der, chain: [root.certificate.der], privateKeyPkcs8: teacher.key.pkcs8 }],
    PASSWORD,
  );
  const ber = toBer(Buffer.from(file));
  expect(ber.length).toBeGreaterThan(file.length);
  const { entries } = await openPkcs12(ber, PASSWORD);
  expect(entries).toEqual((await openPkcs12(file, PASSWORD)).entries);
  await withOpenSsl((openssl) => {
    openssl.write('ber.p12', ber);
    const pem = openssl.run('pkcs12 -in ber.p12 -nodes -passin env:P12'.split(' '), { P12: PASSWORD });
    expect(pem).toContain('BEGIN PRIVATE KEY');
  });
});

/** DER as BER: every constructed value of indefinite length, every longer octet string in pieces of 100. */
function toBer(der: Buffer): Buffer {
  const out: Buffer[] = [];
  for (let at = 0; at < der.length; ) {
    const tag = der[at]!;
    let length = der[at + 1]!;
    let content = at + 2;
    if (length >= 0x80) {
      length = der.readUIntBE(content, der[at + 1]! & 0x7f);
      content += der[at + 1]! & 0x7f;
    }
    const end = content + length;
    if ((tag & 0x20) !== 0) out.push(Buffer.from([tag, 0x80]), toBer(der.subarray(content, end)), Buffer.alloc(2));
    else if (tag === 4 && length > 100) {
      out.push(Buffer.from([0x24, 0x80]));
      for (let piece = content; piece < end; piece += 100) {
        const bytes = der.subarray(piece, Math.min(piece + 100, end));
        out.push(Buffer.from([4, bytes.length]), bytes);
      }
      out.push(Buffer.alloc(2));
    } else out.push(der.subarray(at, end));
    at = end;
  }
  return Buffer.concat(out);
}

test('a changed byte in a file with a MAC is refused', async () => {
  const { teacher } = await shared;
  const file = await writePkcs12(
    [{ certificate: teacher.certificate.der, privateKeyPkcs8: teacher.key.pkcs8 }],
    PASSWORD,
    { iterations: 1 },
  );
  expect((await openPkcs12(file, PASSWORD)).entries).toHaveLength(1);
  for (let at = 60; at < file.length; at += 97) {
    const changed = Uint8Array.from(file);
    changed[at]! ^= 0x55;
    await expect(openPkcs12(changed, PASSWORD)).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_P12_/) });
  }
});

test('certificates that belong to no key are listed apart', async () => {
  const { root, middle, teacher, school } = await shared;
  const file = await writePkcs12(
    [
      {
        certificate: teacher.certificate.der,
        chain: [school, middle, root].map(({ certificate }: { certificate: Certificate }) => certificate.der),
        privateKeyPkcs8: teacher.key.pkcs8,
      },
    ],
    PASSWORD,
  );
  const { entries, otherCertificates } = await openPkcs12(file, PASSWORD);
  expect(entries[0]!.chain).toEqual([middle.certificate.der, root.certificate.der]);
  expect(otherCertificates).toEqual([school.certificate.der]);
});

test('no file at all, and one that asks for endless rounds', async () => {
  for (const bytes of [new Uint8Array(), Uint8Array.of(0x30, 0), new TextEncoder().encode('xin chào')]) {
    await expect(openPkcs12(bytes, PASSWORD)).rejects.toMatchObject({ code: 'ERR_P12_MALFORMED' });
  }
  const { teacher } = await shared;
  const entry = { certificate: teacher.certificate.der, privateKeyPkcs8: teacher.key.pkcs8 };
  const file = Buffer.from(await writePkcs12([entry], PASSWORD, { iterations: 0x10000 }));
  // The rounds of the MAC are the last INTEGER of the file.
  const rounds = file.subarray(-5);
  expect([...rounds]).toEqual([0x02, 3, 1, 0, 0]);
  rounds.set([0x02, 3, 0x7f, 0xff, 0xff]);
  await expect(openPkcs12(file, PASSWORD)).rejects.toMatchObject({ code: 'ERR_P12_UNSUPPORTED' });
});
