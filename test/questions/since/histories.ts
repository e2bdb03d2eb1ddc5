import { stringify } from 'yaml';
import type {
  Document,
  Grants,
  Model,
  Portfolio,
  Role,
  Seat,
  Tenant,
  UserType,
} from '../../naive/documents.ts';
import type { World } from '../../worlds/world.ts';
import type { Made, Tree } from './repository.ts';

/** A number from zero up to, and not with, `below`. */
export type Random = (below: number) => number;

/** Documents by file: what a history edits. */
type Files = Map<string, (Document | string)[]>;

/**
 * A random history of a world below a folder: edits that mostly compile, some that do not, reverts, documents moved,
 * split and removed, the folder emptied, commits beside it, and merges.
 */
export function history(world: World, folder: string, length: number, random: Random): readonly Made[] {
  const start: Files = new Map(
    world.documents.map((document, at) => [`${folder}/${at}/${document.kind}.yaml`, [document]]),
  );
  const states: Files[] = [start];
  const made: Made[] = [{ tree: treeOf(start, 0), subject: 'the first' }];
  let main = 0;
  const commit = (state: Files, parents: readonly number[], subject: string) => {
    states.push(state);
    made.push({ tree: treeOf(state, made.length), parents, subject });
    return made.length - 1;
  };
  while (made.length < length) {
    const now = states[main] ?? start;
    if (random(6) > 0) {
      main = commit(edited(now, states, folder, random), [main], `edit ${made.length}`);
      continue;
    }
    const first = commit(edited(now, states, folder, random), [main], `side ${made.length}`);
    const second = commit(edited(states[first] ?? now, states, folder, random), [first], 'side again');
    const merged = random(4) === 0 ? edited(states[second] ?? now, states, folder, random) : states[second];
    main = commit(merged ?? now, [main, second], `merge ${made.length}`);
  }
  return made;
}

function treeOf(files: Files, at: number): Tree {
  return {
    'other/file.txt': at % 3 === 0 ? `${at}` : 'the same',
    ...Object.fromEntries([...files].map(([file, documents]) => [file, documents.map(textOf).join('---\n')])),
  };
}

const texts = new WeakMap<object, string>();
function textOf(document: Document | string): string {
  if (typeof document === 'string') return document;
  const text = texts.get(document) ?? stringify(document, { aliasDuplicateObjects: false });
  texts.set(document, text);
  return text;
}

function edited(now: Files, states: readonly Files[], folder: string, random: Random): Files {
  const next: Files = new Map([...now].map(([file, documents]) => [file, [...documents]]));
  const choose = <T>(items: readonly T[]): T | undefined => items[random(items.length)];
  if (next.size === 0) return states[random(states.length)] ?? next;
  switch (random(16)) {
    case 0:
      next.set(`${folder}/broken.yml`, ['kind: Role\nname: [\n']);
      return next;
    case 1:
    case 2:
      return states[random(states.length)] ?? next;
    case 3: {
      const file = choose([...next.keys()]);
      if (file !== undefined) next.delete(file);
      return next;
    }
    case 4: {
      const file = choose([...next.keys()]) ?? '';
      const documents = next.get(file) ?? [];
      next.delete(file);
      next.set(`${folder}/moved to/${random(100)} 日本 "x".yaml`, documents);
      return next;
    }
    case 5: {
      const [one, other] = [choose([...next.keys()]) ?? '', choose([...next.keys()]) ?? ''];
      if (one === other) return next;
      next.set(one, [...(next.get(one) ?? []), ...(next.get(other) ?? [])]);
      next.delete(other);
      return next;
    }
    case 6: {
      const file = [...next].find(([, documents]) => documents.length > 1)?.[0] ?? '';
      const [first, ...rest] = next.get(file) ?? [];
      if (first === undefined) return next;
      next.set(file, [first]);
      next.set(`${file}-rest.yaml`, rest);
      return next;
    }
    case 7:
      return random(4) === 0 ? new Map() : next;
    case 8: {
      const file = choose([...next.keys()]) ?? '';
      next.set(file, [`# a comment ${random(1000)}\n`, ...(next.get(file) ?? [])]);
      return next;
    }
    default: {
      const all = [...next].flatMap(([file, documents]) =>
        documents.map((document, at) => ({ file, document, at })),
      );
      const grants = all.filter(({ document }) => typeof document !== 'string' && isEdited(document.kind));
      const found = choose(grants);
      if (!found || typeof found.document === 'string') return next;
      const portfolios = world(all.map(({ document }) => document));
      next.get(found.file)?.splice(found.at, 1, changed(found.document, portfolios, random));
      return next;
    }
  }
}

const isEdited = (kind: string) =>
  ['Role', 'UserType', 'Seat', 'Tenant', 'Model', 'Portfolio'].includes(kind);

const world = (documents: readonly (Document | string)[]): readonly string[] =>
  documents.flatMap((document) =>
    typeof document !== 'string' && document.kind === 'Portfolio' ? [document.name] : [],
  );

function changed(document: Document, portfolios: readonly string[], random: Random): Document {
  const selections = ['all', 'none', ['view'], ['view', 'update'], { except: ['export'] }] as const;
  const star = selections[random(selections.length)] ?? 'all';
  const widen = (grants: Grants): Grants => ({
    ...grants,
    models: random(3) === 0 ? { '*': star } : { ...grants.models, '*': star },
    ...(random(4) === 0 && { modules: random(2) === 0 ? 'all' : 'none' }),
  });
  switch (document.kind) {
    case 'Role':
      if (random(3) === 0 && portfolios.length > 0)
        return { ...document, portfolio: [portfolios[random(portfolios.length)] ?? ''] } as Role;
      return { ...document, grants: widen(document.grants) } as Role;
    case 'UserType':
      return { ...document, allows: widen(document.allows) } as UserType;
    case 'Seat':
      return { ...document, adds: widen(document.adds) } as Seat;
    case 'Tenant':
      if (random(3) === 0) return { ...document, packages: [] } as Tenant;
      return { ...document, ceiling: widen(document.ceiling) } as Tenant;
    case 'Model':
      return { ...document, actions: document.actions.filter(() => random(4) > 0) } as Model;
    case 'Portfolio':
      return { ...document, reach: 'all' } as Portfolio;
    default:
      return document;
  }
}
