import { BEYOND } from "./beyond/beyond.js";
import { RBAC_TECHNIQUES } from "./rbac/techniques.js";
import type { Technique } from "./technique.js";

/** Every way to become somebody else that is followed. */
export const TECHNIQUES: readonly Technique[] = [...RBAC_TECHNIQUES, ...BEYOND];

/** The names of those that are never sure. */
export const NEVER_SURE: ReadonlySet<string> = new Set(
  TECHNIQUES.filter(({ isNeverSure }) => isNeverSure).map(({ name }) => name),
);
