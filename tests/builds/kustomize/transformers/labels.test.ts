import { describe, expect, test } from "vitest";
import { applied, first, text } from "../applied.js";

const selectors =
  "{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}, namespaceSelector: {matchLabels: {a: b}}}]}], egress: [{to: [{podSelector: {matchLabels: {}}}]}]}";
const deployment =
  "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {metadata: {labels: {app: web}}}}}\n";

describe("labels", () => {
  test("commonLabels reach the selectors of a NetworkPolicy where matchLabels is written", () => {
    const built = applied("commonLabels: {team: one}\n", text.policy("name: a", selectors));
    const policy = first(built, "NetworkPolicy");
    expect(policy.metadata?.labels).toEqual({ team: "one" });
    expect(policy.spec).toEqual({
      podSelector: {},
      ingress: [
        {
          from: [
            {
              podSelector: { matchLabels: { app: "web", team: "one" } },
              namespaceSelector: { matchLabels: { a: "b" } },
            },
          ],
        },
      ],
      egress: [{ to: [{ podSelector: { matchLabels: { team: "one" } } }] }],
    });
  });

  test("an empty matchLabels no longer selects every pod", () => {
    const built = applied(
      "labels: [{pairs: {a: b}, includeSelectors: true}]\n",
      text.policy("name: a", "{podSelector: {matchLabels: {}}}"),
    );
    expect(first(built, "NetworkPolicy").spec).toEqual({ podSelector: { matchLabels: { a: "b" } } });
  });

  test.each([
    ["labels alone", "labels: [{pairs: {a: b}}]", { app: "web" }],
    ["with templates", "labels: [{pairs: {a: b}, includeTemplates: true}]", { app: "web", a: "b" }],
    ["with selectors", "labels: [{pairs: {a: b}, includeSelectors: true}]", { app: "web", a: "b" }],
    [
      "with own fields",
      "labels: [{pairs: {a: b}, fields: [{path: spec/template/metadata/labels, kind: Deployment}]}]",
      { app: "web", a: "b" },
    ],
    ["commonLabels", "commonLabels: {a: b}", { app: "web", a: "b" }],
  ])("reach pod templates: %s", (_, kustomization, expected) => {
    const built = applied(`${kustomization}\n`, deployment);
    const { metadata, spec } = first(built, "Deployment");
    expect(metadata?.labels).toEqual({ a: "b" });
    expect(spec).toEqual({ template: { metadata: { labels: expected } } });
  });

  test("Namespaces get them, and commonAnnotations work alike", () => {
    const built = applied("commonLabels: {a: b}\ncommonAnnotations: {c: d}\n", text.namespace("x"));
    expect(first(built, "Namespace").metadata).toEqual({
      name: "x",
      labels: { a: "b" },
      annotations: { c: "d" },
    });
  });

  test.each(["commonLabels: [1]", "commonLabels: {a: 1}", "labels: x", "labels: [1, {pairs: 2}]"])(
    "ignores %s",
    (kustomization) => {
      const built = applied(`${kustomization}\n`, text.namespace("x"));
      expect(first(built, "Namespace").metadata).toEqual({ name: "x" });
    },
  );
});
