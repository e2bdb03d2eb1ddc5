import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { printFindings } from '../../compiler/print/findings/findings.ts';
import { printFindingsGithub } from '../../compiler/print/findings/github.ts';
import { printFindingsJson } from '../../compiler/print/findings/json.ts';
import { listPrettyPieces } from '../../compiler/print/findings/pretty.ts';
import { printFindingsSarif } from '../../compiler/print/findings/sarif.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import { makeVisible } from '../../compiler/text/make-visible.ts';
import type { Span } from '../../compiler/text/source.ts';
import { formatTable } from '../../compiler/text/table.ts';
import { measureWidth } from '../../compiler/text/width.ts';

const printFindingsPretty = (...words: Parameters<typeof listPrettyPieces>) =>
  [...listPrettyPieces(...words)].join('');

const plain = { colours: chooseColours(false) };

/** The span of the text between `⟦` and `⟧`, which are not part of the source. */
function marked(text: string, path = 'policies/a.yaml'): Span {
  const start = text.indexOf('⟦');
  const end = text.indexOf('⟧') - 1;
  return { source: { path, text: text.replace('⟦', '').replace('⟧', '') }, start, end };
}

function diagnostic(at: Span, more: Partial<Diagnostic> = {}): Diagnostic {
  const fixed = {
    code: 'unknown-model',
    severity: 'error',
    message: 'unknown model',
    why: 'so it is',
  } as const;
  return { ...fixed, at, related: [], ...more };
}

/** The line of the source and the carets under it, as pretty output shows them. */
const framed = (at: Span) =>
  printFindingsPretty([diagnostic(at)], plain)
    .split('\n')
    .slice(2, 4);

describe('pretty', () => {
  test('shows the sentence, its line, related places, help, why and a summary', () => {
    const text = 'kind: Role\nname: viewer\ngrants:\n  models:\n    Company: [⟦create⟧, view]\n';
    const output = printFindingsPretty(
      [
        diagnostic(marked(text, 'policies/roles/viewer.yaml'), {
          code: 'above-cap',
          message: 'role `viewer` names `Company:create`, which user type `View` does not hold',
          related: [
            {
              at: marked('"*": [⟦view⟧]', 'policies/user-types/view.yaml'),
              note: '`View` holds only this',
            },
          ],
          help: 'user type `Core` holds it',
        }),
      ],
      { ...plain, files: 74 },
    );
    expect(
      output,
    ).toBe(`error[above-cap]: role \`viewer\` names \`Company:create\`, which user type \`View\` does not hold
 --> policies/roles/viewer.yaml:5:15
5 |     Company: [create, view]
  |               ^^^^^^
  note: \`View\` holds only this
 --> policies/user-types/view.yaml:1:7
1 | "*": [view]
  |       ^^^^
  help: user type \`Core\` holds it
  why: so it is

1 error, 0 warnings in 74 files
`);
  });

  test('says why a code matters once', () => {
    const output = printFindingsPretty([diagnostic(marked('⟦a⟧')), diagnostic(marked('b ⟦c⟧'))], plain);
    expect(output.match(/why:/g)).toHaveLength(1);
  });

  test.each([
    [[], '74 files, 0 errors, 0 warnings\n'],
    [['info'], '74 files, 0 errors, 0 warnings, 1 note\n'],
    [['error', 'error', 'warning'], '2 errors, 1 warning in 74 files\n'],
  ] as const)('sums up %j', (severities, expected) => {
    const found = severities.map((severity) => diagnostic(marked('⟦a⟧'), { severity }));
    expect(printFindingsPretty(found, { ...plain, files: 74 }).endsWith(expected)).toBe(true);
  });

  test('colours only where that is wanted', () => {
    const found = [diagnostic(marked('⟦a⟧'))];
    expect(printFindingsPretty(found, plain)).not.toContain('\u001B');
    expect(printFindingsPretty(found, { colours: chooseColours(true) })).toContain('\u001B[31m');
  });
});

describe('a frame', () => {
  test.each([
    ['tabs are four columns', '\t\ta: ⟦b⟧', ['1 |         a: b', '  |            ^']],
    ['CRLF is no part of a line', 'a: ⟦b\r\n⟧c: d\r\n', ['1 | a: b', '  |    ^']],
    ['wide characters take two columns', '漢字: ⟦漢⟧ x', ['1 | 漢字: 漢 x', '  |       ^^']],
    ['an empty span has one caret', 'a: ⟦⟧b', ['1 | a: b', '  |    ^']],
    ['a span at the end of the text', 'a: b\n⟦⟧', ['2 |', '  | ^']],
    ['a span at the end of a line', 'a: b⟦⟧\n', ['1 | a: b', '  |     ^']],
    ['several lines: to the end of the first', 'a: ⟦b,\n  c,\n  d⟧', ['1 | a: b,', '  |    ^^']],
    ['text direction', 'a: \u202E⟦b⟧', ['1 | a: <U+202E>b', '  |            ^']],
    ['terminal sequences', '⟦\u001B[2J⟧', ['1 | <U+001B>[2J', '  | ^^^^^^^^^^^']],
    ['a caret return', 'a\r⟦b⟧', ['1 | a<U+000D>b', '  |          ^']],
  ])('%s', (_, text, expected) => {
    expect(framed(marked(text))).toEqual(expected);
  });

  test('goes past the end of a text without harm', () => {
    const source = { path: 'a.yaml', text: 'ab' };
    expect(framed({ source, start: 9, end: 12 })).toEqual(['1 | ab', '  |   ^']);
  });

  test('shows a window of a very long line', () => {
    const long = 'x'.repeat(1_000_000);
    const [line = '', carets = ''] = framed(marked(`${long}⟦HERE⟧${long}`));
    expect(line).toMatch(/^1 \| …x+HEREx+…$/);
    expect(measureWidth(line)).toBe(114);
    expect(line.indexOf('HERE')).toBe(carets.indexOf('^^^^'));
  });

  test('shows the start of a very long span', () => {
    const [line = '', carets = ''] = framed(marked(`⟦${'漢'.repeat(500)}⟧`));
    expect(line).toMatch(/^1 \| 漢+…$/);
    expect(measureWidth(line)).toBeLessThanOrEqual(114);
    expect(measureWidth(carets)).toBe(measureWidth(line));
  });

  test('keeps all of a line that fits around its span', () => {
    const text = `${'a'.repeat(50)}⟦b⟧${'c'.repeat(59)}`;
    expect(framed(marked(text))[0]).toBe(`1 | ${'a'.repeat(50)}b${'c'.repeat(59)}`);
  });
});

test('what has no ink is made visible', () => {
  expect(makeVisible('a\u200Bb\u2066c\u0085d\u00A0e\u{E0041}f\nüñ é漢 ❤️')).toBe(
    'a<U+200B>b<U+2066>c<U+0085>d<U+00A0>e<U+E0041>f<U+000A>üñ é漢 ❤️',
  );
});

test('a message cannot forge a line', () => {
  const output = printFindingsPretty(
    [diagnostic(marked('⟦a⟧'), { message: 'unknown `x\n0 errors`' })],
    plain,
  );
  expect(output.split('\n')[0]).toBe('error[unknown-model]: unknown `x<U+000A>0 errors`');
});

describe('json', () => {
  test('has the shape of the contract', () => {
    const warned = diagnostic(marked('a: ⟦b\nc⟧', 'b.yaml'), { severity: 'warning' });
    const failed = diagnostic(marked('⟦a⟧', 'a.yaml'), {
      help: 'did you mean `b`?',
      related: [{ at: marked('x\n ⟦y⟧', 'c.yaml'), note: 'here' }],
    });
    expect(JSON.parse(printFindingsJson([warned, failed]))).toEqual({
      version: 1,
      findings: [
        {
          code: 'unknown-model',
          severity: 'error',
          message: 'unknown model',
          path: 'a.yaml',
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 2,
          help: 'did you mean `b`?',
          related: [{ path: 'c.yaml', line: 2, column: 2, message: 'here' }],
        },
        {
          code: 'unknown-model',
          severity: 'warning',
          message: 'unknown model',
          path: 'b.yaml',
          line: 1,
          column: 4,
          endLine: 2,
          endColumn: 2,
          related: [],
        },
      ],
      errors: 1,
      warnings: 1,
    });
  });

  test('escapes what a terminal would obey, and says the same', () => {
    const message = 'a\u009B2Jb\u202Ec\u{E0041}';
    const output = printFindingsJson([diagnostic(marked('⟦a⟧'), { message })]);
    expect(output).toContain('a\\u009b2Jb\\u202ec\\udb40\\udc41');
    expect(JSON.parse(output).findings[0].message).toBe(message);
  });
});

describe('github', () => {
  test('escapes data and properties', () => {
    const at = marked('a: ⟦b⟧', 'policies/a,b:c%.yaml');
    const related = [{ at, note: 'x::y' }];
    expect(printFindingsGithub([diagnostic(at, { message: '100%: a, b', related, help: 'c' })])).toBe(
      '::error file=policies/a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=4,endColumn=5,title=unknown-model::' +
        '100%25: a, b%0Anote: x::y (policies/a,b:c%25.yaml:1:4)%0Ahelp: c\n',
    );
  });

  test('gives no columns for several lines', () => {
    expect(printFindingsGithub([diagnostic(marked('⟦a\nb⟧'))])).toContain(',line=1,endLine=2,title=');
  });

  test('stays below ten of a kind, errors first, and says how many more', () => {
    const severities = [...Array(12).fill('warning'), ...Array(9).fill('error'), 'info'] as const;
    const lines = printFindingsGithub(
      severities.map((severity) => diagnostic(marked('⟦a⟧'), { severity })),
    ).split('\n');
    expect(lines.map((line) => line.slice(2, 5))).toEqual([
      ...Array(9).fill('err'),
      ...Array(10).fill('war'),
      'not',
      '',
    ]);
    expect(lines[18]).toBe('::warning title=plafond::and 3 more of this kind: run `plafond check`');
  });
});

describe('sarif', () => {
  const text = (max: number) => ({
    type: 'object',
    required: ['text'],
    properties: { text: { type: 'string', minLength: 1, maxLength: max } },
  });
  const natural = { type: 'integer', minimum: 1 };
  const physicalLocation = {
    type: 'object',
    required: ['artifactLocation', 'region'],
    properties: {
      artifactLocation: {
        type: 'object',
        required: ['uri'],
        properties: { uri: { type: 'string', pattern: '^[^/:][^: ]*$' } },
      },
      region: {
        type: 'object',
        required: ['startLine', 'startColumn', 'endLine', 'endColumn'],
        properties: { startLine: natural, startColumn: natural, endLine: natural, endColumn: natural },
      },
    },
  };
  const rule = {
    type: 'object',
    required: ['id', 'name', 'shortDescription', 'fullDescription', 'help', 'properties'],
    properties: {
      name: { type: 'string', maxLength: 255 },
      shortDescription: text(1024),
      fullDescription: text(1024),
      help: text(10_000),
      properties: {
        type: 'object',
        required: ['tags', 'precision', 'problem.severity'],
        properties: {
          tags: { type: 'array', maxItems: 10 },
          precision: { enum: ['very-high', 'high', 'medium', 'low'] },
          'problem.severity': { enum: ['error', 'warning', 'recommendation'] },
          'security-severity': { type: 'string', pattern: '^\\d\\.\\d$' },
        },
      },
    },
  };
  const result = {
    type: 'object',
    required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints'],
    properties: {
      level: { enum: ['error', 'warning', 'note'] },
      message: text(10_000),
      locations: {
        type: 'array',
        minItems: 1,
        maxItems: 1,
        items: { type: 'object', required: ['physicalLocation'], properties: { physicalLocation } },
      },
      relatedLocations: {
        type: 'array',
        maxItems: 1000,
        items: {
          type: 'object',
          required: ['id', 'physicalLocation', 'message'],
          properties: { physicalLocation },
        },
      },
      partialFingerprints: {
        type: 'object',
        required: ['primaryLocationLineHash'],
        properties: { primaryLocationLineHash: { type: 'string', pattern: '^[0-9a-f]{16}:\\d+$' } },
      },
    },
  };
  const driver = {
    type: 'object',
    required: ['name', 'semanticVersion', 'rules'],
    properties: { rules: { type: 'array', minItems: 1, maxItems: 25_000, items: rule } },
  };
  /** Validates a log by what GitHub code scanning demands, written from its documentation. */
  const accepted = new Ajv({ strict: false }).compile({
    type: 'object',
    required: ['$schema', 'version', 'runs'],
    properties: {
      version: { const: '2.1.0' },
      runs: {
        type: 'array',
        minItems: 1,
        maxItems: 1,
        items: {
          type: 'object',
          required: ['tool', 'results'],
          properties: {
            tool: { type: 'object', required: ['driver'], properties: { driver } },
            results: { type: 'array', maxItems: 25_000, items: result },
          },
        },
      },
    },
  });

  const read = (diagnostics: readonly Diagnostic[]) => {
    const log = JSON.parse(printFindingsSarif(diagnostics, '0.1.0'));
    accepted(log);
    expect(accepted.errors ?? []).toEqual([]);
    return log.runs[0];
  };

  test('is what code scanning accepts', () => {
    const related = [{ at: marked('x ⟦y⟧', 'policies/b c.yaml'), note: 'see [this](https://example.com)' }];
    const found = (['error', 'warning', 'info'] as const).map((severity) =>
      diagnostic(marked('a: ⟦⟧'), { severity, related, help: 'do this' }),
    );
    const run = read(found);
    expect(run.results.map(({ level }: { level: string }) => level)).toEqual(['error', 'warning', 'note']);
    expect(run.tool.driver.rules[run.results[0].ruleIndex].id).toBe('unknown-model');
    expect(run.results[0].relatedLocations[0].message.text).toBe('see [this] (https://example.com)');
    expect(run.results[0].relatedLocations[0].physicalLocation.artifactLocation.uri).toBe(
      'policies/b%20c.yaml',
    );
    expect(run.results[0].locations[0].physicalLocation.region.endColumn).toBe(5);
    expect(read([]).results).toEqual([]);
  });

  test('recognizes an alert when lines above it come and go', () => {
    const hashes = (...spans: readonly Span[]) =>
      read(spans.map((at) => diagnostic(at))).results.map(
        (each: { partialFingerprints: unknown }) => each.partialFingerprints,
      );
    const [first, second] = hashes(marked('a: ⟦b⟧'), marked('a: ⟦b⟧'));
    expect(hashes(marked('\n\n  a: ⟦b⟧\n'))).toEqual([first]);
    expect(second).not.toEqual(first);
    expect(hashes(marked('a: ⟦c⟧'))).not.toEqual([first]);
  });

  test('keeps the most severe of too many', { tags: ['slow'] }, () => {
    const warning = diagnostic(marked('⟦a⟧'), { severity: 'warning' });
    const run = read([...Array(25_000).fill(warning), diagnostic(marked('⟦a⟧'))]);
    expect(run.results[0].level).toBe('error');
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toMatch(/^1 more results/);
  });
});

test('findings prints every format', () => {
  const found = [diagnostic(marked('⟦a⟧'))];
  const print = (format: 'pretty' | 'json' | 'github' | 'sarif') =>
    printFindings(found, { ...plain, format, version: '1.0.0' });
  expect(print('pretty')).toBe(printFindingsPretty(found, plain));
  expect(print('json')).toBe(printFindingsJson(found));
  expect(print('github')).toBe(printFindingsGithub(found));
  expect(print('sarif')).toBe(printFindingsSarif(found, '1.0.0'));
});

test('a table aligns what it shows, not what it holds', () => {
  const { red } = chooseColours(true);
  const rows = [
    ['role', 'users', 'note'],
    [red('漢字'), '3', ''],
    ['csm', '12', 'x'],
  ];
  expect(formatTable(rows, [1])).toBe(`role  users  note\n${red('漢字')}      3\ncsm      12  x\n`);
});

describe('junit', () => {
  const broken = (severity: 'error' | 'warning') =>
    diagnostic(marked('⟦x⟧', 'a.yaml'), { code: 'syntax', severity, message: 'a < b' });
  const print = (diagnostics: readonly Diagnostic[], isStrict = false) =>
    printFindings(diagnostics, {
      format: 'junit',
      colours: chooseColours(false),
      version: '1.2.3',
      isStrict,
    });

  test('has a case for each finding, of which errors fail, and warnings where they do', () => {
    expect(print([broken('error')])).toContain(
      '<testcase classname="plafond.error" name="a &lt; b (syntax at a.yaml:1)">\n      <failure message="syntax at a.yaml:1"/>',
    );
    expect(print([broken('warning')])).toContain('tests="1" failures="0"');
    expect(print([broken('warning')], true)).toContain('tests="1" failures="1"');
  });

  test('has a case that passes where there is none', () => {
    expect(print([])).toContain('tests="1" failures="0"');
  });
});
