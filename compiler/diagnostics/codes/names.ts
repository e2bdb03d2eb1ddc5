import type { Entry, In, Named } from './entry.ts';

/** The sentences on names that do not exist. */
export const names = {
  'unknown-model': {
    severity: 'error',
    message: (p: Named) => `unknown model \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
  },
  'unknown-property': {
    severity: 'error',
    message: (p: In) => `model \`${p.model}\` has no property \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
  },
  'unknown-action': {
    severity: 'error',
    message: (p: Named) => `unknown action \`${p.name}\``,
    why: 'the actions are create, view, update, remove and export',
  },
  'unsupported-action': {
    severity: 'error',
    message: (p: { name: string; of: string }) => `\`${p.name}\` is not supported by ${p.of}`,
    why: 'the catalog says what can be permitted at all',
  },
  'unknown-right': {
    severity: 'error',
    message: (p: Named) => `unknown property right \`${p.name}\``,
    why: 'a property has two rights: view and update',
  },
  'unknown-module': {
    severity: 'error',
    message: (p: Named) => `unknown module \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
  },
  'unknown-feature': {
    severity: 'error',
    message: (p: Named) => `unknown feature \`${p.name}\``,
    why: 'the catalog says what can be permitted at all',
  },
  'unknown-user-type': {
    severity: 'error',
    message: (p: Named) => `unknown user type \`${p.name}\``,
    why: 'a role and a user have one of the declared user types',
  },
  'unknown-seat': {
    severity: 'error',
    message: (p: Named) => `unknown seat \`${p.name}\``,
    why: 'a role and a user hold only declared seats',
  },
  'unknown-limit': {
    severity: 'error',
    message: (p: Named) => `\`${p.name}\` is neither a user type nor a seat`,
    why: 'a tenant limits user types and seats',
  },
  'unknown-tenant': {
    severity: 'error',
    message: (p: Named) => `unknown tenant \`${p.name}\``,
    why: 'a role, a list of users and a waiver speak of declared tenants',
  },
  'unknown-package': {
    severity: 'error',
    message: (p: Named) => `no seat belongs to package \`${p.name}\``,
    why: 'packages are the ones that seats name',
  },
  'unknown-portfolio': {
    severity: 'error',
    message: (p: Named) => `unknown portfolio \`${p.name}\``,
    why: 'a role reaches records through declared portfolios',
  },
  'unknown-role': {
    severity: 'error',
    message: (p: { name: string; tenant: string }) => `tenant \`${p.tenant}\` has no role \`${p.name}\``,
    why: 'a user holds roles that every tenant has or that its own tenant declares',
  },
  'cloned-from-unknown': {
    severity: 'warning',
    message: (p: Named) => `no role \`${p.name}\` to have been cloned from`,
    why: 'the origin of a role is worth something only while it can be found',
  },
} satisfies Record<string, Entry>;
