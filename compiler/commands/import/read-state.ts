import path from 'node:path';
import { compilePolicy } from '../../compile-policy.ts';
import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Mapping } from '../../model/mapping.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Policy } from '../../model/policy.ts';
import { refuseName } from '../../questions/find-by-name.ts';
import type { SettledState } from '../../questions/import/drift-context.ts';
import { type ImportTarget, observe } from '../../questions/import/observe.ts';
import { settleRoles } from '../../questions/import/settle-roles.ts';
import { settleUsers } from '../../questions/import/settle-users.ts';
import {
  type ExportFile,
  exportLimit,
  isExportFile,
  isWorkbookFile,
} from '../../questions/import/walk-rows.ts';
import { listFirstNames } from '../../text/list.ts';
import { type Io, MisuseError } from '../command.ts';

/** The state that exports say, and the policies that it is compared with. */
export interface ReadState {
  readonly state: SettledState;
  readonly target: ImportTarget;
  readonly matrix: Matrix;
}

/** The arguments of the command that say what is read, and for whom. */
export interface StateArguments {
  readonly from: readonly string[];
  readonly tenant: string | undefined;
  readonly mapping: string | undefined;
  readonly quiet: boolean;
}

/** Reads the exports that the command names, with progress, and settles what they say. */
export async function readState(
  policy: Policy,
  args: StateArguments,
  report: Report,
  io: Io,
): Promise<ReadState> {
  const target: ImportTarget = {
    policy,
    tenant: policy.tenants.find(({ name }) => name === args.tenant),
    tenantName: args.tenant,
    mapping: findMapping(policy, args.mapping),
  };
  const steps = observe(readExports(args.from, io), target, report);
  const following = await io.follow?.('ten thousand rows', !args.quiet);
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        const roles = settleRoles(value, target, report);
        const users = settleUsers(value, roles, target, report);
        return { state: { observed: value, roles, users }, target, matrix: compilePolicy(policy).matrix };
      }
      await following?.step();
    }
  } finally {
    following?.end();
  }
}

/** Returns the mapping of a name, or the only one there is. Throws `MisuseError` rather than guess. */
function findMapping({ mappings }: Policy, name: string | undefined): Mapping | undefined {
  const names = mappings.map((one) => one.name);
  if (name === undefined) {
    if (mappings.length < 2) return mappings[0];
    throw new MisuseError(`\`--mapping\` says whose words are read: ${listFirstNames(names, 8)}`);
  }
  const found = mappings.find((one) => one.name === name);
  if (found) return found;
  if (names.length === 0) throw new MisuseError(`no mapping \`${name}\`; the policies declare none`);
  throw refuseName(`mapping \`${name}\``, name, names);
}

/** Returns true if a file is read as an export, or reported as one that cannot be. */
const isMeant = (file: string): boolean => isExportFile(file) || isWorkbookFile(file);

/** Reads the files that are named, and those of the folders that are. Throws `MisuseError` where there are none. */
function readExports(from: readonly string[], io: Io): readonly ExportFile[] {
  return from.flatMap((named): readonly ExportFile[] => {
    const place = path.relative(io.folder, path.resolve(io.folder, named)).replaceAll(path.sep, '/') || '.';
    const kind = io.kind(place);
    if (kind === 'nothing')
      throw new MisuseError(`there is no \`${named}\`; \`--from\` names a folder or a file`);
    const files = io.disk(kind === 'folder' ? place : path.posix.dirname(place));
    if (kind === 'file') {
      if (!isMeant(place)) throw new MisuseError(`\`${named}\` is neither CSV nor JSON, by its name`);
      return [{ path: place, bytes: files.read(place, exportLimit) }];
    }
    const paths = files.list(isMeant);
    if (paths.length === 0) throw new MisuseError(`\`${named}\` holds no CSV and no JSON`);
    return paths.map((one) => ({ path: one, bytes: files.read(one, exportLimit) }));
  });
}
