/** The part of Node's crypto module that is used, so that no Node types are needed. */
export interface NodeCrypto {
  /** Since Node 20.12: about a third faster than createHash on short input. */
  hash?(algorithm: string, data: string | Uint8Array, outputEncoding: 'latin1'): string;
  createHash(algorithm: string): NodeHash;
  createPublicKey(
    input:
      | { readonly key: Uint8Array; readonly format: 'der'; readonly type: 'spki' }
      | { readonly key: Readonly<Record<string, string>>; readonly format: 'jwk' },
  ): NodeKey;
  verify(
    algorithm: string,
    data: Uint8Array,
    key: {
      readonly key: NodeKey;
      readonly padding?: number;
      readonly saltLength?: number;
      readonly dsaEncoding?: 'ieee-p1363';
    },
    signature: Uint8Array,
  ): boolean;
}

interface NodeHash {
  update(data: Uint8Array): NodeHash;
  update(data: string, encoding: 'utf8'): NodeHash;
  digest(): Uint8Array;
}

/** A KeyObject; nothing is asked of it. */
export type NodeKey = object;

let captured: NodeCrypto | null | undefined;

/** Node's synchronous crypto, or undefined where there is none. Captured at first use; no `node:` import, so bundlers see nothing. */
export function nodeCrypto(): NodeCrypto | undefined {
  if (captured === undefined) {
    const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
    const found =
      typeof process?.getBuiltinModule === 'function'
        ? (process.getBuiltinModule('node:crypto') as NodeCrypto)
        : undefined;
    captured = typeof found?.createHash === 'function' && typeof found.verify === 'function' ? found : null;
  }
  return captured ?? undefined;
}
