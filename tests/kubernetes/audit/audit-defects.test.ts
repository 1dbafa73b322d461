import { describe, expect, it } from "vitest";
import { auditDefects } from "../../../lib/kubernetes/audit/audit-defects.js";

const defects = (value: object) =>
  auditDefects({ ...value }).map(({ at, id, value: written }) =>
    [at.join("."), id, written].filter(Boolean).join(" "),
  );
const rule = (written: object) => ({ rules: [{ level: "None", ...written }] });

// Each as apiserver/pkg/apis/audit/validation/validation_test.go has it.
describe("auditDefects", () => {
  it.each([
    [{ apiVersion: "audit.k8s.io/v1", rules: [{ level: "Metadata" }] }],
    [rule({ nonResourceURLs: ["*", "/metrics", "/api*"] })],
    [
      rule({
        namespaces: ["", "a"],
        resources: [{ group: "", resources: ["pods/*"], resourceNames: ["a"] }],
      }),
    ],
    [rule({ resources: [{ group: "rbac.authorization.k8s.io" }, {}] })],
    [rule({ omitStages: ["RequestReceived", "${STAGE}"] })],
    [{ rules: "${RULES}" }],
    [{ rules: ["${RULE}", { level: "${LEVEL}" }, null] }],
  ])("takes %j", (value) => {
    expect(defects(value)).toEqual([]);
  });

  it.each([
    [{}, "rules noRules"],
    [{ rules: [] }, "rules noRules"],
    [
      { apiVersion: "audit.k8s.io/v1beta1", rules: [{ level: "None" }] },
      "apiVersion removedVersion audit.k8s.io/v1beta1",
    ],
    [{ rules: [{}] }, "rules.0 noLevel"],
    [rule({ level: "metadata" }), "rules.0.level level metadata"],
    [rule({ omitStages: ["Received"] }), "rules.0.omitStages.0 stage Received"],
    [rule({ nonResourceURLs: ["healthz"] }), "rules.0.nonResourceURLs.0 url healthz"],
    [rule({ nonResourceURLs: ["/api/*/x"] }), "rules.0.nonResourceURLs.0 urlStar /api/*/x"],
    [rule({ nonResourceURLs: ["/api"], namespaces: ["a"] }), "rules.0.nonResourceURLs mixed"],
    [rule({ resources: [{ group: "apps/v1" }] }), "rules.0.resources.0.group group apps/v1"],
    [rule({ resources: [{ group: "*" }] }), "rules.0.resources.0.group group *"],
    [
      rule({ resources: [{ group: "", resourceNames: ["a"] }] }),
      "rules.0.resources.0.resourceNames namesAlone",
    ],
    [rule({ verbs: ["get", "*"] }), "rules.0.verbs.1 star *"],
    [
      rule({ resources: [{ resources: ["*"], resourceNames: ["*"] }] }),
      "rules.0.resources.0.resourceNames.0 star *",
    ],
  ])("judges %j", (value, expected) => {
    expect(defects(value)).toEqual([expected]);
  });
});
