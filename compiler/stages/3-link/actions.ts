import type { Report } from '../../diagnostics/diagnostic.ts';
import { type Action, builtInActions, type OwnAction } from '../../model/catalog.ts';
import { type Parsed, type Place, placeIn, spanOf } from '../../model/document.ts';
import type { ActionDocument, ModelDocument } from '../../model/documents.generated.ts';
import { suggestAction } from '../../model/permission.ts';
import { listNames } from '../../text/list.ts';
import { listRequirements, type Requirement } from './find-prerequisites.ts';
import { foldName, indexByName } from './index-by-name.ts';
import { type Edge, reportActionCircles } from './prerequisites.ts';

/** The actions that models may list, those that the catalog declares with what they require. */
export interface LinkedActions {
  /** The built-in ones, then those that are declared, sorted by name. */
  readonly names: readonly Action[];
  readonly own: ReadonlyMap<Action, OwnAction>;
  /** For each declared action, what it requires of its model, with the document that says so. */
  readonly requires: ReadonlyMap<Action, ActionRequirements>;
}

/** The prerequisites that a declared action has on every model that lists it. */
export interface ActionRequirements {
  readonly parsed: Parsed;
  readonly requirements: readonly Requirement[];
}

/** Links the actions that a catalog declares; a prerequisite that is no action is reported and left out, a circle reported. */
export function linkActions(documents: readonly Parsed[], report: Report): LinkedActions {
  const declared = indexByName(
    documents.flatMap((parsed) => {
      if (parsed.kind !== 'Action') return [];
      const document = parsed.value as ActionDocument;
      return [{ name: document.name, at: placeIn(parsed.document, ['name']), parsed, document }];
    }),
    () => 'action',
    report,
  );
  for (const { name, at } of declared.values()) {
    const other = builtInActions.find((builtIn) => foldName(builtIn) === foldName(name));
    if (other)
      report(
        'case-collision',
        spanOf(at),
        { what: 'action', name, other },
        `choose another name; \`${other}\` is built in`,
      );
  }
  const names = [...builtInActions, ...declared.keys()];
  const requires = new Map(
    [...declared].map(([action, { parsed, document }]) => {
      const requirements = listRequirements(document.requires).flatMap((requirement): Requirement[] => {
        const known = requirement.names.filter(({ name, path }) => {
          if (names.includes(name)) return true;
          reportUnknownAction(name, placeIn(parsed.document, ['requires', ...path]), names, report);
          return false;
        });
        return known.length > 0 ? [{ ...requirement, names: known }] : [];
      });
      return [action, { parsed, requirements }];
    }),
  );
  reportActionCircles(names, new Map([...requires].map(([action, one]) => [action, edgesOf(one)])), report);
  const own = new Map(
    [...declared].map(([action, { at, document }]): [Action, OwnAction] => [
      action,
      {
        name: action,
        at,
        ...(document.title !== undefined && { title: document.title }),
        ...(document.description !== undefined && { description: document.description }),
        risk: document.risk ?? 'write',
        ...(document.where !== undefined && { where: document.where }),
        notes: document.notes ?? [],
      },
    ]),
  );
  return { names, own, requires };
}

const edgesOf = ({ parsed, requirements }: ActionRequirements): readonly Edge<Action>[] =>
  requirements.flatMap(({ path, names }) =>
    names.map(({ name }) => ({ to: name, at: placeIn(parsed.document, ['requires', ...path]) })),
  );

/** Finds the actions that a model lists; a misspelt one stands for the one that it resembles, or for any. */
export function readListedActions(listed: readonly string[], { names }: LinkedActions): ReadonlySet<Action> {
  return new Set(
    listed.flatMap((name) => (names.includes(name) ? name : (suggestAction(name, names) ?? [...names]))),
  );
}

/** Reports what a model lists and is no action, and what its actions require of it that it does not support. */
export function checkListedActions(
  parsed: Parsed,
  supported: ReadonlySet<Action>,
  actions: LinkedActions,
  report: Report,
): void {
  const { name, actions: listed } = parsed.value as ModelDocument;
  for (const [index, action] of listed.entries()) {
    const at = placeIn(parsed.document, ['actions', index]);
    if (!actions.names.includes(action)) reportUnknownAction(action, at, actions.names, report);
    const { parsed: declaration, requirements = [] } = actions.requires.get(action) ?? {};
    for (const needed of requirements.flatMap(({ names }) => names)) {
      if (supported.has(needed.name) || !declaration) continue;
      report(
        'action-lacks-prerequisite',
        spanOf(at),
        { permission: `${name}:${action}`, needed: needed.name, model: name },
        `add \`${needed.name}\` to the actions of the model, or take \`${action}\` away`,
        {
          related: [
            {
              at: spanOf(placeIn(declaration.document, ['requires', ...needed.path])),
              note: `\`${action}\` requires it here`,
            },
          ],
        },
      );
    }
  }
}

/** Reports keys of `requires`, `risk` and `notes` that are no actions of the model; `*` stands for all where it may. */
export function checkActionKeys(
  parsed: Parsed,
  supported: ReadonlySet<Action>,
  { names }: LinkedActions,
  report: Report,
): void {
  const document = parsed.value as ModelDocument;
  for (const field of ['requires', 'risk', 'notes'] as const) {
    for (const key of Object.keys(document[field] ?? {})) {
      if (supported.has(key) || (key === '*' && field !== 'risk')) continue;
      const at = placeIn(parsed.document, [field, key], 'key');
      if (!names.includes(key)) reportUnknownAction(key, at, supported, report);
      else
        report(
          'unsupported-action',
          spanOf(at),
          { name: key, of: `model \`${document.name}\`` },
          `it supports ${listNames([...supported])}`,
        );
    }
  }
}

function reportUnknownAction(name: string, at: Place, possible: Iterable<string>, report: Report): void {
  const near = suggestAction(name, possible);
  const help =
    name === 'all' || name === '*'
      ? `a model lists its actions: \`[${builtInActions.join(', ')}]\``
      : near
        ? `did you mean \`${near}\`?`
        : isActionName.test(name)
          ? `declare it: \`kind: Action\`, \`name: ${name}\``
          : undefined;
  report('unknown-action', spanOf(at), { name }, help);
}

const isActionName = /^(?!(all|none|manage|use)$)[a-z][A-Za-z0-9_-]*$/;
