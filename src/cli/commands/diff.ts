import { openHocBa, readHocBa } from '../../record-xml/index.js';
import type { CommandRun } from '../definition.js';
import { EXIT } from '../exit-codes.js';
export const diff: CommandRun = () => EXIT.ok;
void openHocBa;
void readHocBa;
