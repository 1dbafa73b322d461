import { describe, expect, it } from "vitest";
import { commandJudge } from "../../lib/cli/commands/lsp/judge.js";
import { LiveModel } from "../../lib/lsp/model/live-model.js";
import { temporary } from "../repository/temporary.js";
import { LAYOUTS } from "./layouts.js";

/** What is found in each layout, as `file:line rule`. */
async function found(files: Readonly<Record<string, string>>): Promise<string[]> {
  const judge = commandJudge();
  const live = new LiveModel(temporary(files), judge, new Map());
  const model = live.now;
  const messages = await judge.judge(judge.filesOf(model.repository), model);
  return [...messages].flatMap(([path, all]) => all.map(({ line, ruleId }) => `${path}:${line} ${ruleId}`));
}

const FOUND: Readonly<Record<string, readonly string[]>> = {
  plain: [
    "cluster/namespaces.yaml:4 gitops/require-default-deny",
    "cluster/namespaces.yaml:11 gitops/require-default-deny",
    "cluster/role.yaml:8 gitops/no-wildcard-verbs",
    "shop/missing.yaml:9 gitops/no-missing-role",
  ],
  kustomize: [
    "base/missing.yaml:8 gitops/no-missing-role",
    "cluster/role.yaml:8 gitops/no-wildcard-verbs",
    "overlays/production/namespace.yaml:4 gitops/require-default-deny",
    "overlays/production/wider.yaml:8 gitops/no-wildcard-verbs",
    "overlays/staging/namespace.yaml:4 gitops/require-default-deny",
  ],
  Flux: [
    "apps/base/missing.yaml:8 gitops/no-missing-role",
    "apps/production/namespace.yaml:4 gitops/require-default-deny",
    "apps/staging/namespace.yaml:4 gitops/require-default-deny",
    "infrastructure/access/role.yaml:8 gitops/no-wildcard-verbs",
  ],
  "Argo CD": [
    "access/namespaces.yaml:4 gitops/require-default-deny",
    "access/namespaces.yaml:11 gitops/require-default-deny",
    "access/role.yaml:8 gitops/no-wildcard-verbs",
    "base/missing.yaml:8 gitops/no-missing-role",
    "root.yaml:14 gitops/require-default-deny",
  ],
};

describe.each(Object.entries(LAYOUTS))("the layout %s", (name, files) => {
  it("has a binding whose role is missing, and little else to find", async () => {
    expect(await found(files)).toEqual(FOUND[name]);
  });
});
