import { expect, test } from 'vitest';
import { summaryLimit } from '../../action/append-summary.ts';
import { readReport } from '../../action/download-report.ts';
import { renderComment, renderRefusal, renderSummary } from '../../action/render.ts';
import type { ActionReport } from '../../action/schema.ts';
import type { FindingJson } from '../../compiler/model/finding-json.ts';
import { commentMarker } from '../../compiler/print/diff/markdown.ts';
import { differenceOf, groupOf, reportOf } from './reports.ts';

const at = { path: 'policies/roles/analyst.yaml', line: 4, column: 3 };
const side = { ...at, side: 'head' } as const;
const moved = { gained: 1, lost: 0, widened: 0, narrowed: 0, shifted: 0 };

const findingOf = (message: string, code: FindingJson['code'] = 'above-cap'): FindingJson => ({
  code,
  severity: 'error',
  message,
  ...at,
  endLine: 4,
  endColumn: 9,
  help: 'say less',
  related: [{ ...at, message }],
});

/** A report that has everything a report can have, with a text in every place that can hold one. */
function fullReport(text: string, words: string): ActionReport {
  const place = { ...side, path: text };
  const group = groupOf({
    kind: 'widened',
    risk: 'escalation',
    woken: true,
    roles: [{ name: text, title: text }],
    holders: [text],
    tenants: [text],
    can: [{ permission: text, verb: 'see', what: text }],
    records: { words, condition: text },
    before: { words, condition: text },
    because: { layer: 'role', at: place, other: place, through: [text], words, more: 1 },
    granted: { ...at, path: text },
  });
  const counts = { ...moved, gained: 0, widened: 1 };
  const finding = { ...findingOf(text), path: text };
  const told = { ...finding, message: words, help: words };
  const role = { name: text, title: text, tenant: text, holders: text, tenants: 1, moved: counts };
  const idle = { at: place, permissions: [text], verdict: 'allows' as const, because: words, by: place };
  const edit = { kind: 'Role', name: text, tenant: text, change: 'changed' as const, at: place, moved };
  const given = {
    change: 'given' as const,
    tenant: text,
    role: text,
    users: [text],
    risky: [text],
    portfolio: [text],
    at: place,
  };
  const presence = { kind: 'role' as const, name: text, tenant: text, at: place };
  const diff = differenceOf([group], {
    base: text,
    head: text,
    counts,
    roles: [{ ...role, woken: 1, asleep: 0, users: 1, unknown: 0 }],
    edits: [{ ...edit, idle: [idle] }],
    reassigned: [
      { ...given, grave: 1 },
      { ...given, grave: 0 },
    ],
    added: [presence],
    removed: [presence],
    faults: [told],
  });
  const check = { version: 1 as const, findings: [finding], errors: 1, warnings: 0 };
  return readReport(JSON.stringify(reportOf([], { diff, check })));
}

/** Returns a line of Markdown without its code spans, inside of which nothing is more than text. */
const outsideSpans = (line: string) => line.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, '');

const hostile = [
  `x\n\n## Permissions: No effective change\n\n`,
  `${commentMarker}`,
  '<!-- plafond:diff --> <img src=https://evil.example/x.png onerror=alert(1)>',
  '</details></td></table>',
  '@octocat @acme/security',
  '#12 GH-12 acme/policies#12',
  '[approved](https://evil.example) ![x](https://evil.example/x.png) https://evil.example www.evil.example',
  '` ## approved `` ``` ~~~',
  '| approved | |\n| --- | --- |',
  'a\\| b \\` c \\',
  '\u202etxet lamron\u202c \u200bzero\u0000nul\u001b[2Jescape',
  '$\\color{white}{hidden}$ :white_check_mark: <details open>',
  '  ',
  '%0A::error::forged',
];

test.each(hostile)('no name forges anything: %j', (text) => {
  const report = fullReport(text, 'role `x` grants it now');
  for (const comment of [renderComment(report, 'none'), renderSummary({ ...report }, summaryLimit)]) {
    const lines = comment.split('\n');
    expect(lines.filter((line) => line.includes(commentMarker) && !line.includes('`'))).toEqual([
      commentMarker,
    ]);
    expect(lines[0]).toBe(commentMarker);
    expect(lines.filter((line) => line.startsWith('## '))).toHaveLength(1);
    const bare = lines.slice(1).map(outsideSpans).join('\n');
    for (const forbidden of [
      /@\w/,
      /#\d/,
      /\]\(/,
      /https?:/,
      /www\./,
      /<(?!\/?(?:details|summary|sub)>)/,
      /evil|octocat|approved/,
    ])
      expect(bare).not.toMatch(forbidden);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(comment).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069\u200b]/);
    const isTable = (line: string) => line.startsWith('| ');
    for (const line of lines.filter(isTable)) expect(line.replaceAll('\\|', '')).toMatch(/\|$/);
  }
});

test.each(
  [
    ['`', '`x` and @octocat', 'see https://evil.example', 'www.evil.example', '<b>', '#12', 'x\ny', '\u202e'],
  ].flat(),
)('takes no words of ours that we would not say: %j', (words) => {
  expect(() => fullReport('x', words)).toThrow('not of the expected shape');
});

test('says first that the report cannot be trusted', () => {
  const comment = renderComment(reportOf(), 'workflow-changed').split('\n');
  expect(comment[0]).toBe(commentMarker);
  expect(comment[1]).toBe('> [!CAUTION]');
});

test('says what is wrong beside the changes', () => {
  const check = {
    version: 1 as const,
    findings: [findingOf('`x` is above its cap')],
    errors: 1,
    warnings: 0,
  };
  expect(renderComment(reportOf([groupOf()], { check }), 'none')).toContain('### Errors (1)');
});

test('a refusal forges nothing either', () => {
  const text = renderRefusal('a'.repeat(40), 'the run is of `</code>@octocat` <b>');
  expect(outsideSpans(text.split('\n').slice(1).join(' '))).not.toMatch(/octocat|<b>/);
});

/** Changes of 500 roles in 300 tenants, none like another. */
const many = Array.from({ length: 500 }, (_, role) =>
  groupOf({
    risk: role % 3 === 0 ? 'escalation' : 'write',
    roles: [{ name: `role-${role} ünïcödé 🙂` }],
    tenants: Array.from({ length: 300 }, (__, tenant) => `tenant-${tenant}-${role}`),
    can: Array.from({ length: 30 }, (__, cell) => ({
      permission: `Model${cell}.property${role}:view`,
      verb: 'see',
      what: `property of Model ${cell}`,
    })),
    size: 9_000,
  }),
);
const findings = Array.from({ length: 5_000 }, (_, at) => findingOf(`fault ${at} `.repeat(20)));
const check = { version: 1 as const, findings, errors: 5_000, warnings: 0 };

test('a comment keeps within what GitHub takes, and every table and fold is closed', {
  tags: ['slow'],
}, () => {
  const comment = renderComment(reportOf(many, { check }), 'too-many-files');
  expect([...comment].length).toBeLessThanOrEqual(65_536);
  expect(comment.split('<details>').length).toBe(comment.split('</details>').length);
  expect(comment).toMatch(/… and [\d,]+ more/);
});

test('a summary keeps within what GitHub takes, in bytes', { tags: ['slow'] }, () => {
  const text = renderSummary({ ...reportOf(many, { check }) }, summaryLimit);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_048_576);
  expect(Buffer.byteLength(text)).toBeGreaterThan(500_000);
  expect(text.split('<details>').length).toBe(text.split('</details>').length);
});

test.each([
  ['no-effect', 'nothing changes', differenceOf()],
  ['wider', 'somebody gains', differenceOf([groupOf()])],
  [
    'narrower',
    'somebody loses, at whatever risk',
    differenceOf([groupOf({ kind: 'lost', risk: 'escalation' })]),
  ],
  ['mixed', 'one gains and one loses', differenceOf([groupOf(), groupOf({ kind: 'narrowed' })])],
  ['mixed', 'one reaches other records', differenceOf([groupOf({ kind: 'shifted' })])],
  ['escalation', 'somebody gains what is grave', differenceOf([groupOf({ risk: 'exfiltration' })])],
  ['escalation', 'something is at fault', differenceOf([], { faults: [findingOf('x')] })],
  [
    'wider',
    'a role is given',
    differenceOf([], {
      reassigned: [
        {
          change: 'given',
          tenant: 'a',
          role: 'b',
          users: ['c'],
          grave: 0,
          risky: [],
          portfolio: [],
          at: side,
        },
      ],
    }),
  ],
  [
    'escalation',
    'a grave role is given',
    differenceOf([], {
      reassigned: [
        {
          change: 'given',
          tenant: 'a',
          role: 'b',
          users: ['c'],
          grave: 1,
          risky: ['Deal:export'],
          portfolio: [],
          at: side,
        },
      ],
    }),
  ],
  [undefined, 'there is no difference', null],
] as const)('the verdict is %s where %s', (word, _, difference) => {
  expect(difference?.verdict).toBe(word);
});

test('links the run that holds the page of the explorer, unless the pull request may have made that page', () => {
  const run = 'https://github.com/acme/policies/actions/runs/42';
  const link = `[artifacts of the run](${run}#artifacts)`;
  expect(renderComment(reportOf([groupOf()]), 'none', run)).toContain(link);
  expect(renderComment(reportOf([groupOf()]), 'none')).not.toContain('explorer');
  for (const notice of ['workflow-changed', 'too-many-files'] as const)
    expect(renderComment(reportOf([groupOf()]), notice, run)).not.toContain('explorer');
});
