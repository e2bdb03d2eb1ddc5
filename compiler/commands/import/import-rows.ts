import path from 'node:path';
import { readPolicy } from '../../compile.ts';
import { collect, type Diagnostic } from '../../diagnostics/diagnostic.ts';
import { placeIn, valueIn } from '../../model/document.ts';
import type { Policy, Role } from '../../model/policy.ts';
import { type ImportedRows, printStoredRole } from '../../print/import/stored-roles.ts';
import { printSchemaLine } from '../../print/role/yaml.ts';
import { findTenant } from '../../questions/find-by-name.ts';
import { encodeFileName } from '../../text/file-name.ts';
import type { Io } from '../command.ts';
import { addRows, readRows } from '../stored-rows.ts';
import { compileWith } from './write-import.ts';

/** The arguments of the command that say which rows become files. */
export interface RowArguments {
  readonly policies: string;
  readonly roles: string;
  readonly tenant: string | undefined;
  readonly 'dry-run': boolean;
}

/**
 * Writes the roles in the rows of a database as files, each as its row has it. Returns what was written or, if one of the rows is wrong
 * or has no place among the files, what is wrong; then nothing is written. Throws `QuestionError` if there is no such tenant.
 */
export function importRows(args: RowArguments, io: Io): ImportedRows | readonly Diagnostic[] {
  const { policies, tenant } = args;
  const stored = readRows(args.roles, io);
  const { policy, diagnostics } = readPolicy(addRows(io.files(policies), stored), policies);
  if (!policy) return diagnostics.filter(({ severity }) => severity === 'error');
  if (tenant !== undefined) findTenant(policy, tenant);
  const files = new Map(
    listStoredRoles(policy)
      .filter((role) => tenant === undefined || role.tenant === tenant)
      .map((role) => [path.posix.join(policies, pathOf(role)), role] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const { report, diagnostics: taken } = collect();
  for (const file of files.keys()) {
    if (io.kind(file) === 'nothing') continue;
    const facts = { what: `file \`${file}\``, how: 'a role of the database would overwrite it' };
    report('import-differs', { source: { path: file, text: '' }, start: 0, end: 0 }, facts);
  }
  if (taken.length > 0) return taken;
  const texts = new Map([...files].map(([file, role]) => [file, printFile(role, policy.settings.out)]));
  const errors = texts.size > 0 ? compileWith(texts, policies, io) : [];
  if (errors.length > 0) return errors;
  if (!args['dry-run']) io.changeFiles([...texts].map(([file, text]) => ({ file, text })));
  return { tenant, isDry: args['dry-run'], files };
}

const listStoredRoles = ({ tenants }: Policy): readonly Role[] =>
  tenants.flatMap(({ roles }) => roles.filter(({ at }) => at.document.isStored));

/** Returns where the house has the file of a role, relative to the policies folder. */
const pathOf = ({ name, tenant }: Role): string =>
  `${tenant === undefined ? '' : `tenants/${encodeFileName(tenant)}/`}roles/${encodeFileName(name)}.yaml`;

const printFile = (role: Role, out: string): string =>
  printSchemaLine('role', pathOf(role), out) +
  printStoredRole(valueIn(placeIn(role.at.document, [])) as Readonly<Record<string, unknown>>);
