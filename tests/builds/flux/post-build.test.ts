import { describe, expect, it } from "vitest";
import { buildsOf, flux, gitRepository, role, shown } from "../controllers/controlled.js";

const BOOTSTRAP = {
  "clusters/prod/sync.yaml": `${gitRepository("flux-system", "url: x")}---\n${flux("flux-system", "path: ./clusters/prod")}`,
};

/** What a Kustomization with a spec makes of `apps`. */
function apps(spec: string, texts: Record<string, string>): string[] | undefined {
  const all = shown({
    ...BOOTSTRAP,
    ...texts,
    "clusters/prod/apps.yaml": flux("apps", `path: ./apps, ${spec}`),
  });
  return all["flux apps"];
}

describe("variables", () => {
  const withNames = (...names: string[]) => ({
    "apps/roles.yaml": names.map((name) => role(name)).join("---\n"),
  });

  it.each([
    ["a variable", "postBuild: { substitute: { A: x } }", "${A}-reader", "x-reader"],
    ["a default", "postBuild: { substitute: { B: x } }", "${A:=y}", "y"],
    ["the other default", "postBuild: { substitute: { B: x } }", "${A:-y}", "y"],
    ["a value before a default", "postBuild: { substitute: { A: x } }", "${A:=y}", "x"],
    ["a default for an empty value", 'postBuild: { substitute: { A: "" } }', "${A:=y}", "y"],
    ["a default that is a variable", "postBuild: { substitute: { B: x } }", "${A:=${B}}", "x"],
    ["values without line breaks", 'postBuild: { substitute: { A: "x\\ny" } }', "${A}", "xy"],
    ["two dollar signs as one", "postBuild: { substitute: { A: x } }", "$${A}", "${A}"],
    ["defaults without variables, if always", "postBuild: { substituteStrategy: Always }", "${A:=y}", "y"],
    ["nothing without postBuild", "prune: true", "${A:=y}", "${A:=y}"],
    ["nothing without variables", "postBuild: { substitute: {} }", "${A:=y}", "${A:=y}"],
    ["nothing for what has neither value nor default", "postBuild: { substitute: { B: x } }", "${A}", "${A}"],
    ["nothing for other functions", "postBuild: { substitute: { A: x } }", "${A/x/y}", "${A/x/y}"],
    ["nothing where a brace is missing", "postBuild: { substitute: { A: x } }", "${A}${A", "${A}${A"],
    [
      "what substitute gives beside others",
      "postBuild: { substitute: { A: x }, substituteFrom: [{ kind: Secret, name: s }] }",
      "${A}",
      "x",
    ],
    [
      "no default where others may have a value",
      "postBuild: { substitute: { B: x }, substituteFrom: [{ kind: Secret, name: s }] }",
      "${A:=y}",
      "${A:=y}",
    ],
    ["no value that is no text", "postBuild: { substitute: { A: 1, B: x } }", "${A}", "${A}"],
  ])("replaces %s", (_, spec, name, expected) => {
    expect(apps(spec, withNames(name))).toEqual([expected]);
  });

  it.each(["labels", "annotations"])("leaves an object alone that says so in its %s", (where) => {
    const exempt = role("${A}").replace(
      " }",
      `, ${where}: { kustomize.toolkit.fluxcd.io/substitute: disabled } }`,
    );
    const texts = { "apps/roles.yaml": `${exempt}---\n${role("other-${A}")}` };
    expect(apps("postBuild: { substitute: { A: x } }", texts)).toEqual(["${A}", "other-x"]);
  });

  it("are replaced in lists and keys, and the rest stays", () => {
    const rules =
      '[{ apiGroups: [""], resources: [pods, "${A}"], verbs: [get] }, { apiGroups: ["b"], resources: ["c"], verbs: ["d"] }]';
    const labels = 'labels: { "${A}": b, c: "${A}", d: e }';
    const text = `${role("r").replace(" }", `, ${labels} }`)}rules: ${rules}\n`;
    const [build] = buildsOf({
      ...BOOTSTRAP,
      "apps/role.yaml": text,
      "clusters/prod/apps.yaml": flux("apps", "path: ./apps, postBuild: { substitute: { A: x } }"),
    }).filter(({ directory }) => directory === "apps");
    expect(build?.objects[0]?.object).toMatchObject({
      metadata: { name: "r", labels: { x: "b", c: "x", d: "e" } },
      rules: [
        { apiGroups: [""], resources: ["pods", "x"], verbs: ["get"] },
        { apiGroups: ["b"], resources: ["c"], verbs: ["d"] },
      ],
    });
  });

  it("do not grow without an end", () => {
    const texts = {
      "apps/self.yaml": flux("k${A}", 'path: ./apps, postBuild: { substitute: { A: "${A}${A}" } }'),
    };
    const builds = buildsOf({
      ...BOOTSTRAP,
      ...texts,
      "clusters/prod/apps.yaml": flux("apps", "path: ./apps, postBuild: { substitute: { A: x } }"),
    });
    expect(builds.length).toBeLessThan(50);
  });
});
