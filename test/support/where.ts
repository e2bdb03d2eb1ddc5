/** What proves an adapter: random filters and rows, and a naive word on which rows meet a filter. */
export * from './where/grid.ts';
export * from './where/matches.ts';
export * from './where/models.ts';
export * from './where/random.ts';
