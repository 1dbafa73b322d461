import type { Feature } from "../../feature.js";

/** What can be written at a place. */
export const completion: Feature = {
  capabilities: () => ({}),
  start() {},
};
