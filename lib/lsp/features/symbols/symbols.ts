import type { Feature } from "../../feature.js";

/** The objects of a file, and of all files. */
export const symbols: Feature = {
  capabilities: () => ({}),
  start() {},
};
