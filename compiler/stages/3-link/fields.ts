import type { Report } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Model, Relation } from '../../model/catalog.ts';
import type { ComparedField, FieldStep } from '../../model/condition.ts';
import { type Place, spanOf } from '../../model/document.ts';
import { listFirstNames } from '../../text/list.ts';
import { helpWithRelation } from './relations.ts';

/** The model whose records are compared, and those that its relations lead to. */
export interface FieldContext {
  readonly model: Model;
  readonly modelOf: ReadonlyMap<string, Model>;
  readonly report: Report;
}

/**
 * Links a field of a condition: a property of a model, or of one that a path of relations to one record leads to. A mistake
 * is reported, and nothing comes back.
 */
export function linkField(written: string, at: Place, context: FieldContext): ComparedField | undefined {
  const { modelOf, report } = context;
  if (written.split('.').some((part) => part in Object.prototype)) {
    report('reserved-name', spanOf(at), { what: 'a property that a condition compares', name: written });
    return undefined;
  }
  const through: FieldStep[] = [];
  let [model, rest] = [context.model, written];
  for (;;) {
    const property = model.propertyOf.get(rest);
    if (property) {
      const { type } = property;
      return through.length > 0 ? { property: written, type, through } : { property: written, type };
    }
    const dot = rest.indexOf('.');
    const step = dot < 0 ? rest : rest.slice(0, dot);
    const relation = model.relations.get(step);
    if (!relation || relation.many || dot < 0) {
      reportField({ step, rest, model, relation }, at, context);
      return undefined;
    }
    const next = modelOf.get(relation.model);
    // A relation that leads to no model is reported where it is declared.
    if (!next) return undefined;
    through.push({ name: step, model: next.name });
    [model, rest] = [next, rest.slice(dot + 1)];
  }
}

/** A field as far as it could be followed: the model that was reached, and what is left of the path. */
interface LostField {
  readonly step: string;
  readonly rest: string;
  readonly model: Model;
  readonly relation: Relation | undefined;
}

function reportField({ step, rest, model, relation }: LostField, at: Place, context: FieldContext): void {
  const { modelOf, report } = context;
  const { name, propertyOf, relations } = model;
  const related =
    model === context.model ? undefined : [{ at: spanOf(model.at), note: `\`${name}\` is declared here` }];
  if (relation?.many) {
    report('path-through-many', spanOf(at), { name: step, model: name }, helpWithMany(relation, model), {
      related: [{ at: spanOf(relation.at), note: `\`${step}\` is declared \`many\` here` }],
    });
    return;
  }
  const isPath = rest !== step && ![...propertyOf.keys()].some((one) => one.startsWith(`${step}.`));
  if (isPath) {
    report(
      'unknown-relation',
      spanOf(at),
      { name: step, model: name },
      helpWithRelation(step, model, modelOf),
      {
        related,
      },
    );
    return;
  }
  const end = relation && modelOf.get(relation.model);
  const help = end
    ? `\`${step}\` is a relation: compare a property of \`${end.name}\`, as in \`${step}.${[...end.propertyOf.keys()][0] ?? 'name'}\``
    : (didYouMean(rest, [...propertyOf.keys(), ...relations.keys()]) ??
      (propertyOf.size > 0 ? `\`${name}\` has ${listFirstNames([...propertyOf.keys()], 8)}` : undefined));
  report('unknown-property', spanOf(at), { name: rest, model: name }, help, { related });
}

/** Says by what a list of records can be asked for, and which relations lead to one record. */
function helpWithMany({ model }: Relation, { relations }: Model): string {
  const single = [...relations.values()].filter((relation) => !relation.many);
  const portfolio = `reach them by a portfolio on \`${model}\`, where \`through\` leads there`;
  return single.length > 0
    ? `to one record lead ${listFirstNames(
        single.map((relation) => relation.name),
        8,
      )}; or ${portfolio}`
    : portfolio;
}
