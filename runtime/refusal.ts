import { hasBrand } from './has-brand.ts';

/**
 * The reason why a bundle is not taken. `package/lib/store.d.ts` declares it again for services, which get no source; a test
 * holds the two together.
 */
export type RefusalCode =
  | 'too-large'
  /** It is a bare bundle, in no envelope. */
  | 'unsigned'
  /** It is no envelope, or one written in another way than plafond writes it; or what is in it is no bundle. */
  | 'malformed'
  /** None of the keys has the id of the one that is to have signed it. */
  | 'unknown-key'
  /** Fewer of the trusted keys have signed it than must. */
  | 'too-few-signatures'
  /** It, or its signature, is not what it was when it was signed. */
  | 'altered'
  /** A newer plafond made it. */
  | 'too-new-format'
  /** Its digest is not that of what it holds. */
  | 'wrong-digest'
  /** It is not cut to the tenant that is expected, or is cut to one where all are expected. */
  | 'other-tenant'
  /** Its sequence is below what is expected, or below that of the bundle in use. */
  | 'older'
  /** Its sequence is far above the seconds of this day: every release after it would be older. */
  | 'too-far-ahead'
  /** It has an expiry, which is over. */
  | 'expired'
  /** Its sequence is that of the bundle in use, and what it says is not. */
  | 'replayed-differently'
  /** Where it is to be opened, signatures cannot be verified. */
  | 'cannot-verify';

const brand = Symbol.for('plafond.BundleRefused');

/** A bundle is not taken: the code says why to programs, the message to people. */
export class BundleRefused extends Error {
  static override [Symbol.hasInstance](error: unknown): boolean {
    return hasBrand(error, brand);
  }

  override readonly name = 'BundleRefused';
  readonly code: RefusalCode;

  get [brand](): true {
    return true;
  }

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
