import { fault, malformed } from './faults.js';

const S = '[ \\t\\r\\n]';
const EQUALS = `${S}*=${S}*`;
const ENCODING = '([A-Za-z][A-Za-z0-9._-]*)';

/** XML 1.0, production 23. */
function pattern(): RegExp {
  const version = `${S}+version${EQUALS}(?:"([^"<&]*)"|'([^'<&]*)')`;
  const encoding = `(?:${S}+encoding${EQUALS}(?:"${ENCODING}"|'${ENCODING}'))?`;
  const standalone = `(?:${S}+standalone${EQUALS}(?:"(?:yes|no)"|'(?:yes|no)'))?`;
  return new RegExp(`<\\?xml${version}${encoding}${standalone}${S}*\\?>`, 'y');
}

const DECLARATION = /* @__PURE__ */ pattern();

/** Offset behind the XML declaration at `at`, or `at` when there is none. Another version or encoding is refused. */
export function afterDeclaration(source: string, at: number): number {
  if (!source.startsWith('<?xml', at) || !/[ \t\r\n]/.test(source.charAt(at + 5))) return at;
  DECLARATION.lastIndex = at;
  const found = DECLARATION.exec(source);
  if (found === null) throw malformed('XML declaration', source, at);
  if ((found[1] ?? found[2]) !== '1.0') throw fault('ERR_XML_VERSION', source, at);
  const encoding = (found[3] ?? found[4] ?? 'utf-8').toLowerCase();
  // "utf8" is what some libraries write; US-ASCII is a subset. Any other would be read differently by who believes the declaration.
  const isAscii = (encoding === 'us-ascii' || encoding === 'ascii') && !/[^\u0000-\u007f]/.test(source);
  if (encoding !== 'utf-8' && encoding !== 'utf8' && !isAscii) throw fault('ERR_XML_ENCODING', source, at);
  return at + found[0].length;
}
