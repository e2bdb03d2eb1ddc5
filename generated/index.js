// Written by plafond compile. Do not edit: change the policies.
import bundle from './bundle.json' with { type: 'json' };
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
export const { permissions, isProperty, columns, digest } = openFacade(
  bundle,
  '1d8304b9a03237c3d1fa4cc8ffc66e034ea1487c2ade409fd8e8a2613f65f62f',
);
