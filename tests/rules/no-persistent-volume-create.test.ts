import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-persistent-volume-create";
const INSTEAD = "Leave it out, and let a StorageClass provide volumes for 'persistentvolumeclaims'.";

describe("no-persistent-volume-create", () => {
  it("reports a cache that makes its own volumes", async () => {
    const files = {
      "role.yaml": roleOf(
        'apiGroups: [""], resources: [persistentvolumeclaims, persistentvolumes], verbs: [create, get]',
      ),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:60-6:77",
        `ServiceAccount 'tools/operator' can create PersistentVolumes in the cluster, which can be any directory of a node: ClusterRole 'operator' allows 'create' on 'persistentvolumes' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    ["claims", roleOf('apiGroups: [""], resources: [persistentvolumeclaims], verbs: [create]')],
    [
      "changing volumes",
      roleOf('apiGroups: [""], resources: [persistentvolumes], verbs: [update, patch, delete]'),
    ],
    [
      "a Role, which gives nothing of them",
      roleOf(
        'apiGroups: [""], resources: [persistentvolumeclaims, persistentvolumes], verbs: [create, get]',
        "Role",
        "shop",
      ),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
