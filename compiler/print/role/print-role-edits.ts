import { spellHolders } from '../../questions/edit-role/remove-role.ts';
import type { EditedFile } from '../../questions/edit-role/rename-role.ts';
import { count, countWithVerb } from '../../text/count.ts';
import { type Json, writeIndentedJson } from '../../text/json.ts';
import { makeVisible, makeVisibleJson } from '../../text/make-visible.ts';

/** The edits of the files that name a role: it gets another name, or it goes. */
export interface RoleEdits {
  readonly role: string;
  /** The new name; absent if the role goes. */
  readonly to?: string;
  readonly files: readonly EditedFile[];
  /** The title of a role that gets another name: it stays. */
  readonly title?: string;
  readonly moved?: { readonly from: string; readonly to: string };
  readonly removed?: readonly string[];
  /** The users who lose the role. */
  readonly holders?: readonly { readonly tenant: string; readonly user: string }[];
}

/** Prints the edits for people. */
export function printRoleEditsPretty(edits: RoleEdits, isDry: boolean): string {
  const { role, to, title, files, moved, removed = [], holders = [] } = edits;
  const would = isDry ? 'would ' : '';
  const past = (word: string) => (isDry ? word : word.endsWith('e') ? `${word}d` : `${word}ed`);
  const head =
    to === undefined
      ? `${would}${past('remove')} role \`${role}\`; ${isDry ? countWithVerb(holders.length, 'user', 'loses', 'lose') : `${count(holders.length, 'user')} lost`} it`
      : `${would}${past('rename')} role \`${role}\` to \`${to}\``;
  const lines = [
    ...holders.map(({ tenant, user }) => `  ${user} in ${tenant}`),
    ...files.map(({ path, places }) => `  ${path}: ${count(places, 'place')}`),
    ...(moved ? [`  ${moved.from} becomes ${moved.to}`] : []),
    ...removed.map((file) => `  ${file} goes`),
    ...(title === undefined ? [] : [`  its title stays \`${title}\``]),
  ];
  const refused = warnOfRefusal(edits);
  const follow = [
    ...(to === undefined ? [] : ['services that name the role must change too']),
    ...(refused === undefined ? [] : [`note: ${refused}`]),
  ];
  return [head, ...lines, ...follow].map((line) => `${makeVisible(line)}\n`).join('');
}

/** Says that a review refuses to remove a role from under its users; undefined if nobody loses a role. */
function warnOfRefusal({ role, holders = [] }: RoleEdits): string | undefined {
  if (holders.length === 0) return undefined;
  return `\`${role}\` goes while ${spellHolders(holders)} it, and \`check --against\` refuses that in one change (role-removed-in-use): give its users another role in a change before this one`;
}

/** Prints the edits for `--format json`: a contract. */
export function printRoleEditsJson(edits: RoleEdits): string {
  const { role, to, title, files, moved, removed, holders } = edits;
  const note = warnOfRefusal(edits);
  const shape = {
    version: 1,
    role,
    ...(to !== undefined && { to }),
    ...(title !== undefined && { title }),
    files: files.map(({ path, places }) => ({ path, places })),
    ...(moved && { moved: { ...moved } }),
    ...(removed && { removed }),
    ...(holders && { holders: holders.map((holder) => ({ ...holder })) }),
    ...(note !== undefined && { note }),
  } satisfies Json;
  return `${makeVisibleJson(writeIndentedJson(shape, 2))}\n`;
}
