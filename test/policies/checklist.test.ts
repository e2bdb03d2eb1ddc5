/** @module-tag slow */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { has } from '../../compiler/model/bits.ts';
import { listNotes } from '../../compiler/model/catalog.ts';
import { listPortfolioLabels } from '../../compiler/model/policy.ts';
import { neutralPrefill } from '../../compiler/model/runbook.ts';
import { printRunbookMarkdown } from '../../compiler/print/runbook/markdown.ts';
import { makeTexts } from '../../compiler/print/runbook/texts.ts';
import { describePerson } from '../../compiler/questions/describe/describe-person.ts';
import { prepareVocabulary } from '../../compiler/questions/import/vocabulary.ts';
import { findHolder } from '../../compiler/questions/reach/find-holder.ts';
import { planRunbook } from '../../compiler/questions/runbook/plan-runbook.ts';
import { makePlace } from '../support/checkout.ts';
import {
  add,
  addRole,
  compileTexts,
  edit,
  findingsIn,
  helpIn,
  newIn,
  real,
  runCommand,
  type Texts,
  texts,
  verdict,
} from '../support/real-policies.ts';

const { policy } = real.matrix;
const { catalog } = policy;
const facts = readFileSync('docs/planhat.md', 'utf8');

const modelOf = (name: string) => {
  const model = catalog.modelOf.get(name);
  if (!model) throw new Error(`no model ${name}`);
  return model;
};
const actionsOf = (name: string): string => [...modelOf(name).actions.keys()].join();

const all = 'create,view,update,remove,export';
const written = 'create,view,update,remove';

describe('the catalog', () => {
  test.each([
    ['S-009 M-01', 'Activity', 'export'],
    ['S-010 M-02', 'ActivityFail', 'view'],
    ['S-011 M-03', 'ActivityTag', 'create,update'],
    ['S-012 M-04', 'ApiAccessLog', 'view'],
    ['S-013 M-05', 'Automation', all],
    ['S-014 M-06', 'Campaign', all],
    ['S-015 M-07', 'Churn', all],
    ['S-016 M-08', 'Comment', written],
    ['S-017 M-09', 'Company', all],
    ['S-018 M-10', 'Conversation', all],
    ['S-019 M-11', 'CustomField', all],
    ['S-020 M-12', 'EndUser', all],
    ['S-021 M-13', 'HealthProfile', all],
    ['S-022 M-14', 'Invoice', all],
    ['S-023 M-15', 'Issue', all],
    ['S-024 M-16', 'License', all],
    ['S-025 M-17', 'NPS', all],
    ['S-026 M-18', 'Opportunity', all],
    ['S-027 M-19', 'Page', all],
    ['S-028 M-20', 'Workflow', all],
    ['S-029 M-21', 'WorkflowTemplate', written],
    ['S-030 M-22', 'StatesLog', 'view'],
    ['S-031 M-23', 'Task', 'create,view,update,export'],
    ['S-032 M-24', 'Team', written],
    ['S-033 M-25', 'User', 'create,view,update,export'],
    ['S-034 M-26', 'UserRole', written],
    ['S-035 M-27', 'ConnectionConfig', written],
    ['S-035 M-28', 'ConnectionData', written],
    ['S-036 M-29', 'EmailTemplate', written],
    ['S-037 M-30', 'PhSection', written],
    ['S-038 M-31', 'PhWorkspace', written],
    ['S-039 M-32', 'ServiceAccount', written],
    ['S-040 M-33', 'Snippet', written],
    ['S-041 M-34', 'WorkspaceTemplate', written],
    ['S-042 M-35', 'Asset', all],
    ['S-043 M-36', 'TimeEntry', all],
    ['S-043 M-37', 'Timesheet', all],
  ])('S-001, S-002, %s: %s has the actions %s', (_, name, actions) => {
    expect(actionsOf(name)).toBe(actions);
  });

  test('S-003: what is inferred or assumed of a model is said among the facts', () => {
    const entries = [...facts.matchAll(/^### M-\d\d (\w+)\n\n([\s\S]*?)\n\n/gm)];
    expect(entries.map(([, name = '']) => catalog.modelOf.has(name))).toEqual(entries.map(() => true));
    expect(entries.filter(([, , text = '']) => !/[Ss]tated|inferred|assumed/.test(text))).toEqual([]);
    const inferred = entries.flatMap(([, name = '', text = '']) =>
      /inferred|assumed/.test(text) ? [name] : [],
    );
    expect(inferred).toEqual([
      'ApiAccessLog',
      'Campaign',
      'ConnectionConfig',
      'ConnectionData',
      'EmailTemplate',
      'ServiceAccount',
      'Asset',
      'TimeEntry',
      'Timesheet',
    ]);
  });

  test.each([
    ['Licenses', 'License'],
    ['End User', 'EndUser'],
    ['Customfield', 'CustomField'],
    ['Healthprofile', 'HealthProfile'],
    ['Stateslog', 'StatesLog'],
    ['StatesLogs', 'StatesLog'],
    ['Userrole', 'UserRole'],
    ['Workflow Template', 'WorkflowTemplate'],
    ['Email Template', 'EmailTemplate'],
    ['Activityfail', 'ActivityFail'],
    ['Activitytag', 'ActivityTag'],
    ['Apiaccesslog', 'ApiAccessLog'],
    ['Time Entries', 'TimeEntry'],
    ['Timesheets', 'Timesheet'],
  ])('S-004: %s leads to %s', (spelling, name) => {
    const files = addRole(
      `userType: Core\nportfolio: [own]\ngrants: { models: { "${spelling}": [view] } }\n`,
    );
    expect(helpIn(files)).toContain(`did you mean \`${name}\`?`);
    // In an export of the product it is read as that model.
    const read = prepareVocabulary(catalog, policy.mappings[0]);
    const [action = ''] = modelOf(name).actions.keys();
    expect(read.findCellsOfParts({ subject: spelling, action })).toEqual([
      catalog.cellOf.get(`${name}:${action}`),
    ]);
  });

  test('S-005: a model, an action, a module and a feature more are documents, as the overlays are', () => {
    const whole = compileTexts(
      add(`kind: Model\nname: Contract\nactions: [view, sign]\n---\nkind: Action\nname: sign\n---\nkind: Module\nname: Legal\ndescription: Contracts.\n---
kind: Feature\nname: Signing\ndescription: Signs.\n`),
    );
    expect(verdict('acme', 'administrator', 'Contract:sign', whole)).toBe('allowed');
    expect(verdict('acme', 'administrator', 'Signing:use', whole)).toBe('allowed');
    expect(verdict('acme', 'template-view', 'Contract:sign', whole)).not.toBe('allowed');
    for (const name of ['Project', 'Objective', 'Sale', 'Workspace', 'Deal', 'LineItem', 'Product'])
      expect(catalog.modelOf.has(name)).toBe(true);
  });

  test('S-006: customer models and internal ones are told apart', () => {
    expect(modelOf('Company').family).toBe('standard');
    expect(modelOf('PhSection').family).toBe('internal');
  });

  test('S-007: what a tenant calls a model is for people, and changes no permission', async () => {
    const files = edit([
      'tenants/globex/tenant.yaml',
      'name: globex',
      'name: globex\ntitles: { Company: Client }',
    ]);
    const before = real.matrix.rows.map(({ effective }) => [...effective]);
    expect(compileTexts(files).matrix.rows.map(({ effective }) => [...effective])).toEqual(before);
    const { out } = await runCommand(files, 'explain', 'Company:view', '--tenant', 'globex', '--role', 'csm');
    expect(out).toContain('called: Client');
  });

  test('S-008, R-043: other words for the five actions lead to them', () => {
    for (const [word, action] of [
      ['add', 'create'],
      ['edit', 'update'],
      ['delete', 'remove'],
    ])
      expect(
        helpIn(addRole(`userType: Core\nportfolio: [own]\ngrants: { models: { Company: [${word}] } }\n`)),
      ).toContain(`did you mean \`${action}\`?`);
    const files = addRole('userType: Core\nportfolio: [own]\ngrants: { models: { StatesLog: [update] } }\n');
    expect(findingsIn(files)).toContainEqual(expect.stringMatching(/^error unsupported-action: /));
  });

  test('S-044, S-045, S-047, R-044: properties have types and two switches, and what the system sets has no update', () => {
    for (const name of [
      'Company',
      'EndUser',
      'License',
      'Opportunity',
      'Invoice',
      'Issue',
      'NPS',
      'Task',
      'User',
    ])
      expect(modelOf(name).properties.length).toBeGreaterThan(5);
    const { propertyOf } = modelOf('Company');
    expect([...(propertyOf.get('arr')?.rights.keys() ?? [])]).toEqual(['view', 'update']);
    expect([...(propertyOf.get('phase')?.rights.keys() ?? [])]).toEqual(['view']);
    expect(propertyOf.get('name')?.required).toBe(true);
    const files = addRole(
      'userType: Core\nportfolio: [own]\ngrants: { models: { Company: { actions: [view, update], properties: { phase: [update] } } } }\n',
    );
    expect(findingsIn(files)).toContainEqual(expect.stringMatching(/^error .*phase/));
  });

  test('S-046, R-032, R-033: a property follows its model', () => {
    const grants = (actions: string) =>
      addRole(
        `userType: Core\nportfolio: [own]\ngrants: { models: { Company: { actions: [${actions}], properties: { arr: [view, update] } } } }\n`,
      );
    expect(verdict('initech', 'added', 'Company.arr:view', compileTexts(grants('view')))).toBe('allowed');
    expect(verdict('initech', 'added', 'Company.arr:view', compileTexts(grants('create')))).toBe('requires');
    expect(verdict('initech', 'added', 'Company.arr:update', compileTexts(grants('view')))).toBe('requires');
    expect(newIn(grants('view'))).toContainEqual(
      expect.stringMatching(/^warning dead-grant: .*`Company\.arr:update`/),
    );
  });

  test('S-051: eight modules, of which two are stated', () => {
    const names = catalog.modules.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'CustomerData',
        'CustomerWorkflows',
        'CustomerIntelligence',
        'Revenue',
        'Actions',
        'NPSModule',
        'Developer',
        'CustomerConversations',
      ]),
    );
  });

  test('S-053: sixteen features, each with its meaning', () => {
    const named = [
      'AdminAccess',
      'Logs',
      'CustomerPortals',
      'Import',
      'ManageTags',
      'Outreach',
      'PlanhatSupportChat',
      'RevenueForecasting',
      'ShareFilters',
      'ShareFolders',
      'MetricsInProfiles',
      'MetricsRebuild',
      'UserTracking',
      'EmailSync',
      'EmailOnMyBehalf',
      'SharePagesExternally',
    ];
    const known = new Map(catalog.features.map(({ name, description }) => [name, description]));
    expect(named.filter((name) => !known.get(name))).toEqual([]);
  });

  /** The recommendations of each model: all actions, the view alone, none, or `-` where they leave it open. */
  const recommended: readonly (readonly [model: string, ...of: readonly string[]])[] = [
    ['ActivityTag', 'all', 'all', 'none', '-'],
    ['Automation', 'all', 'all', 'none', '-'],
    ['Comment', 'all', 'all', 'all', 'all'],
    ['ConnectionConfig', 'all', 'none', 'none', 'all'],
    ['ConnectionData', 'all', 'none', 'none', 'all'],
    ['CustomField', 'all', '-', 'none', '-'],
    ['EmailTemplate', 'all', 'all', 'none', '-'],
    ['HealthProfile', 'all', '-', 'none', 'none'],
    ['PhSection', 'all', 'all', 'all', 'all'],
    ['PhWorkspace', 'all', 'view', 'view', 'view'],
    ['ServiceAccount', 'all', 'none', 'none', 'all'],
    ['Snippet', 'all', 'all', 'view', '-'],
    ['Team', 'all', '-', 'view', 'view'],
    ['User', 'all', '-', 'view', 'view'],
    ['UserRole', 'all', 'none', 'none', 'none'],
    ['Workflow', 'all', 'all', 'all', '-'],
    ['WorkflowTemplate', 'all', 'all', 'none', 'none'],
    ['WorkspaceTemplate', 'all', '-', 'none', 'none'],
  ];
  const held = (role: string, model: string): string => {
    const names = [...modelOf(model).actions].filter(([, { index }]) =>
      policy.sharedRoles.some(({ name, layer }) => name === role && has(layer.held, index)),
    );
    if (names.length === modelOf(model).actions.size) return 'all';
    return names.length === 0 ? 'none' : names.map(([name]) => name).join();
  };

  test.each([
    ['S-109', 'administrator', 'full'],
    ['S-110', 'manager', 'team'],
    ['S-111', 'csm', 'own'],
    ['S-112', 'developer', 'full'],
  ])('%s: %s holds what is recommended, in Core and on records of `%s`', (_, role, portfolio) => {
    const at = ['administrator', 'manager', 'csm', 'developer'].indexOf(role);
    const known = policy.sharedRoles.find(({ name }) => name === role);
    expect([known?.userType.name, known && listPortfolioLabels(known.portfolio)]).toEqual([
      'Core',
      [portfolio],
    ]);
    const said = recommended.filter(([, ...of]) => of[at] !== '-').map(([model, ...of]) => [model, of[at]]);
    expect(said.map(([model = '']) => [model, held(role, model)])).toEqual(said);
    expect(verdict('acme', role, 'AdminAccess:use') === 'allowed').toBe(at < 2);
  });

  test('S-113: there are templates of the five combinations', () => {
    const names = policy.sharedRoles.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'template-core',
        'template-core-service',
        'template-productivity',
        'template-productivity-service',
        'template-view',
      ]),
    );
  });
});

describe('what hangs on something else', () => {
  test('S-014: the NPS module takes its switch and campaigns, its responses the view of NPS too', () => {
    expect(verdict('acme', 'csm', 'NPSResponses:use')).toBe('allowed');
    const without = (model: string) =>
      compileTexts(edit(['roles/csm.yaml', new RegExp(`^    ${model}: .*\\n`, 'm'), `    ${model}: none\n`]));
    expect(verdict('acme', 'csm', 'NPSSurveys:use', without('Campaign'))).toBe('requires');
    expect(verdict('acme', 'csm', 'NPSSurveys:use', without('NPS'))).toBe('allowed');
    expect(verdict('acme', 'csm', 'NPSResponses:use', without('NPS'))).toBe('requires');
    expect(verdict('acme', 'csm', 'NPS:view', without('Campaign'))).toBe('allowed');
  });

  test('S-019, S-054, R-034: fields are defined with Admin Access', () => {
    const role = 'userType: Core\nportfolio: [own]\ngrants: { models: { CustomField: all } }\n';
    expect(verdict('initech', 'added', 'CustomField:create', compileTexts(addRole(role)))).toBe('requires');
  });

  test('S-021, R-035, N-02: health is edited with Admin Access, and scores stay visible without any of it', () => {
    const role =
      'userType: Core\nportfolio: [own]\ngrants: { models: { HealthProfile: [view, update], Company: [view] } }\n';
    const whole = compileTexts(addRole(role));
    expect(verdict('initech', 'added', 'HealthProfile:update', whole)).toBe('requires');
    expect(newIn(addRole(role))).toContainEqual(
      expect.stringMatching(/^warning dead-grant: .*`HealthProfile:update`/),
    );
    expect(verdict('acme', 'csm', 'HealthProfile:view')).toBe('role');
    expect(verdict('acme', 'csm', 'Company.h:view')).toBe('allowed');
  });

  test('S-028, R-037: the Workflow module takes the module Customer Workflows and the view of workflows', () => {
    const files = edit([
      'roles/csm.yaml',
      'modules: { except: [Developer] }',
      'modules: { except: [Developer, CustomerWorkflows] }',
    ]);
    expect(verdict('acme', 'csm', 'WorkflowTab:use')).toBe('allowed');
    expect(verdict('acme', 'csm', 'WorkflowTab:use', compileTexts(files))).toBe('requires');
    expect(verdict('acme', 'csm', 'Workflow:view', compileTexts(files))).toBe('allowed');
  });

  test('S-029: templates of workflows are written by whoever sees workflows', () => {
    const role = 'userType: Core\nportfolio: [own]\ngrants: { models: { WorkflowTemplate: all } }\n';
    const whole = compileTexts(addRole(role));
    expect(verdict('initech', 'added', 'WorkflowTemplate:create', whole)).toBe('requires');
    expect(verdict('initech', 'added', 'WorkflowTemplate:view', whole)).toBe('allowed');
  });

  test('S-030: the log of states can be viewed and nothing else', () => {
    expect(verdict('acme', 'administrator', 'StatesLog:view')).toBe('allowed');
    expect(verdict('acme', 'administrator', 'StatesLog:export')).toBe('no such permission');
  });

  test('R-093: extended groups add nothing to full access', () => {
    const whole = compileTexts(
      addRole(
        'userType: Core\nportfolio: [full, extended-groups]\ngrants: { models: { Company: [view] } }\n',
      ),
    );
    const role = whole.matrix.rows.find((row) => row.role.name === 'added')?.role;
    expect(role && listPortfolioLabels(role.portfolio)).toEqual(['full', 'extended-groups']);
    const row = whole.matrix.rows.find((one) => one.role.name === 'added');
    const cell = row?.tenant.catalog.cellOf.get('Company:view');
    expect(row && cell && whole.matrix.trailOf(row, cell).effective).toBe(true);
  });
});

describe('commands', () => {
  test('S-072, R-031: a ceiling is not ours to edit: diff says no, and a request with the reason is ready', async () => {
    const files = edit(['tenants/globex/tenant.yaml', /^ {6}- Logs.*\n/m, '']);
    const { exit, err } = await runCommand(
      files,
      'diff',
      '--base-dir',
      'before',
      '--head-dir',
      'policies',
      '--fail-on',
      'vendor',
    );
    expect(exit).toBe(1);
    expect(err).toContain('vendor');
    const [globex] = planFor(files);
    expect(globex?.bounds).toEqual([
      expect.objectContaining({
        kind: 'raise-ceiling',
        isRequest: true,
        isFirst: true,
        permissions: ['Logs:use'],
      }),
    ]);
  });

  test('S-087: a role is renamed wherever it is named, and one that is removed is taken from its holders', async () => {
    const renamed = await runCommand(texts, 'role', 'rename', 'csm', 'success');
    expect(renamed.exit).toBe(0);
    expect(verdict('acme', 'success', 'Company:view', compileTexts(policiesIn(renamed.disk)))).toBe(
      'allowed',
    );
    const held = 'policies/tenants/initech/users.yaml';
    expect(texts[held]).toMatch(/roles: \[.*onboarding-desk/);
    const removed = await runCommand(texts, 'role', 'remove', 'onboarding-desk', '--tenant', 'initech');
    expect([removed.exit, removed.out]).toEqual([0, expect.stringMatching(/lost it\n.* in initech\n/)]);
    expect(removed.disk[held]).not.toContain('onboarding-desk');
    expect(
      verdict('initech', 'onboarding-desk', 'Company:view', compileTexts(policiesIn(removed.disk))),
    ).toBe('not offered');
    const refused = await runCommand(texts, 'role', 'remove', 'regional-lead', '--tenant', 'acme');
    expect([refused.exit, refused.err]).toEqual([2, expect.stringContaining('a waiver is for it in')]);
    expect(refused.disk['policies/waivers.yaml']).toBe(texts['policies/waivers.yaml']);
  });

  test('S-093: roles from before user types become Core, and the smaller type that would do is proposed', async () => {
    const rows = (role: string, ...boxes: readonly string[]) =>
      boxes.map((box) => `${role},${box},Enabled\n`).join('');
    const { exit, out, disk } = await runCommand(
      {
        ...texts,
        'export/roles.csv': `Role name,Data model,Action,Enabled\n${rows('Board', 'Company,View')}${rows('Writer', 'Comment,View', 'Comment,Add')}${rows('Seller', 'Company,View', 'Company,Edit')}`,
      },
      ...[
        'import',
        '--from',
        'export',
        '--tenant',
        'globex',
        '--portfolio',
        'full',
        '--dry-run',
        '--format',
        'json',
      ],
    );
    const { roles } = JSON.parse(out) as {
      roles: readonly {
        role: string;
        userType: string;
        legacy: boolean;
        fits: { userType: string };
        smaller: readonly unknown[];
      }[];
    };
    expect([
      exit,
      Object.keys(disk).filter((file) => file.startsWith('policies/tenants/globex/roles')),
    ]).toEqual([0, []]);
    expect(roles.map(({ role, userType, legacy }) => [role, userType, legacy])).toEqual(
      ['Board', 'Seller', 'Writer'].map((role) => [role, 'Core', true]),
    );
    expect(roles.map(({ fits, smaller }) => [fits.userType, smaller.length])).toEqual([
      ['View', 0],
      ['Core', 2],
      ['Productivity', 1],
    ]);
  });

  test('S-068, S-069, R-092: which companies somebody reaches and why, and who gains some by a change', async () => {
    const place = makePlace();
    try {
      place.git('.', 'init', '--quiet');
      for (const [file, text] of Object.entries(texts)) place.write(file, text);
      place.write(
        'companies.csv',
        'name,owner,coOwner,orgPath,country\nA,csm-1@acme.example,,,Spain\nB,csm-2@acme.example,,"x,y",Spain\nC,csm-2@acme.example,,,France\n',
      );
      place.git('.', 'add', '.');
      place.git('.', 'commit', '--quiet', '-m', 'Begin');
      const one = await place.plafond(
        '.',
        'reach regional-1@acme.example --records companies.csv --format json',
      );
      const { records } = JSON.parse(one.out) as {
        records: readonly { by: readonly { portfolio: string }[] }[];
      };
      expect(records.map(({ by }) => by.map(({ portfolio }) => portfolio).join())).toEqual([
        '',
        'extended-groups',
        'filter',
      ]);
      place.write(
        'policies/roles/csm.yaml',
        (texts['policies/roles/csm.yaml'] ?? '').replace(
          'portfolio: [own]',
          'portfolio: [own, extended-groups]',
        ),
      );
      const two = await place.plafond(
        '.',
        'reach csm --tenant acme --records companies.csv --compare HEAD --format json',
      );
      const { people } = JSON.parse(two.out) as {
        people: readonly { user: string; gained: readonly unknown[] }[];
      };
      expect(people.find(({ user }) => user === 'csm-1@acme.example')?.gained).toHaveLength(1);
    } finally {
      place.remove();
    }
  });

  test('S-116, S-117, N-09: what to switch off after a role is prefilled, and how a test user looks at it', () => {
    const files = addRole(
      'userType: View\nportfolio: [own]\nincludes: [floor]\ngrants: { models: { "*": [view], Invoice: none } }\n',
    );
    const planned = planFor(files);
    const words = printRunbookMarkdown(planned, makeTexts(policy.runbooks[0]), { base: 'a', head: 'b' });
    expect(words).toContain('Settings › Users');
    expect(words).toMatch(/untick View of `Invoice`|choose Duplicate: name `added`/);
    expect(words).toContain('Open a second browser');
    expect(words).toContain('Load the page again before you judge');
    expect(planned[0]?.checks.map(({ role }) => role.name)).toEqual(['added']);
  });

  test('S-122: one page about a person: type, seats, roles, records, and what is missing', () => {
    const { permissions, lacks, unused, colleagues } = describePerson(
      real.matrix,
      findHolder(real.matrix, 'csm-1@acme.example', { tenant: 'acme', as: undefined }),
    );
    const named = new Set(permissions.map(({ cell }) => cell.permission));
    expect([named.has('Company:view'), named.has('Company:remove')]).toEqual([true, false]);
    expect(unused.map(({ permission }) => permission)).toContain('Company:remove');
    expect([colleagues.length > 0, lacks.length > 0]).toEqual([true, true]);
  });
});

/** Plans what is to be clicked from the real policies to others. */
function planFor(files: Texts) {
  const head = compileTexts(files).matrix;
  const prefill = policy.runbooks[0]?.prefill ?? neutralPrefill;
  return planRunbook({ base: real.matrix, head }, head.policy.tenants, prefill);
}

const policiesIn = (disk: Texts): Texts =>
  Object.fromEntries(Object.entries(disk).filter(([file]) => file.startsWith('policies/')));

describe('what people expect wrongly', () => {
  test.each([
    ['N-01', 'CustomField:create', /saving fails/],
    ['N-02', 'HealthProfile:view', /scores stay visible/],
    ['N-03', 'EmailTemplate:create', /apply existing templates/],
    ['N-04', 'ManageTags:use', /existing tags can still be applied/],
    ['N-05', 'PhSection:view', /Single sections are shared, not granted by roles/],
    ['N-06', 'WorkspaceTemplate:view', /portal templates too/],
    ['N-07', 'ServiceAccount:view', /private apps is hidden/],
    ['N-08', 'UserTracking:use', /data keeps arriving/],
    ['N-09', 'UserRole:update', /test user in a second browser/],
    ['N-10', 'Page:update', /depend on settings of the tenant/],
    ['S-057', 'ManageTags:use', /ActivityTag/],
  ])(
    'S-107, %s: the note on %s is told where it is explained and described',
    async (_, permission, words) => {
      const cell = catalog.cellOf.get(permission);
      expect(cell && listNotes(catalog, cell).join(' ')).toMatch(words);
      const { out } = await runCommand(
        texts,
        'explain',
        permission,
        '--tenant',
        'acme',
        '--role',
        'administrator',
      );
      expect(out).toMatch(words);
      const described = await runCommand(
        texts,
        'describe',
        'administrator',
        '--tenant',
        'acme',
        '--format',
        'json',
      );
      expect(described.out).toMatch(words);
    },
  );
});
