import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.js";
import { lint } from "./lint.js";
import { clusterBinding, group, roleOf } from "./manifests.js";

/** The rules that could each say something of the stars in an entry, with the options that every preset sets. */
const STARS = Object.keys(rules).filter((name) =>
  /^no-(?:full-access|wildcard|secret-read|pod-exec)/.test(name),
);

async function findings(files: Record<string, string>): Promise<[rule: string, place: string][]> {
  const all = STARS.map(async (name) => {
    const options = rules[name]?.meta.docs.presetOptions as object | undefined;
    return (await lint(name, files, options && { options })).map(([place]): [string, string] => [
      name,
      place,
    ]);
  });
  return (await Promise.all(all)).flat();
}

const STAR = 'apiGroups: [apps], resources: ["*"], verbs: ["*"]';
const listOf = (text: string) =>
  `apiVersion: v1\nkind: List\nitems:\n  - ${text.trim().replaceAll("\n", "\n    ")}\n`;
const json = (entry: object) =>
  JSON.stringify({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "a" },
    rules: [entry],
  });
const jsonPatch = (entry: string) =>
  `resources: [role.yaml]\npatches:\n  - target: { kind: ClusterRole }\n    patch: |\n      - op: add\n        path: /rules/-\n        value: { ${entry} }\n`;

describe("in the presets, an entry with a star for verbs and one for what they are on is one finding", () => {
  it.each<[string, Record<string, string>, [string, string][]]>([
    [
      "cluster-admin in all but name",
      { "a.yaml": roleOf('apiGroups: ["*"], resources: ["*"], verbs: ["*"]') },
      [["no-full-access-role", "a.yaml:6:37-6:40"]],
    ],
    ["all of a group", { "a.yaml": roleOf(STAR) }, [["no-wildcard-verbs", "a.yaml:6:52-6:55"]]],
    [
      "all of the core group, given to somebody",
      {
        "a.yaml":
          roleOf('apiGroups: [""], resources: ["*"], verbs: ["*"]') +
          "---\n" +
          clusterBinding("operator", group("dev")),
      },
      [["no-wildcard-verbs", "a.yaml:6:50-6:53"]],
    ],
    ["in a Role", { "a.yaml": roleOf(STAR, "Role", "shop") }, [["no-wildcard-verbs", "a.yaml:7:52-7:55"]]],
    ["in a List", { "a.yaml": listOf(roleOf(STAR)) }, [["no-wildcard-verbs", "a.yaml:9:56-9:59"]]],
    [
      "in JSON",
      { "a.json": json({ apiGroups: ["apps"], resources: ["*"], verbs: ["*"] }) },
      [["no-wildcard-verbs", "a.json:1:142-1:145"]],
    ],
    [
      "of some names",
      { "a.yaml": roleOf('apiGroups: ["*"], resources: ["*"], resourceNames: [a], verbs: ["*"]') },
      [["no-wildcard-verbs", "a.yaml:6:71-6:74"]],
    ],
    [
      "on every path",
      { "a.yaml": roleOf('nonResourceURLs: ["*"], verbs: ["*"]') },
      [["no-wildcard-verbs", "a.yaml:6:39-6:42"]],
    ],
    [
      "added by a JSON patch",
      {
        "kustomization.yaml": jsonPatch(STAR),
        "role.yaml": roleOf('apiGroups: [""], resources: [pods], verbs: [get]'),
      },
      [["no-wildcard-verbs", "role.yaml:5:1-5:6"]],
    ],
    [
      "added by a JSON patch beside one that is written",
      {
        "kustomization.yaml": jsonPatch(STAR),
        "role.yaml": roleOf('apiGroups: [""], resources: [pods], verbs: ["*"]'),
      },
      [
        ["no-wildcard-resources", "role.yaml:5:1-5:6"],
        ["no-wildcard-verbs", "role.yaml:6:51-6:54"],
      ],
    ],
    [
      "but not a star for one of the two",
      {
        "a.yaml": roleOf([
          'apiGroups: [apps], resources: ["*"], verbs: [get]',
          'apiGroups: [apps], resources: [deployments], verbs: ["*"]',
        ]),
      },
      [
        ["no-wildcard-resources", "a.yaml:6:38-6:41"],
        ["no-wildcard-verbs", "a.yaml:7:60-7:63"],
      ],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await findings(files)).toEqual(expected);
  });

  it("of each rule that is switched on alone", async () => {
    const files = { "a.yaml": roleOf('apiGroups: ["*"], resources: ["*"], verbs: ["*"]') };
    const found = await Promise.all(
      STARS.map(async (name) => [name, (await lint(name, files)).length] as const),
    );
    expect(Object.fromEntries(found)).toEqual({
      "no-full-access-role": 1,
      "no-pod-exec": 1,
      "no-secret-read": 1,
      "no-wildcard-api-groups": 1,
      "no-wildcard-non-resource-urls": 0,
      "no-wildcard-resources": 1,
      "no-wildcard-verbs": 1,
    });
  });
});
