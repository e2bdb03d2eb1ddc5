// Written by plafond compile. Do not edit: change the policies.
import bundle from './bundle.json' with { type: 'json' };
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
export const { permissions, isProperty, columns, digest } = openFacade(
  bundle,
  '45ad618eee0b99a2182523b435a1b47c82672a4dcb40ae968a5e398d350c04bc',
);
