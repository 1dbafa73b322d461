import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { mayBind } from "../../lib/analysis/hidden-parts.js";
import type { HiddenKind, HiddenPart } from "../../lib/builds/hidden-part.js";
import { userOf } from "../../lib/kubernetes/rbac/authorizer.js";
import { repositoryOf } from "../builds/repository-of.js";

const NOTHING: HiddenPart = { kind: "chart", reason: "", file: "a.yaml", names: [] };
const ADA = { kind: "User", name: "ada" };
const account = (name: string, namespace: string) => ({ kind: "ServiceAccount", name, namespace });

function may(
  part: Partial<HiddenPart>,
  subject: Parameters<typeof userOf>[0],
  texts: Record<string, string> = {},
) {
  const analysis = new Analysis(repositoryOf(texts), {});
  return mayBind(analysis, { ...NOTHING, ...part }, userOf(subject));
}

describe("mayBind", () => {
  it.each<[HiddenKind, boolean]>([
    ["remote", true],
    ["program", true],
    ["file", true],
    ["path", true],
    ["ambiguous", false],
    ["secrets", false],
    ["impossible", false],
    ["text", false],
    ["chart", false],
    ["operator", false],
  ])("of a part of kind %s that says nothing of somebody is %s", (kind, expected) => {
    expect(may({ kind }, ADA)).toBe(expected);
  });

  it.each<[readonly string[], Parameters<typeof userOf>[0], boolean]>([
    [["grafana"], account("grafana", "other"), true],
    [["grafana"], account("other", "grafana"), true],
    [["prometheus", "grafana"], account("grafana", "other"), true],
    [["grafana"], account("loki", "logs"), false],
    [["grafana"], { kind: "User", name: "grafana" }, true],
    [["grafana"], { kind: "User", name: "system:serviceaccount:logs:grafana" }, true],
    [["grafana"], ADA, false],
  ])("of a chart or an operator that goes by %j, for %j, is %s", (names, subject, expected) => {
    expect(may({ names }, subject)).toBe(expected);
    expect(may({ names, kind: "operator" }, subject)).toBe(expected);
    expect(may({ names, kind: "text" }, subject)).toBe(false);
  });

  it("is so if its values name somebody", () => {
    expect(may({ values: JSON.stringify({ admins: { name: "ada" } }) }, ADA)).toBe(true);
    expect(may({ values: JSON.stringify({ admins: { name: "adam" } }) }, ADA)).toBe(false);
  });
});
