import type { DiffAnswer } from '../../compiler/library/answers.ts';
import { diff } from '../../compiler/library.ts';
import type { ChangeKind } from '../../compiler/model/change.ts';
import { askLibrary, type Refused } from './ask-library.ts';
import type { World } from './world.ts';

/** Changes that are alike, as `diff` groups them. */
export interface AlikeChanges {
  readonly kind: ChangeKind;
  readonly woken: boolean;
  readonly asleep: boolean;
  readonly risk: string;
  readonly roles: readonly { readonly name: string; readonly title?: string }[];
  readonly tenants: readonly string[];
  readonly can: readonly { readonly permission: string; readonly what: string }[];
  readonly records?: { readonly words: string; readonly condition?: string };
  readonly because: {
    readonly at?: { readonly path: string; readonly line: number; readonly side: 'base' | 'head' };
    readonly words: string;
  };
  readonly users: number;
  readonly unknown: number;
}

/** The difference of two policies, as `plafond diff --format json` prints it. */
export interface DiffOfWorlds extends DiffAnswer {
  readonly verdict: string;
  readonly groups: readonly AlikeChanges[];
  readonly counts: Readonly<Record<ChangeKind, number>>;
  readonly users: number;
  readonly people: readonly {
    readonly tenant: string;
    readonly user: string;
    readonly gained: readonly string[];
    readonly lost: readonly string[];
    readonly widened: readonly string[];
    readonly narrowed: readonly string[];
    readonly shifted: readonly string[];
  }[];
  readonly edits: readonly {
    readonly kind: string;
    readonly name: string;
    readonly change: string;
    readonly refused?: readonly {
      readonly tenant: string;
      readonly permissions: readonly string[];
      readonly by: { readonly path: string; readonly line: number };
    }[];
  }[];
  readonly faults: readonly { readonly message: string }[];
}

const known = new WeakMap<World, WeakMap<World, DiffOfWorlds | Refused>>();

/** Compares two worlds by the library's `diff`; once for each two. */
export function compareWorlds(before: World, after: World): DiffOfWorlds | Refused {
  const ofBefore = known.get(before) ?? new WeakMap<World, DiffOfWorlds | Refused>();
  known.set(before, ofBefore);
  const made =
    ofBefore.get(after) ??
    askLibrary(
      () => diff(before.policies, after.policies, { base: before.name, head: after.name }) as DiffOfWorlds,
    );
  ofBefore.set(after, made);
  return made;
}

/** Returns true if two worlds could be compared. */
export const isDifference = (answer: DiffOfWorlds | Refused): answer is DiffOfWorlds => 'groups' in answer;
