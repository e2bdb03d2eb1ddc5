import type { DiagnosticDefinition } from './entry.ts';

/** The sentences on what the lint rules find. */
export const lintCodes = {
  'dead-grant': {
    severity: 'warning',
    message: (p: { role: string; permissions: string; reason: string }) =>
      `role \`${p.role}\` grants ${p.permissions} to no effect anywhere: ${p.reason}`,
    why: 'a reader takes what a role names for what it gives',
    remedy:
      'Grant what is missing as well, or take the grant away. Where only ceilings refuse it, it is a request to the vendor.',
  },
  'module-off-under-granted-models': {
    severity: 'warning',
    message: (p: { role: string; permissions: string; module: string }) =>
      `role \`${p.role}\` grants ${p.permissions} and not module \`${p.module}\`, without which that has no effect`,
    why: 'records that can be reached through no module are not granted, whatever the role says',
    remedy: 'Grant the module as well, or take away what requires it.',
  },
  'write-without-view': {
    severity: 'warning',
    message: (p: { who: string; permissions: string; view: string }) =>
      `${p.who} lets ${p.permissions} through without \`${p.view}\``,
    why: 'whoever writes what they cannot see overwrites what others wrote',
    remedy: 'Grant view as well, or take the write away.',
  },
  'create-lacks-required': {
    severity: 'info',
    message: (p: { role: string; create: string; lacking: string }) =>
      `role \`${p.role}\` holds \`${p.create}\` without ${p.lacking}, which a new record must have`,
    why: 'a required property that one cannot see or set may keep the record from being saved',
    remedy: 'Grant the rights on the required property, or take the creation away.',
  },
  'type-higher-than-grants-need': {
    severity: 'warning',
    message: (p: { role: string; userType: string; enough: string }) =>
      `role \`${p.role}\` has user type \`${p.userType}\`, and all that it grants fits in \`${p.enough}\``,
    why: 'everybody who holds the role is paid for as the higher user type',
    remedy:
      'Clone the role with the lower user type, give its holders the clone, and only then lower their own type.',
  },
  'role-equals-full-mask': {
    severity: 'warning',
    message: (p: { role: string; cap: string }) =>
      `role \`${p.role}\` spells out everything that \`${p.cap}\` can hold`,
    why: 'a new role is filled in with the maximum, and this one was not cut down',
    remedy:
      'Take away what its holders do not need. If the role is everything on purpose, write `all`: whoever reads it then knows.',
  },
  'seat-unlocks-nothing': {
    severity: 'warning',
    message: (p: { role: string; seat: string }) =>
      `role \`${p.role}\` has seat \`${p.seat}\` and grants nothing that only the seat adds`,
    why: 'everybody who holds the role is paid for with a seat',
    remedy: 'Clone the role without the seat, or grant what the seat is there for.',
  },
  'redundant-entry': {
    severity: 'info',
    message: (p: { says: string }) => `this entry changes nothing: ${p.says}`,
    why: 'an entry looks as if it made a difference, and the next reader will think that it does',
    remedy: 'Take the entry away; nothing changes.',
  },
  'portfolio-movable-by-holder': {
    severity: 'info',
    message: (p: { role: string; properties: string; model: string }) =>
      `role \`${p.role}\` may update ${p.properties} of \`${p.model}\`, by which its portfolio is drawn`,
    why: 'whoever sets what a portfolio goes by decides who else reaches the record',
    remedy:
      'Give the role only view of these properties, unless its holders are the ones who hand records on.',
  },
  'export-with-full-reach': {
    severity: 'info',
    message: (p: { role: string; permissions: string }) =>
      `role \`${p.role}\` holds ${p.permissions} with a portfolio that reaches everything`,
    why: 'one download takes the records of all customers along',
    remedy: 'Narrow the portfolio, or take the exports away.',
  },
  'toggle-outreaches-records': {
    severity: 'info',
    message: (p: { what: string; name: string; permissions: string }) =>
      `${p.what} \`${p.name}\` requires ${p.permissions} on some record, and then works whatever the records`,
    why: 'a module or a feature has no records of its own, so no portfolio limits it',
    remedy: 'Ask for the permission on the record beside it, or declare an action of the model in its place.',
  },
  'union-completes-capability': {
    severity: 'warning',
    message: (p: { who: string; capability: string; roles: string; tenants: string }) =>
      `${p.who} all that capability \`${p.capability}\` requires by roles ${p.roles} together in ${p.tenants}`,
    why: 'each role was judged without the other, and only together do they escalate',
    remedy: 'Take one of the roles away, or give one role that is meant to hold it all.',
  },
  'given-by-several-roles': {
    severity: 'info',
    message: (p: { who: string; permissions: string; roles: string; tenants: string }) =>
      `${p.who} ${p.permissions} only by roles ${p.roles} together in ${p.tenants}`,
    why: 'what one role lacks for it another brings, and whoever reads either role alone does not see it',
    remedy: 'Take one of the roles away, or give one role that is meant to hold it all.',
  },
  'locked-out': {
    severity: 'warning',
    message: (p: { tenant: string; who: 'role' | 'active user'; capabilities: string }) =>
      `no ${p.who} of tenant \`${p.tenant}\` holds ${p.capabilities}`,
    why: 'a tenant in which nobody can change rights cannot help itself',
    remedy: 'Give an active user a role that holds the capability.',
  },
  'shared-role-holds-sensitive': {
    severity: 'warning',
    message: (p: { role: string; tenant: string; permissions: string }) =>
      `role \`${p.role}\`, which every tenant has, holds ${p.permissions}, sensitive properties that only \`${p.tenant}\` has`,
    why: 'a star reaches what a tenant adds, and whoever wrote the role could not know of it',
    remedy: 'Take the right away in the ceiling of the tenant, or give its users a role of the tenant’s own.',
  },
  'unused-role': {
    severity: 'info',
    message: (p: { role: string; who: string }) => `${p.who} \`${p.role}\``,
    why: 'a role that nobody holds or includes is still there to be used, and nobody looks after it',
    remedy: 'Give the role to the users, or include it in the roles, that it was made for, or delete it.',
  },
  'closed-in-casl': {
    severity: 'info',
    message: (p: { who: string; asks: string; permissions: string }) =>
      `${p.who} ${p.asks} by ${p.permissions}, and CASL's rules leave that out`,
    why: 'a condition of CASL has room for one demand on each list and for one comparison by each operator, and none for what is missing under a name with a dot: stock CASL denies what the facade allows',
    remedy:
      'Ask the facade or an adapter for these records, demand one portfolio through the list, compare once by each operator, compare something that is there, or name fewer portfolios.',
  },
  'portfolio-entry-idle': {
    severity: 'warning',
    message: (p: { role: string; pattern: string }) =>
      `role \`${p.role}\` holds no permission that \`${p.pattern}\` matches`,
    why: 'an entry of a portfolio grants nothing, and whoever wrote it may believe that it does',
    remedy: 'Grant what the entry is about, or take the entry away.',
  },
  'limited-in-part': {
    severity: 'warning',
    message: (p: { role: string; limited: string; free: string }) =>
      `role \`${p.role}\` reaches some records by ${p.limited}, and every record by ${p.free}`,
    why: 'no portfolio has to limit the model, so what no entry speaks of works on every record',
    remedy: 'Limit the other permissions as well, or none.',
  },
  'entry-overrides-wider': {
    severity: 'info',
    message: (p: { role: string; permissions: string; wider: string; reaches: 'more' | 'fewer' | 'other' }) =>
      `role \`${p.role}\` reaches ${p.reaches} records by ${p.permissions} than its entry \`${p.wider}\` says`,
    why: 'the most specific entry counts alone: it takes the place of a wider one and adds nothing to it',
    remedy:
      'Leave it, if that is meant. To keep what the wider entry reaches, name its portfolios in the entry as well.',
  },
} satisfies Record<string, DiagnosticDefinition>;
