import { compile } from '../../compiler/compile.ts';
import type { Compiled } from '../../compiler/model/artifact.ts';
import type { Cell } from '../../compiler/model/catalog.ts';
import { findRefusingLayer, type Row } from '../../compiler/model/matrix.ts';
import { capName, describePortfolio } from '../../compiler/model/policy.ts';
import { printFindings } from '../../compiler/print/findings/findings.ts';
import { emitRules } from '../../compiler/targets/rules.ts';
import { chooseColours } from '../../compiler/text/colours.ts';
import type { Files } from '../../compiler/text/files.ts';
import { filesBelow } from './fixtures.ts';

/** Compiles files that must hold no error, down to rules; the errors are the message where they do. */
export function compiled(files: Files): Compiled {
  const { compiled, diagnostics } = compile(files, 'policies');
  if (!compiled)
    throw new Error(
      printFindings(diagnostics, { format: 'pretty', colours: chooseColours(false), version: '' }),
    );
  return compiled;
}

/** Returns the expected output of a case that compiles: the rules of every tenant, and every cell in words. */
export function compiledCase(folder: string): Readonly<Record<string, string>> {
  const whole = compiled(filesBelow(folder, 'policies'));
  const { rows, policy } = whole.matrix;
  const [tenant] = policy.tenants;
  // For one tenant alone all roles are written whole.
  const wholeRules = tenant ? [...emitRules({ ...whole, tenant })] : [];
  return {
    ...Object.fromEntries(
      wholeRules.map(({ path, content }) => [path.replace('rules/tenants/', 'expected/rules/'), content]),
    ),
    'expected/granted.txt': rows.map((row) => rowText(row, row.tenant.catalog.cells)).join('\n'),
  };
}

/** Returns what a role may do in a tenant and what it may not, each denial with the layer that decides it. */
function rowText(row: Row, cells: readonly Cell[]): string {
  const { tenant, role } = row;
  const width = Math.max(...cells.map(({ permission }) => permission.length));
  return [
    `${tenant.name}/${role.name}: ${capName(role)}, ${describePortfolio(role.portfolio)}`,
    ...cells.map((cell) => {
      const refusal = findRefusingLayer(row, cell);
      const words = refusal === undefined ? 'yes' : `no: ${refusal}`;
      return `  ${cell.permission.padEnd(width)}  ${words}`;
    }),
    '',
  ].join('\n');
}
