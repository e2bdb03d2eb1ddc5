import type { Column, ModelName, Models } from '../index.js';

export type { ModelName };

/** A property of a model, whatever can be done to it. */
export type PropertyIn<Model extends ModelName> = Column | Models[Model][keyof Models[Model]];
