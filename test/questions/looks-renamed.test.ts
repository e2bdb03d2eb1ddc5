import { expect, test } from 'vitest';
import { findFaults } from '../../compiler/questions/diff/find-faults.ts';
import { matrixIn } from './edited.ts';
import { small } from './small.ts';

const role = (name: string, more = '', portfolio = 'own', userType = 'Core') =>
  `kind: Role\nname: ${name}\n${more}userType: ${userType}\nportfolio: [${portfolio}]\ngrants: { models: { Company: [view, update] } }\n`;

const users = (name: string) =>
  `kind: Users\ntenant: acme\nusers: [{ id: ivy, userType: Core, roles: [${name}] }]\n`;

const lead =
  'kind: UserType\nname: Lead\nrank: 3\nallows: { models: { "*": all, Company: { except: [remove] } }, modules: all, features: all }\n';

const base = {
  ...small,
  'policies/lead.yaml': lead,
  'policies/night.yaml': role('night'),
  'policies/ivy.yaml': users('night'),
};

/** Returns the help of the finding that `night` went, where these roles came. */
function adviseAfter(...came: readonly string[]): string | undefined {
  const { 'policies/night.yaml': _, ...rest } = base;
  const head = { ...rest, 'policies/ivy.yaml': users('csm'), 'policies/late.yaml': came.join('---\n') };
  const faults = findFaults({ base: matrixIn(base), head: matrixIn(head) });
  return faults.find(({ code }) => code === 'role-removed-in-use')?.help;
}

const none = 'give its users another role in a change before this one';
const late =
  '`late` looks like the same role: if it is, write `renamedFrom: night` in it; if not, move the users in a change before this one';

test.each([
  ['the one that is equal in effect', [role('late')], late],
  ['a copy of it', [role('late', 'clonedFrom: night\n')], late],
  ['the equal one beside others', [role('early').replace('[view, update]', '[view]'), role('late')], late],
  ['none of several that are equal', [role('early'), role('late')], none],
  ['no copy of another role', [role('late', 'clonedFrom: csm\n')], none],
  ['the equal one beside a copy of another', [role('early', 'clonedFrom: csm\n'), role('late')], late],
  ['none that holds less', [role('late').replace(', update', '')], none],
  ['none that reaches other records', [role('late', '', 'full')], none],
  ['none of another user type', [role('late', '', 'own', 'Lead')], none],
  ['none of one tenant where all had it', [role('late', 'tenant: acme\n')], none],
] as const)('of what looks like a role that went, %s is named', (_what, came, help) => {
  expect(adviseAfter(...came)).toBe(help);
});
