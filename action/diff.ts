/** What `diff --format json` prints. */
export interface DiffJson {
  readonly version: 1;
  readonly base: string;
  readonly head: string;
  readonly direction: 'wider' | 'narrower' | 'both' | 'none';
  readonly changes: readonly ChangeJson[];
}

export interface ChangeJson {
  readonly kind: 'gained' | 'lost' | 'widened' | 'narrowed' | 'shifted';
  readonly tenant: string;
  readonly role: string;
  readonly permission: string;
  readonly risk: string;
  readonly woken: boolean;
  readonly because: { readonly layer: string; readonly at: PlaceJson };
  readonly users: number | null;
}

interface PlaceJson {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}
