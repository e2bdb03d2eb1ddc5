import { collect } from '../../diagnostics/diagnostic.ts';
import { builtInActions, rights } from '../../model/catalog.ts';
import type { Parsed } from '../../model/document.ts';
import { fileLimit, isPolicyFile } from '../../model/policy-files.ts';
import { load } from '../../stages/1-load.ts';
import { type Fields, isFields } from '../../text/fields.ts';
import type { Files } from '../../text/files.ts';
import { rememberFiles } from '../../text/remember-files.ts';
import type { WordIo } from '../command.ts';

/** The names in policies that a command line may hold, as the documents write them, mistakes and all. */
export interface PolicyNames {
  /** The names of the documents of a kind; of roles and portfolios, those that a tenant can use. */
  readonly namesOf: (kind: Parsed['kind'], tenant?: string) => readonly string[];
  /** The names of the roles that somebody can be given: of one tenant, those that it is offered and its own. */
  readonly rolesFor: (tenant?: string) => readonly string[];
  /** The names of the roles that can be edited: of one tenant, its own. */
  readonly rolesToEdit: (tenant?: string) => readonly string[];
  /** The ids of the users of a tenant, or of all tenants. */
  readonly usersOf: (tenant?: string) => readonly string[];
  /** The names of the generations of a part of the catalog, or of all parts. */
  readonly generationsOf: (part?: string) => readonly string[];
  /** The subjects of permissions, each with its actions, and with its properties if it has any. */
  readonly subjects: (tenant?: string) => ReadonlyMap<string, SubjectNames>;
}

/** A subject of permissions. */
export interface SubjectNames {
  readonly actions: readonly string[];
  readonly properties: readonly string[];
}

/**
 * Lists the names in the policies of a folder. Nothing is validated or linked, so that there are names as long as
 * documents can be read.
 */
export function listPolicyNames(folder: string, io: WordIo): PolicyNames {
  const files = rememberFiles(io.files(folder));
  const known = new Map<string, readonly Parsed[]>();
  const ofKind = (...kinds: readonly string[]): readonly Fields[] => {
    const key = kinds.join();
    const documents = known.get(key) ?? load(keepMentions(files, kinds), folder, collect().report);
    known.set(key, documents);
    return documents.flatMap(({ kind, value }) => (kinds.includes(kind) ? [value as Fields] : []));
  };
  const isFor = (tenant: string | undefined) => (fields: Fields) =>
    tenant === undefined || fields.tenant === undefined || fields.tenant === tenant;
  return {
    namesOf: (kind, tenant) => textsIn(ofKind(kind).filter(isFor(tenant)), 'name'),
    rolesFor: (tenant) => {
      const unbought = listSeatsNotBought(
        ofKind('Seat'),
        ofKind('Tenant').find(({ name }) => name === tenant),
      );
      const isOffered = ({ abstract, seats }: Fields) =>
        abstract !== true && !(Array.isArray(seats) && seats.some((seat) => unbought.has(seat)));
      return textsIn(ofKind('Role').filter(isFor(tenant)).filter(isOffered), 'name');
    },
    rolesToEdit: (tenant) =>
      textsIn(
        ofKind('Role').filter((role) => tenant === undefined || role.tenant === tenant),
        'name',
      ),
    usersOf: (tenant) =>
      ofKind('Users')
        .filter(isFor(tenant))
        .flatMap(({ users }) => textsIn(Array.isArray(users) ? users : [], 'id')),
    generationsOf: (part) =>
      ofKind('Generations').flatMap(({ name, generations }) =>
        part === undefined || name === part
          ? textsIn(Array.isArray(generations) ? generations : [], 'name')
          : [],
      ),
    subjects: (tenant) =>
      new Map([
        ...ofKind('Model').map((model) => readModel(model, ofKind('Properties').filter(isFor(tenant)))),
        ...textsIn(ofKind('Module', 'Feature', 'Capability'), 'name').map(
          (name) => [name, { actions: ['use'], properties: [] }] as const,
        ),
      ]),
  };
}

/** Lists the names of the seats whose package a tenant has not bought; none without a tenant. */
function listSeatsNotBought(seats: readonly Fields[], tenant: Fields | undefined): ReadonlySet<unknown> {
  const bought: readonly unknown[] = Array.isArray(tenant?.packages) ? tenant.packages : [];
  const isUnbought = (seat: Fields) => seat.package !== undefined && !bought.includes(seat.package);
  return new Set(tenant ? seats.filter(isUnbought).map(({ name }) => name) : []);
}

/** Keeps the policy files that mention one of some words: only these are worth parsing. */
function keepMentions(files: Files, words: readonly string[]): Files {
  const isMentioned = (file: string): boolean => {
    const bytes = files.read(file, fileLimit);
    const text = 'unreadable' in bytes ? '' : Buffer.from(bytes).toString('latin1');
    return words.some((word) => text.includes(word));
  };
  return {
    ...files,
    list: (wanted) => files.list(wanted).filter((file) => !isPolicyFile(file) || isMentioned(file)),
  };
}

function readModel({ name, actions, properties }: Fields, own: readonly Fields[]): [string, SubjectNames] {
  const all = [properties, ...own.filter(({ model }) => model === name).map((one) => one.properties)];
  return [
    String(name),
    {
      actions: Array.isArray(actions) ? actions.filter(isText) : [...builtInActions],
      properties: all.flatMap((one) => (isFields(one) ? Object.keys(one) : [])),
    },
  ];
}

const textsIn = (maps: readonly unknown[], key: string): readonly string[] =>
  maps.flatMap((map) => (isFields(map) && isText(map[key]) ? [map[key]] : []));

const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * Lists the texts with which a half-written permission can continue: subjects, then the properties of the subject, then
 * actions. A text that ends with `:` or `.` can be continued in turn.
 */
export function listPermissions(
  written: string,
  subjects: ReadonlyMap<string, SubjectNames>,
): readonly string[] {
  const [, name = ''] = /^([^.:]*)[.:]/.exec(written) ?? [];
  if (!/[.:]/.test(written))
    return [...subjects].flatMap(([subject, { actions, properties }]) => [
      ...(actions.length === 1 ? actions.map((action) => `${subject}:${action}`) : [`${subject}:`]),
      ...(properties.length > 0 ? [`${subject}.`] : []),
    ]);
  if (name !== '*' && !subjects.has(name)) return [];
  const chosen =
    name === '*' ? [...subjects.values()] : [subjects.get(name) ?? { actions: [], properties: [] }];
  const colon = written.lastIndexOf(':');
  if (colon !== -1) {
    const head = written.slice(0, colon + 1);
    const actions = head.includes('.') ? rights : [...new Set(chosen.flatMap((subject) => subject.actions))];
    return actions.map((action) => head + action);
  }
  const properties = name === '*' ? [] : chosen.flatMap((subject) => subject.properties);
  return ['*', ...properties].map((property) => `${name}.${property}:`);
}
