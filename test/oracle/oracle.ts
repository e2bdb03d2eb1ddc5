/** The naive oracle: the language page read a second time, in the slowest and most literal way. */
export { cellsOf, modelOf } from './catalog.ts';
export { type Setting, satisfies, type Values } from './conditions.ts';
export * from './documents.ts';
export { readInvariants } from './invariants.ts';
export { holds } from './layers.ts';
export { worksOn } from './portfolios.ts';
export { effectiveOf, type Row, resolve, resolveRole, unionOf } from './resolve.ts';
export { assignable, isAssignable, rowsOf, usersOf } from './users.ts';
