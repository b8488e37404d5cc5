/**
 * Joins `xml:base` values for elements whose ancestors are left out (Canonical XML 1.1 §2.4): RFC 3986 §5.2 without the demand that a
 * base has a scheme, keeping leading `..` segments and folding repeated slashes.
 *
 * @param bases - Values of the ancestors that are left out, outermost first; at least one.
 * @param own - Value on the element itself, if it has one.
 */
export function baseFixup(bases: readonly string[], own: string | undefined): string {
  let joined = bases[0]!;
  for (const base of bases.slice(1)) joined = join(joined, base);
  return own === undefined ? joined : join(joined, own);
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

function join(base: string, reference: string): string {
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

function removeDots(path: string): string {
  const absolute = path.startsWith('/');
  const kept: string[] = [];
  const segments = path.split('/');
  let folder = false;
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    folder = last && (segment === '' || segment === '.' || segment === '..');
    if (segment === '' || segment === '.') return;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (!absolute) kept.push('..');
  });
  const body = kept.join('/');
  return (absolute ? '/' : '') + body + (folder && body !== '' ? '/' : '');
}
