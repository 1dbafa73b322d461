import type { Feature } from "../../feature.js";
import { Pusher } from "./push.js";

/** Findings, where they are. */
export const diagnostics: Feature = {
  capabilities: () => ({}),
  start(host) {
    const pusher = new Pusher(host);
    host.onChange(() => pusher.soon());
    host.onClose((absolute) => pusher.clear(absolute));
  },
};
