import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peer } from '../peers.js';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
const IDS = [
  'DU_LIEU_HOC_BA',
  'THONG_TIN_HOC_BA',
  'DIEM_TONG_KET',
  `${DS}:Object`,
  `${DS}:SignatureValue`,
  `${XADES}:SignedProperties`,
].flatMap((name) => ['--id-attr:Id', name]);

/** What xmlsec1 says of every signature of a file, in document order: `ok 3/3` or `failed 2/3`. Called inside a test. */
export function judgeByXmlsec1(bytes: Uint8Array, count: number): readonly string[] {
  const xmlsec1 = peer('xmlsec1');
  const folder = mkdtempSync(join(tmpdir(), 'hocba-xmlsec1-'));
  const path = join(folder, 'record.xml');
  writeFileSync(path, bytes);
  try {
    return Array.from({ length: count }, (_, index) => {
      const xpath = `(//*[local-name()='Signature'])[${index + 1}]`;
      const args = ['--verify', '--insecure', '--enabled-key-data', 'x509', ...IDS, '--node-xpath', xpath, path];
      const { ok, text } = run(xmlsec1, args);
      const counted = /References \(ok\/all\): (\d+\/\d+)/.exec(text)?.[1] ?? '?';
      return `${ok ? 'ok' : 'failed'} ${counted}`;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[]): { ok: boolean; text: string } {
  try {
    // The count of references is printed to stderr, which only a merged stream brings back from a run that succeeds.
    const text = execFileSync('sh', ['-c', '"$0" "$@" 2>&1', program, ...args], { encoding: 'utf8' });
    return { ok: true, text };
  } catch (error) {
    return { ok: false, text: String((error as { stdout?: unknown }).stdout ?? '') };
  }
}
