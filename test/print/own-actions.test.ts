import { expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { ioInMemory, textOf } from '../support/io.ts';

/** Policies whose model has actions of its own, of which a role has some. */
const policies = {
  'policies/all.yaml': `{ kind: Model, name: Account, actions: [view, merge, close, archive] }
---
{ kind: Action, name: merge, risk: destructive }
---
{ kind: Action, name: close }
---
{ kind: Action, name: archive }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { "*": all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { "*": all } } }
---
{ kind: Role, name: csm, userType: Core, grants: { models: { Account: [view, merge] } } }
---
{ kind: Users, tenant: acme, users: [{ id: ada, userType: Core, roles: [csm] }] }
`,
};

const ask = async (...argv: readonly string[]) =>
  textOf((await answerLine(argv, registry, ioInMemory(policies).io)).out);

test.each(['--role csm', '--user ada'])(
  'a matrix names the actions of its column of others, also those that are denied: %s',
  async (who) => {
    const table = await ask('matrix', '--tenant', 'acme', ...who.split(' '));
    expect(table).toMatch(/^standard models .* export {2}others$/m);
    expect(table).toMatch(/^Account .* archive ·, close ·, merge$/m);
  },
);

test('a description does not call a destructive action removing', async () => {
  expect(await ask('describe', 'csm', '--tenant', 'acme')).toContain(
    '- Destroys what may not come back (destructive): may merge: `Account`: every record, by `csm`.',
  );
});
