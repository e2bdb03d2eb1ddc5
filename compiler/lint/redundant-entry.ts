import type { Report } from '../diagnostics/diagnostic.ts';
import type { Fix, FixPlace } from '../diagnostics/fix.ts';
import { placeIn, spanOf, valueIn } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';
import { type Layer, type Redundant, type Role, rolesOf } from '../model/policy.ts';
import { listNames } from '../text/list.ts';

/**
 * Every entry of a layer makes a difference; in a role, naming a permission is one. So does every portfolio of a
 * role: beside one that reaches everything, no other does.
 */
export function reportRedundantEntries({ policy }: Matrix, report: Report): void {
  for (const role of rolesOf(policy)) {
    reportIdle(role.layer, ({ isDemand }) => !isDemand, report);
    reportIdlePortfolios(role, report);
    reportIdleInclusions(role.layer, report);
  }
  for (const { layer, at } of policy.abstractRoles) {
    reportIdle(layer, ({ isDemand }) => !isDemand, report);
    reportIdleInclusions(layer, report);
    for (const field of ['userType', 'seats', 'portfolio'])
      if (valueIn(placeIn(at.document, [field])) !== undefined)
        report(
          'redundant-entry',
          spanOf(placeIn(at.document, [field], 'key')),
          { says: 'nobody is given an abstract role, so nothing asks for it' },
          takeAway(placeIn(at.document, [field])),
        );
  }
  for (const { layer } of [...policy.userTypes, ...policy.seats]) reportIdle(layer, () => true, report);
  const { allows } = policy.settings.customRoles;
  const ceilings = policy.tenants.map(({ ceiling }) => ceiling);
  for (const layer of allows ? [...ceilings, allows] : ceilings) reportIdle(layer, () => true, report);
}

/**
 * Returns the fix that removes an entry; a list or map that becomes empty goes too if its path has at least `least`
 * steps.
 */
const takeAway = (at: FixPlace, least = at.path.length): Fix => ({
  help: 'take it away',
  at,
  change: { kind: 'remove', least },
});

function reportIdle(layer: Layer, isIdle: (entry: Redundant) => boolean, report: Report): void {
  for (const entry of layer.redundant) {
    if (!isIdle(entry)) continue;
    const part = entry.repeats === 'list' ? 'value' : 'key';
    const at = placeIn(layer.at.document, [...layer.at.path, ...entry.path], part);
    report(
      'redundant-entry',
      spanOf(at),
      { says: says[entry.repeats] },
      takeAway(at, layer.at.path.length + 1),
    );
  }
}

/** Reports inclusions of a role that is included twice, or that another included role includes. */
function reportIdleInclusions({ includes }: Layer, report: Report): void {
  const includesToo = (layer: Layer, wanted: Layer): boolean =>
    layer.includes.some((inclusion) => inclusion.layer === wanted || includesToo(inclusion.layer, wanted));
  for (const [index, { at, layer }] of includes.entries()) {
    const isTwice = includes.findIndex((inclusion) => inclusion.layer === layer) < index;
    const through = includes.find((inclusion) => includesToo(inclusion.layer, layer));
    const says = isTwice ? 'the list has the name already' : through && `\`${through.role}\` includes it`;
    if (says !== undefined) report('redundant-entry', spanOf(at), { says }, takeAway(at));
  }
}

function reportIdlePortfolios({ portfolio }: Role, report: Report): void {
  for (const { items, at } of portfolio.entries.values()) {
    const enough = items.find(({ parts: [part, more] }) => part?.reach === 'all' && !more);
    const on = enough?.parts[0]?.on;
    const others = items.filter((item) => item !== enough && item.parts.every((part) => part.on === on));
    if (!enough || others.length === 0) continue;
    report(
      'redundant-entry',
      spanOf(at),
      { says: `\`${enough.label}\` reaches everything already` },
      `take ${listNames(others.map(({ label }) => label))} away, or \`${enough.label}\` if less is meant`,
    );
  }
}

const says: Readonly<Record<Redundant['repeats'], string>> = {
  star: 'it repeats what `"*"` says',
  default: 'it repeats what is so where nothing is said',
  list: 'the list has the name already',
};
