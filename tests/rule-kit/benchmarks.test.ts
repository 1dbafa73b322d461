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

it("knows what older versions of the benchmark call a control, and since when there is one", () => {
  expect(controlsOf("CIS 1.2.27")).toEqual([
    {
      benchmark: "CIS",
      id: "1.2.27",
      asks: "Encrypt Secrets where they are stored",
      older: { "1.8": "1.2.28", "1.7": "1.2.29" },
    },
  ]);
  expect(controlsOf("CIS 4.3.1")).toMatchObject([{ id: "4.3.1", since: "1.9" }]);
  expect(controlsOf("CIS 4.2.8")).toEqual([
    expect.objectContaining({ benchmark: "CIS", id: "4.2.8", outOfReach: expect.any(String) as string }),
    expect.objectContaining({ benchmark: "CIS EKS", id: "3.2.7", outOfReach: expect.any(String) as string }),
    expect.objectContaining({ benchmark: "CIS AKS", id: "3.2.7", outOfReach: expect.any(String) as string }),
  ]);
});

it("gives no number of a version to two controls of CIS", () => {
  const seen: string[] = [];
  for (const name of CONTROL_IDS) {
    for (const { benchmark, id, older = {}, since = "1.7" } of controlsOf(name)) {
      if (benchmark !== "CIS") continue;
      const [number = "", gone] = id.split(" in ");
      const of = gone === undefined ? { [`${since} to 1.12`]: number, ...older } : { [gone]: number };
      const numbers = new Map<number, string>();
      for (const [range, its] of Object.entries(of)) {
        const [first = 0, last = first] = [...range.matchAll(/1\.(\d+)/g)].map(([, minor]) => Number(minor));
        for (let minor = first; minor <= last; minor++) numbers.set(minor, its);
      }
      for (const [minor, its] of numbers) seen.push(`${its} in 1.${minor}`);
    }
  }
  expect(seen.filter((one, index) => seen.indexOf(one) !== index)).toEqual([]);
  // As many as each version has in these sections.
  const count = (version: string) => seen.filter((one) => one.endsWith(` in ${version}`)).length;
  expect(["1.7", "1.8", "1.9", "1.10", "1.11", "1.12"].map(count)).toEqual([97, 96, 96, 96, 99, 97]);
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
