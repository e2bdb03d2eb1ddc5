import type { Report } from '../diagnostics/diagnostic.ts';
import { placeIn, spanOf } from '../model/document.ts';
import type { Matrix } from '../model/matrix.ts';
import { type Layer, type Redundant, type Role, rolesOf } from '../model/policy.ts';
import { listNames } from '../text/list.ts';

/**
 * Every entry of a layer makes a difference; in a role, naming a permission is one. So does every portfolio of a
 * role: beside one that reaches everything, no other does.
 */
export function reportRedundantEntries({ policy }: Matrix, report: Report): void {
  const whole = new Set(policy.portfolios.flatMap(({ name, reach }) => (reach === 'all' ? [name] : [])));
  for (const role of rolesOf(policy)) {
    reportIdle(role.layer, ({ isDemand }) => !isDemand, report);
    reportIdlePortfolios(role, whole, report);
  }
  for (const { layer } of [...policy.userTypes, ...policy.seats])
    reportIdle(layer, ({ holdsRights }) => !holdsRights, report);
  for (const { ceiling } of policy.tenants) reportIdle(ceiling, () => true, report);
}

function reportIdle(layer: Layer, isIdle: (entry: Redundant) => boolean, report: Report): void {
  for (const entry of layer.redundant) {
    if (!isIdle(entry)) continue;
    const part = entry.repeats === 'list' ? 'value' : 'key';
    const at = placeIn(layer.at.document, [...layer.at.path, ...entry.path], part);
    report('redundant-entry', spanOf(at), { says: says[entry.repeats] }, 'take it away');
  }
}

function reportIdlePortfolios({ portfolio }: Role, whole: ReadonlySet<string>, report: Report): void {
  const enough = portfolio.names.find((name) => whole.has(name));
  if (enough === undefined || portfolio.names.length === 1) return;
  const others = portfolio.names.filter((name) => name !== enough);
  report(
    'redundant-entry',
    spanOf(portfolio.at),
    { says: `\`${enough}\` reaches everything already` },
    `take ${listNames(others)} away, or \`${enough}\` if less is meant`,
  );
}

const says: Readonly<Record<Redundant['repeats'], string>> = {
  star: 'it repeats what `"*"` says',
  default: 'it repeats what is so where nothing is said',
  list: 'the list has the name already',
};
