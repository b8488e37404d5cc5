import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VaiTroKy } from '../../src/hoc-ba/index.js';
import type { HocBaFile } from '../../src/record-xml/index.js';
import { peer } from '../peers.js';
import { signatureText } from './kit.js';

/** Whether an RSA-PSS value (SHA-256) holds over SignedInfo: canonical form by libxml2, value by OpenSSL. Called inside a test. */
export function holdsByOpenssl(file: HocBaFile, role: VaiTroKy): boolean {
  const [xmllint, openssl] = [peer('xmllint'), peer('openssl')];
  const text = signatureText(file, role);
  const part = (name: string) => new RegExp(`<${name}[ >].*?</${name}>`, 's').exec(text)?.[0] ?? '';
  const base64 = (name: string) => Buffer.from(part(name).replace(/<[^>]*>/g, ''), 'base64');
  const folder = mkdtempSync(join(tmpdir(), 'hocba-openssl-'));
  const at = (name: string) => join(folder, name);
  try {
    writeFileSync(
      at('info.xml'),
      part('SignedInfo').replace('<SignedInfo', '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#"'),
    );
    const form = text.includes('CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/')
      ? '--exc-c14n'
      : '--c14n';
    writeFileSync(at('info'), execFileSync(xmllint, [form, at('info.xml')]));
    writeFileSync(at('value'), base64('SignatureValue'));
    const { publicKey } = new X509Certificate(base64('X509Certificate'));
    writeFileSync(at('key.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
    const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest'];
    const args = ['dgst', '-sha256', '-verify', at('key.pem'), ...pss, '-signature', at('value'), at('info')];
    return execFileSync(openssl, args, { encoding: 'utf8' }).trim() === 'Verified OK';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
