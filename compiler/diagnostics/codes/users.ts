import { count } from '../../text/count.ts';
import type { DiagnosticDefinition } from './entry.ts';

/** The sentences on what is wrong with users. */
export const userCodes = {
  'role-not-assignable': {
    severity: 'error',
    message: (p: { who: string; role: string; reason: string }) =>
      `${p.who} cannot hold role \`${p.role}\`: ${p.reason}`,
    why: 'a user needs a user type at least as high as the role’s and all of its seats',
    remedy: 'Change the user type or the seats of the user, or give another role.',
    securitySeverity: '7.0',
  },
  'columns-left-aside': {
    severity: 'info',
    message: (p: { columns: string; whom: 'a user' | 'a role' }) =>
      `what this table has under ${p.columns} says nothing of ${p.whom} and is left aside`,
    why: 'a column whose name is misspelt would be left aside like one that means something else',
    remedy:
      'Nothing, if these are not meant. Else call them `id`, `userType`, `seats`, `roles`, `active`, `madeBy` or `attributes.NAME`.',
  },
  'unknown-user': {
    severity: 'error',
    message: (p: { name: string; where: string }) => `no user \`${p.name}\` is declared in ${p.where}`,
    why: 'an exception for somebody who does not exist would be theirs who is called so next',
    remedy: 'Correct the id, or delete what speaks of the user.',
  },
  'maker-circle': {
    severity: 'error',
    message: (p: { users: string }) => `each of these users is said to be made by the next: ${p.users}`,
    why: 'nobody is made by somebody whom they made themselves, so it is not known whose rights bound theirs',
    remedy: 'Take away the `madeBy` of the one whom nobody made.',
  },
  'reaches-nothing': {
    severity: 'warning',
    message: (p: { user: string; role: string; attributes: string }) =>
      `role \`${p.role}\` reaches no record for user \`${p.user}\`, who has no ${p.attributes}`,
    why: 'a comparison with an attribute that is missing or empty matches nothing, so on records the role gives nothing',
    remedy: 'Give the user the attribute, or a role whose portfolio does not ask for it.',
  },
  'reaches-less': {
    severity: 'info',
    message: (p: { user: string; role: string; attributes: string }) =>
      `role \`${p.role}\` reaches less for user \`${p.user}\`, who has no ${p.attributes}`,
    why: 'a comparison with an attribute that is missing or empty matches nothing, so that part of the portfolio is empty for them',
    remedy: 'Give the user the attribute, or a role whose portfolio does not ask for it.',
  },
  'exceeds-its-maker': {
    severity: 'warning',
    message: (p: { user: string; maker: string; does: string; tenant: string }) =>
      `user \`${p.user}\` ${p.does} in \`${p.tenant}\`, and \`${p.maker}\`, who made it, does not`,
    why: 'whoever makes something that may do more than they do has found a way around their own role',
    remedy: 'Take this from the roles of what was made, or have somebody make it who has it.',
    securitySeverity: '6.0',
  },
  'limit-exceeded': {
    severity: 'error',
    message: (p: { name: string; tenant: string; used: number; limit: number }) =>
      `tenant \`${p.tenant}\` has ${count(p.used, 'active user')} of \`${p.name}\` and may have ${p.limit}`,
    why: 'the number of users of each type and seat is set by contract',
    remedy: 'Deactivate users, change their type or seats, or have the limit raised by contract.',
  },
  'user-looks-alike': {
    severity: 'warning',
    message: (p: { user: string; other: string }) =>
      `user \`${p.user}\` differs from user \`${p.other}\` only in case, white space or how its characters are encoded`,
    why: 'ids are compared exactly, so these are two users: each is counted, and each is given roles',
    remedy: 'Keep one spelling for each person, the one that the product signs in with.',
    securitySeverity: '3.0',
  },
  'user-without-role': {
    severity: 'warning',
    message: (p: { user: string }) => `user \`${p.user}\` holds no role`,
    why: 'a user type and seats grant nothing by themselves',
    remedy: 'Give the user a role, or delete the user.',
  },
  'type-higher-than-needed': {
    severity: 'warning',
    message: (p: { user: string; userType: string; enough: string }) =>
      `user \`${p.user}\` has user type \`${p.userType}\`, and \`${p.enough}\` would be enough for their roles`,
    why: 'a higher user type is paid for and gives nothing more',
    remedy: 'Lower the user type, or give a role that needs it.',
  },
  'seat-not-needed': {
    severity: 'warning',
    message: (p: { user: string; seat: string }) =>
      `user \`${p.user}\` has seat \`${p.seat}\`, which none of their roles needs`,
    why: 'a seat is paid for and gives nothing by itself',
    remedy: 'Take the seat from the user, or give a role that needs it.',
  },
} satisfies Record<string, DiagnosticDefinition>;
