import { describe, expect, it } from "vitest";
import { isOneOfNamespaces, namespaceList } from "../../../lib/kubernetes/argocd/source-namespaces.js";

describe("namespaceList", () => {
  it.each([
    ["shop", ["shop"]],
    [" shop, blog ,, ", ["shop", "blog"]],
    ["", []],
  ])("reads '%s'", (written, expected) => {
    expect(namespaceList(written)).toEqual(expected);
  });
});

/** As argo-cd: util/glob/list_test.go, Test_MatchList, in the mode regexp. */
describe("isOneOfNamespaces", () => {
  it.each([
    [["shop"], true],
    [["blog", "shop"], true],
    [["sh*"], true],
    [["*"], true],
    [["/^sho.$/"], true],
    [["/ho/"], true],
    [[], false],
    [["sho"], false],
    [["^sho.$"], false],
    [["/^hop$/"], false],
    [["/"], false],
    // What is not understood names nothing.
    [["/^((?!blog).)*$/"], false],
    [["/(/"], false],
    [["[z-a]"], false],
  ])("%j: %s", (patterns, expected) => {
    expect(isOneOfNamespaces(patterns, "shop")).toBe(expected);
  });
});
