import { risks } from '../../model/catalog.ts';
import { type ChangeKind, changeKinds, type NetEffect, type PersonChange } from '../../model/change.ts';
import { groupBy } from '../../text/group-by.ts';

/** Users on whom the net effect of a difference is the same, in whatever tenants. */
export interface PeopleGroup {
  readonly effect: NetEffect;
  readonly people: readonly [PersonChange, ...PersonChange[]];
}

/** Groups users by the effect on them: the worst first, then who gains before who loses, then the greater number. */
export function groupPeople(people: readonly PersonChange[]): readonly PeopleGroup[] {
  const keys = new Map<NetEffect, string>();
  const keyOf = ({ effect }: PersonChange): string => {
    const key = keys.get(effect) ?? JSON.stringify(changeKinds.map((kind) => effect[kind]));
    keys.set(effect, key);
    return key;
  };
  return [...groupBy(people, keyOf).values()]
    .map((some) => ({ effect: some[0].effect, people: some }))
    .sort((a, b) => compareWeight(a, b));
}

function compareWeight(a: PeopleGroup, b: PeopleGroup): number {
  const numbers = (kind: ChangeKind) => b.effect[kind].length - a.effect[kind].length;
  return (
    b.effect.grave.length - a.effect.grave.length ||
    weigh(b.effect) - weigh(a.effect) ||
    numbers('gained') ||
    numbers('widened') ||
    numbers('shifted') ||
    b.people.length - a.people.length
  );
}

const weigh = ({ risk }: NetEffect): number => (risk === undefined ? -1 : risks.indexOf(risk));
