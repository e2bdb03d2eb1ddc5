import { expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import type { DiffJson } from '../../compiler/questions/diff/report.ts';
import { ioInMemory, textOf } from '../support/io.ts';

const base = {
  model: `kind: Model
name: Deal
family: standard
actions: [view, remove, export]
risk: { remove: destructive }
`,
  userType: 'kind: UserType\nname: Core\nrank: 1\nallows: { models: { "*": all } }\n',
  tenant: 'kind: Tenant\nname: acme\nplan: Enterprise\nceiling: { models: { "*": all } }\n',
  role: 'kind: Role\nname: agent\nuserType: Core\ngrants: { models: { Deal: [view] } }\n',
  lead: 'kind: Role\nname: lead\nuserType: Core\ngrants: { models: { Deal: [view, export] } }\n',
  users:
    'kind: Users\ntenant: acme\nusers: [{ id: a@acme.example, userType: Core, roles: [agent] }, { id: l@acme.example, userType: Core, roles: [lead] }]\n',
  invariant:
    'kind: Invariant\nname: no-export\nseverity: error\nbecause: data stays here\nroles: all\nmustNot: ["Deal:export"]\n',
  waiver:
    'kind: Waiver\ninvariant: no-export\nrole: lead\nowner: o@acme.example\nbecause: the yearly report\nuntil: "2030-01-01"\n',
  settings: 'kind: Settings\nvendor: [Seat]\n',
};
type Texts = Partial<typeof base>;

const ask = (head: Texts, ...more: readonly string[]) => compare(base, { ...base, ...head }, ...more);

async function compare(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  ...more: readonly string[]
) {
  const put = (folder: string, texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${folder}/${name}.yaml`, text]));
  const { io } = ioInMemory({ ...put('a', before), ...put('b', after) });
  const line = ['diff', '--base-dir', 'a', '--head-dir', 'b', ...more];
  const { out, err, exit } = await answerLine(line, registry, io);
  return { out: textOf(out), err, exit };
}

const read = async (head: Texts): Promise<DiffJson> => JSON.parse((await ask(head, '--format', 'json')).out);

test.for<[string, Texts]>([
  ['the settings', { settings: 'kind: Settings\n' }],
  ['how early a waiver warns', { settings: `${base.settings}waivers: { warnDays: 1 }\n` }],
  ['an invariant', { invariant: base.invariant.replace('severity: error', 'severity: warning') }],
  ['a waiver', { waiver: base.waiver.replace('2030', '2031') }],
  ['a class of risk', { model: base.model.replace('destructive', 'write') }],
])('whoever loosens %s has an escalation in verdict, heading and gate', async ([, head]) => {
  const { verdict } = await read(head);
  expect(verdict).toBe('escalation');
  expect((await ask(head, '--format', 'markdown')).out).toMatch(
    /^## Permissions: ESCALATION \(guard weakened\)/m,
  );
  expect((await ask(head, '--fail-on', 'escalation')).exit).toBe(1);
});

test('the same guards tightened are none', async () => {
  const head = {
    settings: 'kind: Settings\nvendor: [Seat, Tenant]\n',
    waiver: base.waiver.replace('2030', '2029'),
    model: base.model.replace('destructive', 'exfiltration'),
  };
  expect((await read(head)).verdict).toBe('no-effect');
  expect((await ask(head, '--fail-on', 'escalation')).exit).toBe(0);
});

test('an invariant that is broken with no waiver is an escalation, and names by whom and where', async () => {
  const { verdict, invariants } = await read({ waiver: '' });
  expect(verdict).toBe('escalation');
  expect(invariants).toMatchObject([
    { invariant: 'no-export', change: 'broken', breaches: [{ who: 'role `lead`', tenants: ['acme'] }] },
  ]);
  const { err } = await ask({ waiver: '' }, '--fail-on', 'escalation');
  expect(err).toContain('`--fail-on escalation`: 1 invariant broken');
});

test('a waiver is told with reason, owner, last days and the tenants that break the invariant under it', async () => {
  const { waivers, invariants } = await read({ waiver: base.waiver.replace('2030', '2029') });
  expect(waivers).toMatchObject([
    {
      change: 'changed',
      holder: 'role `lead`',
      owner: 'o@acme.example',
      reason: 'the yearly report',
      until: { base: '2030-01-01', head: '2029-01-01' },
      breaks: ['acme'],
    },
  ]);
  expect(invariants).toEqual([]);
});

test.for<[string, Texts, string]>([
  ['until a later day', { waiver: base.waiver.replace('2030', '2031') }, 'loosens'],
  ['until an earlier day', { waiver: base.waiver.replace('2030', '2029') }, 'tightens'],
  ['in one tenant only', { waiver: base.waiver.replace('role:', 'tenant: acme\nrole:') }, 'tightens'],
  ['with another reason', { waiver: base.waiver.replace('yearly', 'monthly') }, 'neutral'],
  ['no more', { waiver: '' }, 'tightens'],
  ['for another role', { waiver: base.waiver.replace('lead', 'agent') }, 'loosens'],
  [
    'for a new invariant',
    {
      waiver: `${base.waiver}---\n${base.waiver.replace('no-export', 'no-view')}`,
      invariant: `${base.invariant}---\n${base.invariant.replace('no-export', 'no-view').replace(':export', ':view')}`,
    },
    'neutral',
  ],
])('a waiver that holds %s has one effect in JSON and comment', async ([, head, effect]) => {
  const { waivers } = await read(head);
  expect(waivers.at(0)?.effect).toBe(effect);
  const tag = { loosens: 'guard weakened', tightens: 'tightened', neutral: '(?:changed|waived)' }[effect];
  expect((await ask(head, '--format', 'markdown')).out).toMatch(
    new RegExp(`\\*\\*${tag}\\*\\* · waiver of invariant`),
  );
});

test.for(['markdown', 'pretty', 'github', 'junit', 'sarif'])(
  'an invariant that demands less is not called mended by format %s',
  async (format) => {
    const head = { waiver: '', invariant: base.invariant.replace('roles: all', 'roles: [agent]') };
    expect((await read(head)).invariants).toMatchObject([{ change: 'mended', demandsLess: true }]);
    const { out } = await ask(head, '--format', format);
    expect(out).toContain('demands less, so it no longer counts as broken');
    expect(out).not.toContain('broken no more');
  },
);

test('an invariant of a lower severity demands as much as before', async () => {
  const head = {
    lead: base.lead.replace(', export', ''),
    invariant: base.invariant.replace('severity: error', 'severity: warning'),
  };
  expect((await read(head)).invariants).toEqual([
    expect.not.objectContaining({ demandsLess: expect.anything() }),
  ]);
});

test('an invariant is mended by whoever takes away what breaks it', async () => {
  const head = { lead: base.lead.replace(', export', ''), waiver: '' };
  const { invariants, waivers } = await read(head);
  expect(invariants.map(({ change }) => change)).toEqual(['mended']);
  expect(waivers).toMatchObject([{ change: 'removed', breaks: [] }]);
});

test('a new reach for users with several roles is no edit that changed nothing', async () => {
  const model = `${base.model}---\nkind: Feature\nname: Panel\n---\nkind: Model\nname: Token\nfamily: internal\nactions: [create]\nrisk: { create: escalation }\nrequires: { create: ["Panel:use"] }\n`;
  const head = {
    model,
    userType: 'kind: UserType\nname: Core\nrank: 1\nallows: { models: { "*": all }, features: all }\n',
    tenant: `${base.tenant.replace('} }', '}, features: all }')}`,
    users: base.users.replace('[agent]', '[agent, lead]'),
    lead: base.lead.replace('grants: {', 'grants: { features: [Panel],'),
  };
  const put = (folder: string, texts: Texts) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${folder}/${name}.yaml`, text]));
  const after = { ...head, role: base.role.replace('Deal: [view]', 'Deal: [view], Token: [create]') };
  const { io } = ioInMemory({ ...put('a', { ...base, ...head }), ...put('b', { ...base, ...after }) });
  const line = ['diff', '--base-dir', 'a', '--head-dir', 'b', '--format', 'json'];
  const { out } = await answerLine(line, registry, io);
  const { edits, people } = JSON.parse(textOf(out)) as DiffJson;
  expect(people).toMatchObject([{ user: 'a@acme.example', gained: ['Token:create'] }]);
  expect(edits).toMatchObject([{ name: 'agent', idle: [], together: ['Token:create'] }]);
});

test('a class of risk gates that class and whatever is worse', async () => {
  const gain = (actions: string) => ({
    role: base.role.replace('[view]', `[${actions}]`),
    waiver: base.waiver,
  });
  const exits = async (head: Texts) =>
    Promise.all(
      ['escalation', 'exfiltration', 'destructive', 'write', 'read'].map(
        async (gate) => (await ask(head, '--fail-on', gate)).exit,
      ),
    );
  expect(await exits(gain('view, remove'))).toEqual([0, 0, 1, 1, 1]);
  expect(await exits(gain('view, export'))).toEqual([1, 1, 1, 1, 1]);
  expect(await exits(gain(''))).toEqual([0, 0, 0, 0, 0]);
});

test.for<[string, Texts, string]>([
  ['demands less', { invariant: base.invariant.replace('roles: all', 'roles: { except: [agent] }') }, 'head'],
  ['weighs less', { invariant: base.invariant.replace('severity: error', 'severity: info') }, 'head'],
  ['is gone', { invariant: '', waiver: '' }, 'base'],
])('where an invariant %s, the diff says which gain it would have refused', async ([, less, side]) => {
  const head = { ...less, role: base.role.replace('[view]', '[view, export]') };
  const { invariants, verdict } = await read(head);
  expect(verdict).toBe('escalation');
  const agent = { who: 'role `agent`', tenants: ['acme'] };
  expect(invariants.filter(({ change }) => change === 'unguarded')).toMatchObject([
    {
      invariant: 'no-export',
      severity: 'error',
      breaches: side === 'head' ? [agent] : expect.arrayContaining([agent]),
      permissions: ['Deal:export'],
      at: { side },
    },
  ]);
  const words = 'would be broken now if it were as before: role `agent` in';
  for (const format of ['markdown', 'pretty', 'junit', 'sarif', 'github'])
    expect((await ask(head, '--format', format)).out, format).toContain(words);
});

test('an invariant that is loosened for nobody who gains refuses nothing', async () => {
  const { invariants } = await read({
    invariant: base.invariant.replace('roles: all', 'roles: { except: [agent] }'),
  });
  expect(invariants).toEqual([]);
});

test('a waiver that came with a gain names the permission under it', async () => {
  const waiver = `${base.waiver}---\n${base.waiver.replace('role: lead', 'role: agent')}`;
  const head = { role: base.role.replace('[view]', '[view, export]'), waiver };
  const { waivers } = await read(head);
  expect(waivers).toMatchObject([{ change: 'added', breaks: ['acme'], permissions: ['Deal:export'] }]);
  const { out } = await ask(head, '--format', 'markdown');
  expect(out).toContain('Under it the invariant is broken in `acme`: `Deal:export`.');
});

test.for<[string, Texts, string]>([
  ['waived', {}, 'waived'],
  ['broken', { waiver: '' }, 'broken'],
])(
  'who breaks an invariant already, %s, and gains more of what it forbids is told',
  async ([, more, change]) => {
    const invariant = base.invariant.replace('"Deal:export"', '"Deal:export", "Deal:remove"');
    const before = { ...base, ...more, invariant };
    const after = { ...before, lead: base.lead.replace('[view, export]', '[view, export, remove]') };
    const { invariants } = JSON.parse((await compare(before, after, '--format', 'json')).out) as DiffJson;
    expect(invariants).toMatchObject([
      {
        change,
        breaches: [{ who: 'role `lead`' }],
        permissions: ['Deal:remove'],
        because: 'data stays here',
      },
    ]);
  },
);

test('what a new model has for a pattern of an invariant weakens none', async () => {
  const invariant =
    'kind: Invariant\nname: some-remove\nseverity: warning\nbecause: so\nmustSome: ["*:remove", "*:view"]\n';
  const before = { ...base, invariant, waiver: '' };
  const added = `${base.model}---\n${base.model.replace('Deal', 'Note')}`;
  const read = async (head: Texts) =>
    JSON.parse((await compare(before, { ...before, ...head }, '--format', 'json')).out) as DiffJson;
  expect((await read({ model: added })).verdict).toBe('no-effect');
  const { faults } = await read({
    model: added,
    invariant: invariant.replace('"*:view"', '"*:view", "Note:export"'),
  });
  expect(faults).toMatchObject([{ message: expect.stringContaining('`Note:export` is enough too') }]);
});

test('many loosened statements of one sort are one line, below what people gain', async () => {
  const cases = (action: string) =>
    ['a', 'b', 'c', 'd', 'e', 'f']
      .map(
        (name) =>
          `kind: Test\nname: ${name}\ntenant: acme\nas: { roles: [lead], userType: Core }\nexpect: { "Deal:${action}": allow }\n`,
      )
      .join('---\n');
  const before = { ...base, tests: cases('view') };
  const after = { ...before, tests: cases('export'), role: base.role.replace('[view]', '[view, export]') };
  const { out } = await compare(before, after, '--format', 'markdown');
  const lines = out.split('\n').filter((line) => line.startsWith('1. '));
  expect(lines[0]).toContain('**exfiltration** · role `agent`');
  expect(lines.filter((line) => line.includes('**loosened**'))).toEqual([
    expect.stringMatching(
      /^1\. \*\*loosened\*\* · 6 statements like Test `a` of `acme`, .* All of them are below\.$/,
    ),
  ]);
});
