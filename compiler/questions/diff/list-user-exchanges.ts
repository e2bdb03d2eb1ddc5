import { groupBy } from '../../text/group-by.ts';
import type { DiffReport, HoldersJson, ReassignedJson, SidePlaceJson } from './report.ts';

/** Users who hold some roles now in place of others that they held before. */
export interface UserMove {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly holders: readonly HoldersJson[];
  /** The line of the first of them. */
  readonly at: SidePlaceJson;
}

/** Users who moved from some roles to others, and those who moved the other way; without these it is no swap. */
export interface UserExchange {
  readonly there: UserMove;
  readonly back?: UserMove;
}

/** Lists the users who hold other roles in place of what they held; those who changed places stand together, and come first. */
export function listUserExchanges({ reassigned }: Pick<DiffReport, 'reassigned'>): readonly UserExchange[] {
  const moves = new Map(listMoves(reassigned).map((move) => [nameMove(move), move]));
  const exchanges: UserExchange[] = [];
  for (const [key, there] of moves) {
    const back = moves.get(nameMove({ from: there.to, to: there.from }));
    if (back) moves.delete(nameMove(back));
    moves.delete(key);
    exchanges.push({ there, ...(back && { back }) });
  }
  return [...exchanges.filter(({ back }) => back), ...exchanges.filter(({ back }) => !back)];
}

const nameMove = ({ from, to }: Pick<UserMove, 'from' | 'to'>): string => JSON.stringify([from, to]);

function listMoves(reassigned: readonly ReassignedJson[]): readonly UserMove[] {
  const gifts = reassigned.flatMap(({ users, ...gift }) => users.map((user) => ({ ...gift, user })));
  const ofUsers = groupBy(gifts, ({ tenant, user }) => JSON.stringify([tenant, user]));
  const moved = [...ofUsers.values()].flatMap((own) => {
    const [{ tenant, user, at }] = own;
    const list = (change: ReassignedJson['change']) =>
      own
        .filter((gift) => gift.change === change)
        .map(({ role }) => role)
        .sort();
    const [from, to] = [list('taken'), list('given')];
    return from.length > 0 && to.length > 0 ? [{ from, to, tenant, user, at }] : [];
  });
  return [...groupBy(moved, nameMove).values()].map((some) => {
    const [{ from, to, at }] = some;
    const holders = [...groupBy(some, ({ tenant }) => tenant)].map(([tenant, own]) => ({
      tenant,
      users: own.map(({ user }) => user),
    }));
    return { from, to, holders, at };
  });
}
