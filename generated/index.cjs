// Written by plafond compile. Do not edit: change the policies.
const { openFacade, PermissionsError } = require('./lib/facade.cjs');

const { permissions, isProperty, columns, digest } = openFacade(
  require('./bundle.json'),
  '83eb532523328e420f5c0ee42baea8016151bbc5347cf975a350fb501ba013ce',
);
module.exports = { permissions, isProperty, columns, digest, PermissionsError };
