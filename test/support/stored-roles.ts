import { type Document, ofKind } from '../oracle/documents.ts';
import { landed } from '../oracle/world/possible.ts';
import { worldOf } from '../oracle/world/world.ts';
import { runs } from './random.ts';

/** Takes the roles of tenants' own that nothing else speaks of out of random worlds. */
export function* drawStoredRoles(count: number) {
  const { numRuns, seed } = runs(count);
  for (let at = seed; at < seed + numRuns; at++) {
    const { documents } = worldOf(at, { possible: landed, size: 1 });
    const stored = ofKind(documents, 'Role').filter(
      (role) =>
        role.tenant !== undefined &&
        role.abstract !== true &&
        !JSON.stringify(documents.filter((one) => one !== role)).includes(JSON.stringify(role.name)),
    );
    if (stored.length > 0)
      yield { documents, stored, files: documents.filter((one) => !isOneOf(one, stored)) };
  }
}

const isOneOf = (one: Document, all: readonly Document[]): boolean => all.includes(one);
