import { describe, expect, test } from 'vitest';
import { baseFixup, joinReferences, removeDots } from '../../src/xml/base-uri.js';

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
    expect(joinReferences(base, reference)).toBe(joined);
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
    expect(joinReferences('http://a/b/c/d;p?q', reference)).toBe(joined);
  });

  test('a base without path but with authority', () => {
    expect(joinReferences('http://h', 'x')).toBe('http://h/x');
  });

  test('values are joined from the inside out', () => {
    expect(baseFixup(['x', '..', '..'])).toBe('../../x');
    expect(baseFixup(['x/'])).toBe('x/');
  });
});
