import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { cutsOf } from "../../../lib/analysis/escalation/cuts.js";
import { escalations } from "../../../lib/analysis/escalation/escalations.js";
import { nodeWords } from "../../../lib/analysis/escalation/nodes.js";
import { account, clusterBinding, manifest, roleBinding, user } from "../../rules/manifests.js";
import { repositoryOf } from "../../builds/repository-of.js";

const BOSS = "  - { kind: ServiceAccount, name: boss, namespace: shop }\n";
const files = {
  "maker.yaml": manifest(
    "Role",
    "maker",
    "shop",
    `rules:\n  - { apiGroups: [""], resources: [pods], verbs: [create] }\n`,
  ),
  "binding.yaml": roleBinding("maker", "shop", "Role", user("ada") + user("bob")),
  "boss.yaml": clusterBinding("cluster-admin", BOSS),
  // No pod of this namespace reaches its node.
  "shop.yaml":
    "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted } }\n",
};
const analysis = new Analysis(repositoryOf(files), {});

describe("escalations", () => {
  it("says that an account may not be there which only a binding names", () => {
    const { paths, stopped } = escalations(analysis).paths({ limit: 100 });
    expect(
      paths.map(({ from, steps }) => [from, steps.map(({ words, needs, isSure }) => [words, needs, isSure])]),
    ).toEqual(
      ["ada", "bob"].map((name) => [
        { kind: "subject", subject: `User:${name}`, user: { name, groups: ["system:authenticated"] } },
        [
          [
            "creates a pod in namespace 'shop' that runs as ServiceAccount 'shop/boss'",
            "only while the ServiceAccount is there, which nothing here shows",
            false,
          ],
        ],
      ]),
    );
    expect(stopped).toEqual([]);
    expect(escalations(analysis).paths({ onlySure: true }).paths).toEqual([]);
  });

  it("names first what cuts most paths", () => {
    const { paths } = escalations(analysis).paths();
    expect(
      cutsOf(paths).map(({ step, paths: cut }) => `${step.kind} ${step.place?.path.join(".")}: ${cut}`),
    ).toEqual([
      "Role rules.0: 2",
      "ClusterRoleBinding subjects.0: 2",
      "RoleBinding subjects.0: 1",
      "RoleBinding subjects.1: 1",
    ]);
  });

  it("is the same each time for the same cluster", () => {
    expect(escalations(analysis)).toBe(escalations(analysis, {}));
  });

  it("follows a subject to all that it becomes", () => {
    const all = escalations(analysis);
    const ada = all.subject({ kind: "User", name: "ada" });
    const found = ada ? all.from(ada) : [];
    expect(found.map(({ steps }) => steps.at(-1)?.words)).toContain(
      "creates a pod in namespace 'shop' that runs as ServiceAccount 'shop/default'",
    );
    expect(found.every(({ steps }) => steps.length >= 1)).toBe(true);
  });

  it("follows nobody further who may do everything, so that whoever keeps a right is followed in time", () => {
    const administrators = Array.from({ length: 300 }, (_, index) => user(`admin-${index}`));
    const namespaces = Array.from({ length: 210 }, (_, index) => manifest("Namespace", `n-${index}`));
    const wide = new Analysis(
      repositoryOf({
        "admins.yaml": clusterBinding("cluster-admin", administrators.join("")),
        "ada.yaml": roleBinding("cluster-admin", "n-0", "ClusterRole", user("ada")),
        "namespaces.yaml": namespaces.join("---\n"),
      }),
      {},
    );
    const { paths, stopped } = escalations(wide).paths();
    expect(stopped).toEqual([]);
    expect(paths.map(({ from, steps }) => `${nodeWords(from)}: ${steps.length}`)[0]).toBe("User 'ada': 2");
  });
});

describe("the copies of a binding in several builds", () => {
  const overlay = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\n";
  const all = escalations(
    new Analysis(
      repositoryOf({
        "base/maker.yaml": files["maker.yaml"],
        "base/binding.yaml": roleBinding("maker", "shop", "Role", user("ada")),
        "base/boss.yaml": files["boss.yaml"],
        "base/account.yaml": manifest("ServiceAccount", "boss", "shop"),
        "base/shop.yaml": files["shop.yaml"],
        "base/kustomization.yaml":
          "kind: Kustomization\nresources: [maker.yaml, binding.yaml, boss.yaml, account.yaml, shop.yaml]\n",
        "one/kustomization.yaml": overlay,
        "two/kustomization.yaml": overlay,
      }),
      {},
    ),
  );

  it("make one path", () => {
    expect(all.paths({ limit: 100 }).paths.map(({ steps }) => steps.map(({ words }) => words))).toEqual([
      ["creates a pod in namespace 'shop' that runs as ServiceAccount 'shop/boss'"],
    ]);
  });
});

describe("what is sure", () => {
  const rules = `rules:
  - { apiGroups: [""], resources: [pods/exec], verbs: [get] }
  - { apiGroups: [""], resources: [pods/attach], verbs: [create] }
`;
  const all = escalations(
    new Analysis(
      repositoryOf({
        ...files,
        "maker.yaml": manifest("Role", "maker", "shop", rules),
        "boss.deployment.yaml": manifest(
          "Deployment",
          "boss",
          "shop",
          "spec: { template: { spec: { serviceAccountName: boss, containers: [{ name: boss, image: boss }] } } }\n",
        ),
      }),
      {},
    ),
  );

  it("is shown, and not what leads to the same by the same binding and may not work", () => {
    const ada = all.subject({ kind: "User", name: "ada" });
    const { paths } = all.paths({ ...(ada && { from: ada }) });
    expect(paths.map(({ steps, isSure }) => [steps.map(({ technique }) => technique), isSure])).toEqual([
      [["attach"], true],
    ]);
  });
});

describe("a longer way that is sure", () => {
  const rules = (resource: string, verb: string) =>
    `rules:\n  - { apiGroups: [""], resources: [${resource}], verbs: [${verb}] }\n`;
  const chain = ["apps", "ci", "ops"].flatMap((name, index, all): [string, string][] => {
    const next = all[index + 1];
    const bound =
      next === undefined
        ? clusterBinding("cluster-admin", account(name, name))
        : roleBinding("tokens", next, "Role", account(name, name));
    return [
      [`${name}.account.yaml`, manifest("ServiceAccount", name, name)],
      [`${name}.role.yaml`, manifest("Role", "tokens", name, rules("serviceaccounts/token", "create"))],
      [`${name}.binding.yaml`, bound],
    ];
  });
  const all = escalations(
    new Analysis(
      repositoryOf({
        ...Object.fromEntries(chain),
        "ada.yaml": roleBinding("tokens", "apps", "Role", user("ada")),
        "webhooks.role.yaml": manifest(
          "ClusterRole",
          "webhooks",
          undefined,
          `rules:\n  - { apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [create] }\n`,
        ),
        "webhooks.yaml": clusterBinding("webhooks", user("ada")),
      }),
      {},
    ),
  );

  it("is shown as well, and first", () => {
    const ada = all.subject({ kind: "User", name: "ada" });
    const { paths } = all.paths({ ...(ada && { from: ada }) });
    expect(paths.map(({ steps, isSure }) => [steps.map(({ technique }) => technique), isSure])).toEqual([
      [["create-token", "create-token", "create-token"], true],
      [["mutate-others"], false],
    ]);
  });
});

describe("whoever has everything in a namespace", () => {
  const all = escalations(
    new Analysis(
      repositoryOf({
        "binding.yaml": roleBinding("cluster-admin", "shop", "ClusterRole", user("ada")),
        "other.yaml": roleBinding("view", "other", "ClusterRole", user("ada")),
      }),
      {},
    ),
  );

  it("gains nothing by a binding there", () => {
    const ada = all.subject({ kind: "User", name: "ada" });
    const { paths } = all.paths({ ...(ada && { from: ada }) });
    expect(paths.map(({ steps }) => steps.map(({ technique }) => technique))).toEqual([
      ["create-privileged-pod", "take-keys-of-control-plane"],
    ]);
  });
});
