import { describe, expect, it } from "vitest";
import { namesOfPackage, OLM_PACKAGES } from "../../lib/kubernetes/data/olm-packages.js";
import { lint } from "../rules/lint.js";
import { clusterBinding } from "../rules/manifests.js";

const subscription = (name: string) =>
  `apiVersion: operators.coreos.com/v1alpha1\nkind: Subscription\nmetadata: { name: sub, namespace: operators }\nspec: { name: ${name} }\n`;
const helmChart = (spec: string, kind = "HelmChart") =>
  `apiVersion: helm.cattle.io/v1\nkind: ${kind}\nmetadata: { name: edge, namespace: kube-system }\nspec: { ${spec} }\n`;

/** Whether a binding to a ClusterRole is reported next to something that installs more than is here. */
async function isMissing(role: string, installer: string): Promise<boolean> {
  const files = { "binding.yaml": clusterBinding(role), "installer.yaml": installer };
  return (await lint("no-missing-role", files)).length > 0;
}

describe("what is installed from elsewhere", () => {
  it.each<[string, string, string, boolean]>([
    ["an OLM package, under its own name", subscription("strimzi-kafka-operator"), "strimzi-topic", false],
    ["an OLM package, under the name of its parts", subscription("amq-streams"), "strimzi-topic", false],
    ["an OLM package that another one brings", subscription("odf-operator"), "rook-ceph-global", false],
    ["a chart of k3s, under the name of the release", helmChart("chart: traefik"), "edge-viewer", false],
    ["a chart of k3s, under the name of the chart", helmChart("chart: traefik"), "traefik-viewer", false],
    [
      "a chart of k3s, under the name in its repository",
      helmChart("chart: oci://registry.example.com/charts/traefik"),
      "traefik-viewer",
      false,
    ],
    [
      "a chart of k3s, under a name in its values",
      helmChart('valuesContent: "fullnameOverride: gateway"'),
      "gateway-viewer",
      false,
    ],
    [
      "a chart of k3s, under a name in what is added to its values",
      helmChart('valuesContent: "serviceAccount: { name: gateway }"', "HelmChartConfig"),
      "gateway-viewer",
      false,
    ],
    ["an OLM package of something else", subscription("amq-streams"), "knative-viewer", true],
    ["an OLM package that is not known", subscription("constructor"), "strimzi-topic", true],
    ["a chart of k3s of something else", helmChart("chart: traefik"), "payment-viewer", true],
  ])("may bring a role: %s", async (_, installer, role, expected) => {
    expect(await isMissing(role, installer)).toBe(expected);
  });
});

describe("the table of OLM packages", () => {
  it("says of each package what its own name does not", () => {
    for (const [name, others] of Object.entries(OLM_PACKAGES)) {
      expect(namesOfPackage(name)).toEqual([name, ...others]);
      expect(others.length).toBeGreaterThan(0);
      expect([...others].sort()).toEqual(others);
      expect(others.filter((other) => name.split("-").includes(other))).toEqual([]);
    }
  });
});
