// Written by plafond compile. Do not edit: change the policies.
import bundle from './bundle.json' with { type: 'json' };
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
export const { permissions, isProperty, columns, digest } = openFacade(
  bundle,
  '1ad01ef64d20e631996d08933f16b96155a5b4782a31723d7c9751b2fd029ba4',
);
