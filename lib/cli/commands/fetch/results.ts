import type { Outcome } from "./bring.js";
import type { Wanted } from "./wanted.js";

/** What has become of all that was asked for. */
export interface Results {
  /** All that the repository names now, and what it has fetched in turn. */
  wanted: readonly Wanted[];
  outcomes: readonly Outcome[];
  failed: readonly { wanted: Wanted; why: string }[];
}
