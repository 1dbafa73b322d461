import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-secret-read";
const INSTEAD = "Name the Secrets in resourceNames with 'get' only, or bind the role in one namespace.";

const role = (entry: string, kind = "ClusterRole", namespace?: string): string =>
  manifest(kind, "backup", namespace, `rules:\n  - ${entry}\n`);
const SECRETS = role(`{ apiGroups: [""], resources: [configmaps, secrets], verbs: [get, list] }`);

describe("no-secret-read", () => {
  it("reports a role that is bound in the cluster, and says to whom", async () => {
    const found = await lint(RULE, {
      "role.yaml": SECRETS,
      "binding.yaml": clusterBinding(
        "backup",
        "  - { kind: ServiceAccount, name: backup, namespace: tools }\n",
      ),
    });
    expect(found).toEqual([
      [
        "role.yaml:6:48-6:55",
        `ServiceAccount 'tools/backup' can read every Secret of the cluster: ClusterRole 'backup' allows 'get' and 'list' on 'secrets' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it("reports a role that nothing binds", async () => {
    expect(await lint(RULE, { "role.yaml": SECRETS })).toEqual([
      [
        "role.yaml:6:48-6:55",
        `Anyone bound to ClusterRole 'backup' can read every Secret of the cluster: it allows 'get' and 'list' on 'secrets', though nothing here binds it. ${INSTEAD}`,
      ],
    ]);
  });

  it("does not say that nothing binds a role which one takes in that a chart binds elsewhere", async () => {
    const taker = `aggregationRule:\n  clusterRoleSelectors: [{ matchLabels: { backup: "" } }]\n`;
    const files = {
      "role.yaml": SECRETS.replace("name: backup", "name: backup\n  labels: { backup: '' }"),
      "taker.yaml": manifest("ClusterRole", "backups", undefined, taker),
      "chart/Chart.yaml": "{ name: chart, version: 1.0.0 }",
      "chart/templates/binding.yaml": clusterBinding("backups"),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:7:48-7:55",
        `Anyone bound to ClusterRole 'backup' can read every Secret of the cluster: it allows 'get' and 'list' on 'secrets'. ${INSTEAD}`,
      ],
    ]);
  });

  it("reports what is granted in a namespace only where it is asked to", async () => {
    const files = {
      "role.yaml": SECRETS,
      "binding.yaml": roleBinding("backup", "shop", "ClusterRole", user("ada")),
    };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, files, { options: { scope: "any" } })).toEqual([
      [
        "role.yaml:6:48-6:55",
        `User 'ada' can read every Secret of namespace 'shop': ClusterRole 'backup' allows 'get' and 'list' on 'secrets' and RoleBinding 'shop/readers' grants it there. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    ["named Secrets", role(`{ apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [a] }`)],
    ["writing", role(`{ apiGroups: [""], resources: [secrets], verbs: [create, update, delete] }`)],
    ["a Role", role(`{ apiGroups: [""], resources: [secrets], verbs: [get] }`, "Role", "shop")],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
