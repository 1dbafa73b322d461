import { describe, expect, it } from "vitest";
import { flux, gitRepository } from "../builds/controllers/controlled.js";
import { lint } from "./lint.js";

const RBAC = "rbac.authorization.k8s.io/v1";
const RULES = 'rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]\n';
const object = (apiVersion: string, kind: string, rest = "", name = "t") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\n${rest}`;
const set = (field: string, value: unknown, op = "replace") => ({ op, path: `/${field}`, value });
const ENTRY = { apiGroups: ["*"], resources: ["*"], verbs: ["*"] };
const patches = (target: string, ...operations: object[]) =>
  `resources: [o.yaml]\npatches:\n  - target: { ${target} }\n    patch: '${JSON.stringify(operations)}'\n`;
const TO_ROLE = [set("kind", "ClusterRole"), set("apiVersion", RBAC)];

const sentence = (build: string) =>
  `Anyone bound to ClusterRole 't' can do everything in the cluster: it is cluster-admin in all but name, with every verb on every resource of every API group, though nothing here binds it. List the resources and verbs that are needed. ${build} applies this object as a ClusterRole.`;

describe("an object that becomes one of a kind that is read", () => {
  it.each<[string, Record<string, string>, string]>([
    [
      "by a JSON patch",
      {
        "o.yaml": object("example.com/v1", "Thing", RULES),
        "kustomization.yaml": patches("kind: Thing", ...TO_ROLE),
      },
      "o.yaml:4:41-4:44",
    ],
    [
      "by a JSON patch in other words",
      {
        "o.yaml": object(RBAC, "Thing", RULES),
        "kustomization.yaml": patches("name: t", set("kind", "ClusterRole")).replace("/kind", "\\u002fkind"),
      },
      "o.yaml:4:41-4:44",
    ],
    [
      "by a JSON patch of the whole",
      {
        "o.yaml": object("example.com/v1", "Thing"),
        "kustomization.yaml": patches("kind: Thing", {
          op: "replace",
          path: "",
          value: { apiVersion: RBAC, kind: "ClusterRole", metadata: { name: "t" }, rules: [ENTRY] },
        }),
      },
      "o.yaml:1:1-1:11",
    ],
    [
      "by a patch that may change the kind",
      {
        "o.yaml": object(RBAC, "Thing"),
        "kustomization.yaml":
          "resources: [o.yaml]\npatches: [{ path: patch.yaml, options: { allowKindChange: true }, target: { kind: Thing } }]\n",
        "patch.yaml": object(RBAC, "ClusterRole", RULES),
      },
      "patch.yaml:4:41-4:44",
    ],
    [
      "by replacements",
      {
        "o.yaml": object(RBAC, "Thing", RULES),
        "v.yaml": object("v1", "ConfigMap", "data: { kind: ClusterRole }\n", "v"),
        "kustomization.yaml":
          "resources: [o.yaml, v.yaml]\nreplacements:\n  - source: { kind: ConfigMap, name: v, fieldPath: data.kind }\n    targets: [{ select: { kind: Thing }, fieldPaths: [kind] }]\n",
      },
      "o.yaml:4:41-4:44",
    ],
    [
      "although it was of another such kind, which has no rules",
      {
        "o.yaml": object("v1", "Service", RULES),
        "kustomization.yaml": patches("kind: Service", ...TO_ROLE),
      },
      "o.yaml:4:1-4:6",
    ],
    [
      "by way of a kind that is not read",
      {
        "o.yaml": object(RBAC, "Role", RULES),
        "kustomization.yaml":
          patches("kind: Role", set("kind", "Thing")) +
          `  - target: { kind: Thing }\n    patch: '${JSON.stringify(TO_ROLE)}'\n`,
      },
      "o.yaml:4:41-4:44",
    ],
    [
      "in a List, by a patch of an overlay",
      {
        "base/kustomization.yaml": "resources: [o.yaml]\n",
        "base/o.yaml": `apiVersion: v1\nkind: List\nitems:\n  - ${object(RBAC, "Thing", RULES).trim().replaceAll("\n", "\n    ")}\n`,
        "kustomization.yaml": patches("kind: Thing", ...TO_ROLE).replace("o.yaml", "base"),
      },
      "base/o.yaml:7:45-7:48",
    ],
  ])("%s is judged as that", async (_, files, place) => {
    const found = await lint("no-full-access-role", files);
    expect(found.map(([at]) => at)).toEqual([place]);
    expect(found[0]?.[1]).toMatch(/is cluster-admin in all but name/);
  });

  it("is judged in the words of what applies it", async () => {
    const files = {
      "o.yaml": object("example.com/v1", "Thing", RULES),
      "kustomization.yaml": patches("kind: Thing", ...TO_ROLE),
    };
    expect(await lint("no-full-access-role", files)).toEqual([["o.yaml:4:41-4:44", sentence("'.'")]]);
  });

  it("is judged where a Flux Kustomization patches it", async () => {
    const patch = JSON.stringify(JSON.stringify(TO_ROLE));
    const files = {
      "clusters/live/sync.yaml": [
        gitRepository("flux-system", "url: ssh://git@github.com/acme/fleet, ref: { branch: main }"),
        flux("flux-system", "path: ./clusters/live"),
        flux("apps", `path: ./apps, patches: [{ target: { kind: Thing }, patch: ${patch} }]`),
      ].join("---\n"),
      "apps/o.yaml": object(RBAC, "Thing", RULES),
      "apps/account.yaml": object("v1", "ServiceAccount"),
    };
    expect(await lint("no-full-access-role", files)).toEqual([["apps/o.yaml:4:41-4:44", sentence("'apps'")]]);
  });

  it("is nothing where nothing changes its kind", async () => {
    const files = {
      "o.yaml": object(RBAC, "Thing", RULES),
      "kustomization.yaml": patches("kind: Thing", set("metadata/name", "x")),
    };
    expect(await lint("no-full-access-role", files)).toEqual([]);
  });
});
