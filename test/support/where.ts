/** The means to prove an adapter: random filters and rows, and a naive reading of which rows meet a filter. */
export * from './where/grid.ts';
export * from './where/matches.ts';
export * from './where/models.ts';
export * from './where/random.ts';
