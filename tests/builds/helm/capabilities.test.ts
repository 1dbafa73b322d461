import { expect, test } from "vitest";
import { renderRelease } from "../../../lib/builds/helm/render-release.js";
import { Repository } from "../../../lib/repository/repository.js";
import { repositoryOf } from "../repository-of.js";

const CHART = {
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/templates/role.yaml": `{{ if .Capabilities.APIVersions.Has "a.example.com/v1" }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
{{ end }}`,
};
const crd = (group: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.${group} }
spec: { group: ${group}, names: { plural: things, kind: Thing }, versions: [{ name: v1, served: true }] }
`;

test("a chart is rendered again where another API is there, although no file of it has changed", () => {
  const release = { directory: "web", name: "web", values: [], isTemplated: true, includeCrds: true };
  const objects = (repository: Repository) => renderRelease(repository, release).objects.length;
  const before = repositoryOf({ ...CHART, "crd.yaml": crd("b.example.com") });
  const { files } = repositoryOf({ ...CHART, "crd.yaml": crd("a.example.com") });
  const bytes = (path: string) => before.bytes(path);
  const after = new Repository({ ...before, files }, { values: () => undefined, bytes });
  expect([objects(before), objects(after)]).toEqual([0, 1]);
});
