import type { Feature } from "../../feature.js";

/** Other names, everywhere that they are used. */
export const rename: Feature = {
  capabilities: () => ({}),
  start() {},
};
