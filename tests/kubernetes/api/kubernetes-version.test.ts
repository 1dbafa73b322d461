import fc from "fast-check";
import { expect, it } from "vitest";
import { isWithin, parseKubernetesVersion } from "../../../lib/kubernetes/api/kubernetes-version.js";

it.each([
  ["1.34", 34],
  ["v1.34", 34],
  ["1.30", 30],
  ["v1.34.2", 34],
  ["v1.30.4-eks-a18cd3a", 30],
  ["1.33.1-gke.1107000", 33],
  ["v1.29.6+k3s1", 29],
  ["1.3", 3],
  ["", undefined],
  ["1", undefined],
  ["2.0", undefined],
  ["1.x", undefined],
  ["latest", undefined],
  ["1.34 ", undefined],
  ["1.34.", undefined],
  ["11.34", undefined],
  [`1.34.2-${"-".repeat(10_000)}!`, undefined],
])("%j is the minor %j", (text, minor) => {
  expect(parseKubernetesVersion(text)?.minor).toBe(minor);
});

it("reads every minor back, however it is written", () => {
  fc.assert(
    fc.property(
      fc.nat(999),
      fc.constantFrom("", "v"),
      fc.constantFrom("", ".0", ".12-x"),
      (minor, v, patch) => {
        expect(parseKubernetesVersion(`${v}1.${minor}${patch}`)).toEqual({ minor });
      },
    ),
  );
});

it("compares with both bounds included, and holds everything within where no version is known", () => {
  const within = (minor: number) => isWithin({ since: 29, until: 31 }, { minor });
  expect([28, 29, 31, 32].map(within)).toEqual([false, true, true, false]);
  expect(isWithin({}, { minor: 1 })).toBe(true);
  expect(isWithin({ since: 99 }, undefined)).toBe(true);
});
