import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { placeInSelector } from "../../../lib/analysis/network/selector-slips.js";
import { servedPods } from "../../../lib/analysis/network/served-pods.js";
import { isStale } from "../../../lib/analysis/network/stale-policies.js";
import { unmatchedPods } from "../../../lib/analysis/network/unmatched-pods.js";
import { requirements } from "../../../lib/kubernetes/labels/label-selector.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { policy } from "./world.js";

const pod = (name: string, labels: string, namespace = "shop") =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ${namespace}, labels: { ${labels} } }\nspec: { containers: [{ name: c }] }\n`;
const deployment = (name: string, own: string, labels: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: shop, labels: { ${own} } }\nspec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: c }] } } }\n`;

function worldOf(documents: readonly string[]) {
  const analysis = new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {});
  const [network] = networksOf(analysis);
  if (!network) throw new Error("there is no network");
  return { analysis, network };
}

/** A selector of requirements such as `app In a b`. */
const selectorOf = (...written: string[]) => ({
  matchExpressions: written.map((text) => {
    const [key = "", operator = "", ...values] = text.split(" ");
    return { key, operator, ...(values.length > 0 && { values }) };
  }),
});

describe("a selector that selects no pods", () => {
  const judge = (documents: readonly string[], selector: string[], namespaces = ["shop"]) => {
    const { analysis, network } = worldOf(documents);
    const found = unmatchedPods(analysis, network, namespaces, selectorOf(...selector));
    if (!found) return undefined;
    const { slip, elsewhere } = found;
    return [
      slip
        ? `${slip.type} ${slip.workload.name} ${slip.key}=${slip.value} for ${slip.requirement.key}`
        : "no slip",
      ...(slip ? [slip.isOnly ? "only" : "one of several"] : []),
      ...(elsewhere ? [`${elsewhere.words} in ${elsewhere.namespace}`] : []),
    ].join(", ");
  };
  const FRONT = pod("front", "app: frontend, tier: web-primary");

  it.each<[string, string[], string[], string | undefined, string[]?]>([
    ["selects some", [FRONT], ["app In frontend"], undefined],
    ["may select some", [pod("front", "app: '${APP}'")], ["app In frontend"], undefined],
    ["asks for no label", [FRONT], ["app NotIn frontend"], undefined],
    ["asks for what is filled in", [FRONT], ["app In ${APP}"], undefined],
    ["is near a value", [FRONT], ["app In fronted"], "value front app=frontend for app, only"],
    [
      "is near one of several values",
      [FRONT],
      ["app In none-such fronted"],
      "value front app=frontend for app, only",
    ],
    [
      "has the value under another key",
      [FRONT],
      ["name In frontend"],
      "key front app=frontend for name, only",
    ],
    [
      "has a part of a value",
      [FRONT, pod("w", "tier: web")],
      ["tier In primary", "app In frontend"],
      "related front tier=web-primary for tier, only",
    ],
    [
      "is near two of them",
      [FRONT, pod("other", "app: fronteds")],
      ["app In fronted"],
      "value front app=frontend for app, one of several",
    ],
    [
      "is near two that are alike",
      [FRONT, pod("other", "app: frontend")],
      ["app In fronted"],
      "value front app=frontend for app, only",
    ],
    [
      "is what a workload has, and its pods do not",
      [deployment("front", "app: worker-x", "role: worker")],
      ["app In worker-x"],
      "object front app=worker-x for app, only",
    ],
    [
      "is what a workload has rather than near what others have",
      [pod("near", "app: worker-z"), deployment("front", "app: worker-x", "role: worker")],
      ["app In worker-x"],
      "object front app=worker-x for app, only",
    ],
    [
      "is elsewhere",
      [FRONT, pod("back", "app: backend", "pay")],
      ["app In backend"],
      "no slip, Pod 'back' in pay",
    ],
    [
      "is in one of the namespaces",
      [FRONT, pod("back", "app: backend", "pay")],
      ["app In backend"],
      undefined,
      ["shop", "pay"],
    ],
    [
      "is the DNS of the cluster",
      [FRONT],
      ["k8s-app In kube-dns"],
      "no slip, The DNS of the cluster in kube-system",
    ],
    [
      "is the DNS of the cluster, where that is",
      [FRONT],
      ["k8s-app In kube-dns"],
      undefined,
      ["kube-system"],
    ],
    ["is in a namespace of which nothing is seen", [FRONT], ["app In frontend"], undefined, ["pay"]],
  ])("%s", (_, documents, selector, expected, namespaces) => {
    expect(judge(documents, selector, namespaces)).toBe(expected);
  });
});

describe("the place of a requirement", () => {
  const selector = {
    matchLabels: { app: "a" },
    matchExpressions: [
      { key: "tier", operator: "In", values: ["b"] },
      { key: "role", operator: "In", values: ["c", "d"] },
      { key: "x", operator: "Exists" },
    ],
  };
  const needed = requirements(selector) ?? [];
  const of = (key: string) => needed.find((one) => one.key === key);

  it.each<[string, (string | number)[]]>([
    ["app", ["matchLabels", "app"]],
    ["tier", ["matchExpressions", 0, "values", 0]],
    ["role", ["matchExpressions", 1]],
    ["x", ["matchExpressions", 2]],
    ["none", []],
  ])("%s is %j", (key, expected) => {
    expect(placeInSelector(selector, needed, of(key))).toEqual(expected);
  });

  it("is that of the only one, if none is named", () => {
    expect(
      placeInSelector(
        selector,
        [of("tier")].flatMap((one) => one ?? []),
      ),
    ).toEqual(["matchExpressions", 0, "values", 0]);
    const other = { key: "other", operator: "In", values: ["a"] } as const;
    expect(placeInSelector(selector, [other])).toEqual([]);
  });
});

describe("a Service for pods that nothing makes", () => {
  const service = (selector: string, namespace = "shop") =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: s, namespace: ${namespace} }\nspec: { selector: { ${selector} } }\n`;
  const served = (documents: string[], ...selector: string[]) => {
    const { network } = worldOf(documents);
    const nothing = { keys: [], values: [], choices: [], domains: [], own: [] };
    return servedPods(network, { namespace: "shop", selector: selectorOf(...selector), ...nothing });
  };
  const SAYS = "Service 's' sends to pods that nothing here makes";

  it.each<[string, string[], string[], string | undefined]>([
    ["that are wanted", [service("app: a")], ["app In a"], SAYS],
    ["of which a part is wanted", [service("app: a, tier: b")], ["app In a", "role In c"], SAYS],
    ["of another name", [service("app: b")], ["app In a"], undefined],
    ["of another namespace", [service("app: a", "pay")], ["app In a"], undefined],
    ["that are made", [service("app: a"), pod("x", "app: a")], ["app In a"], undefined],
    ["without anything wanted", [service("app: a")], [], undefined],
    ["with nothing in common", [service("app: a")], ["role NotIn b"], undefined],
  ])("%s", (_, documents, selector, expected) => {
    expect(served(documents, ...selector)).toBe(expected);
  });
});

describe("a policy for pods that are no more", () => {
  const judge = (
    documents: readonly string[],
    selector: string[],
    { namespace = "shop", isOnly = false } = {},
  ) => {
    const { analysis, network } = worldOf(documents);
    const [build] = network.builds;
    const [workload] = network.workloads;
    const [requirement] = requirements(selectorOf(...selector)) ?? [];
    if (!build) throw new Error("there is no build");
    const slip =
      workload && requirement && isOnly
        ? { type: "related" as const, workload, requirement, key: "", value: "", isOnly }
        : undefined;
    return isStale(analysis, network, {
      build,
      namespace,
      selector: selectorOf(...selector),
      pods: { namespaces: [namespace], needed: [], ...(slip && { slip }) },
    });
  };
  const FRONT = pod("front", "app: frontend");

  it.each<[string, string[], string[], Parameters<typeof judge>[2], boolean]>([
    ["is one", [FRONT], ["app In gone"], {}, true],
    ["is for what is named elsewhere", [FRONT, pod("x", "host: gone")], ["app In gone"], {}, false],
    ["is for a host that is named", [FRONT, pod("x", "host: 'gone.shop'")], ["app In gone"], {}, false],
    ["is for one of several that is named", [FRONT], ["app In gone frontend"], {}, false],
    ["is for a part of a name", [FRONT, pod("x", "host: gone")], ["app In gone"], { isOnly: true }, true],
    ["is in a namespace of others", [FRONT], ["app In gone"], { namespace: "pay" }, false],
    ["is in a namespace of the cluster", [FRONT], ["app In gone"], { namespace: "kube-system" }, false],
    ["is in a namespace that is filled in", [FRONT], ["app In gone"], { namespace: "${NS}" }, false],
    ...[
      "true",
      "False",
      "yes",
      "no",
      "enabled",
      "enable",
      "disabled",
      "allow",
      "allowed",
      "deny",
      "1",
      "0",
    ].map((value): [string, string[], string[], object, boolean] => [
      `asks for '${value}'`,
      [FRONT],
      [`needs-db In ${value}`],
      {},
      false,
    ]),
    ["asks for a label", [FRONT], ["needs-db Exists"], {}, false],
    ["asks for a label and a name", [FRONT], ["needs-db In true", "app In gone"], {}, true],
  ])("%s", (_, documents, selector, given, expected) => {
    expect(judge(documents, selector, given)).toBe(expected);
  });

  it("is one beside policies that select pods there by their labels", () => {
    const only = policy("p", "{ podSelector: { matchLabels: { app: other } } }", "pay");
    const other = pod("o1", "app: other", "pay");
    const files = { "a/a.yaml": FRONT, "b/b.yaml": `${other}---\n${only}` };
    const all = policy("p", "{ podSelector: {} }", "pay");
    const stale = (texts: Record<string, string>) => {
      const analysis = new Analysis(repositoryOf(texts), {});
      const [network] = networksOf(analysis);
      const build = network?.builds.find(({ directory }) => directory === "a");
      if (!network || !build) throw new Error("there is no build");
      const selector = selectorOf("app In gone");
      return isStale(analysis, network, {
        build,
        namespace: "pay",
        selector,
        pods: { namespaces: ["pay"], needed: [] },
      });
    };
    expect(stale(files)).toBe(true);
    expect(stale({ ...files, "b/b.yaml": `${other}---\n${all}` })).toBe(false);
  });
});
