// Written by plafond compile. Do not edit: change the policies.
import bundle from './bundle.json' with { type: 'json' };
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
export const { permissions, isProperty, columns, digest } = openFacade(
  bundle,
  '0eb7dcc8eddd0ace713159634d56b5b8053c6f9a0b883fda9b62a6ffaa76e2e6',
);
