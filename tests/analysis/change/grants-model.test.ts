import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accessChange } from "../../../lib/analysis/change/compare-access.js";
import { type GrantChange, hasNoChange } from "../../../lib/analysis/change/access-change.js";
import type { PolicyRule, Subject } from "../../../lib/kubernetes/objects.js";
import { allowed, REQUESTS, says } from "./authorizer-model.js";
import { worlds } from "../../models/worlds.js";
import { analysisOf, documentsOf, filesOf, SUBJECTS, world, type World } from "./small-worlds.js";

const NAMES = ["a.yaml", "b.yaml", "c.yaml"];
const analysisOfWorld = (one: World) => analysisOf(filesOf(documentsOf(one), NAMES));

/** Why it is not known whom a role that changes concerns. */
const UNBOUND = "nothing in this repository binds it";

/** Whom a subject is, and the groups in which it is besides. */
const IDENTITIES: Record<string, { is: readonly Subject[]; groups: readonly string[] }> = {
  "ServiceAccount:shop/deployer": {
    is: SUBJECTS.filter(({ name, namespace }) => namespace === "shop" || name?.endsWith(":shop:deployer")),
    groups: ["system:serviceaccounts:shop", "system:serviceaccounts", "system:authenticated"],
  },
  "ServiceAccount:other/deployer": {
    is: SUBJECTS.filter(({ namespace }) => namespace === "other"),
    groups: ["system:serviceaccounts:other", "system:serviceaccounts", "system:authenticated"],
  },
  "User:jane": { is: SUBJECTS.filter(({ name }) => name === "jane"), groups: ["system:authenticated"] },
  "Group:team": { is: SUBJECTS.filter(({ name }) => name === "team"), groups: ["system:authenticated"] },
  "Group:system:serviceaccounts:shop": {
    is: SUBJECTS.filter(({ name }) => name === "system:serviceaccounts:shop"),
    groups: ["system:serviceaccounts", "system:authenticated"],
  },
  "Group:system:serviceaccounts": {
    is: SUBJECTS.filter(({ name }) => name === "system:serviceaccounts"),
    groups: ["system:authenticated"],
  },
  "Group:system:authenticated": {
    is: SUBJECTS.filter(({ name }) => name === "system:authenticated"),
    groups: [],
  },
};

/** What a subject may do by itself, and with its groups. */
function rightsOf(allows: ReturnType<typeof allowed>, { is, groups }: (typeof IDENTITIES)[string]) {
  const own = (subject: Subject) => is.includes(subject);
  const isGroup = ({ kind, name }: Subject) => kind === "Group" && groups.includes(name ?? "");
  return { own: allows(own), all: allows((subject) => own(subject) || isGroup(subject)) };
}

/** All is known of grants. A way to somebody else may need what no repository shows. */
const isOfGrants = ({ what, why }: { what: string; why: string }) =>
  why !== UNBOUND && !/^(?:whether .*|who else can) reach /.test(what);

/** Expects that grants say exactly what each subject gains and loses. */
function expectAllSaid(grants: readonly GrantChange[], before: World, after: World): void {
  const [allowedBefore, allowedAfter] = [allowed(before), allowed(after)];
  for (const [name, identity] of Object.entries(IDENTITIES)) {
    const [was, is] = [rightsOf(allowedBefore, identity), rightsOf(allowedAfter, identity)];
    const isNamed = [before, after].some(({ bindings }) => {
      return bindings.some(({ subjects }) => subjects.some((one) => identity.is.includes(one)));
    });
    if (!isNamed) {
      expect(grants.filter(({ subject }) => subject === name)).toEqual([]);
      continue;
    }
    const of = (change: string) =>
      grants.filter((one) => one.subject === name && one.change === change).map(says);
    const [gained, lost] = [of("gained"), of("lost")];
    for (const [index, asked] of REQUESTS.entries()) {
      const said = [gained, lost].map((all) => all.some((isSaid) => isSaid(asked)));
      const real = [is.own[index] && !was.all[index], was.own[index] && !is.all[index]];
      if (said[0] !== real[0] || said[1] !== real[1]) expect({ name, asked, said, grants }).toEqual({ real });
    }
  }
}

/** Where all roles that are bound are there: otherwise they are taken from elsewhere. */
const closedWorld = world.map(({ roles, bindings }): World => {
  const names = new Set(roles.map(nameOf));
  const isBound = ({ namespace, role: { kind, name } }: World["bindings"][number]) =>
    names.has(nameOf({ name, namespace: kind === "Role" ? namespace : undefined }));
  return { roles, bindings: bindings.filter(isBound) };
});

function nameOf({ name, namespace }: { name: string; namespace: string | undefined }): string {
  return `${namespace}/${name}`;
}

/** Worlds as the overlays of one base, each in the directory of its name. */
function overlaysOf(all: Readonly<Record<string, World>>, below = ""): Record<string, string> {
  const up = below === "" ? "" : "../";
  const files = Object.entries(all).map(([name, one]) => ({
    [`${below}${name}/kustomization.yaml`]: `resources: [${up}../base, all.yaml]\n`,
    [`${below}${name}/all.yaml`]: documentsOf(one).join("\n---\n"),
  }));
  const base = { "base/kustomization.yaml": "resources: [base.yaml]\n", "base/base.yaml": BASE };
  return Object.assign(base, ...files) as Record<string, string>;
}

const BASE = JSON.stringify({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name: "base", namespace: "shop" },
});

describe("accessChange on random worlds", () => {
  it(
    "says exactly what each subject gains and loses, with the groups in which it is",
    { timeout: 240_000 },
    () => {
      fc.assert(
        fc.property(world, world, (before, after) => {
          const { grants, unknown } = accessChange(analysisOfWorld(before), analysisOfWorld(after));
          expect(unknown.filter(isOfGrants)).toEqual([]);
          expectAllSaid(grants, before, after);
        }),
        { numRuns: worlds(150, 1000), seed: 18 },
      );
    },
  );

  it("says so of each of several overlays by itself", { timeout: 240_000 }, () => {
    const states = fc.record({ staging: closedWorld, production: closedWorld });
    fc.assert(
      fc.property(states, states, (before, after) => {
        const [old, now] = [before, after].map((one) => analysisOf(overlaysOf(one)));
        if (!old || !now) return;
        const { grants, unknown } = accessChange(old, now);
        expect(unknown.filter(isOfGrants)).toEqual([]);
        for (const name of ["staging", "production"] as const) {
          const its = grants.filter(({ appliedFrom }) => appliedFrom?.includes(name));
          expectAllSaid(its, before[name], after[name]);
        }
      }),
      { numRuns: worlds(60, 500), seed: 18 },
    );
  });

  it("sees no change where only the way changes in which the same is said", { timeout: 240_000 }, () => {
    fc.assert(
      fc.property(world, refactoring, (one, change) => {
        const before = analysisOfWorld(one);
        const found = accessChange(before, analysisOf(change(one)));
        expect({ ...found, isNone: hasNoChange(found) }).toMatchObject({
          ...{ isNone: true, grants: [], bindings: [], namespaces: [], connections: [], unknown: [] },
        });
      }),
      { numRuns: worlds(60, 300), seed: 18 },
    );
  });

  it(
    "sees none where overlays move, or what they have in common moves into their base",
    { timeout: 240_000 },
    () => {
      fc.assert(
        fc.property(closedWorld, closedWorld, (common, own) => {
          const overlays = { staging: joined(common, own), production: common };
          const before = analysisOf(overlaysOf(overlays));
          const based = overlaysOf({ staging: own, production: EMPTY });
          based["base/base.yaml"] = [BASE, ...documentsOf(common)].join("\n---\n");
          based["staging/all.yaml"] = documentsOf(without(own, common)).join("\n---\n");
          for (const files of [overlaysOf(overlays, "envs/"), based]) {
            const found = accessChange(before, analysisOf(files));
            expect(found.grants).toEqual([]);
            expect({ ...found, isNone: hasNoChange(found) }).toMatchObject({ isNone: true, unknown: [] });
          }
        }),
        { numRuns: worlds(60, 300), seed: 18 },
      );
    },
  );
});

const EMPTY: World = { roles: [], bindings: [] };

/** One world without what is called as something in another one. */
function without(one: World, other: World): World {
  const [roles, bindings] = [new Set(other.roles.map(nameOf)), new Set(other.bindings.map(nameOf))];
  return {
    roles: one.roles.filter((role) => !roles.has(nameOf(role))),
    bindings: one.bindings.filter((binding) => !bindings.has(nameOf(binding))),
  };
}

function joined(one: World, other: World): World {
  const more = without(other, one);
  return { roles: [...one.roles, ...more.roles], bindings: [...one.bindings, ...more.bindings] };
}

type Refactoring = (of: World) => Record<string, string>;

const refactoring: fc.Arbitrary<Refactoring> = fc.constantFrom<Refactoring>(
  (of) => filesOf(documentsOf(of), ["renamed.yaml", "another.yaml"]),
  (of) => filesOf(documentsOf(reordered(of)).reverse(), NAMES),
  (of) => filesOf(documentsOf(renamed(of)), NAMES),
  (of) => filesOf(documentsOf(withRules(of, (rules) => rules.flatMap(split))), NAMES),
  (of) => filesOf(documentsOf(withRules(of, (rules) => [...rules, ...rules.map(narrowed)])), NAMES),
  (of) => {
    const texts = Object.entries(filesOf(documentsOf(of), NAMES));
    return {
      ...Object.fromEntries(texts.map(([name, text]) => [`base/${name}`, text])),
      "base/kustomization.yaml": `resources: [${texts.map(([name]) => name).join(", ")}]\n`,
      "live/kustomization.yaml": "resources: [../base]\n",
    };
  },
);

function withRules(of: World, change: (rules: readonly PolicyRule[]) => readonly PolicyRule[]): World {
  return { ...of, roles: of.roles.map((role) => ({ ...role, rules: change(role.rules) })) };
}

function reordered(of: World): World {
  const backwards = withRules(of, (rules) =>
    rules.toReversed().map(({ verbs = [], ...rest }) => {
      return { ...rest, verbs: verbs.toReversed() };
    }),
  );
  return {
    ...backwards,
    bindings: of.bindings.map((one) => ({ ...one, subjects: one.subjects.toReversed() })),
  };
}

function renamed({ roles, bindings }: World): World {
  return {
    roles: roles.map((role) => ({ ...role, name: `new-${role.name}` })),
    bindings: bindings.map((one) => ({ ...one, role: { ...one.role, name: `new-${one.role.name}` } })),
  };
}

/** An entry for each combination of a verb, a group and a resource. */
function split({
  verbs = [],
  apiGroups,
  resources,
  nonResourceURLs,
  resourceNames,
}: PolicyRule): PolicyRule[] {
  return verbs.flatMap((verb): PolicyRule[] => {
    if (nonResourceURLs) return nonResourceURLs.map((url) => ({ verbs: [verb], nonResourceURLs: [url] }));
    return (apiGroups ?? []).flatMap((group) =>
      (resources ?? []).map((resource) => ({
        ...{ verbs: [verb], apiGroups: [group], resources: [resource] },
        ...(resourceNames && { resourceNames }),
      })),
    );
  });
}

/** A part of an entry. */
function narrowed(rule: PolicyRule): PolicyRule {
  return { ...rule, verbs: rule.verbs?.slice(0, 1) ?? [] };
}
