/** What bounds a request. Times are in milliseconds. */
export interface HttpLimits {
  /** Until a connection stands, encryption included. */
  connect: number;
  /** Without a byte. */
  idle: number;
  /** For one answer, its body included. */
  whole: number;
  redirects: number;
  /** The longest that is waited before the one other attempt, whatever `Retry-After` says. */
  retryAfter: number;
  /** How many requests run at once. */
  atOnce: number;
}

export const HTTP_LIMITS: HttpLimits = {
  connect: 15_000,
  idle: 30_000,
  whole: 300_000,
  redirects: 5,
  retryAfter: 10_000,
  atOnce: 6,
};
