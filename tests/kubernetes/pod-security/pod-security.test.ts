import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { podSecurityDefects } from "../../../lib/kubernetes/pod-security/pod-security-configuration.js";
import { podSecurityOpenings } from "../../../lib/kubernetes/pod-security/pod-security-openings.js";

const said = (found: readonly { at: readonly (string | number)[]; id: string; value: string }[]) =>
  found.map(({ at, id, value }) => `${at.join(".")} ${id} ${value}`);
const defects = (value: object) => said(podSecurityDefects({ ...value }));
const openings = (value: object) => said(podSecurityOpenings({ ...value }));

// Each as admission/api/validation/validation_test.go of pod-security-admission has it.
describe("podSecurityDefects", () => {
  it.each([
    [{}],
    [{ defaults: null, exemptions: null }],
    [{ defaults: { enforce: "", "enforce-version": "", audit: null } }],
    [
      {
        defaults: {
          enforce: "baseline",
          "enforce-version": "v1.0",
          warn: "restricted",
          "warn-version": "latest",
        },
      },
    ],
    [{ defaults: { enforce: "${LEVEL}", "enforce-version": "{{ version }}" } }],
    [{ defaults: "${DEFAULTS}", exemptions: ["kube-system"] }],
    [{ exemptions: { namespaces: ["kube-system", "${NAMESPACE}"], usernames: ["system:admin", 1] } }],
  ])("takes %j", (value) => {
    expect(defects(value)).toEqual([]);
  });

  it.each([
    [{ defaults: { enforce: "Restricted" } }, "defaults.enforce level Restricted"],
    [{ defaults: { warn: "default" } }, "defaults.warn level default"],
    [{ defaults: { audit: true } }, "defaults.audit level true"],
    [{ defaults: { "audit-version": "1.30" } }, "defaults.audit-version version 1.30"],
    [{ defaults: { "audit-version": 1.3 } }, "defaults.audit-version version 1.3"],
    [{ defaults: { "enforce-version": "v1.30.1" } }, "defaults.enforce-version version v1.30.1"],
    [{ defaults: { "enforce-version": "v1.030" } }, "defaults.enforce-version version v1.030"],
    [{ defaults: { "enforce-version": "v2.0" } }, "defaults.enforce-version version v2.0"],
    [{ defaults: { enforceVersion: "latest" } }, "defaults.enforceVersion unknownField enforceVersion"],
    [
      { exemptions: { runtimeClassNames: [] } },
      "exemptions.runtimeClassNames unknownField runtimeClassNames",
    ],
    [{ enforce: "baseline" }, "enforce unknownField enforce"],
    [{ constructor: 1 }, "constructor unknownField constructor"],
    [{ exemptions: { namespaces: ["kube-*"] } }, "exemptions.namespaces.0 namespace kube-*"],
    [{ exemptions: { namespaces: ["a", "a"] } }, "exemptions.namespaces.1 duplicate a"],
    [{ exemptions: { runtimeClasses: ["gVisor"] } }, "exemptions.runtimeClasses.0 runtimeClass gVisor"],
    [{ exemptions: { usernames: [""] } }, "exemptions.usernames.0 userName "],
  ])("refuses %j", (value, expected) => {
    expect(defects(value)).toEqual([expected]);
  });
});

describe("podSecurityOpenings", () => {
  it.each([
    [{}],
    [{ defaults: { audit: "privileged", warn: "privileged" } }],
    [{ defaults: { enforce: "baseline" }, exemptions: { namespaces: ["kube-system"] } }],
    // Neither creates pods.
    [{ exemptions: { usernames: ["system:serviceaccount:kube-system:deployment-controller"] } }],
    [{ exemptions: { usernames: ["system:serviceaccount:shop:replicaset-controller", "ada"] } }],
    [{ exemptions: { usernames: "*" } }],
  ])("finds nothing in %j", (value) => {
    expect(openings(value)).toEqual([]);
  });

  it("finds the level that checks nothing, controllers that create pods, and names that nobody has", () => {
    const usernames = [
      "system:serviceaccount:kube-system:replicaset-controller",
      "system:serviceaccount:kube-system:*",
      "system:masters",
      "system:serviceaccounts:kube-system",
    ];
    expect(openings({ defaults: { enforce: "privileged" }, exemptions: { usernames } })).toEqual([
      "defaults.enforce privileged privileged",
      `exemptions.usernames.0 controller ${usernames[0]}`,
      `exemptions.usernames.1 pattern ${usernames[1]}`,
      `exemptions.usernames.2 group ${usernames[2]}`,
      `exemptions.usernames.3 group ${usernames[3]}`,
    ]);
  });
});

it("takes anything without an error", () => {
  const keys = fc.constantFrom(
    "defaults",
    "exemptions",
    "usernames",
    "namespaces",
    "enforce",
    "warn-version",
    "__proto__",
  );
  const inner = fc.dictionary(keys, fc.oneof(fc.anything(), fc.array(fc.string())));
  fc.assert(
    fc.property(fc.dictionary(keys, fc.oneof(fc.anything(), inner)), (value) => {
      podSecurityDefects(value);
      podSecurityOpenings(value);
    }),
  );
});
