import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile, diff } from '../../compiler/library.ts';
import { printDiffMarkdown } from '../../compiler/print/diff/markdown.ts';
import type { DiffReport } from '../../compiler/questions/diff/report.ts';

/** The most characters above the folds that a reader sees at once. */
const screen = 2_800;

const files: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync('policies', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ya?ml|csv)$/.test(file))
    .map((file) => [
      `policies/${file.replaceAll(path.sep, '/')}`,
      readFileSync(path.join('policies', file), 'utf8'),
    ]),
);
const options = { folder: 'policies' };
const base = compile(files, options);

/** Returns the comment on a change of some files, above the folds and as a whole. */
function commentOn(edit: (text: string, file: string) => string): {
  readonly shown: string;
  readonly all: string;
} {
  const head = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, edit(text, file)]));
  const report = diff(base, compile(head, options)) as unknown as DiffReport;
  const all = printDiffMarkdown(report, 'plafond diff');
  return { all, shown: all.split('<details')[0] ?? '' };
}

const read = (name: string): string => files[`policies/roles/${name}.yaml`] ?? '';

/** Returns the text of one role with all that another one says from some field on. */
const swapFrom = (field: string, one: string, other: string): string =>
  read(one).slice(0, read(one).indexOf(field)) + read(other).slice(read(other).indexOf(field));

/** Swaps the names of two roles wherever users have them. */
const swapUsers = (one: string, other: string) => (text: string, file: string) =>
  file.endsWith('/users.yaml')
    ? text.replaceAll(
        new RegExp(`\\[(${one}|${other})\\]`, 'g'),
        (_, name) => `[${name === one ? other : one}]`,
      )
    : text;

const swapRoles = (field: string, one: string, other: string) => (text: string, file: string) => {
  if (file === `policies/roles/${one}.yaml`) return swapFrom(field, one, other);
  return file === `policies/roles/${other}.yaml` ? swapFrom(field, other, one) : text;
};

describe('what matters takes one screen', () => {
  test('if users swap roles, which is said', () => {
    const { shown, all } = commentOn(swapUsers('csm', 'manager'));
    expect(shown.length).toBeLessThan(screen);
    expect(shown).toContain(
      '**Swapped** roles `csm` and `manager`: `manager` is held now by `csm-1@acme.example`',
    );
    expect(shown).toMatch(/\d users of 3 tenants \(.*\) are given role `manager`/);
    expect(all).toContain('In full · Whoever approves permissions');
  });

  test('if two roles swap what they hold and reach, which is said', () => {
    const { shown } = commentOn(swapRoles('portfolio:', 'csm', 'manager'));
    expect(shown.length).toBeLessThan(screen);
    expect(shown).toContain(
      '**swapped** · `csm` holds now what `manager` held and `manager` holds now what `csm` held, in every tenant, on the same records',
    );
    expect(shown).toMatch(/each of 10 invariants \(8 warning, 2 info\) is broken now/);
  });

  test('if two roles swap what they hold on records of their own, which is said', () => {
    const { shown } = commentOn(swapRoles('grants:', 'contractor', 'developer'));
    expect(shown.length).toBeLessThan(screen);
    expect(shown).toContain(
      '`contractor` holds now what `developer` held and `developer` holds now what `contractor` held, in every tenant, though not on the same records',
    );
  });

  test('if two portfolios swap what they select, which is said', () => {
    const { shown } = commentOn((text, file) =>
      file === 'policies/catalog/portfolios.yaml'
        ? text.replace(/^name: (own|team)$/gm, (_, name) => `name: ${name === 'own' ? 'team' : 'own'}`)
        : text,
    );
    expect(shown.length).toBeLessThan(screen);
    expect(shown).toContain(
      '**swapped** · portfolio `own` selects now what portfolio `team` selected and portfolio `team` selects now what portfolio `own` selected: roles keep',
    );
    expect(shown).toMatch(
      /on more records.*from records in portfolio `own` \(`coOwner or owner is the user's id`\) to records in portfolio `own` \(`.*managedUserIds`\)/,
    );
  });

  test('if two properties swap what they are, which is said', () => {
    const { shown } = commentOn((text, file) =>
      file === 'policies/catalog/models/company.yaml'
        ? text.replace(/^ {2}(mrr|name): \{/gm, (_, name) => `  ${name === 'mrr' ? 'name' : 'mrr'}: {`)
        : text,
    );
    expect(shown).toContain(
      '**swapped** · property `mrr` is now what property `name` was and property `name` is now what property `mrr` was (model `Company`)',
    );
  });

  test('if a role that others include holds more', () => {
    const { shown, all } = commentOn((text, file) =>
      file === 'policies/roles/floor.yaml'
        ? text.replace(
            '    Team: [view]',
            '    Team: all\n    Company: [view, export]\n    Task: all\n    Workflow: all',
          )
        : text,
    );
    expect(shown.length).toBeLessThan(screen);
    expect(shown).toMatch(
      /\*\*escalation\*\* · 7 roles .*: 5 permissions of high risk gained \(`Team:create`/,
    );
    expect(all).toContain('What else is gained: 11');
  });

  test('if many roles include another one no more', () => {
    const { shown } = commentOn((text) => text.replace('includes: [floor]\n', ''));
    expect(shown.length).toBeLessThan(screen);
    expect(shown).toMatch(
      /- 8 roles \(`contractor`, `csm`, .*\) include role `floor` no more \(`policies\/roles\/contractor\.yaml:\d+` and 7 lines more like it\)\./,
    );
    expect(shown).not.toContain('swapped');
  });

  test('if many users move from one role to another', () => {
    const newcomers = Array.from(
      { length: 14 },
      (_, at) => `  - { id: new-${at}@acme.example, userType: Core, roles: [csm] }\n`,
    ).join('');
    const more = {
      ...files,
      'policies/tenants/acme/users.yaml': `${files['policies/tenants/acme/users.yaml']}${newcomers}`,
    };
    const moved = Object.fromEntries(
      Object.entries(more).map(([file, text]) => [file, text.replace(/(new-.*)\[csm\]/g, '$1[manager]')]),
    );
    const report = diff(compile(more, options), compile(moved, options)) as unknown as DiffReport;
    const [shown = ''] = printDiffMarkdown(report, 'plafond diff').split('<details');
    expect(shown.length).toBeLessThan(screen);
    expect(shown).toMatch(/\*\*Moved\*\* from `csm` to `manager`: .* and \d+ more of `acme`/);
  });
});
