import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-evidence-delete";
const INSTEAD = "Leave out 'delete' and 'deletecollection': Events expire by themselves after an hour.";

describe("no-evidence-delete", () => {
  it("reports an operator that was given everything on everything it knows", async () => {
    const files = {
      "role.yaml": roleOf('apiGroups: [""], resources: [events], verbs: [create, delete, patch]'),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:36-6:42",
        `ServiceAccount 'tools/operator' can delete the Events of the cluster that show what happened: ClusterRole 'operator' allows 'delete' on 'events' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    [
      "the newer group, in a Role",
      roleOf("apiGroups: [events.k8s.io], resources: [events], verbs: [deletecollection]", "Role", "shop"),
      "a.yaml:7:47-7:53",
    ],
  ])("counts %s", async (_, text, place) => {
    expect((await lint(RULE, { "a.yaml": text })).map(([at]) => at)).toEqual([place]);
  });

  it.each([["writing them", roleOf('apiGroups: [""], resources: [events], verbs: [create, patch, update]')]])(
    "is silent on %s",
    async (_, text) => {
      expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
    },
  );
});
