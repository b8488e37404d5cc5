import { recordDigest } from '../../integrity/index.js';
import { openHocBaList } from '../../record-xml/index.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
import { eachFile } from '../input.js';
import { RECORD_EXTENSIONS, unwrapXml } from '../record-input.js';
import { line } from '../terminal.js';

/** `hocba hash`. */
export const hash: CommandRun = (context, args) =>
  eachFile(context, args, { extensions: RECORD_EXTENSIONS }, async (bytes, file) => {
    const digests = openHocBaList(await unwrapXml(bytes)).map((record) =>
      Buffer.from(recordDigest(record)).toString('hex'),
    );
    return {
      exit: EXIT.ok,
      json: { records: digests.map((digest, index) => ({ index, recordDigest: digest })) },
      lines: digests.map((digest, index) => line`${digest}  ${file}${digests.length > 1 ? ` #${index + 1}` : ''}`),
    };
  });
