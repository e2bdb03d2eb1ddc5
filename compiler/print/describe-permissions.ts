import { count } from '../text/count.ts';
import { listFirst } from '../text/list.ts';

/** Describes permissions in one line, the first few by name; a right on a property goes without saying where its action is among them. */
export function describePermissions(permissions: readonly string[], most: number): string {
  const all = new Set(permissions);
  const goesAlong = (one: string) => one.includes('.') && all.has(one.replace(/\.[^:]*/, ''));
  const listed = permissions.filter((one) => !goesAlong(one));
  const along = permissions.length - listed.length;
  return `${listFirst(listed, most)}${along > 0 ? `, with ${count(along, 'right')} on properties` : ''}`;
}
