// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '1d8304b9a03237c3d1fa4cc8ffc66e034ea1487c2ade409fd8e8a2613f65f62f',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
