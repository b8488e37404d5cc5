import { describe, expect, test } from 'vitest';
import { ARGUMENT_ERRORS, createError, type ErrorTable, HocBaSoError, isHocBaSoError } from '../../src/errors/index.js';

const TABLE = {
  ERR_TEST_PLACE: { fault: 'data', vi: 'Sai ở dòng {line}, cột {column}', en: 'Wrong at line {line}, column {column}' },
  ERR_TEST_PLAIN: { fault: 'service', vi: 'Không được', en: 'Not possible' },
} as const satisfies ErrorTable;

describe('errors', () => {
  test('carry code, fault, parameters and both sentences', () => {
    const error = createError(TABLE, 'ERR_TEST_PLACE', { line: 3, column: 'x' });
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(HocBaSoError);
    expect(error.name).toBe('HocBaSoError');
    expect(error.code satisfies 'ERR_TEST_PLACE').toBe('ERR_TEST_PLACE');
    expect(error.fault).toBe('data');
    expect(error.params).toEqual({ line: 3, column: 'x' });
    expect(error.message).toBe('Wrong at line 3, column x');
    expect(error.messageVi).toBe('Sai ở dòng 3, cột x');
    expect(error.issues).toEqual([]);
    expect('cause' in error).toBe(false);
  });

  test('as JSON: data only, neither cause nor stack', () => {
    const error = createError(TABLE, 'ERR_TEST_PLACE', { line: 1, column: 2 }, { cause: new Error('Ngọc') });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'ERR_TEST_PLACE',
      fault: 'data',
      params: { line: 1, column: 2 },
      vi: 'Sai ở dòng 1, cột 2',
      en: 'Wrong at line 1, column 2',
    });
  });

  test('keep a foreign error as cause, also undefined, and never its text', () => {
    const cause = new Error('secret');
    const error = createError(TABLE, 'ERR_TEST_PLAIN', {}, { cause });
    expect(error.cause).toBe(cause);
    expect(`${error.message}${error.messageVi}`).not.toContain('secret');
    expect('cause' in createError(TABLE, 'ERR_TEST_PLAIN', {}, { cause: undefined })).toBe(true);
  });

  test('keep issues', () => {
    const issues = [{ code: 'too_small', path: ['a'] }];
    expect(createError(TABLE, 'ERR_TEST_PLAIN', {}, { issues }).issues).toBe(issues);
  });

  test('a value that looks like a parameter is not filled again', () => {
    const error = createError(TABLE, 'ERR_TEST_PLACE', { line: '{column}', column: '$&' });
    expect(error.message).toBe('Wrong at line {column}, column $&');
  });

  test('are recognised across copies of the package, by code too', () => {
    const error = createError(TABLE, 'ERR_TEST_PLAIN', {});
    const foreignCopy = Object.assign(new Error('x'), { code: 'ERR_TEST_PLAIN' });
    Object.defineProperty(foreignCopy, Symbol.for('hoc-ba-so.error'), { value: true });
    expect(isHocBaSoError(error)).toBe(true);
    expect(isHocBaSoError(error, 'ERR_TEST_PLAIN')).toBe(true);
    expect(isHocBaSoError(error, 'ERR_TEST_PLACE')).toBe(false);
    expect(isHocBaSoError(foreignCopy, 'ERR_TEST_PLAIN')).toBe(true);
    for (const other of [null, undefined, 'x', 1, {}, new Error('x'), { code: 'ERR_TEST_PLAIN' }]) {
      expect(isHocBaSoError(other)).toBe(false);
    }
  });

  test('the brand shows neither in JSON nor in spreading', () => {
    const error = createError(TABLE, 'ERR_TEST_PLAIN', {});
    expect(Object.getOwnPropertySymbols({ ...error })).toEqual([]);
  });

  test('a code that its table does not hold still makes an error', () => {
    const error = new HocBaSoError(TABLE, 'ERR_UNKNOWN', {});
    expect(error).toMatchObject({ code: 'ERR_UNKNOWN', fault: 'caller', message: 'ERR_UNKNOWN' });
  });

  test('wrong parameters and codes do not compile', () => {
    // @ts-expect-error a parameter is missing
    createError(TABLE, 'ERR_TEST_PLACE', { line: 1 });
    // @ts-expect-error there is no such code
    createError(TABLE, 'ERR_OTHER', {});
    // @ts-expect-error a fault is one of six
    const wrong = { ERR_X: { fault: 'nobody', vi: '', en: '' } } as const satisfies ErrorTable;
    expect(wrong).toBeDefined();
    expect(createError(ARGUMENT_ERRORS, 'ERR_PEER_MISSING', { package: 'xadesjs' }).message).toContain(
      'npm install xadesjs',
    );
  });
});
