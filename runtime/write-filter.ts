import { keyOfPath } from '../compiler/model/record-reach.ts';
import type { BoundReach } from './bound-reach.ts';
import type { Alternative, Filter, Where } from './where.ts';

/** Returns the filter for the records of a model that at least one of some reaches holds. */
export function writeFilter(model: string, reaches: readonly BoundReach[]): Where {
  const parts = joinLinks(reaches.flatMap((reach) => (reach.kind === 'union' ? reach.of : [reach])));
  const [first] = parts;
  if (!first) return 'none';
  const filters = parts.map((part) => writePart(model, part));
  return filters.length === 1 && filters[0] ? filters[0] : { model, anyOf: filters };
}

type BoundLink = Extract<BoundReach, { readonly kind: 'linked' }>;

/** Joins the alternatives along one path: of one linked record it is enough to meet any of them. */
function joinLinks(parts: readonly BoundReach[]): readonly BoundReach[] {
  const byPath = new Map<string, BoundLink>();
  const others: BoundReach[] = [];
  for (const part of parts) {
    if (part.kind !== 'linked') {
      others.push(part);
      continue;
    }
    const key = keyOfPath(part.path);
    const known = byPath.get(key);
    const alternatives = [...(known?.alternatives ?? []), ...part.alternatives];
    byPath.set(key, { kind: 'linked', path: part.path, alternatives });
  }
  return [...byPath.values(), ...others];
}

function writePart(model: string, reach: BoundReach): Filter {
  switch (reach.kind) {
    case 'linked':
      return {
        model,
        through: reach.path.map(({ name, many }) => (many ? { many: name } : name)),
        alternatives: copyDistinct(reach.alternatives),
      };
    case 'union':
      return { model, anyOf: joinLinks(reach.of).map((part) => writePart(model, part)) };
    case 'common':
      return { model, allOf: reach.of.map((part) => writePart(model, part)) };
    default:
      throw new Error('a reach of no kind');
  }
}

/** Returns each alternative once, as a copy: a caller may do to a filter as they like. */
function copyDistinct(alternatives: readonly Alternative[]): readonly Alternative[] {
  const texts = new Set(alternatives.map((alternative) => JSON.stringify(alternative)));
  return [...texts].map((text) => JSON.parse(text) as Alternative);
}
