// The parts that `facade.js` and `roles.js` of the package share: a page that edits roles need not load what decides.
export { PermissionsError, quoteName } from './permissions-error.ts';
export { findRoleCompiler, findRoleCompilerMaker, registerRoleCompiler } from './role-compilers.ts';
