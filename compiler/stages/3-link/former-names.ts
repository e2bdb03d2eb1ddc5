import type { Report } from '../../diagnostics/diagnostic.ts';
import { type Catalog, type Model, type Property, togglesOf } from '../../model/catalog.ts';
import { type Place, placeIn, spanOf } from '../../model/document.ts';
import type { Portfolio } from '../../model/policy.ts';

/** Reports models, properties and portfolios that are said to have had a name which something else has. */
export function checkFormerNames(
  catalog: Catalog,
  tenantCatalogs: ReadonlyMap<string, Catalog>,
  portfolios: readonly Portfolio[],
  report: Report,
): void {
  const subjects = new Set([...catalog.modelOf.keys(), ...togglesOf(catalog).map(({ name }) => name)]);
  for (const model of catalog.models) {
    reportTaken({ kind: 'model', ...model }, (name) => subjects.has(name), report);
    for (const property of model.properties) checkProperty(property, model, report);
  }
  for (const { models } of tenantCatalogs.values())
    for (const model of models)
      for (const property of model.properties)
        if (!catalog.modelOf.get(model.name)?.propertyOf.has(property.name))
          checkProperty(property, model, report);
  const names = new Set(portfolios.map(({ name }) => name));
  for (const portfolio of portfolios)
    reportTaken({ kind: 'portfolio', ...portfolio }, (name) => names.has(name), report);
}

function checkProperty(property: Property, { propertyOf, relations }: Model, report: Report): void {
  if (property.renamedFrom === undefined) return;
  const isTaken = (name: string) => propertyOf.has(name) || relations.has(name.split('.')[0] ?? '');
  reportTaken({ kind: 'property', ...property }, isTaken, report);
}

/** Something with a name that may say what it was called. */
interface Renamed {
  readonly kind: string;
  readonly name: string;
  readonly renamedFrom?: string;
  /** The place of its name: a value, or the key of what it declares. */
  readonly at: Place;
}

function reportTaken(
  { kind, name, renamedFrom, at }: Renamed,
  isTaken: (name: string) => boolean,
  report: Report,
): void {
  if (renamedFrom === undefined || !isTaken(renamedFrom)) return;
  const path = at.part === 'key' ? [...at.path, 'renamedFrom'] : ['renamedFrom'];
  report('renamed-from-existing', spanOf(placeIn(at.document, path)), { kind, name: renamedFrom, now: name });
}
