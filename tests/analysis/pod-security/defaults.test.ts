import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { podSecurityDefaults } from "../../../lib/analysis/pod-security/defaults.js";
import { repositoryOf } from "../../builds/repository-of.js";

function defaults(files: Record<string, string>) {
  const { levels, exempt } = podSecurityDefaults(new Analysis(repositoryOf(files), {}));
  return [...levels, ...[...exempt].map((name) => `not ${name}`)];
}

const configuration = (rest: string) =>
  `apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n${rest}`;
const K3S = "kube-apiserver-arg: [a=b]\n";

describe("podSecurityDefaults", () => {
  it.each<[string, Record<string, string>, string[]]>([
    ["nothing", {}, []],
    ["a level", { "a.yaml": configuration("defaults: { enforce: restricted }\n") }, ["restricted"]],
    ["another level", { "a.yaml": configuration("defaults: { enforce: baseline }\n") }, ["baseline"]],
    ["no level", { "a.yaml": configuration("defaults: { warn: baseline }\n") }, ["privileged"]],
    ["an empty level", { "a.yaml": configuration('defaults: { enforce: "" }\n') }, ["privileged"]],
    ["null", { "a.yaml": configuration("defaults: { enforce: null }\n") }, ["privileged"]],
    [
      "a level that is filled in",
      { "a.yaml": configuration("defaults: { enforce: '${L}' }\n") },
      ["unknown"],
    ],
    ["no level that there is", { "a.yaml": configuration("defaults: { enforce: strict }\n") }, ["unknown"]],
    ["no text", { "a.yaml": configuration("defaults: { enforce: 1 }\n") }, ["unknown"]],
    [
      "two clusters",
      {
        "a.yaml": configuration(
          "defaults: { enforce: restricted }\nexemptions: { namespaces: [kube-system] }\n",
        ),
        "b.yaml": configuration("defaults: { enforce: baseline }\nexemptions: { namespaces: [x, 1] }\n"),
      },
      ["restricted", "baseline", "not kube-system", "not x", "not 1"],
    ],
    ["RKE2 by a profile", { "config.yaml": `${K3S}profile: cis-1.23\n` }, ["restricted"]],
    ["RKE2 by another profile", { "config.yaml": `${K3S}profile: etcd\n` }, []],
    ["k3s", { "config.yaml": K3S }, []],
    ["Talos", { "a.yaml": "version: v1alpha1\nmachine: { type: worker }\n" }, ["baseline"]],
    ["a directory of Talos", { "talos/patches/a.yaml": "x: 1\n" }, ["baseline"]],
    ["talhelper", { "cluster/talconfig.yaml": "x: 1\n" }, ["baseline"]],
    ["what is only called alike", { "my-talos.md.yaml": "x: 1\n", "metalconfig.yaml": "x: 1\n" }, []],
  ])("with %s", (_, files, expected) => {
    expect(defaults(files)).toEqual(expected);
  });
});
