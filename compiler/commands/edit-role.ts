import { compile } from '../compile.ts';
import type { Matrix } from '../model/matrix.ts';
import { type Policy, type Role, rolesOf } from '../model/policy.ts';
import { printPlace } from '../print/print-place.ts';
import { listHeldCells } from '../questions/combine-roles.ts';
import type { EditedFile } from '../questions/edit-role/rename-role.ts';
import { type Files, replaceTexts, type StoredRows } from '../text/files.ts';
import { type Io, MisuseError } from './command.ts';
import { addRows } from './stored-rows.ts';

/** A change of files on disk that is not made yet: texts by path, and files that go. */
export interface RoleFileChange {
  readonly written: readonly Pick<EditedFile, 'path' | 'text'>[];
  readonly removed: readonly string[];
}

/** Throws `MisuseError`, with the place, if a role has a name already that is for a role of a tenant or, without one, of all. */
export function refuseTakenName(policy: Policy, name: string, tenant: string | undefined): void {
  const taken = [...rolesOf(policy), ...policy.abstractRoles].find(
    (one) => one.name === name && (tenant === undefined || one.tenant === undefined || one.tenant === tenant),
  );
  if (!taken) return;
  const whose = taken.tenant === undefined ? '' : ` of tenant \`${taken.tenant}\``;
  throw new MisuseError(`there is a role \`${name}\`${whose} already, in ${printPlace(taken.at)}`);
}

/** Compiles policies as a change would leave them. Throws `MisuseError` with the first error. */
export function compileChanged(
  change: RoleFileChange,
  policies: string,
  io: Io,
  rows: StoredRows | undefined = undefined,
): Matrix {
  const changed = addRows(applyChange(io.files(policies), change), rows);
  const { compiled, diagnostics } = compile(changed, policies);
  if (compiled) return compiled.matrix;
  const [first] = diagnostics.filter(({ severity }) => severity === 'error');
  const file = first?.at.source.path ?? '';
  // A file that the change would only make is none that anybody could look into.
  const where = io.kind(file) === 'nothing' ? '' : ` in \`${file}\``;
  throw new MisuseError(`the policies would not compile: ${first?.message}${where}; nothing was written`);
}

/** Returns files as a change would leave them. */
export function applyChange(files: Files, { written, removed }: RoleFileChange): Files {
  const changed = replaceTexts(files, new Map(written.map(({ path: file, text }) => [file, text])));
  return { ...changed, list: (wanted) => changed.list((file) => wanted(file) && !removed.includes(file)) };
}

/** Makes a change on disk: all of it, or nothing if the disk refuses a part. */
export function makeChange({ written, removed }: RoleFileChange, io: Io): void {
  io.changeFiles([
    ...written.map(({ path: file, text }) => ({ file, text })),
    ...removed.map((file) => ({ file, text: undefined })),
  ]);
}

/** Lists what every role holds in every tenant, one line each; `nameOf` says under which name a role is listed. */
export const listHeldByRole = ({ rows }: Matrix, nameOf: (role: Role) => string): readonly string[] =>
  rows
    .map((row) =>
      JSON.stringify([
        row.tenant.name,
        nameOf(row.role),
        listHeldCells(row).map(({ permission }) => permission),
      ]),
    )
    .sort();
