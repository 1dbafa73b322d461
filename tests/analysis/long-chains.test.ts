import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { resolveBindings } from "../../lib/analysis/access/bound-rules.js";
import { questionsIn } from "../../lib/analysis/questions.js";
import { reachOf } from "../../lib/analysis/grants.js";
import type { Applied } from "../../lib/builds/applied.js";
import type { RoleKind } from "../../lib/kubernetes/objects.js";
import { flux } from "../builds/controllers/controlled.js";
import { repositoryOf } from "../builds/repository-of.js";
import { lint } from "../rules/lint.js";
import { clusterBinding, manifest, user } from "../rules/manifests.js";

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const join = (documents: readonly string[]) => documents.join("---\n");
const SECRETS = '[{ apiGroups: [""], resources: [secrets], verbs: [get] }]';

const clusterRole = (name: string, label: string, body: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: ${name}, labels: { ${label}: "1" } }\n${body}\n`;
const takingIn = (name: string, label: string, of: string) =>
  clusterRole(name, label, `aggregationRule: { clusterRoleSelectors: [{ matchLabels: { ${of}: "1" } }] }`);
const leaf = (name: string, label: string) => clusterRole(name, label, `rules: ${SECRETS}`);

/** ClusterRoles of which each takes in the next; only the last one has rules. */
const chain = (count: number) => [
  ...times(count, (index) => takingIn(`r${index}`, `l${index}`, `l${index + 1}`)),
  leaf(`r${count}`, `l${count}`),
];
const roleBindings = (count: number, role: string, namespace = (index: number) => `n${index}`) =>
  times(count, (index) =>
    manifest(
      "RoleBinding",
      `b${index}`,
      namespace(index),
      `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }\nsubjects:\n${user("ada")}`,
    ),
  );

const analysisOf = (...documents: string[]) => new Analysis(repositoryOf({ "a.yaml": join(documents) }), {});
const roleIn = (analysis: Analysis, name: string) =>
  analysis
    .ofKind("ClusterRole")
    .find(({ object }) => object.object.metadata?.name === name) as Applied<RoleKind>;

const TOO_DEEP = "ClusterRoles take in others through more than 20 levels";
const TOO_MANY = "more ClusterRoles take in others in this repository than are followed";

describe("ClusterRoles of which each takes in the next", () => {
  it("are followed through twenty levels", () => {
    const analysis = analysisOf(...chain(20), clusterBinding("r0", user("ada")));
    expect(reachOf(roleIn(analysis, "r20"), analysis.grants.of(roleIn(analysis, "r20")))).toBe("cluster");
    expect(analysis.grants.mayReachFurther(roleIn(analysis, "r20").object)).toBe(false);
    expect(analysis.grants.whyIncomplete(roleIn(analysis, "r0").object)).toBeUndefined();
    expect(resolveBindings(analysis).map(({ rules, unknown }) => [rules.length, unknown])).toEqual([
      [1, undefined],
    ]);
  });

  it("are not known to be given less far than through more levels", () => {
    const analysis = analysisOf(...chain(21), clusterBinding("r0", user("ada")));
    expect(analysis.grants.mayReachFurther(roleIn(analysis, "r21").object)).toBe(true);
    expect(analysis.grants.whyIncomplete(roleIn(analysis, "r0").object)).toBe(TOO_DEEP);
    expect(resolveBindings(analysis).map(({ rules, unknown }) => [rules.length, unknown])).toEqual([
      [0, TOO_DEEP],
    ]);
    expect(
      questionsIn(analysis, ["a.yaml"], "Ingress").map(({ state, answers }) => [state, answers[0]?.why]),
    ).toEqual([["unknown", TOO_DEEP]]);
  });

  it("do not go on for ever where they take in each other", () => {
    const analysis = analysisOf(
      takingIn("a", "x", "y"),
      takingIn("b", "y", "x"),
      clusterBinding("a", user("ada")),
    );
    expect(analysis.grants.mayReachFurther(roleIn(analysis, "a").object)).toBe(false);
    expect(analysis.grants.whyIncomplete(roleIn(analysis, "a").object)).toBeUndefined();
  });

  it("are judged to the end, however many there are", async () => {
    const files = { "a.yaml": join([...chain(3000), clusterBinding("r0", user("ada"))]) };
    expect((await lint("no-secret-read", files)).map(([place]) => place)).toEqual([
      expect.stringMatching(/^a\.yaml:/),
    ]);
    expect(await lint("no-unused-role", files)).toEqual([]);
  });
});

describe("ClusterRoles that take in each as many as there are", () => {
  const crossed = [
    ...times(120, (index) => takingIn(`a${index}`, "up", "part")),
    ...times(120, (index) => leaf(`r${index}`, "part")),
  ];

  it("are not known to be all", () => {
    const analysis = analysisOf(
      ...crossed,
      clusterBinding("a0", user("ada")),
      clusterBinding("a119", user("ada")),
    );
    expect(resolveBindings(analysis).map(({ rules, unknown }) => [rules.length, unknown])).toEqual([
      [120, undefined],
      [0, TOO_MANY],
    ]);
    expect(questionsIn(analysis, ["a.yaml"], "Ingress").map(({ state }) => state)).toEqual([
      "found",
      "unknown",
    ]);
    expect(analysis.grants.mayReachFurther(roleIn(analysis, "r0").object)).toBe(true);
  });

  it("do not make others unused, nor given only in namespaces", async () => {
    const files = {
      "a.yaml": join([
        ...crossed,
        leaf("other", "nothing"),
        ...roleBindings(1, "bound"),
        leaf("bound", "nothing"),
      ]),
    };
    expect(await lint("no-unused-role", files)).toEqual([]);
    expect(await lint("no-secret-read", files, { options: { scope: "cluster" } })).toHaveLength(122);
  });
});

describe("a ClusterRole with very many bindings", () => {
  const message = (count: number) =>
    new RegExp(`RoleBinding 'n0/b0' and ${count} more bindings grant it there`);

  it("has them all counted", async () => {
    const files = { "a.yaml": join([leaf("r", "a"), ...roleBindings(1200, "r")]) };
    const [[, words] = ["", ""]] = await lint("no-secret-read", files, { options: { scope: "any" } });
    expect(words).toMatch(message(1199));
  });

  it("gives what it takes in wherever that matters", () => {
    const namespace = (index: number) => (index === 1100 ? "kube-system" : `n${index}`);
    const all = [takingIn("up", "u", "a"), leaf("r", "a"), ...roleBindings(1200, "up", namespace)];
    const analysis = analysisOf(...all);
    const grants = analysis.grants.of(roleIn(analysis, "r"));
    expect(grants.map(({ binding }) => binding.object.object.metadata?.namespace)).toContain("kube-system");
    const wide = analysisOf(...all, clusterBinding("up", user("ada")));
    expect(reachOf(roleIn(wide, "r"), wide.grants.of(roleIn(wide, "r")))).toBe("cluster");
  });
});

describe("what applies the next", () => {
  const COUNT = 2000;
  const last = manifest("Role", "last", "shop", `rules: ${SECRETS}\n`);

  it("is followed to the end by Argo CD", () => {
    const files = {
      ...Object.fromEntries(
        times(COUNT, (index) => [
          `d${index}/app.yaml`,
          `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a${index}, namespace: argocd }\nspec:\n  destination: { server: https://kubernetes.default.svc, namespace: shop }\n  source: { repoURL: https://example.com/r.git, path: d${index + 1} }\n`,
        ]),
      ),
      [`d${COUNT}/role.yaml`]: last,
    };
    const [applied] = new Analysis(repositoryOf(files), {}).applied(`d${COUNT}/role.yaml`, 0, []);
    expect(applied?.build.appliedBy?.file).toBe(`d${COUNT - 1}/app.yaml`);
  });

  it("is followed to the end by Flux", () => {
    const files = {
      ...Object.fromEntries(
        times(COUNT, (index) => [`d${index}/flux.yaml`, flux(`k${index}`, `path: ./d${index + 1}`)]),
      ),
      [`d${COUNT}/role.yaml`]: last,
    };
    const [applied] = new Analysis(repositoryOf(files), {}).applied(`d${COUNT}/role.yaml`, 0, []);
    expect(applied?.build.appliedBy?.file).toBe(`d${COUNT - 1}/flux.yaml`);
  });
});
