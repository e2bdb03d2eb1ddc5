import path from 'node:path';
import { compile } from '../../compile.ts';
import type { Collected, Diagnostic } from '../../diagnostics/diagnostic.ts';
import {
  type ImportSummary,
  printImportJson,
  printImportMarkdown,
  printImportPretty,
} from '../../print/import/summary.ts';
import { printImportedRole, printImportedTenant, printImportedUsers } from '../../print/import/yaml.ts';
import { printSchemaLine } from '../../print/role/yaml.ts';
import { readTenantSwitches, type SettledState } from '../../questions/import/drift-context.ts';
import { findDrift } from '../../questions/import/find-drift.ts';
import type { ImportTarget } from '../../questions/import/observe.ts';
import { type ImportPlan, planImport } from '../../questions/import/plan-import.ts';
import { proposeTypes } from '../../questions/import/propose-types.ts';
import { encodeFileName } from '../../text/file-name.ts';
import { replaceTexts } from '../../text/files.ts';
import type { Io } from '../command.ts';
import type { ReadState } from './read-state.ts';

/** The arguments of the command that say what is written. */
export interface WriteArguments {
  readonly policies: string;
  readonly format: string;
  readonly portfolio: readonly string[] | undefined;
  readonly complete: boolean;
  readonly 'dry-run': boolean;
}

/** Plans the files of an import. Undefined, with the reasons reported, if anything of it is wrong; then nothing is written. */
export function draftImport(
  { state, target, matrix }: ReadState,
  args: WriteArguments,
  collected: Collected,
  io: Io,
): { readonly summary: ImportSummary; readonly files: ReadonlyMap<string, string> } | undefined {
  const { report } = collected;
  const drift = findDrift(keepDeclared(state, target), target, matrix);
  const plan = planImport(state, target, drift, args.portfolio, report);
  const files = layOutFiles(plan, target, args);
  refuseExisting(files, plan, collected, io);
  if (collected.failed()) return undefined;
  const { observed, roles } = state;
  const ceiling = observed.tenant.switchesAt
    ? readTenantSwitches(observed.catalog, observed.tenant)
    : target.tenant?.ceiling.held;
  return {
    files,
    summary: {
      tenant: target.tenantName,
      isDry: args['dry-run'],
      plan,
      files: [...files.keys()].sort(),
      roles: [...roles.values()],
      proposals: proposeTypes(roles.values(), observed.catalog, ceiling, target),
    },
  };
}

/** Keeps those roles of the product that the policies have too: only these can be other ones there. */
function keepDeclared(state: SettledState, { policy, tenant }: ImportTarget): SettledState {
  const declared = new Set((tenant?.roles ?? policy.sharedRoles).map(({ name }) => name));
  return { ...state, roles: new Map([...state.roles].filter(([name]) => declared.has(name))) };
}

/** Lays the planned documents out as files, where the house has them. */
function layOutFiles(
  plan: ImportPlan,
  { policy, tenantName: tenant }: ImportTarget,
  { policies, complete }: WriteArguments,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const put = (file: string, schema: string, text: string) => {
    const at = tenant === undefined ? file : `tenants/${encodeFileName(tenant)}/${file}`;
    files.set(path.posix.join(policies, at), printSchemaLine(schema, at, policy.settings.out) + text);
  };
  if (plan.tenant) put('tenant.yaml', 'tenant', printImportedTenant(plan.tenant));
  for (const role of plan.roles)
    put(`roles/${encodeFileName(role.name)}.yaml`, 'role', printImportedRole(role, tenant));
  if (plan.users && tenant !== undefined)
    for (const [at, text] of printImportedUsers(plan.users, tenant, complete).entries())
      put(at === 0 ? 'users.yaml' : `users-${at + 1}.yaml`, 'users', text);
  return files;
}

/** Reports files that would be overwritten, which hold something else than what is to be declared. */
function refuseExisting(
  files: ReadonlyMap<string, string>,
  plan: ImportPlan,
  { report }: Collected,
  io: Io,
): void {
  for (const file of files.keys()) {
    if (io.kind(file) === 'nothing') continue;
    const source = { path: file, text: '' };
    report(
      'import-differs',
      { source, start: 0, end: 0 },
      {
        what: `file \`${file}\``,
        how: plan.roles.length > 0 ? 'what is imported would overwrite it' : 'it would be overwritten',
      },
    );
  }
}

/** Returns the errors that the policies would have with the files of an import. */
export function compileWith(
  files: ReadonlyMap<string, string>,
  policies: string,
  io: Io,
): readonly Diagnostic[] {
  const { diagnostics } = compile(replaceTexts(io.files(policies), files), policies);
  return diagnostics.filter(({ severity }) => severity === 'error');
}

/** Prints what was imported, in the format that is asked for. */
export function printImport(summary: ImportSummary, format: string, quiet: boolean, io: Io): string {
  switch (format) {
    case 'json':
      return printImportJson(summary);
    case 'markdown':
      return printImportMarkdown(summary);
    default:
      return quiet ? '' : printImportPretty(summary, io.colours.out);
  }
}
