import type { Source, Span } from '../../text/source.ts';

/** The places of many switches, in few bytes each: of each the last one that was kept. */
export interface SwitchPlaces {
  readonly keep: (index: number, at: Span) => void;
  readonly find: (index: number) => Span | undefined;
}

/** Starts to keep the places of so many switches. */
export function keepSwitchPlaces(size: number): SwitchPlaces {
  const starts = new Int32Array(size).fill(-1);
  const ends = new Int32Array(size);
  const sources: Source[] = [];
  const sourceOf = new Uint16Array(size);
  return {
    keep(index, { source, start, end }) {
      const known = sources.lastIndexOf(source);
      sourceOf[index] = known === -1 ? sources.push(source) - 1 : known;
      starts[index] = start;
      ends[index] = end;
    },
    find(index) {
      const [source, start = -1, end = 0] = [sources[sourceOf[index] ?? 0], starts[index], ends[index]];
      return source && start >= 0 ? { source, start, end } : undefined;
    },
  };
}
