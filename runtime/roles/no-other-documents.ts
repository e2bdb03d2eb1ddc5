/** Links nothing. */
const linkNothing = (): readonly never[] => [];

// `roles.json` has no tests, mappings and runbooks: this stands for what links them.
export { linkNothing as linkMappings, linkNothing as linkRunbooks, linkNothing as linkTests };
