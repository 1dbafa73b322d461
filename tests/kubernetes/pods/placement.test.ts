import { describe, expect, it } from "vitest";
import {
  placementOf,
  toleratesEverything,
  toleratesNothing,
} from "../../../lib/kubernetes/pods/placement.js";

describe("placementOf", () => {
  it.each([
    ["DaemonSet", {}, "every"],
    ["AdvancedDaemonSet", {}, "every"],
    ["DaemonSet", { nodeSelector: { "kubernetes.io/os": "linux" } }, "every"],
    ["DaemonSet", { nodeSelector: { "kubernetes.io/os": "windows" } }, "some"],
    ["DaemonSet", { nodeSelector: { gpu: "yes" } }, "some"],
    ["DaemonSet", { affinity: { nodeAffinity: {} } }, "some"],
    ["DaemonSet", { affinity: { podAntiAffinity: {} } }, "every"],
    ["Deployment", {}, "some"],
    ["Pod", { nodeName: "one" }, { node: "one" }],
  ] as const)("places the pods of a %s with %o", (kind, spec, placement) => {
    expect(placementOf(kind, spec)).toEqual(placement);
  });
});

describe("tolerations", () => {
  it.each([
    [[], false, true],
    [[{ operator: "Exists" }], true, false],
    [[{ operator: "Exists", effect: "NoSchedule" }], true, false],
    [[{ key: "a", operator: "Exists" }], false, false],
  ] as const)("reads %o", (tolerations, everything, nothing) => {
    const spec = { tolerations: [...tolerations] };
    expect([toleratesEverything(spec), toleratesNothing(spec)]).toEqual([everything, nothing]);
  });
});
