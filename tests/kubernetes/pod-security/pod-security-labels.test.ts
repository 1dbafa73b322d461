import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isWeaker,
  podSecurityLabelDefects,
  podSecurityLabelGaps,
} from "../../../lib/kubernetes/pod-security/pod-security-labels.js";

const PREFIX = "pod-security.kubernetes.io/";
const LEVELS = ["privileged", "baseline", "restricted"];

/** Labels by what follows the prefix. */
const labelled = (labels: Record<string, string>) =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [PREFIX + name, value]));

const shown = (found: ReturnType<typeof podSecurityLabelDefects>) =>
  found.map(({ id, at, meant }) => [id, at[2].replace(PREFIX, ""), ...(meant === undefined ? [] : [meant])]);

describe("the labels of Pod Security", () => {
  it.each([
    [{ enforce: "baseline" }, []],
    [{ enforce: "Baseline" }, [["level", "enforce", "baseline"]]],
    [{ warn: "strict" }, [["level", "warn"]]],
    [{ audit: "" }, [["level", "audit"]]],
    [{ enforce: "${LEVEL}" }, []],
    [{ "enforce-version": "latest" }, []],
    [{ "enforce-version": "v1.0" }, []],
    [{ "enforce-version": "v1.34" }, []],
    [{ "enforce-version": "1.34" }, [["version", "enforce-version", "v1.34"]]],
    [{ "enforce-version": "v1.34.2" }, [["version", "enforce-version", "v1.34"]]],
    [{ "enforce-version": "v1.034" }, [["version", "enforce-version", "latest"]]],
    [{ "enforce-version": "Latest" }, [["version", "enforce-version", "latest"]]],
    [{ "warn-version": "" }, [["version", "warn-version", "latest"]]],
    [{ enforced: "baseline" }, [["unknownLabel", "enforced", `${PREFIX}enforce`]]],
    [{ enforced: "baseline", enforce: "baseline" }, [["unknownLabel", "enforced"]]],
    [{ enforce_version: "v1.34" }, [["unknownLabel", "enforce_version", `${PREFIX}enforce-version`]]],
    [{ disable: "true" }, [["unknownLabel", "disable"]]],
    [{ __proto__: "x", constructor: "x" }, [["unknownLabel", "constructor"]]],
  ])("of %j are judged as the API server does", (labels, expected) => {
    expect(shown(podSecurityLabelDefects(labelled(labels)))).toEqual(expected);
  });

  it.each([
    ["pod-security.k8s.io/enforce", `${PREFIX}enforce`],
    ["pod-securty.kubernetes.io/warn", `${PREFIX}warn`],
    ["podsecurity.kubernetes.io/audit-version", `${PREFIX}audit-version`],
  ])("are known although %s has another prefix", (key, meant) => {
    expect(podSecurityLabelDefects({ [key]: "baseline" })).toEqual([
      { id: "unknownLabel", at: ["metadata", "labels", key], value: key, meant },
    ]);
  });

  it.each(["enforce", "team/enforce", "kubernetes.io/enforce", "pod-security.k8s.io/team", "${A}/enforce"])(
    "have nothing to do with %s",
    (key) => {
      expect(podSecurityLabelDefects({ [key]: "x" })).toEqual([]);
    },
  );
});

describe("labels of Pod Security together", () => {
  it.each([
    [{ enforce: "restricted", warn: "baseline" }, [["weaker", "warn"]]],
    [{ enforce: "restricted", audit: "baseline" }, [["weaker", "audit"]]],
    [{ enforce: "restricted", warn: "restricted" }, []],
    [{ enforce: "baseline", warn: "restricted", audit: "restricted" }, []],
    [{ enforce: "restricted", warn: "privileged" }, []],
    [{ warn: "baseline" }, []],
    [{ enforce: "restricted", "enforce-version": "v1.30", warn: "baseline", "warn-version": "latest" }, []],
    [
      { enforce: "restricted", "enforce-version": "v1.30", warn: "baseline", "warn-version": "v1.30" },
      [["weaker", "warn"]],
    ],
    [{ enforce: "${LEVEL}", warn: "baseline" }, []],
    [{ "enforce-version": "v1.30" }, [["versionAlone", "enforce-version", "enforce"]]],
    [{ "enforce-version": "v1.30", enforced: "baseline" }, []],
    [{ "warn-version": "v1.30", warn: "${LEVEL}" }, []],
  ])("%j say what they can", (labels, expected) => {
    expect(shown(podSecurityLabelGaps(labelled(labels)))).toEqual(expected);
  });

  it("are not judged where some of them are not known", () => {
    expect(podSecurityLabelGaps({ ...labelled({ "warn-version": "latest" }), "${KEY}": "x" })).toEqual([]);
  });

  it("order levels as Kubernetes does, and nothing else", () => {
    const level = fc.oneof(fc.constantFrom(...LEVELS), fc.string());
    fc.assert(
      fc.property(level, level, (one, other) => {
        expect(isWeaker(one, other) && isWeaker(other, one)).toBe(false);
        if (isWeaker(one, other))
          expect([LEVELS.includes(one), LEVELS.includes(other)]).toEqual([true, true]);
        else if (one !== other && LEVELS.includes(one) && LEVELS.includes(other))
          expect(isWeaker(other, one)).toBe(true);
      }),
    );
  });

  it("never make a defect of labels of other things", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (labels) => {
        const others = Object.fromEntries(
          Object.entries(labels).filter(([key]) => !key.includes("security")),
        );
        expect([...podSecurityLabelDefects(others), ...podSecurityLabelGaps(others)]).toEqual([]);
      }),
    );
  });
});
