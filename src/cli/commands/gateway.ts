import { timingSafeEqual } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createError } from '../../errors/index.js';
import {
  type Credentials,
  createGateway,
  type Gateway,
  type GatewayStore,
  hashPassword,
  memoryGatewayStore,
  servicesCv2088,
} from '../../exchange/index.js';
import { fileGatewayStore, serveGateway } from '../../node/index.js';
import { CLI_ERRORS } from '../cli-errors.js';
import type { CommandContext } from '../context.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { inFile } from '../file-of-error.js';
import { optionInteger, optionText } from '../options.js';
import { receiverOf } from '../receiver-option.js';
import { line } from '../terminal.js';
import { readBasis } from '../trust.js';

const TICK_MS = 100;

/** `hocba gateway`: runs until it is stopped. */
export const gateway: CommandRun = async (context, _args, options) => {
  if (context.trust.length === 0) throw createError(CLI_ERRORS, 'ERR_CLI_OPTION_REQUIRED', { option: '--trust' });
  const port = optionInteger(options, 'port', { min: 0, max: 65_535, default: 8_088 });
  const delayMs = optionInteger(options, 'delay', { min: 0, max: 86_400, default: 0 }) * 1000;
  const receiver = receiverOf(options);
  const data = optionText(options, 'data');
  const store = await openBooks(data);
  const kit = createGateway({
    store: watched(context, store),
    authenticate: authenticator(context),
    acceptance: { ...(await readBasis(context)), receiver },
    approve: () => (delayMs === 0 ? 'approved' : 'wait'),
    now: optionText(options, 'at') === undefined ? context.io.now : () => context.at,
  });
  const served = await serveGateway(kit, { port, onError: context.debug });
  const authority = startAuthority(context, kit, delayMs);
  context.emit({ address: served.url, receiver: receiver.id, data: data ?? null });
  const { t, paint } = context;
  context.print(line`${paint.strong(served.url)}`);
  context.print(
    line`${t({
      vi: `Cổng thử (chỉ trên máy này, không TLS, bên nhận "${receiver.id}"); Ctrl+C để dừng.`,
      en: `A gateway to rehearse with (this machine only, no TLS, receiver "${receiver.id}"); Ctrl+C stops it.`,
    })}`,
  );
  await context.io.stopped();
  await authority.stop();
  await served.close();
  return EXIT.ok;
};

async function openBooks(data: string | undefined): Promise<GatewayStore> {
  if (data === undefined) return memoryGatewayStore();
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const path = join(data, 'so.jsonl');
  return inFile(path, () => fileGatewayStore(path));
}

/** Everybody, or those who know the secrets of the environment; each unit by one and the same. */
function authenticator({ io }: CommandContext): (given: Credentials) => boolean {
  const token = io.env['HOCBA_GATEWAY_TOKEN'];
  const password = io.env['HOCBA_GATEWAY_PASSWORD'];
  const hash = password === undefined ? undefined : hashPassword(password, servicesCv2088().password);
  return (given) => isSecret(given.token, token) && (given.passwordHash === null || isSecret(given.passwordHash, hash));
}

function isSecret(given: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Books that tell, without a name, what became of each packet. */
function watched(context: CommandContext, store: GatewayStore): GatewayStore {
  return {
    ...store,
    finishMessage: async (message, rows, records) => {
      await store.finishMessage(message, rows, records);
      const counts: Record<string, number> = {};
      for (const { status, error } of rows) {
        const what = error === '' ? status : error;
        counts[what] = (counts[what] ?? 0) + 1;
      }
      const { messageId, maDonVi, service } = message;
      context.emit({ packet: messageId, unit: maDonVi, service, counts });
      const list = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
      context.print(line`${service} ${maDonVi} ${messageId}: ${list.join(' · ')}`);
    },
  };
}

/** The authority of the rehearsal: looks at what has arrived, and agrees to everything after a while. */
function startAuthority(
  context: CommandContext,
  kit: Gateway,
  delayMs: number,
): { readonly stop: () => Promise<void> } {
  let isOver = false;
  const seen = new Map<string, number>();
  const isDue = (key: string): boolean => {
    const first = seen.get(key) ?? Date.now();
    seen.set(key, first);
    return Date.now() - first >= delayMs;
  };
  const round = async (): Promise<void> => {
    await kit.processPending();
    const { certificates, records, recalls } = await kit.worklist();
    for (const { maDonVi, messageId } of certificates)
      if (isDue(`certificate ${maDonVi} ${messageId}`)) await kit.decideCertificate(maDonVi, messageId, 'approved');
    for (const { maTraCuu } of records) if (isDue(`record ${maTraCuu}`)) await kit.decideRecord(maTraCuu, 'approved');
    for (const { maTraCuu, waitsFor } of recalls)
      if (isDue(`recall ${maTraCuu} ${waitsFor}`)) await kit.decideRecall(maTraCuu, waitsFor, true);
  };
  const run = (async () => {
    while (!isOver) {
      try {
        await round();
      } catch (error) {
        // One packet at which the program itself fails: the others go on.
        context.fail(error);
        context.debug(error);
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await run;
    },
  };
}
