import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-token-create";
const INSTEAD = "Name the ServiceAccounts in resourceNames.";

describe("no-token-create", () => {
  it("reports an adapter of events that acts as others", async () => {
    const files = {
      "role.yaml": roleOf('apiGroups: [""], resources: [serviceaccounts/token], verbs: [create]'),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:36-6:57",
        `ServiceAccount 'tools/operator' can create tokens for the ServiceAccounts of the cluster and act as them: ClusterRole 'operator' allows 'create' on 'serviceaccounts/token' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    [
      "one namespace",
      roleOf('apiGroups: [""], resources: [serviceaccounts/token], verbs: [create]', "Role", "shop"),
      "a.yaml:7:36-7:57",
    ],
    [
      "a name that is filled in later",
      roleOf(
        `apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: ['\${NAME}']`,
      ),
      "a.yaml:6:36-6:57",
    ],
  ])("counts %s", async (_, text, place) => {
    expect((await lint(RULE, { "a.yaml": text })).map(([at]) => at)).toEqual([place]);
  });

  it.each([
    [
      "named ServiceAccounts",
      roleOf(
        'apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: [deployer]',
      ),
    ],
    [
      "ServiceAccounts whose names are filled in in part",
      roleOf(
        `apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: ['\${NAME}-agent']`,
      ),
    ],
    [
      "ServiceAccounts without tokens",
      roleOf('apiGroups: [""], resources: [serviceaccounts], verbs: [create]'),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
