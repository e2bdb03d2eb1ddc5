declare module 'damerau-levenshtein' {
  /** How many letters must be added, removed, changed or swapped with their neighbour. */
  export default function distance(a: string, b: string): { readonly steps: number };
}
