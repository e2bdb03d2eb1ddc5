import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compile, diff } from '../../compiler/library.ts';
import { printDiffMarkdown } from '../../compiler/print/diff/markdown.ts';
import type { DiffReport } from '../../compiler/questions/diff/report.ts';

const files: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync('policies', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ya?ml|csv)$/.test(file))
    .map((file) => [`policies/${file}`, readFileSync(path.join('policies', file), 'utf8')]),
);
const tenant = 'policies/tenants/globex/tenant.yaml';

/** Returns the report, and the comment above what is folded, of a ceiling that no longer refuses some models. */
function raise(models: readonly string[]): {
  readonly report: DiffReport;
  readonly shown: string;
  readonly all: string;
} {
  const head = models.reduce((text, model) => text.replace(`    ${model}: none\n`, ''), files[tenant] ?? '');
  const options = { folder: 'policies' };
  const report = diff(
    compile(files, options),
    compile({ ...files, [tenant]: head }, options),
  ) as unknown as DiffReport;
  const all = printDiffMarkdown(report, 'plafond diff');
  return { report, all, shown: all.split('<details')[0] ?? '' };
}

test('a ceiling that lets four models through again takes one screen, and leaves nothing of high risk out', () => {
  const { report, shown, all } = raise(['Automation', 'Campaign', 'NPS', 'WorkspaceTemplate']);
  expect(report.groups.length).toBeGreaterThan(10);
  expect(shown.match(/^1\. /gm)).toHaveLength(3);
  expect(shown.length).toBeLessThan(2500);
  expect(all).toContain('### Let through: `Automation`, `Campaign`, `NPS`, `WorkspaceTemplate` in `globex`');
  const [line = ''] = shown.split('\n').filter((one) => one.includes('See the table'));
  for (const { can, risk, roles } of report.groups)
    for (const { permission, risk: own = risk } of can)
      if (own !== 'read' && own !== 'write') {
        expect(line).toContain(`\`${permission}\``);
        for (const { name } of roles) expect(line).toContain(`\`${name}\``);
      }
  for (const { name } of report.groups.flatMap(({ roles }) => roles)) expect(all).toContain(`\`${name}\``);
  expect(all).toContain(
    '| `csm` (`Core`) | – | view; view of 8 properties; on `own` | view; view of 13 properties (3 sensitive); on `own` | – | 1 user |',
  );
  expect(all).toContain(`What is let through, role by role: ${report.groups.length}`);
});

test('little that is let through is told one by one', () => {
  const { shown } = raise(['WorkspaceTemplate']);
  expect(shown).not.toContain('### Let through');
  expect(shown).toContain('`WorkspaceTemplate:remove`');
});
