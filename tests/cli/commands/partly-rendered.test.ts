import { describe, expect, it } from "vitest";
import { temporary } from "../../repository/temporary.js";
import { clusterBinding } from "../../rules/manifests.js";
import { run } from "../run.js";

const CHART = { "Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n" };
const BINDING = clusterBinding("cluster-admin");
const GUARDED = `{{ if lookup "v1" "Secret" "a" "b" }}\n${BINDING}{{ end }}\n`;

describe("a template of which not all is known", () => {
  it("is counted in the summary, so that silence is no health", async () => {
    const root = temporary({ ...CHART, "templates/a.yaml": GUARDED });
    const { out, err } = await run(root, "--root", root);
    expect(`${out}${err}`).toContain(
      "Not known: what else 1 Helm template renders. Why: gitops-lint unknowns",
    );
  });

  it("is among the unknowns, with the reason", async () => {
    const root = temporary({ ...CHART, "templates/a.yaml": GUARDED });
    const { out } = await run(root, "unknowns", "--root", root);
    expect(out).toContain(
      "What else 1 Helm template renders:\n  templates/a.yaml renders ClusterRoleBinding only depending on what is not known (what is in the cluster is not known)",
    );
    const json = JSON.parse((await run(root, "unknowns", "--format", "json", "--root", root)).out) as {
      cannotKnow: string[];
    };
    expect(json.cannotKnow).toContainEqual(
      "what else 'templates/a.yaml' renders: templates/a.yaml renders ClusterRoleBinding only depending on what is not known (what is in the cluster is not known)",
    );
  });

  it("does not hide the others if it does too much", async () => {
    const root = temporary({
      ...CHART,
      "templates/a.yaml": BINDING,
      "templates/z.yaml": "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}",
    });
    const { out } = await run(root, "--root", root);
    expect(out).toContain("templates/a.yaml");
    expect((await run(root, "unknowns", "--root", root)).out).toContain(
      "templates/z.yaml is not followed: the templates do more than is followed",
    );
  });
});
