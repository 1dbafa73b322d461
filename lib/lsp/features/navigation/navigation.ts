import type { Feature } from "../../feature.js";

/** Where something is defined, and where it is used. */
export const navigation: Feature = {
  capabilities: () => ({}),
  start() {},
};
