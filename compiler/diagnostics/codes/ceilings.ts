import { count } from '../../text/count.ts';
import type { DiagnosticDefinition } from './entry.ts';

/** The sentences on what is above a cap or a ceiling. */
export const ceilingCodes = {
  'above-cap': {
    severity: 'error',
    message: (p: { role: string; permission: string; cap: string }) =>
      `role \`${p.role}\` names \`${p.permission}\`, which ${p.cap} does not hold`,
    why: 'naming a permission is a demand, and a demand above the cap would silently come to nothing',
    remedy:
      'Take the permission from the role, or clone the role with a user type or a seat that holds it. A role’s type never changes.',
    securitySeverity: '6.0',
  },
  'above-ceiling': {
    severity: 'warning',
    message: (p: { role: string; permission: string; refused: string }) =>
      `role \`${p.role}\` names \`${p.permission}\`, which ${p.refused}`,
    why: 'the grant takes no effect until the ceiling is raised',
    remedy: 'Take the permission from the role, or have the vendor raise the ceiling.',
    securitySeverity: '3.0',
  },
  'cap-not-monotone': {
    severity: 'error',
    message: (p: { lower: string; higher: string; permission: string; more: number }) =>
      `user type \`${p.lower}\` holds \`${p.permission}\`${p.more > 0 ? ` and ${p.more} more` : ''}, which the higher \`${p.higher}\` does not`,
    why: 'a higher rank covers a lower one, or a user could lose rights by a better user type',
    remedy: 'Let the higher user type hold the permission too, or take it from the lower one.',
    securitySeverity: '7.0',
  },
  'duplicate-rank': {
    severity: 'error',
    message: (p: { name: string; rank: number; other: string }) =>
      `user type \`${p.name}\` has rank ${p.rank}, which \`${p.other}\` has already`,
    why: 'ranks order the user types of one audience, and every two of them must be comparable',
    remedy: 'Give each user type a rank of its own.',
  },
  'seat-does-not-combine': {
    severity: 'error',
    message: (p: { seat: string; userType: string }) =>
      `seat \`${p.seat}\` does not combine with user type \`${p.userType}\``,
    why: 'a seat adds to the user types it names and to no other',
    remedy: 'Take the seat away, or use a user type it combines with.',
  },
  'package-missing': {
    severity: 'error',
    message: (p: { seat: string; package: string; tenant: string }) =>
      `seat \`${p.seat}\` needs package \`${p.package}\`, which tenant \`${p.tenant}\` has not bought`,
    why: 'without the package the seat is not offered to the tenant',
    remedy: 'Take the seat from the role or the user, or add the package to the tenant once it is bought.',
  },
  'several-generations': {
    severity: 'error',
    message: (p: { tenant: string; of: string; names: string }) =>
      `tenant \`${p.tenant}\` has ${p.names} of \`${p.of}\` at once and does not say why`,
    why: 'generations stand in for each other, and with several the same can be done in two places',
    remedy: 'Choose one generation for the tenant, or say with `because` why it has several.',
    securitySeverity: '4.0',
  },
  'role-not-offered': {
    severity: 'info',
    message: (p: { role: string; tenants: string; package: string }) =>
      `role \`${p.role}\` is not offered in ${p.tenants}, without package \`${p.package}\``,
    why: 'a shared role with a seat exists only where the package of the seat was bought',
    remedy: 'Nothing, unless the tenant was meant to have the role: then it has to buy the package.',
  },
  'shared-role-reused': {
    severity: 'error',
    message: (p: { role: string; tenant: string }) =>
      `role \`${p.role}\` of tenant \`${p.tenant}\` has the name of a role that every tenant has`,
    why: 'in this tenant the name would stand for two roles',
    remedy: 'Give the tenant’s own role another name.',
    securitySeverity: '5.0',
  },
  'custom-role-on-plan': {
    severity: 'warning',
    message: (p: { role: string; tenant: string; plan: string | undefined }) =>
      `tenant \`${p.tenant}\` is on ${p.plan === undefined ? 'no plan' : `plan \`${p.plan}\``} and has a role of its own, \`${p.role}\``,
    why: 'the settings say on which plans tenants have roles of their own',
    remedy:
      'Use the shared roles, or move the tenant to a plan with roles of its own; if it is on one, say so under `plan`.',
  },
  'too-many-custom-roles': {
    severity: 'error',
    message: (p: { tenant: string; roles: number; most: number }) =>
      `tenant \`${p.tenant}\` has ${count(p.roles, 'role')} of its own, and the settings allow ${p.most}`,
    why: 'roles of a tenant’s own are bounded, so that somebody can still look through them',
    remedy: 'Delete roles that nobody needs, or raise `customRoles.perTenant` in the settings.',
    securitySeverity: '3.0',
  },
} satisfies Record<string, DiagnosticDefinition>;
