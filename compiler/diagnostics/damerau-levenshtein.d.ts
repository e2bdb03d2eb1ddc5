declare module 'damerau-levenshtein' {
  /** Counts the letters that must be added, removed, changed or swapped with their neighbour. */
  export default function distance(a: string, b: string): { readonly steps: number };
}
