// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  'e5eda0d178a3e060b724dd86bf75a78cf49579d1d24b6641bffedd749189c716',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
