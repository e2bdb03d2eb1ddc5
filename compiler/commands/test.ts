import { compile } from '../compile.ts';
import { nearest } from '../diagnostics/suggest.ts';
import type { PolicyTest } from '../model/policy-test.ts';
import { printFindings } from '../print/findings/findings.ts';
import { printBrokenJunit } from '../print/print-junit.ts';
import { listTestFailures } from '../print/tests/list-test-failures.ts';
import { printTestsJson } from '../print/tests/print-tests-json.ts';
import { printTestsJunit } from '../print/tests/print-tests-junit.ts';
import { printTestsPretty, type TestReport } from '../print/tests/print-tests-pretty.ts';
import { type JudgedTest, judgeTest } from '../questions/tests/judge-test.ts';
import { measureCoverage } from '../questions/tests/measure-coverage.ts';
import { count } from '../text/count.ts';
import { listNames, listThereAre } from '../text/list.ts';
import { readBundle } from './bundle/compile-bundle.ts';
import { type Answer, defineCommand, type Io, MisuseError } from './command.ts';
import { askRunTime } from './test/ask-run-time.ts';

/**
 * The command `plafond test`: asks the run time that services use what the documents of kind `Test` ask, and prints which
 * of them passed and why the others did not. Exits 1 if one failed.
 */
export const testCommand = defineCommand({
  positionals: {
    names: {
      type: 'string',
      describe: 'only tests that have this in their names',
      repeatable: true,
    },
  },
  options: {
    coverage: {
      type: 'boolean',
      describe: 'also list the lines of roles, ceilings and caps that no test covers',
    },
  },
  formats: ['pretty', 'json', 'github', 'junit', 'sarif'],
  examples: [
    ['plafond test', 'run every test in the folder policies/'],
    ['plafond test "success manager" --coverage', 'some of them, and which lines they cover'],
    ['plafond test --format github', 'annotate a pull request, in a workflow'],
  ],
  async run({ policies, format, quiet, names, coverage }, io) {
    const { diagnostics, compiled, files } = compile(io.files(policies), policies);
    const { version } = io;
    if (!compiled) {
      if (format === 'junit') return { out: printBrokenJunit('plafond test', diagnostics), exit: 1 };
      const said = (colours: Io['colours']['out']) =>
        printFindings(diagnostics, { format, colours, version, ...(format === 'pretty' && { files }) });
      return format === 'pretty'
        ? { out: '', err: said(io.colours.err), exit: 1 }
        : { out: said(io.colours.out), exit: 1 };
    }
    const { matrix } = compiled;
    const chosen = chooseTests(matrix.policy.tests, names);
    const ask =
      chosen.length === 0 ? undefined : askRunTime(readBundle(compiled, { folder: policies, version }));
    const following = await io.follow?.(`of ${count(chosen.length, 'test')}`, !quiet);
    const tests: JudgedTest[] = [];
    try {
      for (const test of ask ? chosen : []) {
        if (ask) tests.push(judgeTest(matrix, test, ask(test)));
        await following?.step();
      }
    } finally {
      following?.end();
    }
    const report = { tests, ...(coverage && { coverage: measureCoverage(matrix, chosen) }) };
    return { out: print(report, format, quiet, io), exit: tests.every((one) => one.isPassed) ? 0 : 1 };
  },
});

function print(
  report: TestReport,
  format: 'pretty' | 'json' | 'github' | 'junit' | 'sarif',
  isQuiet: boolean,
  { colours: { out: colours }, version }: Io,
): Answer['out'] {
  switch (format) {
    case 'pretty':
      return printTestsPretty(report, isQuiet, colours);
    case 'json':
      return printTestsJson(report);
    case 'junit':
      return printTestsJunit(report);
    case 'github':
    case 'sarif':
      return printFindings(listTestFailures(report.tests), { format, colours, version });
  }
}

/** Chooses the tests whose names are among some, or else contain one of them; all if there are none. */
function chooseTests(tests: readonly PolicyTest[], names: readonly string[]): readonly PolicyTest[] {
  if (names.length === 0) return tests;
  const chosen = new Set(names.flatMap((name) => findTests(tests, name)));
  return tests.filter((test) => chosen.has(test));
}

function findTests(tests: readonly PolicyTest[], name: string): readonly PolicyTest[] {
  const exact = tests.filter((test) => test.name === name);
  const part = name.toLowerCase();
  const found = exact.length > 0 ? exact : tests.filter((test) => test.name.toLowerCase().includes(part));
  if (found.length > 0) return found;
  const near = listNearest(name, tests);
  const names = tests.map((test) => test.name);
  const help = near.length > 0 ? `the nearest: ${listNames(near)}` : listThereAre(names);
  throw new MisuseError(
    `no test has \`${name}\` in its name; ${tests.length > 0 ? help : 'there are no tests'}`,
  );
}

/** Lists up to three names of tests that somebody may have meant: the nearest one, then those that share most words. */
function listNearest(name: string, tests: readonly PolicyTest[]): readonly string[] {
  const names = tests.map((test) => test.name);
  const words = new Set(name.toLowerCase().split(/\W+/).filter(Boolean));
  const shared = (other: string) =>
    new Set(
      other
        .toLowerCase()
        .split(/\W+/)
        .filter((word) => words.has(word)),
    ).size;
  const near = nearest(name, names);
  const byWords = names.filter((other) => shared(other) > 0).sort((a, b) => shared(b) - shared(a));
  return [...new Set([...(near === undefined ? [] : [near]), ...byWords])].slice(0, 3);
}
