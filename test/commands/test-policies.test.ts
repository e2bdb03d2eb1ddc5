import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { readBundle } from '../../compiler/commands/bundle/compile-bundle.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { askRunTime } from '../../compiler/commands/test/ask-run-time.ts';
import { compile } from '../../compiler/compile.ts';
import { filesOnDisk } from '../../compiler/io/disk.ts';
import { isFailed, judgeTest } from '../../compiler/questions/tests/judge-test.ts';
import { measureCoverage } from '../../compiler/questions/tests/measure-coverage.ts';
import { ioInMemory } from '../support/io.ts';

const { compiled } = compile(filesOnDisk('policies'), 'policies');
if (!compiled) throw new Error('policies/ has errors');
const { matrix } = compiled;
const { tests, sharedRoles, tenants } = matrix.policy;
const ask = askRunTime(readBundle(compiled, { folder: 'policies', version: '0.0.0' }));

describe('policies/ decides as its tests say', () => {
  test.for(tests)('$name', (one) => {
    const { expectations } = judgeTest(matrix, one, ask(one));
    const told = expectations.filter(isFailed).map(({ expectation: { cell, record, expected }, because }) => {
      return `${cell.permission} ${record?.name ?? ''} should be ${expected}: ${because}`;
    });
    expect(told).toEqual([]);
  });

  test('they are enough to learn from', () => {
    expect(tests.length).toBeGreaterThanOrEqual(30);
    expect(tests.flatMap(({ expectations }) => expectations).length).toBeGreaterThan(100);
  });

  test('every tenant, and every default role for people, has a test', () => {
    const roles = new Set(tests.flatMap(({ as }) => as.roles));
    const defaults = sharedRoles.map(({ name }) => name).filter((name) => !name.startsWith('template-'));
    expect(defaults.filter((name) => !roles.has(name))).toEqual([]);
    expect(tenants.filter(({ name }) => !tests.some(({ tenant }) => tenant === name))).toEqual([]);
  });

  test('they speak of every seat, and of lines of every cap and ceiling', () => {
    const { files } = measureCoverage(matrix, tests);
    const bare = files.filter(
      ({ path, covered }) => covered === 0 && /\/(seats|user-types|tenant\.yaml)/.test(path),
    );
    expect(bare).toEqual([]);
  });
});

test('an expectation turned round is noticed, whatever it is about', () => {
  const unnoticed = tests.flatMap((one) => {
    const turned = one.expectations.map((each) => ({
      ...each,
      expected: each.expected === 'allow' ? ('deny' as const) : ('allow' as const),
    }));
    const { isPassed, expectations } = judgeTest(matrix, { ...one, expectations: turned }, ask(one));
    const silent = expectations.filter((each) => !isFailed(each) || !each.explanation);
    return isPassed || silent.length > 0 ? [one.name] : [];
  });
  expect(unnoticed).toEqual([]);
});

test.each([['test'], ['test --coverage']])(
  'the README does not promise too much: plafond %s',
  async (line) => {
    expect(readFileSync('README.md', 'utf8')).toMatch(new RegExp(`\\bplafond ${line}[ \`\n]`));
    const { io } = ioInMemory({}, { files: filesOnDisk, kind: () => 'folder' });
    const { out, exit } = await answerLine([...line.split(' '), '--policies', 'policies'], registry, io);
    expect([exit, out]).toEqual([0, expect.stringMatching(/\n\d+ tests passed, 0 failed\n$/)]);
  },
);
