// Written by plafond compile. Do not edit: change the policies.
import { createRequire } from 'node:module';
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
// Node 20 warns of JSON that is imported, and does not of JSON that is required.
export const { permissions, isProperty, columns, digest } = openFacade(
  createRequire(import.meta.url)('./bundle.json'),
  '1ad01ef64d20e631996d08933f16b96155a5b4782a31723d7c9751b2fd029ba4',
);
