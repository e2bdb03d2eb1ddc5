// What `index.js` of the package and its other files share.
export { abilityFrom } from './ability.ts';
export { BundleError, checkBundle } from './bundle.ts';
export { openFacade } from './permissions.ts';
export { PermissionsError } from './table.ts';
