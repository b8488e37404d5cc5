import { testSignatures } from './signatures.js';

testSignatures(20_260_501);
