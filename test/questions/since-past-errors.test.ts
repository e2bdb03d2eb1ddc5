import { afterAll, describe, expect, test } from 'vitest';
import { repository } from './since/repository.ts';
import { small } from './small.ts';

const there = repository([{ tree: small, subject: 'begin' }]);
afterAll(() => there.remove());

const file = 'policies/x.yaml';
const lines = [
  ['since', 'Company:view', '--tenant', 'acme', '--role', 'csm'],
  ['since', 'Company:view', '--tenant', 'acme', '--user', 'ada'],
] as const;

/** Asks beside a file in the work tree, in JSON. */
function askBeside(text: string, line: readonly string[]) {
  there.write(file, text);
  return there.ask([...line, '--format', 'json']);
}

describe('since, beside a file of the work tree that is broken', () => {
  test.for([
    'kind: Role\nname: x\n',
    'kind: Rol\nname: x\nuserType: View\ngrants: {}\n',
    'kind: Role\nname: x\ngrants: [\n',
    'kind: Role\n',
    'kind: Test\nname: t\nexpect: [\n',
    'kind: Users\ntenant: acme\nusers: [{ id: zoe, userType: View, roles: [raeder] }]\n',
    'kind: Tenant\nname: hooli\n',
    'kind: UserType\nname: Extra\n',
  ])('%j answers as without it', async (text) => {
    for (const line of lines) {
      there.git('clean', '-fdq');
      const whole = await there.ask([...line, '--format', 'json']);
      expect(whole.exit).toBe(0);
      const { out, err, exit } = await askBeside(text, line);
      expect([out, exit]).toEqual([whole.out, 1]);
      expect(err).toContain('policies/x.yaml');
    }
  });

  test.for([
    'x: [\n',
    'kind: Model\nname: Extra\n',
    'kind: Setings\ncustomRoles: { perTenant: 1 }\n',
    'kind: Tenant\nname: acme\n',
    'kind: Rol\nname: csm\nuserType: View\ngrants: {}\n',
  ])('%j says of the work tree nothing that may be untrue', async (text) => {
    there.git('clean', '-fdq');
    const whole = JSON.parse((await there.ask([...lines[0], '--format', 'json'])).out);
    const { out, err, exit } = await askBeside(text, lines[0]);
    const { skipped, ...past } = JSON.parse(out);
    expect([past.history, exit]).toEqual([whole.history, 1]);
    expect(skipped).toEqual([expect.objectContaining({ commit: null, subject: 'not committed', errors: 1 })]);
    expect(err).toContain('policies/x.yaml');
  });
});
