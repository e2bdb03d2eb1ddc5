// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '83e5b9fd5116eb42afbf774eebce082f8e918fbbec0239d1112f661a43f8d748',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
