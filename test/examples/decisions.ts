/** One question to the facade of an example: may this user do this, on some record or on the one that is given? */
export interface Decision {
  /** The tenant, if it is not acme. */
  readonly tenant?: string;
  /** A user whom the example declares, or the facts with which somebody signs in. */
  readonly user:
    | string
    | {
        readonly userType: string;
        readonly roles: readonly string[];
        readonly seats?: readonly string[];
        readonly user?: object;
      };
  /** A permission: `Issue:close`, `Issue.title:update`. */
  readonly permission: string;
  /** The record, with what its relations lead to. Absent: some record. */
  readonly record?: object;
}

/** The decisions that show one thing. */
export interface Shown {
  readonly title: string;
  readonly allowed?: readonly Decision[];
  readonly denied?: readonly Decision[];
}

/** Asks of one permission for several records. */
const on = (user: Decision['user'], permission: string, ...records: readonly object[]): readonly Decision[] =>
  records.map((record) => ({ user, permission, record }));

/** Asks of several permissions, each on some record. */
const some = (user: Decision['user'], ...permissions: readonly string[]): readonly Decision[] =>
  permissions.map((permission) => ({ user, permission }));

const joined = { lead: 'lead-1', members: ['guest-1', 'dev-1', 'dev-2'], visibility: 'private' };
const led = { lead: 'lead-1', members: [], visibility: 'private' };
const shown = { lead: 'lead-2', members: [], visibility: 'internal' };
const hidden = { lead: 'lead-2', members: [], visibility: 'private' };

/** A comment by somebody, in a project. */
const comment = (author: string, project: object) => ({ author, issue: { reporter: author, project } });

const free = { userType: 'Member', roles: ['developer'], user: { id: 'dev-1' } };

const tracker: readonly Shown[] = [
  {
    title: 'a reporter edits their own comment and no other',
    allowed: on('guest-1', 'Comment:update', comment('guest-1', joined)),
    denied: on(
      'guest-1',
      'Comment:update',
      comment('dev-1', joined),
      comment('guest-1', shown),
      comment('guest-1', hidden),
      { issue: { project: joined } },
    ),
  },
  {
    title: 'a reporter edits what they reported, less what is not theirs to say',
    allowed: on('guest-1', 'Issue.title:update', { reporter: 'guest-1', project: joined }),
    denied: [
      ...on('guest-1', 'Issue.title:update', { reporter: 'dev-1', project: joined }),
      ...on('guest-1', 'Issue.priority:update', { reporter: 'guest-1', project: joined }),
    ],
  },
  {
    title: 'everybody sees what is open and writes where they are members',
    allowed: [
      ...on('guest-1', 'Issue:view', { project: shown }, { project: joined }),
      ...on('guest-1', 'Comment:create', comment('guest-1', joined)),
    ],
    denied: [
      ...on('guest-1', 'Issue:view', { project: hidden }),
      ...on('guest-1', 'Comment:create', comment('guest-1', shown)),
    ],
  },
  {
    title: 'a developer moves issues, and an action follows what it requires on the record',
    allowed: [
      ...on('dev-1', 'Issue:close', { project: joined }),
      ...on('dev-1', 'Issue:assign', { project: joined }),
      ...on('guest-1', 'Issue:vote', { project: joined }),
    ],
    denied: [
      ...on('dev-1', 'Issue:close', { project: shown }),
      ...on('dev-1', 'Issue:remove', { project: joined }),
      ...some('guest-1', 'Issue:close', 'Issue:transition', 'Project:invite'),
    ],
  },
  {
    title: 'a lead runs what they lead and nothing else',
    allowed: [
      ...on('lead-1', 'Project:invite', led),
      ...on('lead-1', 'Issue:remove', { project: led }),
      ...on('lead-1', 'Issue:view', { project: shown }),
    ],
    denied: [
      ...on('lead-1', 'Project:invite', shown),
      ...on('lead-1', 'Issue:remove', { project: shown }),
      ...on('lead-1', 'Project.members:update', led),
    ],
  },
  {
    title: 'two roles give together what either gives',
    allowed: [
      ...on('dev-2', 'Issue:reopen', { project: joined }),
      ...on('dev-2', 'Issue:vote', { project: joined }),
    ],
    denied: on('dev-2', 'Issue:reopen', { project: hidden }),
  },
  {
    title: 'without its feature an estimate is gone',
    allowed: on('dev-1', 'Issue.estimate:view', { project: joined }),
    denied: [
      { tenant: 'globex', user: free, permission: 'Issue.estimate:view', record: { project: joined } },
      { tenant: 'globex', user: free, permission: 'Planning:use' },
    ],
  },
];

const mine = { owner: 'rep-1', region: 'north' };
const ofTeam = { owner: 'rep-2', region: 'north' };
const ofOthers = { owner: 'rep-9', region: 'south' };

const crm: readonly Shown[] = [
  {
    title: 'a representative sees all, changes the team’s and removes their own',
    allowed: [
      ...on('rep-1', 'Account:view', mine, ofTeam, ofOthers),
      ...on('rep-1', 'Account:update', mine, ofTeam),
      ...on('rep-1', 'Contact:remove', { account: mine }),
    ],
    denied: [
      ...on('rep-1', 'Account:update', ofOthers),
      ...on('rep-1', 'Contact:remove', { account: ofTeam }, { account: ofOthers }),
      ...some('rep-1', 'Account:remove', 'Account:export'),
    ],
  },
  {
    title: 'a deal is changed by who sells it or owns the account, and removed by who does both',
    allowed: [
      ...on(
        'rep-1',
        'Deal:update',
        { seller: 'rep-1', account: ofOthers },
        { seller: 'rep-2', account: mine },
      ),
      ...on('rep-1', 'Deal:remove', { seller: 'rep-1', account: mine }),
    ],
    denied: [
      ...on('rep-1', 'Deal:update', { seller: 'rep-2', account: ofTeam }),
      ...on('rep-1', 'Deal:remove', { seller: 'rep-1', account: ofTeam }, { seller: 'rep-2', account: mine }),
    ],
  },
  {
    title: 'leads are a root of their own',
    allowed: [
      ...on('rep-1', 'Lead:view', { owner: 'rep-2' }),
      ...on('rep-1', 'Lead:convert', { owner: 'rep-1' }),
    ],
    denied: [
      ...on('rep-1', 'Lead:view', { owner: 'rep-9' }),
      ...on('rep-1', 'Lead:convert', { owner: 'rep-2' }),
    ],
  },
  {
    title: 'a region is taken out at a time, without its money',
    allowed: on('operations-1', 'Account:export', mine),
    denied: [
      ...on('operations-1', 'Account:export', ofOthers),
      ...on('operations-1', 'Account.revenue:view', mine),
      ...some('manager-1', 'Account:export', 'Contact:export', 'Deal:export'),
    ],
  },
  {
    title: 'forecasts take the package, and writing them the seat',
    allowed: [...some('planner-1', 'Forecast:create'), ...some('manager-1', 'Forecast:view')],
    denied: [
      ...some('manager-1', 'Forecast:create'),
      { tenant: 'globex', user: { userType: 'Seller', roles: ['manager'] }, permission: 'Forecast:view' },
    ],
  },
];

const [website, api, open, other] = [
  { id: 'website', visibility: 'private' },
  { id: 'api', visibility: 'private' },
  { id: 'docs', visibility: 'public' },
  { id: 'other', visibility: 'private' },
];

const request = (author: string, repository: object) => ({ author, target: { repository } });

const forge: readonly Shown[] = [
  {
    title: 'a user is a maintainer of one repository and a developer of another',
    allowed: [
      ...on('dev-1', 'MergeRequest:merge', request('dev-2', website)),
      ...on('dev-1', 'Branch:push', { protected: false, repository: api }),
      ...on('dev-1', 'Branch:push', { protected: true, repository: website }),
    ],
    denied: [
      ...on('dev-1', 'MergeRequest:merge', request('dev-2', api), request('dev-2', open)),
      ...on(
        'dev-1',
        'Branch:push',
        { protected: true, repository: api },
        { protected: false, repository: open },
      ),
    ],
  },
  {
    title: 'what a role includes it holds in its own repositories',
    allowed: [
      ...on('reporter-1', 'Repository:fork', api),
      ...on('dev-2', 'Repository:fork', website),
      ...on('dev-1', 'Pipeline:run', { branch: { repository: website } }),
      ...on('guest-1', 'Branch:view', { repository: api }, { repository: open }),
    ],
    denied: [
      ...on('reporter-1', 'Repository:fork', website, open),
      ...on('reporter-1', 'Pipeline:run', { branch: { repository: api } }),
      ...on('guest-1', 'Repository:fork', api),
      ...on('guest-1', 'Branch:view', { repository: other }),
    ],
  },
  {
    title: 'nobody approves what they wrote, in whatever role',
    allowed: on('dev-1', 'MergeRequest:approve', request('dev-2', website), request('dev-2', api)),
    denied: on(
      'dev-1',
      'MergeRequest:approve',
      request('dev-1', website),
      request('dev-1', api),
      request('dev-2', other),
      { target: { repository: website } },
    ),
  },
  {
    title: 'secrets are the maintainers’, and a public repository does not show their names',
    allowed: on('dev-1', 'Secret:replace', { repository: website }),
    denied: [
      ...on('dev-1', 'Secret:view', { repository: api }, { repository: open }),
      ...some('dev-2', 'Secret:view'),
      {
        tenant: 'globex',
        user: { userType: 'Person', roles: ['maintainer'], user: { id: 'dev-9', maintainerOf: ['website'] } },
        permission: 'Secret:view',
      },
    ],
  },
  {
    title: 'an owner keeps the organization, and is in its repositories what the membership says',
    allowed: [
      ...on('owner-1', 'Team:create', { organization: { id: 'acme' } }),
      ...on('owner-1', 'Branch:force-push', { repository: website }),
    ],
    denied: [
      ...on('owner-1', 'Team:create', { organization: { id: 'globex' } }),
      ...on('owner-1', 'Branch:view', { repository: api }),
    ],
  },
  {
    title: 'a token runs pipelines and writes nothing',
    allowed: on('deploy-api', 'Pipeline:run', { branch: { repository: api } }),
    denied: [
      ...on('deploy-api', 'Pipeline:run', { branch: { repository: website } }),
      ...some('deploy-api', 'Branch:push', 'MergeRequest:view'),
    ],
  },
];

const shop: readonly Shown[] = [
  {
    title: 'no record is out of reach, and each role has its columns',
    allowed: [
      ...on('packer-1', 'Order:ship', { number: '1' }, {}),
      ...on('packer-1', 'Order.address:view', {}),
      ...on('merchant-1', 'Product.price:update', {}),
    ],
    denied: [
      ...on('packer-1', 'Order.total:view', {}),
      ...on('packer-1', 'Product.price:view', {}),
      ...on('editor-1', 'Product.price:update', {}),
      ...some('editor-1', 'Order:view', 'Order.address:view'),
    ],
  },
  {
    title: 'who grants coupons refunds nothing',
    allowed: [...some('clerk-1', 'Order:refund', 'Order:ship'), ...some('merchant-1', 'Coupon:create')],
    denied: [...some('merchant-1', 'Order:refund'), ...some('clerk-1', 'Coupon:create')],
  },
  {
    title: 'a newsletter takes its package, and exports a ceiling that has them',
    allowed: some('merchant-1', 'Newsletter:use', 'Product:export'),
    denied: [
      { tenant: 'globex', user: { userType: 'Staff', roles: ['merchant'] }, permission: 'Newsletter:use' },
      { tenant: 'globex', user: { userType: 'Staff', roles: ['merchant'] }, permission: 'Product:export' },
    ],
  },
];

const features: readonly Shown[] = [
  {
    title: 'a capability holds with all that it requires',
    allowed: some('analyst-1', 'run-experiments:use', 'sql:use'),
    denied: [
      ...some('viewer-1', 'run-experiments:use', 'sql:use', 'share-links:use'),
      ...some('analyst-1', 'share-links:use', 'Administration:use'),
      ...some('admin-1', 'sql:use'),
    ],
  },
  {
    title: 'a smaller plan has less of the same role',
    allowed: [
      {
        tenant: 'globex',
        user: { userType: 'Analyst', roles: ['analyst'] },
        permission: 'Dashboards:use',
      },
    ],
    denied: ['Experiments:use', 'start-experiments:use', 'run-experiments:use', 'sql:use'].map(
      (permission) => ({
        tenant: 'globex',
        user: { userType: 'Analyst', roles: ['analyst'] },
        permission,
      }),
    ),
  },
];

const [north, south] = [
  { id: 'initech', desk: 'north' },
  { id: 'hooli', desk: 'south' },
];
const shared = { companies: [south, north], watchers: [] };
const ofSouth = { companies: [south], watchers: [] };
const watched = { companies: [south], watchers: ['agent-1'] };

const helpDesk: readonly Shown[] = [
  {
    title: 'a ticket of several companies is reached through any of them',
    allowed: [
      ...on('agent-1', 'Ticket:update', shared),
      ...on('agent-2', 'Ticket:update', shared, ofSouth),
      ...on('agent-1', 'Answer:create', { ticket: shared }),
    ],
    denied: on(
      'agent-1',
      'Ticket:update',
      ofSouth,
      { companies: [], watchers: [] },
      { watchers: ['agent-1'] },
    ),
  },
  {
    title: 'who watches a ticket reads and answers it, and does not close it',
    allowed: [
      ...on('agent-1', 'Ticket:view', watched),
      ...on('agent-1', 'Answer:create', { ticket: watched }),
      ...on('agent-1', 'Answer:update', { author: 'agent-1', ticket: watched }),
    ],
    denied: [
      ...on('agent-1', 'Ticket:close', watched),
      ...on('agent-1', 'Ticket:view', ofSouth),
      ...on('agent-1', 'Answer:update', { author: 'agent-2', ticket: watched }),
      ...on('agent-1', 'Answer:remove', { author: 'agent-1', ticket: watched }),
    ],
  },
  {
    title: 'an agent changes their own answers, and a supervisor nobody’s',
    allowed: on('agent-1', 'Answer:update', { author: 'agent-1', ticket: shared }),
    denied: [
      ...on('agent-1', 'Answer:update', { author: 'agent-2', ticket: shared }),
      ...some('supervisor-1', 'Answer:update'),
    ],
  },
  {
    title: 'a handover is for those who receive it',
    allowed: on('agent-1', 'Handover:view', { receivers: [{ id: 'agent-2' }, { id: 'agent-1' }] }),
    denied: on('agent-1', 'Handover:view', { receivers: [{ id: 'agent-2' }] }, { receivers: [] }),
  },
  {
    title: 'a customer sees what was said outside of the tickets of their company',
    allowed: [
      ...on('customer-1', 'Ticket:view', shared),
      ...on('customer-1', 'Answer:view', { internal: false, ticket: shared }),
      ...on('customer-1', 'Article:view', { public: true }),
    ],
    denied: [
      ...on('customer-1', 'Ticket:view', ofSouth),
      ...on('customer-1', 'Ticket.cause:view', shared),
      ...on('customer-1', 'Answer:view', { internal: true, ticket: shared }, { ticket: shared }),
      ...on('customer-1', 'Article:view', { public: false }),
    ],
  },
];

/** The decisions that each example shows, by the name of its folder. */
export const decisions: Readonly<Record<string, readonly Shown[]>> = {
  crm,
  features,
  forge,
  'help-desk': helpDesk,
  shop,
  tracker,
};
