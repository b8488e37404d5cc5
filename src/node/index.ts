/** In: paths and devices of this machine. Out: the ports of other folders, made with Node: journals, books and list numbers in files, a gateway on loopback, fonts of the system, tokens with PKCS#11 libraries. */
export { fileJournal, fileSubmissionJournal } from './file-journal.js';
export { fileNumberStore } from './file-number-store.js';
export { fileGatewayStore } from './gateway-store.js';
export { NODE_ERRORS } from './node-errors.js';
export type { ReadPdfFontsOptions } from './pdf-fonts.js';
export { readPdfFonts } from './pdf-fonts.js';
export type { Pkcs11Signer, Pkcs11SignerOptions } from './pkcs11-signer.js';
export { pkcs11Signer } from './pkcs11-signer.js';
export type { ServedGateway, ServeGatewayOptions } from './serve-gateway.js';
export { serveGateway } from './serve-gateway.js';
