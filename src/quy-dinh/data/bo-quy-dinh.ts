import type { RuleSet } from '../rule-set.js';
import { TT27_2020 } from './tt27-2020.js';
import { TT30_2014 } from './tt30-2014.js';

/** The built-in rule sets. A new circular is a file beside these and a line here. */
export const RULE_SETS: readonly RuleSet[] = [TT30_2014, TT27_2020];
