import type { ModelName, PropertyIn } from '../catalog.cjs';
import type { SqlModel } from './schema.cjs';
/**
 * The form of the models of a schema in which their names make sense: they are models of the catalog or those that
 * relations go through, and their columns belong to properties. A name that makes no sense has a type in its place
 * that says what is required. If the compiler does not know the names, nothing is required.
 */
export type KnownNames<Models> = {
    readonly [Name in keyof Models]: string extends Name ? unknown : Name extends ModelName ? KnownParts<Models[Name]> & {
        readonly columns?: KnownColumns<Models[Name], PropertyIn<Name>>;
    } : Name extends Between<Models> ? KnownParts<Models[Name]> : Wrong<'the catalog has no model of this name, and no relation leads to it'>;
};
/** A type to which nothing can be assigned. A message of the type checker repeats the reason in it. */
interface Wrong<Reason> {
    readonly wrong: Reason;
}
/** Refuses unknown members, which the type checker does not see where it has to infer the type of a model. */
type KnownParts<Model> = {
    readonly [Part in Exclude<keyof Model, keyof SqlModel<unknown>>]: Wrong<'a model has a table, columns and relations'>;
};
type KnownColumns<Model, Property> = Model extends {
    readonly columns: infer Columns;
} ? {
    readonly [Name in keyof Columns]: string extends Name ? unknown : Name extends Property ? unknown : Wrong<'the model has no property of this name'>;
} : unknown;
/** The models that relations lead to. */
type Between<Models> = {
    [Name in keyof Models]: Models[Name] extends {
        readonly relations: infer Relations;
    } ? {
        [Relation in keyof Relations]: ModelOf<Relations[Relation]>;
    }[keyof Relations] : never;
}[keyof Models];
type ModelOf<Relation> = Relation extends {
    readonly model: infer Model;
} ? Model : never;
export {};
