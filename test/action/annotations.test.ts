import { expect, test } from 'vitest';
import { quoteForLog } from '../../action/workflow-commands.ts';
import { type Annotation, writeAnnotations } from '../../action/write-annotations.ts';

const some = (count: number, facts: Partial<Annotation> = {}): readonly Annotation[] =>
  Array.from({ length: count }, (_, at) => ({
    level: 'error',
    title: 'above-cap',
    message: `fault ${at + 1}`,
    at: { path: 'policies/a.yaml', line: at + 1, column: 2, endLine: at + 1, endColumn: 5 },
    ...facts,
  }));

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

test('annotates a line', () => {
  expect(writeAnnotations(some(1))).toBe(
    '::error file=policies/a.yaml,line=1,endLine=1,col=2,endColumn=5,title=above-cap::fault 1\n',
  );
});

test('leaves columns out where a place is more than a line', () => {
  const at = { path: 'a.yaml', line: 1, column: 2, endLine: 3, endColumn: 5 };
  expect(writeAnnotations(some(1, { at }))).toBe(
    '::error file=a.yaml,line=1,endLine=3,title=above-cap::fault 1\n',
  );
});

test('writes ten of a kind at most, the tenth a count, and the worst kind first', () => {
  const lines = linesOf(
    writeAnnotations([...some(12, { level: 'notice' }), ...some(10, { level: 'warning' }), ...some(9)]),
  );
  const of = (level: string) => lines.filter((line) => line.startsWith(`::${level} `));
  expect([of('error').length, of('warning').length, of('notice').length]).toEqual([9, 10, 10]);
  expect(lines[0]).toContain('::error');
  expect(of('warning').at(-1)).toBe('::warning title=plafond::and 1 more of this kind: see the summary');
  expect(of('notice').at(-1)).toBe('::notice title=plafond::and 3 more of this kind: see the summary');
});

test('no name starts a command or leaves its place', () => {
  const hostile = 'x\r\n::set-output name=a::b%0A::warning::,title=y::\u202e';
  const at = { path: `${hostile}.yaml`, line: 1 };
  const lines = linesOf(writeAnnotations(some(1, { title: hostile, message: hostile, at })));
  expect(lines).toHaveLength(1);
  const [properties = ''] = lines[0]?.slice('::error '.length).split('::') ?? [];
  expect(properties.split(',').map((one) => one.split('=')[0])).toEqual(['file', 'line', 'endLine', 'title']);
  expect(lines[0]).toContain('<U+202E>');
});

test('what others wrote is printed while commands are off, and nobody can know how to turn them on', () => {
  const hostile = '::error::forged\n::stop-commands::x\n::x::\n';
  const [first = '', ...rest] = quoteForLog(hostile).trimEnd().split('\n');
  const token = /^::stop-commands::([0-9a-f-]{36})$/.exec(first)?.[1];
  expect(rest).toEqual(['::error::forged', '::stop-commands::x', '::x::', `::${token}::`]);
  expect(quoteForLog(hostile)).not.toContain(String(token));
  expect(quoteForLog(' \n')).toBe('');
});
