/** The attributes that git gives to files by the `.gitattributes` of one revision alone, or of a work tree. */
export interface GitAttributes {
  /** The attributes of each file that matter to a review, as they are written: `filter=lfs`, `ident`, `-diff`. */
  readonly settings: ReadonlyMap<string, readonly string[]>;
  /** The texts of the `.gitattributes` files that count for them, by path. */
  readonly texts: ReadonlyMap<string, string>;
}
