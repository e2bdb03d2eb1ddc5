import { expect, test } from 'vitest';
import { answerLine } from '../../compiler/commands/answer-line.ts';
import { registry } from '../../compiler/commands/registry.ts';
import { ioInMemory, textOf } from '../support/io.ts';

/** Policies in which a role does wrong only by what it includes, over two steps, and says something else of the same model. */
const policies = {
  'policies/catalog.yaml': `{ kind: Model, name: Company, actions: [view, update, export] }
---
{ kind: Model, name: Task, actions: [view, update] }
---
{ kind: UserType, name: Core, rank: 1, allows: { models: { "*": all } } }
---
{ kind: Tenant, name: acme, ceiling: { models: { "*": all } } }
---
kind: Invariant
name: nobody-exports
severity: error
because: Data leaves.
mustNot: [Company:export]
`,
  'policies/deep.yaml': `kind: Role
name: deep
abstract: true
grants:
  models:
    Task: [update]
    Company: [export]
`,
  'policies/base.yaml':
    'kind: Role\nname: base\nabstract: true\nincludes: [deep]\ngrants: { models: { Company: [update] } }\n',
  'policies/csm.yaml': `kind: Role
name: csm
userType: Core
grants:
  models:
    Company: [view]
includes:
  - base
`,
};

/** A place in a log of SARIF. */
interface SarifPlace {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number; readonly startColumn: number };
  };
  readonly message?: { readonly text: string };
}

interface SarifResult {
  readonly ruleId: string;
  readonly locations: readonly SarifPlace[];
  readonly relatedLocations?: readonly SarifPlace[];
}

const show = ({ physicalLocation: { artifactLocation, region }, message }: SarifPlace) =>
  [`${artifactLocation.uri}:${region.startLine}:${region.startColumn}`, message?.text]
    .filter(Boolean)
    .join(' ');

/** Lists what SARIF says of policies: the rule, the place, and the inclusions among the related places. */
async function check(files: Readonly<Record<string, string>>) {
  const { out } = await answerLine(['check', '--format', 'sarif'], registry, ioInMemory(files).io);
  const { results } = JSON.parse(textOf(out)).runs[0] as { readonly results: readonly SarifResult[] };
  return results.map(({ ruleId, locations, relatedLocations = [] }) => [
    ruleId,
    locations.map(show),
    relatedLocations.map(show).filter((text) => text.includes('included')),
  ]);
}

test('a finding stands at the line of the included role, and relates the way to it', async () => {
  const way = [
    'policies/csm.yaml:8:5 role `base` is included here',
    'policies/base.yaml:4:12 role `deep` is included here',
  ];
  const said = await check(policies);
  expect(said).toContainEqual(['invariant-broken', ['policies/deep.yaml:7:15'], way]);
  expect(said).toContainEqual(['write-without-view', ['policies/deep.yaml:6:12'], way]);
});

test('a finding about what the role itself grants relates no inclusion', async () => {
  const own = policies['policies/csm.yaml'].replace('[view]', '[view, export]');
  expect(await check({ ...policies, 'policies/csm.yaml': own })).toContainEqual([
    'invariant-broken',
    ['policies/csm.yaml:6:21'],
    [],
  ]);
});
