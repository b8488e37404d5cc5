/** A path taken apart as Canonical XML 1.1 §2.4 normalises it, so that a base can be put before it at the cost of the base alone. */
interface Path {
  /** As written, as long as nothing has normalised it. */
  literal: string | undefined;
  absolute: boolean;
  /** Number of leading `..`. */
  up: number;
  /** The names behind them, last first. */
  readonly names: string[];
  /** Whether it ends in a slash, if there is anything to end. */
  readonly folder: boolean;
}

interface Reference {
  scheme: string | undefined;
  authority: string | undefined;
  path: Path;
  query: string | undefined;
}

/**
 * Joins `xml:base` values for an element whose ancestors are left out (Canonical XML 1.1 §2.4): RFC 3986 §5.2 without the demand that
 * a base has a scheme. The cost is linear in the length of the values: they are attacker-controlled, and 256 of them can be nested.
 *
 * @param bases - Values, innermost first: the element's own, if any, then those of the ancestors that are left out; at least one.
 */
export function joinBases(bases: readonly string[]): string {
  const joined = split(bases[0]!);
  for (const base of bases.slice(1)) join(joined, split(base));
  const { scheme, authority, path, query } = joined;
  return (
    (scheme === undefined ? '' : `${scheme}:`) +
    (authority === undefined ? '' : `//${authority}`) +
    writePath(path) +
    (query === undefined ? '' : `?${query}`)
  );
}

/** RFC 3986, appendix B. */
function split(uri: string): Reference {
  const found = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s.exec(uri)!;
  return { scheme: found[1], authority: found[2], path: readPath(found[3]!), query: found[4] };
}

/** RFC 3986 §5.2.2, on the reference itself. */
function join(reference: Reference, base: Reference): void {
  const { path } = reference;
  if (reference.scheme === undefined) {
    const hasOwnRoot = reference.authority !== undefined;
    reference.scheme = base.scheme;
    if (!hasOwnRoot) {
      reference.authority = base.authority;
      if (isEmpty(path)) {
        reference.path = base.path;
        reference.query ??= base.query;
        return;
      }
      if (!path.absolute) prepend(path, folderOf(base));
    }
  }
  path.literal = undefined;
}

function isEmpty({ literal, absolute, up, names }: Path): boolean {
  return literal === undefined ? !absolute && up === 0 && names.length === 0 : literal === '';
}

/** The part of a base that stays before a relative reference (RFC 3986 §5.2.3). */
function folderOf({ authority, path }: Reference): Path {
  const text = writePath(path);
  if (authority !== undefined && text === '') return readPath('/');
  // A base that ends in ".." names a folder: the segment must not be dropped like a file name.
  return readPath(/(?:^|\/)\.\.$/.test(text) ? text : text.slice(0, text.lastIndexOf('/') + 1));
}

function prepend(path: Path, { absolute, up, names }: Path): void {
  const popped = Math.min(path.up, names.length);
  for (let i = popped; i < names.length; i++) path.names.push(names[i]!);
  path.up = absolute ? 0 : up + path.up - popped;
  path.absolute = absolute;
}

/** RFC 3986 §5.2.4 as Canonical XML 1.1 modifies it: leading `..` stay, slashes fold, a final `..` ends in a slash (its appendix A). */
export function readPath(literal: string): Path {
  const absolute = literal.startsWith('/');
  const segments = literal.split('/');
  const names: string[] = [];
  let up = 0;
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') names.push(segment);
    else if (names.length > 0) names.pop();
    else if (!absolute) up += 1;
  }
  const last = segments[segments.length - 1];
  return { literal, absolute, up, names: names.reverse(), folder: last === '' || last === '.' || last === '..' };
}

export function writePath({ literal, absolute, up, names, folder }: Path): string {
  if (literal !== undefined) return literal;
  const segments = [...new Array<string>(up).fill('..'), ...[...names].reverse()];
  return (absolute ? '/' : '') + segments.join('/') + (folder && segments.length > 0 ? '/' : '');
}
