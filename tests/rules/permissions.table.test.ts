import { beforeAll, describe, expect, it } from "vitest";
import {
  DANGEROUS_PERMISSIONS,
  ESCALATING,
  type PermissionName,
} from "../../lib/kubernetes/rbac/dangerous-permissions.js";
import type { PolicyRule } from "../../lib/kubernetes/objects.js";
import type { Access, Permission } from "../../lib/kubernetes/rbac/permissions.js";
import { rules } from "../../rules/index.js";
import { lint } from "./lint.js";

/*
 * What is true of every rule on a permission, made from what the catalogue says of it: each case is a file with
 * a role of its own, and all cases of a rule are linted as one repository.
 */

type Entry = PolicyRule;

interface Case {
  title: string;
  /** What is written, by its path below the directory of the case. */
  files: Record<string, string>;
  /** The texts at which there is a finding, by the path that they are in. */
  found: Record<string, string>;
}

const names = Object.keys(DANGEROUS_PERMISSIONS) as PermissionName[];

/** The newest version: in older ones, more counts. */
const isInNewest = ({ before }: Access) => before === undefined;
const verbsOf = ({ verbs }: Access) => (verbs === "any" ? ["get", "create"] : verbs);
/** A resource as somebody would write it. */
const concrete = (resource: string) => resource.replace("/*", "/scopes");

const yaml = (value: unknown) => `${JSON.stringify(value)}\n`;
const RBAC = "rbac.authorization.k8s.io";
function object(kind: string, name: string, namespace: string | undefined, rest: object): string {
  const metadata = { name, ...(namespace !== undefined && { namespace }) };
  return yaml({ apiVersion: `${RBAC}/v1`, kind, metadata, ...rest });
}
const role = (name: string, entries: Entry[], rest: object = {}) =>
  object("ClusterRole", name, undefined, { ...rest, rules: entries });
const subjects = [{ kind: "User", apiGroup: RBAC, name: "ada" }];
const binding = (name: string, namespace?: string, to = name, kind = "ClusterRole") =>
  object(namespace === undefined ? "ClusterRoleBinding" : "RoleBinding", name, namespace, {
    roleRef: { apiGroup: RBAC, kind, name: to },
    subjects,
  });
const labelled = (name: string, labels: Record<string, string>, rest: object) =>
  yaml({ apiVersion: `${RBAC}/v1`, kind: "ClusterRole", metadata: { name, labels }, ...rest });

/** What one entry or several say, and where in it the finding is. */
function entryCases({ access, together }: Permission): Case[] {
  const cases: Case[] = [];
  const others: Entry[] = together
    ? [
        {
          apiGroups: [...together.apiGroups],
          resources: [...together.resources],
          verbs: [...verbsOf(together)],
        },
      ]
    : [];
  const add = (title: string, entries: Entry[], at?: string) => {
    const name = `case-${cases.length}`;
    cases.push({
      title,
      files: { "role.yaml": role(name, [...entries, ...others]) },
      found: at === undefined ? {} : { "role.yaml": at },
    });
  };
  for (const one of access.filter(isInNewest)) {
    for (const group of one.apiGroups) {
      for (const wanted of one.resources) {
        const resource = concrete(wanted);
        const [parent = "", subresource] = resource.split("/");
        const verbs = [...verbsOf(one)];
        const entry = { apiGroups: [group], resources: [resource], verbs };
        const [verb = ""] = verbs;
        for (const each of verbs)
          add(`'${each}' on '${resource}' of '${group}'`, [{ ...entry, verbs: [each] }], resource);
        add(`every verb on '${resource}'`, [{ ...entry, verbs: ["*"] }], resource);
        add(`'${verb}' on '*' of '${group}'`, [{ ...entry, resources: ["*"] }], "*");
        add(`'${resource}' of '*'`, [{ ...entry, apiGroups: ["*"] }], resource);
        add(
          `'${resource}' among others`,
          [{ apiGroups: ["x", group], resources: ["widgets", resource], verbs: ["proxy-it", ...verbs] }],
          resource,
        );
        if (subresource !== undefined) {
          add(
            `'${verb}' on '*/${subresource}'`,
            [{ ...entry, resources: [`*/${subresource}`] }],
            `*/${subresource}`,
          );
        }

        const isAny = one.verbs === "any";
        if (!isAny) add(`other verbs on '${resource}'`, [{ ...entry, verbs: ["use", verb.toUpperCase()] }]);
        add(`no verb on '${resource}'`, [{ ...entry, verbs: [] }]);
        add(`'${resource}' of another group`, [{ ...entry, apiGroups: ["example.com"] }]);
        add(`'${resource}' of no group`, [{ ...entry, apiGroups: [] }]);
        add(`'${parent}/*', which is no pattern`, [
          {
            ...entry,
            resources: wanted.endsWith("/*") ? [parent] : [`${parent}/*`, "*/*", "*/", `${parent}*`],
          },
        ]);
        add(`the verb here and '${resource}' there`, [
          { ...entry, verbs: [] },
          { ...entry, resources: ["widgets"] },
        ]);
        add(`the group here and '${resource}' there`, [
          { ...entry, apiGroups: ["example.com"] },
          { ...entry, resources: ["widgets"] },
        ]);
        // One way of impersonating is asked for with this name.
        const isName = one.evenFor?.("*", () => false) === true;
        add(`'*' in resourceNames`, [{ ...entry, resourceNames: ["*"] }], isName ? resource : undefined);
      }
    }
  }
  return cases;
}

/** Where the role is given. */
function grantCases({ access, together, scope, namespaces, alsoIn }: Permission): Case[] {
  const cases: Case[] = [];
  const label = (name: string) => ({ [`example.com/${name}`]: "yes" });
  const selecting = (name: string) => ({
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: label(name) }] },
  });
  const builtIn = (name: string) => ({ [`${RBAC}/aggregate-to-${name}`]: "true" });
  for (const [number, one] of access.filter(isInNewest).entries()) {
    const resource = concrete(one.resources[0] ?? "");
    const entries: Entry[] = [one, ...(together ? [together] : [])].map((each) => ({
      apiGroups: [...each.apiGroups],
      resources: [concrete(each.resources[0] ?? "")],
      verbs: [verbsOf(each)[0] ?? ""],
    }));
    const countsIn = (namespace: string) =>
      one.scope !== "cluster" &&
      (alsoIn?.includes(namespace) || (scope === "any" && (namespaces?.includes(namespace) ?? true)));
    const add = (
      title: string,
      isFound: boolean,
      files: (name: string) => Record<string, string>,
      file = "role.yaml",
    ) => {
      cases.push({
        title: `'${resource}' (${number}): ${title}`,
        files: files(`grant-${cases.length}`),
        found: isFound ? { [file]: resource } : {},
      });
    };
    add("bound in the cluster", true, (name) => ({
      "role.yaml": role(name, entries),
      "binding.yaml": binding(name),
    }));
    for (const namespace of ["shop", "kube-system"]) {
      add(`bound in ${namespace}`, countsIn(namespace), (name) => ({
        "role.yaml": role(name, entries),
        "binding.yaml": binding(name, namespace),
      }));
      add(`a Role in ${namespace}`, countsIn(namespace), (name) => ({
        "role.yaml": object("Role", name, namespace, { rules: entries }),
        "binding.yaml": binding(name, namespace, name, "Role"),
      }));
    }
    add("bound in the cluster and in a namespace", true, (name) => ({
      "role.yaml": role(name, entries),
      "binding.yaml": binding(name),
      "other.yaml": binding(name, "shop"),
    }));
    add("taken in by a role that is bound in the cluster", true, (name) => ({
      "role.yaml": labelled(name, label(name), { rules: entries }),
      "above.yaml": role(`${name}-above`, [], selecting(name)),
      "binding.yaml": binding(name, undefined, `${name}-above`),
    }));
    add("taken in by a role that is taken in by one that is bound", true, (name) => ({
      "role.yaml": labelled(name, label(name), { rules: entries }),
      "above.yaml": labelled(`${name}-above`, label(`${name}-above`), selecting(name)),
      "top.yaml": role(`${name}-top`, [], selecting(`${name}-above`)),
      "binding.yaml": binding(name, undefined, `${name}-top`),
    }));
    add("taken in by a role that is bound in a namespace", countsIn("shop"), (name) => ({
      "role.yaml": labelled(name, label(name), { rules: entries }),
      "above.yaml": role(`${name}-above`, [], selecting(name)),
      "binding.yaml": binding(name, "shop", `${name}-above`),
    }));
    add("taken in by 'view', whose 'edit' is bound", true, (name) => ({
      "role.yaml": labelled(name, builtIn("view"), { rules: entries }),
      "binding.yaml": binding(name, undefined, "edit"),
    }));
    add("taken in by 'admin', which nothing binds", false, (name) => ({
      "role.yaml": labelled(name, builtIn("admin"), { rules: entries }),
    }));
    add("beside an aggregationRule, which overwrites it", false, (name) => ({
      "role.yaml": role(name, entries, selecting(name)),
      "binding.yaml": binding(name),
    }));
    const harmless: Entry[] = [{ apiGroups: ["example.com"], resources: ["widgets"], verbs: ["get"] }];
    const kustomization = yaml({
      resources: ["role.yaml", "binding.yaml"],
      patches: [{ path: "patch.yaml" }],
    });
    add(
      "written by a patch",
      true,
      (name) => ({
        "kustomization.yaml": kustomization,
        "role.yaml": role(name, harmless),
        "binding.yaml": binding(name),
        "patch.yaml": role(name, entries),
      }),
      "patch.yaml",
    );
    add("replaced by a patch", false, (name) => ({
      "kustomization.yaml": kustomization,
      "role.yaml": role(name, entries),
      "binding.yaml": binding(name),
      "patch.yaml": role(name, harmless),
    }));
    add("removed by a JSON patch", false, (name) => ({
      "kustomization.yaml": yaml({
        resources: ["role.yaml", "binding.yaml"],
        patches: [
          {
            target: { kind: "ClusterRole" },
            patch: JSON.stringify([{ op: "remove", path: "/rules/0" }]),
          },
        ],
      }),
      "role.yaml": role(name, entries),
      "binding.yaml": binding(name),
    }));
  }
  return cases;
}

/** The findings of a rule on all cases at once, by the directory of the case. */
async function findings(rule: string, cases: readonly Case[]): Promise<Record<string, string>[]> {
  const files = Object.fromEntries(
    cases.flatMap(({ files }, index) =>
      Object.entries(files).map(([file, text]) => [`${index}/${file}`, text]),
    ),
  );
  const result: Record<string, string>[] = cases.map(() => ({}));
  for (const [place] of await lint(rule, files)) {
    const [, directory = "", file = "", line, start, endLine, end] =
      /^(\d+)\/(.*):(\d+):(\d+)-(\d+):(\d+)$/.exec(place) ?? [];
    expect([line, endLine]).toEqual(["1", "1"]);
    const text = (files[`${directory}/${file}`] ?? "").slice(Number(start) - 1, Number(end) - 1);
    const found = result[Number(directory)] ?? {};
    // Two findings in one file would be two of one defect.
    found[file] = found[file] === undefined ? (JSON.parse(text) as string) : `${found[file]} ${text}`;
  }
  return result;
}

const titled = (cases: readonly Case[], found: (index: number) => Record<string, string>) =>
  Object.fromEntries(cases.map(({ title }, index) => [`${index}: ${title}`, found(index)]));

describe.each(names)("%s", (name) => {
  const permission: Permission = DANGEROUS_PERMISSIONS[name];

  describe.each([
    ["what an entry says", entryCases(permission)],
    ["where a role is given", grantCases(permission)],
  ])("%s", (_, cases) => {
    let found: Record<string, string>[];
    beforeAll(async () => {
      found = await findings(name, cases);
    });

    it("is judged as Kubernetes does", () => {
      expect(titled(cases, (index) => found[index] ?? {})).toEqual(
        titled(cases, (index) => cases[index]?.found ?? {}),
      );
    });
  });

  it("leaves to other rules what these report, where it is told to", async () => {
    const [access] = permission.access;
    const verbs = [verbsOf(access as Access)[0] ?? ""];
    const [group = "", resource = ""] = [access?.apiGroups[0], concrete(access?.resources[0] ?? "")];
    const other = permission.together;
    const more: Entry[] = other ? [{ apiGroups: ["*"], resources: [...other.resources], verbs: ["*"] }] : [];
    const files = {
      "full.yaml": role("full", [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }, ...more]),
      "wild.yaml": role("wild", [{ apiGroups: [group], resources: ["*"], verbs }, ...more]),
      "both.yaml": role("both", [{ apiGroups: [group], resources: ["*", resource], verbs }, ...more]),
    };
    const presetOptions = rules[name]?.meta.docs.presetOptions;
    const places = (found: [string, string][]) => found.map(([place]) => place.split(":")[0]);
    expect(places(await lint(name, files))).toEqual(["both.yaml", "full.yaml", "wild.yaml"]);
    expect(places(await lint(name, files, { options: presetOptions }))).toEqual(["both.yaml"]);
    expect(places(await lint(name, files, { options: { exceptWildcards: true } }))).toEqual(["both.yaml"]);
    expect(places(await lint(name, files, { options: { exceptFullAccess: true } }))).toEqual([
      "both.yaml",
      "wild.yaml",
    ]);
  });
});

describe("the catalogue", () => {
  it("has a rule for each permission, and a permission for what these rules find", () => {
    for (const name of names) expect(Object.keys(rules)).toContain(name);
  });

  it("calls a role dangerous by what the recommended rules find", () => {
    const recommended = names.filter((name) => rules[name]?.meta.docs.preset === "recommended");
    expect([...ESCALATING].sort()).toEqual(recommended.sort());
  });
});
