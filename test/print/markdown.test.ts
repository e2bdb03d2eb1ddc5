/** @module-tag slow */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect, test } from 'vitest';
import { placeIn } from '../../compiler/model/document.ts';
import type { Matrix } from '../../compiler/model/matrix.ts';
import { makeReport } from '../../compiler/print/diff/make-report.ts';
import { printDiffMarkdown } from '../../compiler/print/diff/markdown.ts';
import { printDeltaMarkdown } from '../../compiler/print/evidence/delta.ts';
import { describeOrigin } from '../../compiler/print/evidence/describe-origin.ts';
import { printPackReadme } from '../../compiler/print/evidence/readme.ts';
import { printMatrixMarkdown, printUserMatrixMarkdown } from '../../compiler/print/matrix/markdown.ts';
import { printSinceMarkdown } from '../../compiler/print/since/markdown.ts';
import { combineRoles } from '../../compiler/questions/combine-roles.ts';
import { findFaults } from '../../compiler/questions/diff/find-faults.ts';
import { diff } from '../../compiler/questions/diff.ts';
import type { Origin } from '../../compiler/questions/evidence/evidence.ts';
import { addUpTotals } from '../../compiler/questions/evidence/totals.ts';
import { emitPackage } from '../../compiler/targets/package.ts';
import { filesInMemory } from '../../compiler/text/files.ts';
import {
  escapeMarkdown,
  writeCellSpan,
  writeCodeSpan,
  writeInert,
  writeInertLine,
  writeLineSpan,
  writeShortSpan,
} from '../../compiler/text/markdown.ts';
import { compiled } from '../support/compiled.ts';

/** Texts that GitHub or a parser of Markdown would act on, by what they are. */
const harms: Readonly<Record<string, string>> = {
  link: '[x](https://evil.example)',
  image: '![x](https://evil.example/x.png "y")',
  reference: '[x][y] [y]: https://evil.example',
  autolink: '<https://evil.example> <a@evil.example>',
  address: 'see https://evil.example/a_b_c or HTTP://EVIL.EXAMPLE',
  'address without a scheme': 'see www.evil.example',
  email: 'ask eve@evil.example or mailto:eve@evil.example',
  mention: 'ask @eve, (@eve) or @acme/security',
  'issue by number': 'fixes #1, closes acme/other#1',
  'issue by prefix': 'fixes GH-1 and gh-1 and TICKET-12',
  commit: 'since 0123abc and 6c4893321d127f1d2d470cddc5a8748dce001b97 and acme/x@0123abc',
  emoji: 'done :tada: :+1:',
  html: '<b>x</b> <img src=x onerror=y> <!-- plafond:diff --> </details>',
  entity: '&lt;b&gt; &#64;eve &commat;eve',
  emphasis: '*a* **b** _c_ __d__ ~~e~~ ~f~',
  code: 'a ` b `` c ```',
  'a tick and more': 'a`@eve https://evil.example **b** <b>',
  bar: 'a | b \\| c',
  backslash: 'a \\ b \\',
  mathematics: '$x$ $$y$$ $`z`$',
  footnote: 'a[^1] [^1]: b',
  task: '- [ ] a',
  list: '- a',
  'numbered list': '1. a',
  heading: '# a',
  quotation: '> a',
  rule: '---',
  'two lines': 'a\n\n## b\n\n| c | d |\n|---|---|\n| e | f |',
  fence: '```\na\n```',
  direction: 'a\u202Eb\u200Bc',
  'nothing but space': ' \t ',
};

const catalog =
  'kind: Model\nname: Deal\nactions: [create, view, update, remove]\nportfolio: self\nproperties: { id: { type: id }, _a_: { type: text }, owner: { type: id } }\n---\nkind: Principal\nattributes: { id: { type: id } }\n---\nkind: UserType\nname: Core\nrank: 1\nallows: { models: { "*": all } }\n---\nkind: Portfolio\nname: gh-1\non: Deal\nreach: { owner: { $eq: { $user: id } } }\n';

/** A policy with a text wherever one is free, and names that GitHub would act on. */
function policyWith(text: string, grants: string, limit: number, roles: string) {
  const said = JSON.stringify(text.trim() === '' ? `${text}x` : text);
  const words = `title: ${limit === 5 ? 'before' : said}\ndescription: ${said}\n`;
  return compiled(
    filesInMemory({
      'policies/catalog.yaml': catalog.replace('type: text', 'type: string'),
      'policies/tenant.yaml': `kind: Tenant\nname: acme\n${words}plan: Enterprise\nlimits: { Core: ${limit} }\nceiling: { models: { "*": all } }\n`,
      'policies/role.yaml': `kind: Role\nname: deadbeef\n${words}userType: Core\nportfolio: [gh-1]\ngrants: ${grants}\n`,
      'policies/users.yaml': `kind: Users\ntenant: acme\nusers: [{ id: ${said}, userType: Core, roles: [${roles}] }]\n`,
      'policies/invariant.yaml': `kind: Invariant\nname: no-remove\n${words}severity: error\nbecause: ${said}\nmustNot: ["Deal:remove"]\n`,
      'policies/settings.yaml': 'kind: Settings\npackage: { name: "@acme/permissions" }\n',
    }),
  );
}

const originOf = (text: string): Origin => ({
  version: '1.0.0',
  command: `plafond audit --policies ${text}`,
  policies: { folder: text, files: 3, sha256: '0123456789abcdef'.repeat(4) },
  date: '2027-01-01',
  tenant: text,
  since: { revision: text, commit: '6c4893321d127f1d2d470cddc5a8748dce001b97' },
  git: { commit: '6c4893321d127f1d2d470cddc5a8748dce001b97', dirty: false },
});

function historyOf(text: string, matrix: Matrix): string {
  const commit = {
    hash: '6c4893321d127f1d2d470cddc5a8748dce001b97',
    parents: [],
    author: text,
    time: '2027-01-01T00:00:00Z',
    subject: text,
  };
  const at = placeIn({ source: { path: text, text: '' }, index: 0 }, []);
  const unknown = { kind: 'unknown' as const, commit, diagnostics: [] };
  const query = { tenant: text, role: text, permission: text };
  const told = { because: { layer: 'requires' as const, through: [text], at, commit }, between: [unknown] };
  const revision = { commit, matrix, diagnostics: [] };
  const now = { revision, matrix, isEffective: false, missing: 'role' as const, key: '' };
  const transition = { kind: 'lost' as const, commit, inside: commit, woken: false, asleep: true, ...told };
  return printSinceMarkdown({
    query,
    now,
    transitions: [{ ...transition, after: now }],
    unknown: [unknown],
    reach: 'limit',
  });
}

/** Everything that is printed as Markdown, by what prints it, with a text in every place that takes one. */
function printed(text: string): Readonly<Record<string, string>> {
  const base = policyWith(text, '{ models: { Deal: [view] } }', 5, '');
  const head = policyWith(text, '{ models: { Deal: [create, view, update] } }', 6, 'deadbeef');
  const { matrix } = head;
  const [tenant] = matrix.policy.tenants;
  const [user] = tenant?.users ?? [];
  if (!tenant || !user) throw new Error('a tenant with a user');
  const difference = diff(base.matrix, matrix);
  const faults = findFaults(difference);
  const report = makeReport(
    difference,
    {
      faults,
      handmade: [],
      guards: { invariants: [], waivers: [] },
      renamed: { followed: [], suggested: [] },
    },
    { base: text, head: text },
  );
  return {
    matrices: [...printMatrixMarkdown(matrix)].join(''),
    'matrix --user': [...printUserMatrixMarkdown([combineRoles(matrix, tenant, user)])].join(''),
    'diff comment': printDiffMarkdown(report, `plafond diff ${text}`),
    since: historyOf(text, matrix),
    'README of the package': [...emitPackage(head)].find(({ path }) => path === 'README.md')?.content ?? '',
    'README of a pack': printPackReadme(describeOrigin(originOf(text)), addUpTotals(matrix), [], {}),
    'delta of a pack': printDeltaMarkdown(difference, faults, originOf(text)),
  };
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

const parsed = (markdown: string): Node =>
  fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

/** Returns the structure of a document, with texts and code spans beside each other as one. */
function shapeOf({ type, value, url, children = [] }: Node): string {
  if (type === 'text' || type === 'inlineCode') return '.';
  const inside = children.map(shapeOf).join('').replace(/\.+/g, '.');
  return `${type}(${type === 'html' ? value : ''}${url ?? ''}${inside})`;
}

/** The texts that GitHub looks through: all but code. */
const textsOf = ({ type, value = '', children = [] }: Node): readonly string[] =>
  type === 'text' ? [value] : children.flatMap(textsOf);

const live =
  /@[a-z]|#\d|\bgh-\d|\b(?!SHA-)[A-Z]+-\d|https?:\/\/|www\.|:[\w+]+:|\b[0-9a-f]{7,}\b|\$|[\u202E\u200B]/i;

const calm = printed('words of somebody');

test.each(Object.entries(harms))('a %s does nothing in any Markdown', (_, text) => {
  for (const [name, markdown] of Object.entries(printed(text))) {
    const tree = parsed(markdown);
    expect(shapeOf(tree), name).toBe(shapeOf(parsed(calm[name] ?? '')));
    for (const one of textsOf(tree)) expect(one, name).not.toMatch(live);
  }
});

test('every printer shows the text, and the corpus is alive without them', () => {
  for (const [name, markdown] of Object.entries(printed('Zanzibar words')))
    if (name !== 'README of the package') expect(markdown, name).toContain('Zanzibar words');
  const raw = Object.values(harms).map((text) =>
    parsed(`## Title\n\n${text}\n\n| a |\n|---|\n| ${text} |\n`),
  );
  const quiet = shapeOf(parsed('## Title\n\nx\n\n| a |\n|---|\n| x |\n'));
  const alive = raw.filter(
    (tree) => shapeOf(tree) !== quiet || textsOf(tree).some((text) => live.test(text)),
  );
  expect(alive.length).toBeGreaterThan(20);
});

test.each([
  'Account manager',
  'Customer success (EMEA), 2nd line: “view” & export',
  'csm',
  'template-view',
  'Company._id',
  'Company.arr:update',
  'Équipe d’été 🚀',
  '24/7 support',
])('%s is harmless and stays as it is', (text) => {
  expect(escapeMarkdown(text)).toBe(text);
});

test('a text is code where it would act, whole and on one line', () => {
  expect(escapeMarkdown('@acme/security')).toBe('`@acme/security`');
  expect(escapeMarkdown('a\n#1 `b` | c')).toBe('`` a #1 `b` <U+007C> c ``');
  expect(writeCodeSpan('')).toBe('(nothing)');
  expect(escapeMarkdown('')).toBe('');
  expect(escapeMarkdown(`#${'x'.repeat(400)}`)).toBe(`\`#${'x'.repeat(400)}\``);
  expect(writeShortSpan(`#${'x'.repeat(400)}`)).toHaveLength(163);
});

test('a bar reads as a bar where it ends no cell', () => {
  const inCode = (line: string) => {
    const found: string[] = [];
    const visit = ({ type, value = '', children = [] }: Node) => {
      if (type === 'inlineCode') found.push(value);
      for (const child of children) visit(child);
    };
    visit(parsed(line));
    return found;
  };
  for (const text of ["if: a || github.actor == 'x'", '|', 'a|b`c|']) {
    expect(inCode(`1. ${writeLineSpan(text)}\n1. x\n`)).toEqual([text]);
    expect(inCode(`| a | b |\n| --- | --- |\n| ${writeCellSpan(text)} | \`y\` |\n`)).toEqual([text, 'y']);
  }
  expect(inCode(`| a | b |\n| --- | --- |\n| ${writeCellSpan('a \\| b')} | \`y\` |\n`)).toEqual([
    'a \\<U+007C> b',
    'y',
  ]);
  expect(writeInertLine('line `a || b` | x')).toBe('line `a || b` \\| x');
});

test('a name with a tick does not free what comes after it', () => {
  expect(writeInert('role `a`@eve and #1`')).toBe('role `a` `@eve` and `#1`(nothing)');
  expect(writeInert('it does not *hold* <b>')).toBe('it does not \\*hold\\* \\<b\\>');
});
