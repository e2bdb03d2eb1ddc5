import type { Entry } from './entry.ts';

/** The sentences on what is above a cap or a ceiling. */
export const ceilings = {
  'above-cap': {
    severity: 'error',
    message: (p: { role: string; permission: string; cap: string }) =>
      `role \`${p.role}\` names \`${p.permission}\`, which ${p.cap} does not hold`,
    why: 'naming a permission is a demand, and a demand above the cap would silently come to nothing',
  },
  'above-ceiling': {
    severity: 'warning',
    message: (p: { role: string; permission: string; tenant: string }) =>
      `role \`${p.role}\` names \`${p.permission}\`, which the ceiling of tenant \`${p.tenant}\` does not hold`,
    why: 'the grant takes no effect until the ceiling is raised',
  },
  'cap-not-monotone': {
    severity: 'error',
    message: (p: { lower: string; higher: string; permission: string; more: number }) =>
      `user type \`${p.lower}\` holds \`${p.permission}\`${p.more > 0 ? ` and ${p.more} more` : ''}, which the higher \`${p.higher}\` does not`,
    why: 'a higher rank covers a lower one, or a user could lose rights by a better user type',
  },
  'duplicate-rank': {
    severity: 'error',
    message: (p: { name: string; rank: number; other: string }) =>
      `user type \`${p.name}\` has rank ${p.rank}, which \`${p.other}\` has already`,
    why: 'ranks order the user types, and every two of them must be comparable',
  },
  'seat-does-not-combine': {
    severity: 'error',
    message: (p: { seat: string; userType: string }) =>
      `seat \`${p.seat}\` does not combine with user type \`${p.userType}\``,
    why: 'a seat adds to the user types it names and to no other',
  },
  'package-missing': {
    severity: 'error',
    message: (p: { seat: string; package: string; tenant: string }) =>
      `seat \`${p.seat}\` needs package \`${p.package}\`, which tenant \`${p.tenant}\` has not bought`,
    why: 'without the package the seat is not offered to the tenant',
  },
  'role-not-offered': {
    severity: 'info',
    message: (p: { role: string; tenants: string; package: string }) =>
      `role \`${p.role}\` is not offered in ${p.tenants}, without package \`${p.package}\``,
    why: 'a shared role with a seat exists only where the package of the seat was bought',
  },
  'shared-role-reused': {
    severity: 'error',
    message: (p: { role: string; tenant: string }) =>
      `role \`${p.role}\` of tenant \`${p.tenant}\` has the name of a role that every tenant has`,
    why: 'in this tenant the name would stand for two roles',
  },
  'custom-role-on-plan': {
    severity: 'warning',
    message: (p: { role: string; tenant: string; plan: string }) =>
      `tenant \`${p.tenant}\` is on plan \`${p.plan}\` and has a role of its own, \`${p.role}\``,
    why: 'roles of their own are for tenants on the Enterprise plan',
  },
} satisfies Record<string, Entry>;
