import { describe, expect, it } from "vitest";
import { saysReadKind } from "../../lib/manifests/broken-document.js";

const API = "apiVersion: rbac.authorization.k8s.io/v1\n";

describe("a document that does not parse", () => {
  it.each<[meant: boolean, what: string, text: string]>([
    [true, "a kind that is read", "kind: Role"],
    [true, "one with a tag and an anchor", "kind: !!str &a\n  Role"],
    [true, "one with a tag that is longer than any", `kind: !${"a".repeat(200)} Role`],
    [true, "more tags than there can be", "kind: !a !b !c Role"],
    [true, "a key that is written with escapes", '"k\\u0069nd": Role'],
    [false, "another kind", "kind: &a Thing"],
    [false, "escapes in a value", 'a: "k\\u0069nd"'],
    [true, "an alias", "kind: *k"],
    [true, "a text of its own lines", "kind: >-\n  ClusterRole"],
    [true, "a text in escapes", 'kind: "Cluster\\x52ole"'],
    [true, "a line below a comment", "kind: # what\n  ClusterRole"],
    [true, "an alias for the key", "a: &k kind\n*k : Role"],
    [true, "a key over two lines", '? "ki\\\n  nd"\n: Role'],
    [true, "a definition in a text", "a: '\nkind: CustomResourceDefinition\n'\nkind: Role"],
    [true, "a definition, and a role after all", "kind: CustomResourceDefinition\nkind: Role"],
    [false, "a definition", "kind: CustomResourceDefinition # kind: Role\nspec: { names: { kind: Role } }"],
    [false, "escapes before a key", 'a: "\\u0069", "b": c'],
  ])("was meant to be read or not: %s for %s", (isMeant, _, text) => {
    expect(saysReadKind(`${API}${text}\nb: ]`)).toBe(isMeant);
  });

  it.each<[name: string, text: string, meant: boolean]>([
    ["tags that are keys", "kind: !".repeat(700_000), true],
    ["tags without an end", `kind: !${"kind:!".repeat(800_000)}`, true],
    ["escapes in quotes", `"${"\\x".repeat(2_500_000)}" a`, false],
    ["quotes", '"'.repeat(5_000_000), false],
  ])("is judged to the end with 5 MB of %s", (_, text, isMeant) => {
    expect(saysReadKind(`${API}${text}`)).toBe(isMeant);
  });
});
