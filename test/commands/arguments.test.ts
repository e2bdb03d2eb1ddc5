import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { printStarter } from '../../compiler/print/print-starter.ts';
import { ioInMemory, textOf } from '../support/io.ts';
import { runs } from '../support/random.ts';

const policies = Object.fromEntries(
  [...printStarter('2027-01-31')].map(([path, text]) => [`policies/${path}`, text]),
);

async function run(argv: readonly string[]) {
  const { out, err = '', exit } = await answerLine(argv, registry, ioInMemory(policies).io);
  return { out: textOf(out), err, exit };
}

const long = 'a'.repeat(100_000);

describe('a command line that is made to hurt is refused in one short sentence', () => {
  test.each(
    [
      [['--']],
      [['']],
      [['--', 'check']],
      [['--', '--get-yargs-completions']],
      [['--', '--get-yargs-completions', 'x']],
      [['check', '--', '--get-yargs-completions']],
      [['check', '--get-yargs-completions']],
      [['--get-yargs-completions=x', 'check']],
      [['--no-get-yargs-completions']],
      [['--get-yargs-completions']],
      [['check', '--words-for-shell']],
      [['completion', 'tcsh']],
      [['completion']],
      [['--__proto__']],
      [['--__proto__.x=1', 'check']],
      [['check', '--constructor', 'x']],
      [['check', '--$0', 'x']],
      [['check', '--_', 'x']],
      [['check', '--help=x']],
      [['check', '--version=3']],
      [['check', '-h5']],
      [['check', '--policies', 'a', '--policies', 'b']],
      [['check', '--policies', '']],
      [['check', '--policies=']],
      [['check', '--policies']],
      [['check', '--policies', 'a\0b']],
      [['check', '--policies', `${'../'.repeat(2_000)}x`]],
      [['check', '--policies', long]],
      [['check', `--${long}`]],
      [['check', long]],
      [[long]],
      [['check', '--format', long]],
      [['explain', 'agent', 'Ticket:view', '--tenant', long]],
      [['explain', 'agent', long, '--tenant', 'acme']],
      [['check', '--policies', '\u001b[31mred']],
      [['\u001b]0;title\u0007']],
      [['bundle', '--sequence', '9007199254740993']],
      [['bundle', '--sequence', '1e400']],
    ].map(([argv]) => ({ argv: argv ?? [], title: JSON.stringify(argv).slice(0, 80) })),
  )('$title', async ({ argv }) => {
    const { out, err, exit } = await run(argv);
    expect([out, exit]).toEqual(['', 2]);
    expect(err).toMatch(/^plafond: [^\n]{1,600}\n$/);
    expect(err).not.toMatch(/[\p{Cc}\p{Cf}](?<!\n)/u);
  });
});

test('whatever the words, a command line is answered', { tags: ['slow'] }, async () => {
  const words = [
    ...[
      'check',
      'role',
      'clone',
      'new',
      'who',
      'explain',
      'agent',
      'Ticket:view',
      'acme',
      'completion',
      'help',
    ],
    ...[
      '--',
      '-',
      '-h',
      '-hx',
      '--help',
      '--version',
      '--get-yargs-completions',
      '--words-for-shell',
      'plafond',
      '--policies',
      'policies',
    ],
    ...[
      '--format',
      'json',
      '--tenant',
      '--quiet',
      '--quiet=1',
      '--__proto__',
      '--a.b.c',
      '--policies.x',
      '-q=',
      '=',
      '--=',
    ],
    ...['\0', '\u202e', '', ' ', '*', '[]', '{}', 'null', '$0', '_', '__proto__', 'constructor', '1e999'],
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...words), { maxLength: 6 }), async (argv) => {
      const { err, exit } = await run(argv);
      expect([0, 1, 2]).toContain(exit);
      if (exit === 2) expect(err).toMatch(/^plafond: [^\n]+\n$/);
    }),
    runs(400),
  );
});
