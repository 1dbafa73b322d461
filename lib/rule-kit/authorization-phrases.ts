import { quoteList } from "../util/phrases.js";

/** The modes that an API server should have: the one for kubelets and the one for everybody else. */
export const MODES = ["Node", "RBAC"] as const;
export type Mode = (typeof MODES)[number];

/** What comes of an API server without a mode. */
const WITHOUT: Readonly<Record<Mode, string>> = {
  Node: "kubelets need rights over the pods and Secrets of every node instead of their own",
  RBAC: "no role and no binding of the cluster grants anything",
};

/** Those of the modes that are not among some. */
export function missingModes(modes: readonly string[]): Mode[] {
  return MODES.filter((mode) => !modes.includes(mode));
}

/** The names of missing modes, and what comes of it, for a sentence. */
export function modesData(missing: readonly Mode[]): { modes: string; effects: string } {
  return { modes: quoteList(missing), effects: missing.map((mode) => WITHOUT[mode]).join(", and ") };
}

/** A sentence on missing modes, with a blank before it; empty if none is missing. */
export function withoutModes(missing: readonly Mode[]): string {
  const { modes, effects } = modesData(missing);
  return missing.length > 0 ? ` Without ${modes}, ${effects}.` : "";
}

/** What `--authorization-mode` should be instead of some modes: with both, and without what reads a file or allows all. */
export function betterModes(modes: readonly string[]): string {
  const left = modes.filter((mode) => !["Node", "RBAC", "ABAC", "AlwaysAllow"].includes(mode));
  return [...MODES, ...new Set(left)].join(",");
}
