import { BEYOND } from "./beyond/beyond.js";
import { RBAC_TECHNIQUES } from "./rbac/techniques.js";
import type { Technique } from "./technique.js";

/** Every way to become somebody else that is followed. */
export const TECHNIQUES: readonly Technique[] = [...RBAC_TECHNIQUES, ...BEYOND];
