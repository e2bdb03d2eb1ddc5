import type { StoredRole } from './stored-role.ts';

/** The roles of databases by the policies of one bundle, as `lib/roles.js` makes it: whoever edits no roles never loads that. */
export interface RoleCompiler {
  /** The digest of the bundle. */
  readonly digest: string;
  /** Opens an editor: what `roles` of the package returns. */
  roles(options: object): object;
  /** Compiles a stored role of another bundle again. Throws a `PermissionsError` if it has errors. */
  renew(stored: unknown): StoredRole;
}

/** The ways in which role compilers are made and used. */
export interface RoleCompilerMaker {
  /** Opens the documents of roles that came with a signed bundle. */
  open(documents: unknown): RoleCompiler;
  /** Opens an editor that asks for the role compiler anew whenever it is asked something. */
  follow(options: object, current: () => RoleCompiler): object;
}

const compilers = new Map<string, RoleCompiler>();
const opened = new WeakMap<object, RoleCompiler>();
let registered: RoleCompilerMaker | undefined;

/** Lets roles of databases be edited and compiled again by the bundle of a role compiler, and others be made. */
export function registerRoleCompiler(maker: RoleCompilerMaker, compiler: RoleCompiler): void {
  registered = maker;
  compilers.set(compiler.digest, compiler);
}

/** Returns the maker of role compilers; undefined before `lib/roles.js` is loaded. */
export const findRoleCompilerMaker = (): RoleCompilerMaker | undefined => registered;

/**
 * Finds the role compiler for the bundle of a digest: by the documents that came with the bundle or, if it came without, by
 * those of the package if they belong to it.
 */
export function findRoleCompiler(digest: string, documents: object | undefined): RoleCompiler | undefined {
  if (!documents) return compilers.get(digest);
  const known = opened.get(documents) ?? registered?.open(documents);
  if (known) opened.set(documents, known);
  return known;
}
