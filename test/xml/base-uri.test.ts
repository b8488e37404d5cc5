import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinBases, readPath, writePath } from '../../src/xml/base-uri.js';

/** Canonical XML 1.1, appendix A: input and output of the modified "remove dot segments". */
const DOTS = `
no/.././/pseudo-netpath/seg/file.ext        pseudo-netpath/seg/file.ext
no/..//.///pseudo-netpath/seg/file.ext      pseudo-netpath/seg/file.ext
yes/no//..//.///pseudo-netpath/seg/file.ext yes/pseudo-netpath/seg/file.ext
no/../yes                                   yes
no/../yes/                                  yes/
no/../yes/no/..                             yes/
../../no/../..                              ../../../
no/../..                                    ../
no/..                                       -
no/../                                      -
/a/b/c/./../../g                            /a/g
mid/content=5/../6                          mid/6
../../..                                    ../../../
no/../../                                   ../
..yes/..no/..no/..no/../../../..yes         ..yes/..yes
..yes/..no/..no/..no/../../../..yes/        ..yes/..yes/
../..                                       ../../
../../../                                   ../../../
.                                           -
./                                          -
./.                                         -
//no/..                                     /
../../no/..                                 ../../
../../no/../                                ../../
yes/no/../                                  yes/
yes/no/no/../..                             yes/
yes/no/no/no/../../..                       yes/
yes/no/../yes/no/no/../..                   yes/yes/
yes/no/no/no/../../../yes                   yes/yes
yes/no/no/no/../../../yes/                  yes/yes/
/no/../                                     /
/yes/no/../                                 /yes/
/yes/no/no/../..                            /yes/
/yes/no/no/no/../../..                      /yes/
../../..no/..                               ../../
../../..no/../                              ../../
..yes/..no/../                              ..yes/
..yes/..no/..no/../..                       ..yes/
..yes/..no/..no/..no/../../..               ..yes/
..yes/..no/../..yes/..no/..no/../..         ..yes/..yes/
/..no/../                                   /
/..yes/..no/../                             /..yes/
/..yes/..no/..no/../..                      /..yes/
/..yes/..no/..no/..no/../../..              /..yes/
/                                           /
/.                                          /
/./                                         /
/./.                                        /
/././                                       /
/..                                         /
/../..                                      /
/../../..                                   /
//..                                        /
//..//..                                    /
//..//..//..                                /
/./..                                       /
/./.././..                                  /
/./.././.././..                             /
..                                          ../
../                                         ../`;

describe('joining xml:base (Canonical XML 1.1 §2.4)', () => {
  const rows = DOTS.trim()
    .split('\n')
    .map((line) => line.split(/ +/) as [string, string]);
  test.each(rows)('appendix A: %s → %s', (input, output) => {
    expect(removeDots(input)).toBe(output === '-' ? '' : output);
  });

  test.each([
    ['abc/', '../', ''],
    ['../', '../', '../../'],
    ['..', '..', '../../'],
  ])('the examples of §2.4: %s and %s give "%s"', (base, reference, joined) => {
    expect(joinBases([reference, base])).toBe(joined);
  });

  test.each([
    // RFC 3986 §5.4, where the modifications do not matter.
    ['g:h', 'g:h'],
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    ['', 'http://a/b/c/d;p?q'],
    ['..', 'http://a/b/'],
    ['../..', 'http://a/'],
    ['../../../g', 'http://a/g'],
    ['/../g', 'http://a/g'],
    ['g;x=1/../y', 'http://a/b/c/y'],
  ])('RFC 3986 §5.4: "%s" gives %s', (reference, joined) => {
    expect(joinBases([reference, 'http://a/b/c/d;p?q'])).toBe(joined);
  });

  test('a base without path but with authority', () => {
    expect(joinBases(['x', 'http://h'])).toBe('http://h/x');
  });

  test('values are joined from the inside out, one alone stays as it is', () => {
    expect(joinBases(['x', '..', '..'])).toBe('../../x');
    expect(joinBases(['x/../'])).toBe('x/../');
    expect(joinBases(['', 'x/../y?z'])).toBe('x/../y?z');
    expect(joinBases(['', '', 'x/../y?z', 'w'])).toBe('y?z');
  });

  test('as the rules say when they are followed one join at a time', () => {
    // A colon in a first segment would be read as a scheme when the result is written and read again.
    const front = fc.constantFrom('', '', '', 'http:', '//h', 'http://h', 'http://h/');
    const piece = fc.constantFrom('a', '..', '.', '/', '/', '', 'b', '..x', '?q', '#f');
    const value = fc.tuple(front, fc.array(piece, { maxLength: 7 })).map(([start, pieces]) => start + pieces.join(''));
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 5 }), (values) => {
        expect(joinBases(values)).toBe(values.reduce((reference, base) => joinByTheRules(base, reference)));
      }),
      { seed: 11, numRuns: 50_000 },
    );
  });
});

function removeDots(text: string): string {
  return writePath({ ...readPath(text), literal: undefined });
}

/** RFC 3986 §5.2.2 in its own words, with the modifications of Canonical XML 1.1 §2.4. */
function joinByTheRules(base: string, reference: string): string {
  const split = (uri: string) => {
    const [, scheme, authority, path = '', query] =
      /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s.exec(uri)!;
    return { scheme, authority, path, query };
  };
  const b = split(base);
  const r = split(reference);
  let t = { ...b, path: '', query: r.query };
  if (r.scheme !== undefined) t = { ...r, path: removeDots(r.path) };
  else if (r.authority !== undefined) t = { ...r, scheme: b.scheme, path: removeDots(r.path) };
  else if (r.path === '') t = { ...b, query: r.query ?? b.query };
  else if (r.path.startsWith('/')) t.path = removeDots(r.path);
  else {
    const folder = b.authority !== undefined && b.path === '' ? '/' : b.path.replace(/[^/]*$/, '');
    t.path = removeDots((/(^|\/)\.\.$/.test(b.path) ? `${b.path}/` : folder) + r.path);
  }
  const scheme = t.scheme === undefined ? '' : `${t.scheme}:`;
  const authority = t.authority === undefined ? '' : `//${t.authority}`;
  return scheme + authority + t.path + (t.query === undefined ? '' : `?${t.query}`);
}
