import { ADMIN_POLICY_DEFINITIONS } from "../data/admin-policy-definitions.js";
import { DEFINITIONS } from "../data/definitions.js";
import type { Definitions } from "./definition.js";

/** The definitions that have all fields: of Kubernetes' own kinds, and of the policies of administrators. */
export const WHOLE_DEFINITIONS: Definitions = { ...DEFINITIONS, ...ADMIN_POLICY_DEFINITIONS };
