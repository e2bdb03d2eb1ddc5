// Written by plafond compile. Do not edit: change the policies.
import bundle from './bundle.json' with { type: 'json' };
import { openFacade } from './lib/facade.js';

export { PermissionsError } from './lib/facade.js';
export const { permissions, isProperty, columns, digest } = openFacade(
  bundle,
  'e5eda0d178a3e060b724dd86bf75a78cf49579d1d24b6641bffedd749189c716',
);
