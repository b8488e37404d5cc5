import { createError } from '../errors/index.js';
import { type GatewayStore, memoryGatewayStore } from '../exchange/index.js';
import { lines } from './file-journal.js';
import { NODE_ERRORS } from './node-errors.js';

const WRITES = ['addMessage', 'finishMessage', 'update', 'addCertificate', 'saveCertificate'] as const;
type Write = (typeof WRITES)[number];
interface Entry {
  readonly write: Write;
  readonly values: readonly unknown[];
}

/**
 * The books of a rehearsal gateway in a file: what was written is there after the program is killed. One line a change, all or nothing; read
 * whole at the start, so for rehearsals and not for a province. It holds names and packets of pupils.
 *
 * @param path - Made with the first entry, readable by its owner only.
 * @throws {@link HocBaSoError} `ERR_GATEWAY_BOOKS`; when writing, `ERR_JOURNAL_SHARED` where another program uses the file too.
 */
export async function fileGatewayStore(path: string): Promise<GatewayStore> {
  const journal = lines(path, parseEntry, true);
  const books = memoryGatewayStore();
  const apply = ({ write, values }: Entry) =>
    (books[write] as (...all: readonly unknown[]) => Promise<unknown>)(...values);
  for (const entry of await journal.read()) await apply(entry);
  let tail: Promise<unknown> = Promise.resolve();
  // One after the other: nobody may be told of a change that is not on the disk yet.
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const next = tail.then(run);
    tail = next.catch(() => undefined);
    return next;
  };
  const written = (write: Write) =>
    ((...values: readonly unknown[]) =>
      inTurn(async () => {
        const result = await apply({ write, values });
        if (result !== false) await journal.append({ write, values });
        return result;
      })) as never;
  const read = <F extends (...all: never[]) => Promise<unknown>>(run: F): F =>
    ((...values: Parameters<F>) => inTurn(() => run(...values))) as F;
  return {
    addMessage: written('addMessage'),
    finishMessage: written('finishMessage'),
    update: written('update'),
    addCertificate: written('addCertificate'),
    saveCertificate: written('saveCertificate'),
    message: read(books.message),
    pendingMessages: read(books.pendingMessages),
    rows: read(books.rows),
    record: read(books.record),
    recordsOf: read(books.recordsOf),
    openRow: read(books.openRow),
    worklist: read(books.worklist),
    certificate: read(books.certificate),
    certificates: read(books.certificates),
  };
}

function parseEntry(text: string, line: number): Entry {
  // The platform's message would quote the line, which holds names: it is not kept.
  const malformed = () => createError(NODE_ERRORS, 'ERR_GATEWAY_BOOKS', { line });
  let value: Partial<Entry> | null;
  try {
    value = JSON.parse(text) as Partial<Entry> | null;
  } catch {
    // As above.
    throw malformed();
  }
  const isEntry = value !== null && WRITES.includes(value.write as Write) && Array.isArray(value.values);
  if (!isEntry) throw malformed();
  return value as Entry;
}
