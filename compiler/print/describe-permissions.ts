import { count } from '../text/count.ts';
import { listFirst } from '../text/list.ts';

/** Describes permissions in one line, the first few by name; a right on a property goes without saying where its action is among them. */
export function describePermissions(permissions: readonly string[], most: number): string {
  const all = new Set(permissions);
  const goesAlong = (one: string) => one.includes('.') && all.has(one.replace(/\.[^:]*/, ''));
  const told = permissions.filter((one) => !goesAlong(one));
  const along = permissions.length - told.length;
  return `${listFirst(told, most)}${along > 0 ? `, with ${count(along, 'right')} on properties` : ''}`;
}
