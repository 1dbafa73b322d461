import { describe, expect, it } from "vitest";
import { resourceOfCrd } from "../../../lib/kubernetes/api/crds.js";
import { UNKNOWN } from "../../../lib/kubernetes/objects.js";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { repositoryOf } from "../../builds/repository-of.js";

const names = { plural: "widgets", kind: "Widget" };

describe("the resource of a CustomResourceDefinition", () => {
  it("has its names, scope, served versions and subresources", () => {
    const spec = {
      group: "example.org",
      scope: "Cluster",
      names: { ...names, singular: "wdgt", shortNames: ["wd", UNKNOWN] },
      versions: [
        { name: "v1", served: true, subresources: { status: {} } },
        { name: "v1alpha1", served: false, subresources: { scale: {} } },
      ],
    };
    expect(resourceOfCrd({ spec })).toMatchObject({
      group: "example.org",
      name: "widgets",
      kind: "Widget",
      singular: "wdgt",
      shortNames: ["wd"],
      namespaced: false,
      versions: { v1: {} },
      subresources: { status: { verbs: ["get", "update", "patch"] } },
    });
  });

  it("is namespaced, and named after its kind, where it does not say", () => {
    const resource = resourceOfCrd({
      spec: { group: "a", names, version: "v1", subresources: { scale: {} } },
    });
    expect(resource).toMatchObject({ namespaced: true, singular: "widget", versions: { v1: {} } });
    expect(Object.keys(resource?.subresources ?? {})).toEqual(["scale"]);
  });

  it.each([
    ["spec", {}],
    ["group", { spec: { names } }],
    ["names", { spec: { group: "a" } }],
    ["plural", { spec: { group: "a", names: { kind: "Widget" } } }],
    ["kind that is known", { spec: { group: "a", names: { ...names, kind: "${KIND}" } } }],
  ])("is not known without a %s", (_, crd) => {
    expect(resourceOfCrd(crd)).toBeUndefined();
  });
});

describe("the resources of a repository", () => {
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.org}
spec:
  group: example.org
  names: {plural: widgets, kind: Widget}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    schema:
      openAPIV3Schema: {type: object}
`;

  it("are those of Kubernetes and of its CustomResourceDefinitions", () => {
    const { apiResources } = new Analysis(repositoryOf({ "crds/widgets.yaml": crd }), {});
    expect(apiResources.knowledgeOf("example.org")).toBe("partial");
    expect(apiResources.nearest("example.org", "widget")?.name).toBe("widgets");
    expect(apiResources.find("", "pods")?.served).toBe(true);
  });

  it("are those of the version that the settings name", () => {
    const at = (kubernetesVersion?: string) =>
      new Analysis(repositoryOf({}), kubernetesVersion === undefined ? {} : { kubernetesVersion })
        .apiResources;
    expect(at("1.28").find("networking.k8s.io", "clustercidrs")).toBeDefined();
    expect(at("v1.34.2").find("networking.k8s.io", "clustercidrs")).toBeUndefined();
    expect(at().find("networking.k8s.io", "clustercidrs")).toBeDefined();
  });

  it("are applied by a kustomization under their own names", () => {
    const builds = new Analysis(
      repositoryOf({
        "kustomization.yaml": "namePrefix: a-\nnamespace: b\nresources: [crd.yaml]\n",
        "crd.yaml": crd,
      }),
      {},
    );
    const applied = builds.all.flatMap(({ objects }) => objects);
    expect(applied.map(({ kind, object }) => [kind, object.metadata])).toEqual([
      ["CustomResourceDefinition", { name: "widgets.example.org" }],
    ]);
  });
});
