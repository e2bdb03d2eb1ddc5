// In the package the types of runtime/package/lib/catalog.d.ts stand here, which know the names of the catalog.

/** A model that a service may speak of. */
export type ModelName = string;

/** A property of a model that a service may speak of. */
export type PropertyIn<Model extends ModelName> = Model extends string ? string : never;
