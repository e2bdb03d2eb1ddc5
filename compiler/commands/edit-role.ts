import path from 'node:path';
import { compile } from '../compile.ts';
import type { Matrix } from '../model/matrix.ts';
import type { AbstractRole, Policy, Role } from '../model/policy.ts';
import { listHeldCells } from '../questions/combine-roles.ts';
import type { EditedFile } from '../questions/edit-role/rename-role.ts';
import { findAbstractRole, findRoles, findTenant } from '../questions/find-by-name.ts';
import { encodeFileName } from '../text/file-name.ts';
import { type Files, replaceTexts, type StoredRows } from '../text/files.ts';
import { type Io, MisuseError } from './command.ts';
import { addRows } from './stored-rows.ts';

/** Returns the role that is meant: the one of a tenant, or else the only role of the name. */
export function findRoleToEdit(
  policy: Policy,
  name: string,
  tenant: string | undefined,
): Role | AbstractRole {
  const owner = tenant === undefined ? undefined : findTenant(policy, tenant).name;
  const abstract = policy.abstractRoles.filter((role) => role.name === name);
  const found: readonly (Role | AbstractRole)[] =
    abstract.length > 0 && findAbstractRole(policy, name, owner) ? abstract : findRoles(policy, name);
  const own = owner === undefined ? found : found.filter((role) => role.tenant === owner);
  const [only, more] = own;
  if (only && !more) return only;
  if (!only) throw new MisuseError(`tenant \`${owner}\` has no role \`${name}\` of its own`);
  const tenants = own.flatMap((role) => role.tenant ?? []).map((one) => `\`${one}\``);
  throw new MisuseError(
    `several tenants have a role \`${name}\`; say whose with \`--tenant\`: ${tenants.join(', ')}`,
  );
}

/** Returns the path that a role's file has under another name; undefined if the file is not named after the role. */
export function moveRoleFile({ name, at }: Role | AbstractRole, to: string): string | undefined {
  const { path: file } = at.document.source;
  const { dir, name: base, ext } = path.posix.parse(file);
  return base === encodeFileName(name) ? path.posix.join(dir, `${encodeFileName(to)}${ext}`) : undefined;
}

/** A change of files on disk that is not made yet: texts by path, and files that go. */
export interface RoleFileChange {
  readonly written: readonly Pick<EditedFile, 'path' | 'text'>[];
  readonly removed: readonly string[];
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
  throw new MisuseError(
    `the policies would not compile: ${first?.message} in \`${first?.at.source.path}\`; nothing was written`,
  );
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

/** Lists what every role holds, in every tenant, one line each, with some role under another name. */
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
