/** In milliseconds. */
export interface Timeouts {
  /** For all of a request's headers, and for all of it, body included, however slowly it drips in. */
  readonly headers: number;
  readonly request: number;
  /** Without a byte in either direction: also a client that stops reading an export is let go. */
  readonly silence: number;
  /** Between two requests on one connection. */
  readonly keepAlive: number;
  /** The time from one look at the connections to the next: Node's own half a minute would add to all of the above. */
  readonly check: number;
}

/** The number of requests that one address may send in a minute. */
export interface Limits {
  readonly requests: number;
  /** To guess at who there is, or at a password. */
  readonly signIns: number;
}

export const defaultTimeouts: Timeouts = {
  headers: 10_000,
  request: 30_000,
  silence: 30_000,
  keepAlive: 5_000,
  check: 1_000,
};

export const defaultLimits: Limits = { requests: 600, signIns: 20 };
