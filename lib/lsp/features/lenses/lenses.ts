import type { Feature } from "../../feature.js";

/** What is known of an object, above it and at the ends of lines. */
export const lenses: Feature = {
  capabilities: () => ({}),
  start() {},
};
