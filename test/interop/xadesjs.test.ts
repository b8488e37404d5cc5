/* xadesjs and xmldsigjs sign, this package verifies; the other direction is crossCheck, in test/second-engine. */
import { webcrypto } from 'node:crypto';
import { DOMImplementation, DOMParser, XMLSerializer } from '@xmldom/xmldom';
import { beforeAll, describe, expect, test } from 'vitest';
import * as xades from 'xadesjs';
import * as xmldsig from 'xmldsigjs';
import xpath from 'xpath';
import { brief, change, DS, judge, type KeyName, testKey } from '../xades/toolkit.js';

beforeAll(() => {
  xades.setNodeDependencies({ DOMImplementation, DOMParser, XMLSerializer, xpath });
  xades.Application.setEngine('test', {
    subtle: webcrypto.subtle,
    getRandomValues: webcrypto.getRandomValues.bind(webcrypto),
  } as never);
});

const ALGORITHMS: readonly (readonly [KeyName, RsaHashedImportParams | EcKeyImportParams, object])[] = [
  ['rsa', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, { name: 'RSASSA-PKCS1-v1_5' }],
  ['rsa', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' }, { name: 'RSASSA-PKCS1-v1_5' }],
  ['rsa', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' }, { name: 'RSASSA-PKCS1-v1_5' }],
  ['p256', { name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', hash: 'SHA-256' }],
  ['p384', { name: 'ECDSA', namedCurve: 'P-384' }, { name: 'ECDSA', hash: 'SHA-384' }],
  ['p521', { name: 'ECDSA', namedCurve: 'P-521' }, { name: 'ECDSA', hash: 'SHA-512' }],
];

/** Its RSAPSSParams leave the mask function to a default on which implementations disagree. */
const PSS: (typeof ALGORITHMS)[number] = [
  'rsa',
  { name: 'RSA-PSS', hash: 'SHA-256' },
  { name: 'RSA-PSS', saltLength: 32, hash: 'SHA-256' },
];

const SOURCE =
  '<HOC_BA xmlns:p="urn:p"><DU_LIEU_HOC_BA Id="data"><p:DIEM x="&lt;">9</p:DIEM> Đà Nẵng</DU_LIEU_HOC_BA></HOC_BA>';

async function sign(
  kind: 'xades' | 'xmldsig',
  [name, format, algorithm]: (typeof ALGORITHMS)[number],
  references: readonly object[],
): Promise<string> {
  const { privateKey, certificateBase64 } = testKey(name);
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  const key = await webcrypto.subtle.importKey('pkcs8', der, format as never, true, ['sign']);
  const document = xades.Parse(SOURCE);
  const signer = kind === 'xades' ? new xades.SignedXml() : new xmldsig.SignedXml();
  const options = {
    x509: [certificateBase64],
    references,
    ...(kind === 'xades' ? { signingCertificate: certificateBase64 } : {}),
  };
  const signature = await signer.Sign(algorithm as never, key as never, document as never, options as never);
  document.documentElement.appendChild(document.importNode(signature.GetXml()! as never, true) as never);
  return new XMLSerializer().serializeToString(document as never);
}

const FORMS: Readonly<Record<string, readonly object[]>> = {
  'whole document, enveloped and exclusive': [{ uri: '', hash: 'SHA-256', transforms: ['enveloped', 'exc-c14n'] }],
  'whole document, enveloped and inclusive': [{ uri: '', hash: 'SHA-256', transforms: ['enveloped', 'c14n'] }],
  'the block, exclusive': [{ uri: '#data', hash: 'SHA-512', transforms: ['exc-c14n'] }],
  'the block, no transform': [{ uri: '#data', hash: 'SHA-1' }],
};

describe('this package verifies what xmldsigjs and xadesjs make', () => {
  for (const kind of ['xmldsig', 'xades'] as const) {
    for (const row of ALGORITHMS) {
      const [name, format, algorithm] = row;
      const hash = (format as { hash?: string }).hash ?? (algorithm as { hash?: string }).hash;
      test(`${kind}js: ${format.name} ${hash} with ${name}`, async () => {
        const text = await sign(kind, row, FORMS['the block, exclusive']!);
        const result = await judge(text);
        expect([brief(result), result.flags.includes('legacy'), result.level]).toEqual([
          'valid',
          hash === 'SHA-1',
          kind === 'xades' ? 'XAdES-B' : 'XMLDSig',
        ]);
        if (kind === 'xades')
          expect([result.certificateBinding, result.claims?.signingTime]).toEqual(['match', expect.any(String)]);
        expect(brief(await judge(change(text, '>9<', '>10<')))).toBe('invalid digest');
      });
    }
    test(`${kind}js: RSA-PSS, whose parameters are incomplete, is not judged`, async () => {
      const text = await sign(kind, PSS, FORMS['the block, exclusive']!);
      expect(text).not.toContain('MaskGenerationFunction');
      const result = await judge(text);
      expect([brief(result), result.references[0]!.digestMatches]).toEqual(['unsupported algorithmParameters', true]);
    });

    for (const [form, references] of Object.entries(FORMS)) {
      test(`${kind}js: ${form}`, async () => {
        const result = await judge(await sign(kind, ALGORITHMS[0]!, references));
        expect(brief(result)).toBe('valid');
        expect(result.element.namespaceUri).toBe(DS);
      });
    }
  }
});
