/**
 * Joins `xml:base` values for an element whose ancestors are left out (Canonical XML 1.1 §2.4): RFC 3986 §5.2 without the demand that
 * a base has a scheme.
 *
 * @param bases - Values, innermost first: the element's own, if any, then those of the ancestors that are left out; at least one.
 */
export function baseFixup(bases: readonly string[]): string {
  return bases.reduce((reference, base) => joinReferences(base, reference));
}

interface UriParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
}

/** RFC 3986, appendix B. */
function split(uri: string): UriParts {
  const found = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s.exec(uri)!;
  return { scheme: found[1], authority: found[2], path: found[3] ?? '', query: found[4] };
}

/** The function "join-URI-References" of Canonical XML 1.1 §2.4. */
export function joinReferences(base: string, reference: string): string {
  const b = split(base);
  const r = split(reference);
  if (r.scheme !== undefined) return compose({ ...r, path: removeDots(r.path) });
  if (r.authority !== undefined) return compose({ ...r, scheme: b.scheme, path: removeDots(r.path) });
  if (r.path === '') return compose({ ...b, query: r.query ?? b.query });
  if (r.path.startsWith('/')) return compose({ ...b, path: removeDots(r.path), query: r.query });
  const folder = b.authority !== undefined && b.path === '' ? '/' : b.path.slice(0, b.path.lastIndexOf('/') + 1);
  // A base that ends in ".." names a folder: the segment must not be dropped like a file name.
  const whole = /(?:^|\/)\.\.$/.test(b.path) ? `${b.path}/` : folder;
  return compose({ ...b, path: removeDots(whole + r.path), query: r.query });
}

function compose({ scheme, authority, path, query }: UriParts): string {
  return (
    (scheme === undefined ? '' : `${scheme}:`) +
    (authority === undefined ? '' : `//${authority}`) +
    path +
    (query === undefined ? '' : `?${query}`)
  );
}

/** RFC 3986 §5.2.4 as Canonical XML 1.1 modifies it: leading `..` stay, slashes fold, a final `..` ends in a slash (its appendix A). */
export function removeDots(path: string): string {
  const absolute = path.startsWith('/');
  const kept: string[] = [];
  const segments = path.split('/');
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (!absolute) kept.push('..');
  }
  const last = segments[segments.length - 1];
  const folder = kept.length > 0 && (last === '' || last === '.' || last === '..');
  return (absolute ? '/' : '') + kept.join('/') + (folder ? '/' : '');
}
