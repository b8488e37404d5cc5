import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cliPage } from '../../scripts/cli-docs.js';
import { COMMANDS } from '../../src/cli/commands.js';
import { GLOBAL_OPTIONS } from '../../src/cli/definition.js';
import { EXIT, EXIT_ORDER, exitOf, worstExit } from '../../src/cli/exit-codes.js';
import { chooseLanguage } from '../../src/cli/language.js';
import { parseInstant } from '../../src/cli/options.js';
import { HocBaSoError } from '../../src/errors/index.js';
import { ROOT } from '../shared.js';
import { errorCode, hocba, jsonLines, spawnHocba, temporaryFolder } from './hocba.js';

const folder = temporaryFolder();
writeFileSync(join(folder, 'cut.xml'), '<HOC_BA><DU_LIEU');
mkdirSync(join(folder, 'empty'));

describe('language', () => {
  test.each([
    [[], {}, 'vi'],
    [[], { LANG: 'en_US.UTF-8' }, 'en'],
    [[], { LANG: 'en_US.UTF-8', LC_ALL: 'vi_VN.UTF-8' }, 'vi'],
    [[], { LANG: 'C.UTF-8' }, 'vi'],
    [[], { LANG: 'english' }, 'vi'],
    [[], { LANG: 'en_US', LC_ALL: '' }, 'en'],
    [['--lang', 'en'], { LANG: 'vi_VN' }, 'en'],
    [['verify', '--lang=en', 'x'], {}, 'en'],
    [['--lang', 'fr'], { LANG: 'en' }, 'en'],
    [['--', '--lang', 'en'], {}, 'vi'],
  ] as const)('%j with %j is %s', (args, env, expected) => {
    expect(chooseLanguage(args, env)).toBe(expected);
  });

  test('a usage error and the help speak it too', async () => {
    expect((await hocba(['verify', '--lang', 'en'])).err).toMatch(/^hocba: The argument FILE is missing/);
    expect((await hocba(['verify'])).err).toMatch(/^hocba: Thiếu đối số FILE/);
    expect((await hocba(['--help'], { env: { LANG: 'en_GB' } })).out).toContain('Exit codes');
    expect((await hocba(['--help'])).out).toContain('Mã thoát');
  });

  test('another one is refused', async () => {
    expect(await hocba(['layout', 'list', '--lang', 'fr', '--json'])).toMatchObject({ code: 64, err: '' });
  });
});

describe('help', () => {
  test.each(COMMANDS.map(({ name }) => name))(
    '%s explains itself in both languages, with every option and an example',
    async (name) => {
      const { options, examples, arguments: args } = COMMANDS.find((command) => command.name === name)!;
      for (const lang of ['vi', 'en']) {
        const { code, out, err } = await hocba([name, '--help', '--lang', lang]);
        expect({ code, err }).toEqual({ code: 0, err: '' });
        for (const { flags } of [...options, ...GLOBAL_OPTIONS]) expect(out).toContain(flags);
        for (const arg of args) expect(out).toContain(arg.name);
        for (const example of examples) expect(out).toContain(example.command);
        expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(130);
      }
      expect(examples.length).toBeGreaterThan(0);
    },
  );

  test('every text has both languages, which differ, and names the same options and codes', () => {
    const texts = COMMANDS.flatMap(({ summary, description, arguments: args, options, examples }) => [
      summary,
      ...description,
      ...[...args, ...options, ...examples].map(({ text }) => text),
    ]);
    expect(texts.length).toBeGreaterThan(100);
    const names = (text: string) =>
      [...new Set(text.match(/--[a-z-]+|\b[A-Z]{3,}[A-Z0-9_]*\b/g) ?? [])].filter((one) => one.startsWith('--')).sort();
    for (const { vi, en } of texts) {
      expect(vi).not.toBe('');
      expect(en).not.toBe('');
      expect(vi).toBe(vi.normalize('NFC'));
      expect(names(vi), vi).toEqual(names(en));
    }
  });

  test('docs/cli.md is what the definitions say', () => {
    expect(readFileSync(join(ROOT, 'docs', 'cli.md'), 'utf8')).toBe(cliPage());
  });
});

describe('usage', () => {
  test.each([
    [[], 'ERR_CLI_COMMAND_MISSING'],
    [['nope'], 'ERR_CLI_COMMAND_UNKNOWN'],
    [['verify'], 'ERR_CLI_ARGUMENT_MISSING'],
    [['verify', 'x', '--nope'], 'ERR_CLI_OPTION_UNKNOWN'],
    [['verify', 'x', '--at'], 'ERR_CLI_OPTION_INCOMPLETE'],
    [['verify', 'x', '--at', 'yesterday'], 'ERR_CLI_OPTION_INVALID'],
    [['verify', 'x', '--at', '2026-02-31'], 'ERR_CLI_OPTION_INVALID'],
    [['sign', 'x'], 'ERR_CLI_OPTION_REQUIRED'],
    [['sign', 'x', '--role', 'BOSS', '--p12', 'y', '--out', 'z'], 'ERR_CLI_OPTION_INVALID'],
    [['sample', '--grade', '6', '--out', 'z'], 'ERR_CLI_OPTION_INVALID'],
    [['sample', '--grade', '4', '--pupils', '-1', '--out', 'z'], 'ERR_CLI_OPTION_INVALID'],
    [['sample', '--grade', '5', '--year', '2019-2020', '--out', 'z'], 'ERR_ARGUMENT_INVALID'],
    [['diff', 'a', 'b', 'c'], 'ERR_CLI_ARGUMENT_EXCESS'],
    [['layout', 'paint'], 'ERR_CLI_OPTION_INVALID'],
    [['layout', 'show'], 'ERR_CLI_ARGUMENT_MISSING'],
    [['layout', 'show', 'none'], 'ERR_CLI_OPTION_INVALID'],
    [['verify', 'x', '--policy', 'none'], 'ERR_ARGUMENT_INVALID'],
    [
      ['sign', 'x', '--role', 'GVCN', '--p12', 'y', '--out', 'z', '--receiver', 'r', '--profile', 'dual'],
      'ERR_CLI_OPTION_CONFLICT',
    ],
  ])('%j is 64, %s', async (args, code) => {
    const human = await hocba(args);
    expect(human).toMatchObject({ code: 64, out: '' });
    expect(human.err).toContain(`(${code})`);
    const json = await hocba([...args.slice(0, 1), '--json', ...args.slice(1)]);
    expect({ code: json.code, err: json.err, error: errorCode(json) }).toEqual({ code: 64, err: '', error: code });
  });

  test('a password on the command line is refused, and not repeated', async () => {
    const args = ['sign', 'x', '--role', 'GVCN', '--p12', 'y', '--out', 'z', '--password=geheim'];
    const answer = await hocba(args);
    expect(answer).toMatchObject({ code: 64, out: '' });
    expect(answer.err).toContain('ERR_CLI_OPTION_SECRET');
    expect(answer.err).not.toContain('geheim');
  });

  test('a register without a pinned signer is refused', async () => {
    const answer = await hocba(['verify', join(folder, 'cut.xml'), '--register', join(folder, 'cut.xml'), '--json']);
    expect({ code: answer.code, error: errorCode(answer) }).toEqual({
      code: 64,
      error: 'ERR_CLI_TRUST_SIGNER_MISSING',
    });
  });

  test('nothing to judge is never 0', async () => {
    for (const command of ['verify', 'signature', 'hash', 'plan', 'validate', 'pack']) {
      const more = command === 'pack' ? ['--out', join(folder, 'p.xml')] : [];
      const answer = await hocba([command, join(folder, 'empty'), '--json', ...more]);
      expect({ command, code: answer.code, error: errorCode(answer) }).toEqual({
        command,
        code: 65,
        error: 'ERR_CLI_FOLDER_EMPTY',
      });
    }
    expect((await hocba(['verify', 'x', '--trust', join(folder, 'empty')])).err).toContain('ERR_CLI_TRUST_EMPTY');
  });
});

describe('exit codes', () => {
  test('of many the worst counts, in the documented order; of none it is 65', () => {
    expect(worstExit([0, 2, 1])).toBe(1);
    expect(worstExit([0, 1, 65, 2])).toBe(65);
    expect(worstExit([65, 70])).toBe(70);
    expect(worstExit([0, 0])).toBe(0);
    expect(worstExit([])).toBe(65);
    expect([...EXIT_ORDER].sort()).toEqual(Object.values(EXIT).sort());
    expect(readFileSync(join(ROOT, 'docs', 'cli.md'), 'utf8')).toContain(EXIT_ORDER.join(', '));
  });

  test('follow who has to act; what is not ours is internal', () => {
    const error = (code: string, fault: 'caller' | 'data' | 'signer' | 'service' | 'environment' | 'refused') =>
      exitOf(new HocBaSoError({ [code]: { fault, vi: 'v', en: 'e' } }, code, {}));
    expect(error('ERR_X', 'caller')).toBe(64);
    expect(error('ERR_SIGNING_ORDER', 'caller')).toBe(65);
    expect(error('ERR_P12_PASSWORD', 'caller')).toBe(65);
    expect(error('ERR_X', 'data')).toBe(65);
    expect(error('ERR_X', 'refused')).toBe(65);
    expect(error('ERR_X', 'signer')).toBe(65);
    expect(error('ERR_X', 'service')).toBe(69);
    expect(error('ERR_PEER_MISSING', 'environment')).toBe(69);
    expect(exitOf(new TypeError('x'))).toBe(70);
    expect(exitOf('x')).toBe(70);
  });
});

test('an instant without zone is Vietnam time', () => {
  expect(parseInstant('2026-06-01', '--at').toISOString()).toBe('2026-05-31T17:00:00.000Z');
  expect(parseInstant('2026-06-01T08:00', '--at').toISOString()).toBe('2026-06-01T01:00:00.000Z');
  expect(parseInstant('2026-06-01T08:00:00Z', '--at').toISOString()).toBe('2026-06-01T08:00:00.000Z');
  expect(parseInstant('2026-06-01T08:00:00.5-05:00', '--at').toISOString()).toBe('2026-06-01T13:00:00.500Z');
});

describe('an error that is not ours', () => {
  const broken = {
    now: (): Date => {
      throw new TypeError('Nguyễn Văn A');
    },
  };

  test('is 70, and says nothing of itself', async () => {
    // The clock is asked before anything else.
    const answer = await hocba(['layout', 'list'], { ...broken }).catch(() => null);
    expect(answer).toBeNull();
    const later = once(new Date(0), broken.now);
    const quiet = await hocba(['layout', 'list', '--json'], later());
    expect({ code: quiet.code, error: errorCode(quiet) }).toEqual({ code: 70, error: 'ERR_CLI_INTERNAL' });
    expect(quiet.out + quiet.err).not.toMatch(/Nguyễn|TypeError| at /);
    const loud = await hocba(['layout', 'list'], { ...later(), env: { HOCBA_DEBUG: '1' } });
    expect(loud.code).toBe(70);
    expect(loud.err).toMatch(/TypeError.*\n\s+at /);
  });

  function once(first: Date, then: () => Date): () => { now: () => Date } {
    return () => {
      let asked = 0;
      return { now: () => (asked++ === 0 ? first : then()) };
    };
  }
});

describe('as a process of its own', () => {
  test('prints JSON on stdout and nothing else, and sets the exit code', async () => {
    const answer = await spawnHocba(['verify', join(folder, 'cut.xml'), 'missing.xml', '--json']);
    expect({ code: answer.code, err: answer.err }).toEqual({ code: 65, err: '' });
    expect(jsonLines(answer.out).map((one) => (one['error'] as { code: string }).code)).toEqual([
      'ERR_XML_MALFORMED',
      'ERR_CLI_FILE_MISSING',
    ]);
  });

  test('answers --version and, without arguments, 64', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const [asked, bare] = await Promise.all([
      spawnHocba(['--version']),
      spawnHocba([], { env: { LANG: 'en_US.UTF-8' } }),
    ]);
    expect(asked).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect(bare).toMatchObject({ code: 64, out: '' });
    expect(bare.err).toContain('No command was given');
  });
});
