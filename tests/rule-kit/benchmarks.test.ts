import { expect, it } from "vitest";
import { BENCHMARKS, CONTROL_IDS, controlsOf, controlTitle } from "../../lib/rule-kit/benchmarks.js";

it("knows the same control under the numbers of other benchmarks", () => {
  const asks = "Limit who can read Secrets";
  expect(controlsOf("CIS 5.1.2")).toEqual([
    { benchmark: "CIS", id: "5.1.2", asks },
    { benchmark: "CIS EKS", id: "4.1.2", asks },
    { benchmark: "CIS GKE", id: "4.1.2", asks },
    { benchmark: "CIS AKS", id: "4.1.2", asks },
  ]);
});

it.each([
  ["CIS 5.1.10", "CIS Kubernetes Benchmark 5.1.10"],
  ["CIS GKE 4.1.9", "CIS Google GKE Benchmark 4.1.9"],
  ["OWASP K8s 2022 K03", "OWASP Kubernetes Top 10 2022 K03"],
  ["RBAC Good Practices: Bind verb", "Kubernetes RBAC Good Practices: Bind verb"],
  [
    "NSA: Network separation and hardening",
    "NSA and CISA Kubernetes Hardening Guide: Network separation and hardening",
  ],
] as const)("writes out %s", (id, title) => {
  expect(controlTitle(id)).toBe(title);
});

it("says nothing twice", () => {
  const all = CONTROL_IDS.flatMap(controlsOf).map(({ benchmark, id }) => `${benchmark} ${id}`);
  expect(new Set(all).size).toBe(all.length);
  expect(all.every((control) => Object.keys(BENCHMARKS).some((name) => control.startsWith(`${name} `)))).toBe(
    true,
  );
});
