/**
 * The client of the season as a program of its own, so that it can be killed: it sends every school of the folder that is named on its
 * command line, three at a time, each with its journal, and writes a line of results for each that is complete.
 */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createExchangeClient } from '../../src/exchange/index.js';
import { fileSubmissionJournal } from '../../src/node/index.js';
import { packTransaction } from '../../src/packaging/index.js';
import { openHocBa } from '../../src/record-xml/index.js';
import { pkcs12Signer } from '../../src/signing/index.js';
import { AT, type SeasonPlan } from './season-plan.js';

const folder = process.argv[2]!;
const { baseUrl, token, password, schools, receiver } = JSON.parse(
  readFileSync(join(folder, 'plan.json'), 'utf8'),
) as SeasonPlan;
const signer = await pkcs12Signer(readFileSync(join(folder, 'seal.p12')), password);

async function send(maDonVi: string): Promise<void> {
  const client = createExchangeClient({
    baseUrl,
    account: { userName: maDonVi, password, maDonVi, namHoc: 2024 },
    token: () => token,
    retry: { attempts: 20, baseDelayMs: 20, maxDelayMs: 200 },
  });
  const names = readdirSync(join(folder, maDonVi)).filter((name) => name.endsWith('.xml'));
  const files = names.sort().map((name) => openHocBa(readFileSync(join(folder, maDonVi, name))));
  const result = await client.submitSchool(files, {
    journal: fileSubmissionJournal(join(folder, maDonVi, 'gui.jsonl')),
    pack: (some) => packTransaction(some, { signer, receiver, signingTime: AT }),
    polling: { intervalMs: 200, factor: 1.2, maxIntervalMs: 1_000 },
  });
  appendFileSync(join(folder, 'results.jsonl'), `${JSON.stringify({ maDonVi, ...result })}\n`);
}

const left = [...schools];
await Promise.all(
  Array.from({ length: 3 }, async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await send(next);
  }),
);
