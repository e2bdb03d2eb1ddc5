/** @module-tag slow */
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { readPolicy } from '../../compiler/compile.ts';
import { compilePolicy } from '../../compiler/compile-policy.ts';
import { compareGuards } from '../../compiler/lint/invariants/compare-guards.ts';
import { makeReport } from '../../compiler/print/diff/make-report.ts';
import { fillSections } from '../../compiler/print/diff/markdown/fill-sections.ts';
import { commentMarker, printDiffMarkdown } from '../../compiler/print/diff/markdown.ts';
import { findFaults } from '../../compiler/questions/diff/find-faults.ts';
import { judgeGuards } from '../../compiler/questions/diff/judge-guards.ts';
import type { DiffReport } from '../../compiler/questions/diff/report.ts';
import { diff } from '../../compiler/questions/diff.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import { writeInert, writeShortSpan } from '../../compiler/text/markdown.ts';
import { ioInMemory } from '../support/io.ts';

const catalog = `kind: Model
name: Company
family: standard
actions: [create, view, update, remove, export]
properties: { name: { type: string } }
---
kind: Model
name: Token
family: internal
actions: [create, view]
risk: { create: escalation }
---
kind: Feature
name: Outreach
---
kind: UserType
name: Core
rank: 2
allows: { models: { "*": all }, features: all }
---
kind: UserType
name: View
rank: 1
allows: { models: { "*": [view] } }
`;
const portfolio = 'kind: Portfolio\nname: all-records\non: Company\nreach: all\n';
const tenant = (name: string, ceiling = '{ models: { "*": all }, features: all }') =>
  `kind: Tenant\nname: ${name}\nplan: Enterprise\nceiling: ${ceiling}\n`;
const role = (name: string, grants: string, more = '') =>
  `kind: Role\nname: ${name}\n${more}userType: Core\nportfolio: [all-records]\ngrants: ${grants}\n`;

type Texts = Readonly<Record<string, string>>;
const whole = (more: Texts): Texts => ({ 'p/catalog.yaml': catalog, 'p/portfolio.yaml': portfolio, ...more });

function reportOf(base: Texts, head: Texts): DiffReport {
  const [before, after] = [base, head].map((texts) => {
    const { policy, diagnostics } = readPolicy(filesInMemory(texts), 'p');
    if (!policy) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    return compilePolicy(policy).matrix;
  });
  if (!before || !after) throw new Error('two sides');
  const difference = diff(before, after);
  return makeReport(
    difference,
    {
      faults: findFaults(difference),
      handmade: [],
      guards: judgeGuards(difference, compareGuards(difference)),
      renamed: { followed: [], suggested: [] },
    },
    { base: 'main', head: 'feature' },
  );
}

const comment = (base: Texts, head: Texts): string =>
  printDiffMarkdown(reportOf(whole(base), whole(head)), 'plafond diff main feature');

/** Expects a comment that no reader's parser trips over: every fold and table in it ends, and its marker stands first. */
function expectWhole(markdown: string): void {
  expect(markdown.length).toBeLessThanOrEqual(60_000);
  expect([...markdown].length).toBeLessThanOrEqual(60_000);
  expect(markdown.startsWith(`${commentMarker}\n## `)).toBe(true);
  const outside = withoutCode(markdown);
  expect(outside.match(/<details(?: open)?>/g)?.length ?? 0).toBe(outside.match(/<\/details>/g)?.length ?? 0);
  expect(markdown.endsWith('\n')).toBe(true);
  for (const row of markdown.split('\n').filter((one) => one.startsWith('|'))) expect(row).toMatch(/\|$/);
  const columns = (row: string) => row.split('|').length;
  for (const table of markdown.split('\n\n').filter((part) => part.startsWith('|')))
    expect(new Set(table.trim().split('\n').map(columns)).size).toBe(1);
}

describe('a comment', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
  const tenants = Object.fromEntries(numbers(300).map((at) => [`p/t${at}.yaml`, tenant(`tenant-${at}`)]));
  const roles = (grants: (at: number) => string) =>
    Object.fromEntries(
      numbers(500).map((at) => [
        `p/r${at}.yaml`,
        role(`role-${at}`, grants(at), `title: "Rôle 🚀 ${'é'.repeat(at % 90)} ${at}"\n`),
      ]),
    );

  test('for 500 changed roles in 300 tenants is short', () => {
    const base = { ...tenants, ...roles(() => '{ models: { Company: [view] } }') };
    const head = {
      ...tenants,
      ...roles(
        (at) => `{ models: { Company: [view, ${at % 2 === 0 ? 'update' : 'remove'}], Token: [create] } }`,
      ),
    };
    const markdown = comment(base, head);
    expectWhole(markdown);
    expect(markdown).toMatch(/500 roles \(.*\), user type `Core`, in 300 tenants .*\*\*create\*\* `Token`/);
  });

  test('for 500 roles that each change otherwise says what it leaves out', () => {
    const some = Object.fromEntries(Object.entries(tenants).slice(0, 3));
    const base = { ...some, ...roles(() => '{ models: { Company: [view] } }') };
    const head = {
      ...some,
      ...Object.fromEntries(
        Object.entries(
          roles((at) =>
            at % 3 === 0
              ? '{ models: { Token: [create, view] } }'
              : '{ models: { Company: [update, view], Token: [create] } }',
          ),
        ).map(([path, text], at) => [
          path,
          at % 2 === 0
            ? text
            : text
                .replace('[create', '[view, create')
                .replace('all-records]', 'all-records]\ndescription: x'),
        ]),
      ),
    };
    const markdown = comment(base, head);
    expectWhole(markdown);
    const omitted = /\*\*Left out for length:\*\* (.*)/.exec(markdown)?.[1] ?? '';
    expect(omitted).toMatch(/\d+ of 500 roles/);
    expect(omitted).toContain('`plafond diff main feature`');
    const shown = markdown.match(/^\| `role-/gm)?.length ?? 0;
    expect(omitted).toContain(`${500 - shown} of 500 roles`);
    expect(markdown).toContain(`… and ${500 - shown} more roles`);
  });

  test('never leaves out what must be looked at, however much it is', () => {
    const models = numbers(210)
      .map(
        (at) =>
          `---\nkind: Model\nname: M${at}\nfamily: standard\nactions: [view, export, create]\nrisk: { create: escalation }\n`,
      )
      .join('');
    const grants = (from: number) =>
      `{ models: { ${numbers(210)
        .filter((at) => at % 7 === from % 7)
        .map((at) => `M${at}: [export, create]`)
        .join(', ')} } }`;
    const base = {
      'p/models.yaml': models,
      'p/t.yaml': tenant('acme'),
      ...roles(() => '{ models: { Company: [view] } }'),
    };
    const head = { ...base, ...roles(grants) };
    const markdown = comment(base, head);
    expectWhole(markdown);
    for (const at of [0, 1, 105, 209]) expect(markdown).toContain(`M${at}:export`);
    expect(markdown.indexOf('### Who must look')).toBeLessThan(markdown.indexOf('Effect on each role'));
    expect(markdown.split('### Who must look')[1]?.split(/###|<details/)[0]).not.toMatch(/details|… and/);
  });

  test('cuts between rows only', () => {
    const section = (rows: readonly string[]) => ({
      opening: '<details>\n',
      rows,
      closing: '</details>\n',
      noun: 'rows',
      share: 1,
    });
    const rows = numbers(50).map((at) => `- row ${at}\n`);
    for (let room = 0; room < 700; room++) {
      const { text, omitted } = fillSections([section(rows)], room);
      expect(text.length).toBeLessThanOrEqual(room);
      const kept = text.match(/^- row/gm)?.length ?? 0;
      if (text !== '')
        expect(text).toMatch(/^<details>\n(- row \d+\n)+(\n\*… and \d+ more rows\*\n)?<\/details>\n$/);
      expect(omitted.join()).toContain(kept === 50 ? '' : String(50 - kept));
    }
  });
});

describe('names that mean harm', () => {
  const harms = [
    'x](https://evil.example) ![y](https://evil.example/z.png)',
    '<img src=x onerror=alert(1)>',
    '</details>\n\n## No effective change',
    '@acme/security please approve',
    'fixes #123 and https://evil.example',
    '`` ` ``` code',
    'a | b | c \\| d',
    '<!-- plafond:diff -->',
    '\u202Egnp.exe\u200B\u2066x',
    '**bold** ~~gone~~ $x$ &lt; :tada:',
  ];

  test.each(harms)('%s', (harm) => {
    const titled = role('csm', '{ models: { Token: [create] } }', `title: ${JSON.stringify(harm)}\n`);
    const markdown = comment(
      { 'p/t.yaml': tenant('acme') },
      { 'p/t.yaml': tenant('acme'), [`p/${harm}.yaml`]: titled },
    );
    expectWhole(markdown);
    const outside = withoutCode(markdown.slice(commentMarker.length));
    expect(outside).not.toMatch(/@acme|#123|https?:|<img|<!--|\]\(|\u202E|\u200B|\u2066|:tada:|\$x\$/);
    expect(outside).not.toContain('</details>\n\n## No');
    expect(markdown.match(/^## /gm)).toHaveLength(1);
  });

  test('are code whatever they hold', () => {
    expect(writeShortSpan('a`b')).toBe('`` a`b ``');
    expect(writeShortSpan('a|b')).toBe('`a<U+007C>b`');
    expect(writeShortSpan('  \n ')).toBe('(nothing)');
    expect(writeShortSpan('x'.repeat(500)).length).toBeLessThan(200);
    expect(writeInert('role `a*b` *c* <d>')).toBe('role `a*b` \\*c\\* \\<d\\>');
  });
});

/** Markdown without its code spans, as CommonMark pairs the ticks. */
const withoutCode = (markdown: string): string =>
  markdown.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');

describe('the failures of others', () => {
  const base = { 'p/t.yaml': tenant('acme'), 'p/r.yaml': role('csm', '{ models: { Company: [view] } }') };

  test('a second run gives the same bytes', () => {
    const head = { ...base, 'p/r.yaml': role('csm', '{ models: { Company: [view, remove, export] } }') };
    expect(comment(base, head)).toBe(comment(base, head));
    expect(comment(head, head)).toContain('## Permissions: No effect');
  });

  test('a ceiling of the form “only these” is read in its true direction', () => {
    const open = { ...base, 'p/t.yaml': tenant('acme', '{ models: { "*": all }, features: [] }') };
    const closed = { ...base, 'p/t.yaml': tenant('acme', '{ models: { "*": { except: [view] } } }') };
    expect(reportOf(whole(open), whole(closed)).direction).toBe('narrower');
    expect(reportOf(whole(closed), whole(open)).direction).toBe('wider');
  });

  test('the layers that take away count: a grant above them is no gain, and says why', () => {
    const tight = tenant('acme', '{ models: { "*": [view] } }');
    const before = { ...base, 'p/t.yaml': tight };
    const after = { ...before, 'p/r.yaml': role('csm', '{ models: { Company: [view, export] } }') };
    const report = reportOf(whole(before), whole(after));
    expect(report.direction).toBe('none');
    expect(comment(before, after)).toMatch(
      /`p\/r\.yaml:5` Role `csm` allows `Company:export` to no effect: the ceiling of tenant `acme` does not hold it \(`p\/t\.yaml:4`\)/,
    );
  });

  test('a verdict comes with its list', () => {
    const after = { ...base, 'p/r.yaml': role('csm', '{ models: { Company: [view, export] } }') };
    expect(comment(base, after)).toMatch(
      /ESCALATION \(exfiltration\)[\s\S]*\*\*export\*\* `Company` \(`Company:export`\)/,
    );
  });

  test('a missing population is unknown and never zero', () => {
    const after = { ...base, 'p/r.yaml': role('csm', '{ models: { Company: [view, export] } }') };
    const markdown = comment(base, after);
    expect(markdown).toContain('number of users unknown');
    expect(markdown).not.toMatch(/\b0 users/);
    const users = 'kind: Users\ntenant: acme\nusers: []\n';
    expect(comment({ ...base, 'p/u.yaml': users }, { ...after, 'p/u.yaml': users })).toMatch(/\b0 users/);
  });

  test('a renamed role that users hold is an error and tells the new name', () => {
    const users = (name: string) =>
      `kind: Users\ntenant: acme\nusers: [{ id: a@acme.example, userType: Core, roles: [${name}] }]\n`;
    const renamed = {
      'p/t.yaml': tenant('acme'),
      'p/r.yaml': role('agent', '{ models: { Company: [view] } }'),
      'p/u.yaml': users('agent'),
    };
    const report = reportOf(whole({ ...base, 'p/u.yaml': users('csm') }), whole(renamed));
    expect(report.faults).toMatchObject([{ code: 'role-removed-in-use', severity: 'error' }]);
    expect(report.faults[0]?.help).toContain('`agent`');
  });

  test('records that cannot be compared are no safe change', () => {
    const scoped = (reach: string) => ({
      'p/catalog.yaml': catalog.replace(
        'properties: { name',
        'portfolio: self\nproperties: { size: { type: number }, name',
      ),
      'p/portfolio.yaml': `kind: Portfolio\nname: all-records\non: Company\nreach: ${reach}\n`,
    });
    const report = reportOf(
      { ...base, ...scoped('{ size: { $gt: 5 } }') },
      { ...base, ...scoped('{ name: x }') },
    );
    expect(report.direction).toBe('both');
    expect(report.groups).toMatchObject([{ kind: 'shifted' }]);
    expect(printDiffMarkdown(report, '')).toMatch(/Who must look[\s\S]*take it for wider/);
  });
});

describe('annotations', () => {
  test('say how many were left out', async () => {
    const many = Array.from({ length: 15 }, (_, at) => `Token${at}`);
    const models = many
      .map(
        (name) =>
          `---\nkind: Model\nname: ${name}\nfamily: internal\nactions: [create]\nrisk: { create: escalation }\n`,
      )
      .join('');
    const roles = (grants: (name: string) => string) =>
      Object.fromEntries(many.map((name, at) => [`head/r${at}.yaml`, role(`role-${at}`, grants(name))]));
    const files = (folder: string, more: Texts): Texts =>
      Object.fromEntries(
        Object.entries({ ...whole({ 'p/m.yaml': models, 'p/t.yaml': tenant('acme') }), ...more }).map(
          ([path, text]) => [path.replace(/^(p|head)\//, `${folder}/`), text],
        ),
      );
    const { io } = ioInMemory({
      ...files(
        'a',
        roles(() => '{}'),
      ),
      ...files(
        'b',
        roles((name) => `{ models: { ${name}: [create] } }`),
      ),
    });
    const { out } = await answerLine(
      ['diff', '--base-dir', 'a', '--head-dir', 'b', '--format', 'github'],
      registry,
      io,
    );
    const lines = String(out).trim().split('\n');
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(out).toContain('::error title=plafond::and 6 more of this kind');
    expect(lines[0]).toMatch(
      /^::error file=b\/r0\.yaml,line=5,title=gained::role-0 in tenant acme, number of users unknown: gained Token0:create/,
    );
  });
});
