// The parts that `index.js` of the package and its other files share.
export { abilityFrom } from './ability.ts';
export { buildIndex } from './build-index.ts';
export { bundleVersion } from './bundle.ts';
export { BundleError } from './bundle-parts.ts';
export { checkBundle, checkBundleInSlices } from './check-bundle.ts';
export { makeFacade, openFacade } from './permissions.ts';
export { PermissionsError } from './permissions-error.ts';
