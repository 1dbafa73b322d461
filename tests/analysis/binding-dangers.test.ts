import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { resolveBindings } from "../../lib/analysis/access/bound-rules.js";
import { dangersOf } from "../../lib/analysis/binding-dangers.js";
import { repositoryOf } from "../builds/repository-of.js";
import { clusterBinding, roleBinding, roleOf, user } from "../rules/manifests.js";

/** What is dangerous of what a binding of a ClusterRole gives, and whether it does in the whole cluster. */
function dangers(binding: string, ...entries: string[]) {
  const role = roleOf(entries).replace(/^ {2}name: .*$/m, "  name: role");
  const analysis = new Analysis(repositoryOf({ "r.yaml": role, "b.yaml": binding }), {});
  const [resolved] = resolveBindings(analysis);
  if (!resolved) throw new Error("there is no binding");
  const { isWholeCluster, dangers } = dangersOf(analysis)(resolved);
  return [isWholeCluster, ...dangers.map(({ name, can }) => `${name}: ${can}`)];
}

const everywhere = clusterBinding("role", user("ada"));
const within = (namespace: string) => roleBinding("role", namespace, "ClusterRole", user("ada"));
const of = (resources: string, verbs: string, groups = '""') =>
  `apiGroups: [${groups}], resources: [${resources}], verbs: [${verbs}]`;

describe("what is dangerous of what a binding gives", () => {
  it.each<[string, string, string[], (string | boolean)[]]>([
    ["nothing", everywhere, [of("pods", "get")], [true]],
    ["everything", everywhere, [of("'*'", "'*'", "'*'")], [true, "undefined: do everything in the cluster"]],
    [
      "everything in a namespace",
      within("shop"),
      [of("'*'", "'*'", "'*'")],
      [false, "undefined: do everything in namespace 'shop'"],
    ],
    [
      "all Secrets",
      everywhere,
      [of("secrets", "list")],
      [true, "no-secret-read: read every Secret of the cluster"],
    ],
    [
      "those of a namespace",
      within("shop"),
      [of("secrets", "list")],
      [false, "no-secret-read: read every Secret of namespace 'shop'"],
    ],
    ["one Secret", everywhere, [`${of("secrets", "get")}, resourceNames: [a]`], [true]],
    ["what is in no namespace, in one", within("shop"), [of("nodes/proxy", "get")], [false]],
    ["workloads in a namespace", within("shop"), [of("pods", "create")], [false]],
    ["ConfigMaps elsewhere", within("shop"), [of("configmaps", "update")], [false]],
    [
      "ConfigMaps of kube-system",
      within("kube-system"),
      [of("configmaps", "update")],
      [
        false,
        "no-system-configmap-write: change ConfigMaps of kube-system, which decide how names resolve and who is who",
      ],
    ],
  ])("is told of %s", (_, binding, entries, expected) => {
    expect(dangers(binding, ...entries)).toEqual(expected);
  });

  it("is nothing where the role is not known", () => {
    const analysis = new Analysis(repositoryOf({ "b.yaml": roleBinding("gone") }), {});
    const [resolved] = resolveBindings(analysis);
    expect(resolved?.unknown).toBe("the repository does not have it");
    expect(resolved && dangersOf(analysis)(resolved).dangers).toEqual([]);
  });
});
