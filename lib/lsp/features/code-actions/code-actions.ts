import type { Feature } from "../../feature.js";

/** What can be done about a finding, or at a place. */
export const codeActions: Feature = {
  capabilities: () => ({}),
  start() {},
};
