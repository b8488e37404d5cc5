/**
 * The certificate library, loaded when it is first needed: it works with decorators and needs the `Reflect` polyfill before it, so a program that
 * only reads certificates carries neither. Awaited one after the other, since bundlers are free to reorder plain imports.
 */
export async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}
