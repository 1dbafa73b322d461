import { describe, expect, it } from "vitest";
import { session } from "./session.js";

const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: reader
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: ["*"]
`;

describe("findings of open files", () => {
  it("are pushed when a file is opened, and as it is typed", async () => {
    const one = await session({ "role.yaml": ROLE });
    await one.open("role.yaml", ROLE);
    expect(await one.diagnostics("role.yaml")).toMatchObject([
      {
        code: "no-wildcard-verbs",
        source: "gitops-lint",
        severity: 1,
        range: { start: { line: 7, character: 12 }, end: { line: 7, character: 15 } },
      },
    ]);
    await one.type("role.yaml", ROLE.replace('"*"', "get"));
    expect(await one.diagnostics("role.yaml", (all) => all.length === 0)).toEqual([]);
  });
});
