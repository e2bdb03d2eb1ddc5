/** The naive oracle: the language page read a second time, in the slowest and most literal way. */
export { cellsOf, isCapability, modelOf, prerequisitesOf, propertiesOf, rightsOf } from './catalog.ts';
export { type Setting, satisfies, type Values } from './conditions.ts';
export * from './documents.ts';
export { type Failure, type Reading, readInvariants } from './invariants.ts';
export { capHolds, holds, roleHolds } from './layers.ts';
export { isLimited, isReached, itemsOf, reachesThrough, wayTo, worksOn } from './portfolios.ts';
export {
  type Cell,
  effectiveOf,
  heldOf,
  isOffered,
  type Row,
  resolve,
  resolveRole,
  tenantHolds,
  unionOf,
  type Verdict,
} from './resolve.ts';
export { assignable, audienceOf, isAssignable, rowsOf, usersOf } from './users.ts';
