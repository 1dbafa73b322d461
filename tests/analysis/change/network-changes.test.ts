import { describe, expect, it } from "vitest";
import type { AccessChange } from "../../../lib/analysis/change/access-change.js";
import { hasNoChange } from "../../../lib/analysis/change/access-change.js";
import { denyAll, manifest } from "../../rules/manifests.js";
import { pod, policy } from "../network/world.js";
import { changeOf, sidedText, unknownOf } from "./told.js";

const namespaces = ({ namespaces: all }: AccessChange) =>
  all.map(({ namespace, direction, before, after, through }) => {
    return [`${namespace} ${direction}: ${before} > ${after}`, ...through.map(sidedText)].join(" | ");
  });
const connections = ({ connections: all }: AccessChange) =>
  all.map(({ change, from, to, ports, through }) => {
    return [`${change} ${from} > ${to} on ${ports}`, ...through.map(sidedText)].join(" | ");
  });

const pods = (...names: string[]) => names.map((name) => pod(name)).join("---\n");
const NAMESPACE = manifest("Namespace", "a");
const PODS = { "pods.yaml": `${NAMESPACE}---\n${pods("web", "db", "job")}` };

describe("accessChange on the network", () => {
  it("finds a namespace that becomes isolated, and what closes", () => {
    const after = { ...PODS, "deny.yaml": denyAll("a") };
    const change = changeOf(PODS, after);
    expect(namespaces(change)).toEqual([
      "a ingress: open > denied | after NetworkPolicy a/deny deny.yaml:metadata.name",
    ]);
    expect(connections(change)).toEqual([
      "lost everything > every pod on all ports | after NetworkPolicy a/deny deny.yaml:metadata.name",
    ]);
    expect(namespaces(changeOf(after, PODS))).toEqual([
      "a ingress: denied > open | before NetworkPolicy a/deny deny.yaml:metadata.name",
    ]);
    expect(connections(changeOf(after, PODS))).toEqual([
      "gained everything > every pod on all ports | before NetworkPolicy a/deny deny.yaml:metadata.name",
    ]);
  });

  it("finds a connection that opens", () => {
    const denied = { ...PODS, "deny.yaml": denyAll("a") };
    const allow = policy(
      "allow",
      "{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 5432 }] }] }",
    );
    const change = changeOf(denied, { ...denied, "allow.yaml": allow });
    expect(namespaces(change)).toEqual([]);
    expect(connections(change)).toEqual([
      "gained a/web > a/db on TCP 5432 | after NetworkPolicy a/allow allow.yaml:metadata.name",
    ]);
  });

  it("says on which side each policy is that makes a difference", () => {
    const allow = (port: number, name: string) =>
      policy(
        name,
        `{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: ${port} }] }] }`,
      );
    const change = changeOf(
      { ...PODS, "p.yaml": allow(80, "one") },
      { ...PODS, "p.yaml": allow(443, "two") },
    );
    const [before, after] = [
      "before NetworkPolicy a/one p.yaml:metadata.name",
      "after NetworkPolicy a/two p.yaml:metadata.name",
    ];
    expect(connections(change).map((one) => one.split(" | ").slice(1))).toEqual([
      [after, before],
      [after, before],
    ]);
  });

  it("names a policy once that says something else", () => {
    const allow = (port: number) =>
      policy("allow", `{ podSelector: {}, ingress: [{ ports: [{ port: ${port} }] }] }`);
    const change = changeOf({ ...PODS, "allow.yaml": allow(1) }, { ...PODS, "allow.yaml": allow(2) });
    expect(connections(change)).toEqual([
      "gained everything > every pod on TCP 2 | after NetworkPolicy a/allow allow.yaml:metadata.name",
      "lost everything > every pod on TCP 1 | after NetworkPolicy a/allow allow.yaml:metadata.name",
    ]);
  });

  it("does not list the connections of what is new or gone", () => {
    const change = changeOf({ "pods.yaml": `${NAMESPACE}---\n${pods("web", "db")}` }, PODS);
    expect(hasNoChange(change)).toBe(true);
    const another = { ...PODS, "new.yaml": `${manifest("Namespace", "b")}---\n${pod("new", "b")}` };
    expect(namespaces(changeOf(PODS, another))).toEqual([
      "b ingress: absent > open",
      "b egress: absent > open",
    ]);
    expect(connections(changeOf(PODS, another))).toEqual([]);
    expect(namespaces(changeOf(another, PODS))).toEqual([
      "b ingress: open > absent",
      "b egress: open > absent",
    ]);
  });

  it("sees no change in a policy that moves, or is written in another way", () => {
    const [one, other] = [denyAll("a"), denyAll("a").replace("deny", "no-ingress")];
    expect(hasNoChange(changeOf({ ...PODS, "a.yaml": one }, { ...PODS, "b.yaml": one }))).toBe(true);
    expect(hasNoChange(changeOf({ ...PODS, "a.yaml": one }, { ...PODS, "a.yaml": other }))).toBe(true);
    const twice = { ...PODS, "a.yaml": one, "b.yaml": other };
    expect(hasNoChange(changeOf({ ...PODS, "a.yaml": one }, twice))).toBe(true);
  });

  it("does not say what is not known", () => {
    const unclear = policy("x", "{ podSelector: { matchLabels: { app: '${APP}' } }, ingress: [] }");
    const change = changeOf(PODS, { ...PODS, "x.yaml": unclear });
    expect(hasNoChange(change)).toBe(true);
    const maybe = policy("x", "{ podSelector: '${SELECTOR}', ingress: [] }");
    const unknown = changeOf(PODS, { ...PODS, "x.yaml": maybe });
    expect(hasNoChange(unknown)).toBe(true);
    expect(unknownOf(unknown)).toEqual([
      "after | whether namespace 'a' is isolated (ingress): NetworkPolicy a/x: whether it selects the pods",
    ]);
  });

  it("says of which policies it is not known what they change", () => {
    const elsewhere = policy("allow", "{ podSelector: { matchLabels: { app: away } }, ingress: [{}] }");
    const said = (side: string, why: string) => [`${side} | what NetworkPolicy a/allow changes: ${why}`];
    const nowhere = said("after", "no workload of this repository has pods that it selects");
    const withAllow = (text: string) => ({ ...PODS, "deny.yaml": denyAll("a"), "allow.yaml": text });
    const denied = { ...PODS, "deny.yaml": denyAll("a") };
    expect(unknownOf(changeOf(denied, withAllow(elsewhere)))).toEqual(nowhere);
    expect(unknownOf(changeOf(withAllow(elsewhere), denied))).toEqual([
      "before | what NetworkPolicy a/allow changes: no workload of this repository has pods that it selects",
    ]);
    const fromNobody = (more = "") =>
      policy(
        "allow",
        `{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: away } } }] }${more}] }`,
      );
    const change = changeOf(denied, withAllow(fromNobody()));
    expect(hasNoChange(change)).toBe(true);
    expect(unknownOf(change)).toEqual(
      said("after", "a rule of it speaks of pods or addresses of which this repository has none"),
    );
    expect(change.unknown[0]?.place).toEqual({ file: "allow.yaml", document: 0, path: ["metadata", "name"] });
    const more = ", { from: [{ podSelector: { matchLabels: { app: db } } }] }";
    expect(unknownOf(changeOf(withAllow(fromNobody()), withAllow(fromNobody(more))))).toEqual([]);
    const placeless = (spec: string) => ({
      "p.yaml": `${pod("db")}---\n${policy("allow", spec)}`.replaceAll(", namespace: a", ""),
    });
    expect(
      unknownOf(changeOf(placeless("{ podSelector: {} }"), placeless("{ podSelector: {}, ingress: [{}] }"))),
    ).toEqual([
      "after | what NetworkPolicy (chosen when '.' is applied)/allow changes: its namespace is chosen when it is applied",
    ]);
    const several = `${pod("db")}---\n${pod("db", "a", "").replace("8080", "81")}`;
    const twice = (text: string) => ({ "pods.yaml": `${NAMESPACE}---\n${several}`, "p.yaml": text });
    const open = policy("allow", "{ podSelector: { matchLabels: { app: db } }, ingress: [{}] }");
    const shut = policy("allow", "{ podSelector: { matchLabels: { app: db } }, ingress: [] }");
    expect(unknownOf(changeOf(twice(open), twice(shut)))).toEqual(
      said("after", "there are several workloads of one name whose pods it selects"),
    );
  });

  it("knows that a policy that is renamed or split changes nothing, whatever it speaks of", () => {
    const rule = (app: string) => `{ from: [{ podSelector: { matchLabels: { app: ${app} } } }] }`;
    const select = (app: string, rules: string[], name = "allow") =>
      policy(name, `{ podSelector: { matchLabels: { app: ${app} } }, ingress: [${rules.join(", ")}] }`);
    const of = (...texts: string[]) => ({ ...PODS, "allow.yaml": texts.join("---\n") });
    const one = select("db", [rule("x"), rule("y")]);
    for (const [before, after] of [
      [of(one), of(select("db", [rule("x"), rule("y")], "other"))],
      [of(one), of(select("db", [rule("y"), rule("x")]))],
      [of(one), of(select("db", [rule("x")], "x"), select("db", [rule("y")], "y"))],
      [of(select("away", [rule("x")])), of(select("away", [rule("x")], "other"))],
    ] as const) {
      expect(unknownOf(changeOf(before, after))).toEqual([]);
      expect(unknownOf(changeOf(after, before))).toEqual([]);
    }
  });

  it("does not say that a namespace that every cluster has is new or gone", () => {
    const daemon = (more = "") => ({ ...PODS, "tune.yaml": `${pod("tune", "kube-system")}${more}` });
    expect(hasNoChange(changeOf(PODS, daemon()))).toBe(true);
    expect(hasNoChange(changeOf(daemon(), PODS))).toBe(true);
    expect(namespaces(changeOf(PODS, daemon(`---\n${denyAll("kube-system")}`)))).toEqual([
      "kube-system ingress: open > denied | after NetworkPolicy kube-system/deny tune.yaml:metadata.name",
    ]);
  });

  it("tells what changes in a cluster once, though another one that is named by its URL may be the same", () => {
    const application = (name: string, destination: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  destination: { ${destination} }\n  source: { repoURL: "https://example.com/x.git", path: ${name} }\n`;
    const repository = (one: string, two = "") => ({
      "argocd/one.yaml": application("one", "name: one"),
      "argocd/two.yaml": application("two", 'server: "https://two"'),
      "one/all.yaml": `${NAMESPACE}---\n${pods("web", "db")}${one}`,
      "two/all.yaml": `${manifest("Namespace", "b")}---\n${pod("web", "b")}---\n${pod("db", "b")}${two}`,
    });
    const clustersOf = (change: AccessChange) =>
      [...change.namespaces, ...change.connections].map(({ cluster }) => cluster);
    const isNew = changeOf(repository(""), repository(`---\n${manifest("Namespace", "c")}`));
    expect(namespaces(isNew)).toEqual(["c ingress: absent > open", "c egress: absent > open"]);
    expect(clustersOf(isNew)).toEqual(["name:one", "name:one"]);
    const isDenied = changeOf(repository(""), repository("", `---\n${denyAll("b")}`));
    expect(namespaces(isDenied)).toEqual([
      "b ingress: open > denied | after NetworkPolicy b/deny two/all.yaml:metadata.name",
    ]);
    expect(new Set(clustersOf(isDenied))).toEqual(new Set(["server:https://two"]));
    expect(connections(isDenied)).toHaveLength(1);
  });
});
