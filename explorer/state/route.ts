/** The views, in the order of the menu, each with its title. */
export const views = [
  ['matrix', 'Matrix'],
  ['roles', 'Roles'],
  ['people', 'People'],
  ['who', 'Who can'],
  ['tenants', 'Tenants'],
  ['findings', 'Findings'],
  ['changes', 'Changes'],
  ['records', 'Records'],
] as const;

/** The name of a view. */
export type ViewName = (typeof views)[number][0];

/** The place of the page that its address names: a view, and all that is chosen there. */
export interface Route {
  readonly view: ViewName;
  /** Sorted by name; a value that is empty is left out. */
  readonly params: Readonly<Record<string, string>>;
}

/** Reads the part of an address behind `#`. A view that there is not is the first one. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const found = views.find(([name]) => name === path);
  const view = found?.[0] ?? 'matrix';
  return makeRoute(view, Object.fromEntries(new URLSearchParams(query)));
}

/** Writes a place as the part of an address that begins with `#`. */
export function writeRoute({ view, params }: Route): string {
  const query = new URLSearchParams(params).toString();
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}

/** Returns a place in which some choices are others; one that is undefined or empty is gone. */
export function changeRoute(
  route: Route,
  params: Readonly<Record<string, string | undefined>>,
  view: ViewName = route.view,
): Route {
  return makeRoute(view, { ...(view === route.view ? route.params : keepCommon(route)), ...params });
}

/** Keeps what means the same in every view. */
const keepCommon = ({ params: { tenant } }: Route): Route['params'] =>
  tenant === undefined ? {} : { tenant };

function makeRoute(view: ViewName, params: Readonly<Record<string, string | undefined>>): Route {
  const choices = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return { view, params: Object.fromEntries(choices.sort(([a], [b]) => (a < b ? -1 : 1))) };
}
