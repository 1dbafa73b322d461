import { describe, expect, it } from "vitest";
import { hasNoChange } from "../../../lib/analysis/change/access-change.js";
import { clusterBinding, group, manifest } from "../../rules/manifests.js";
import { changeOf, grantsOf } from "./told.js";

const role = (name: string, resources: string, verbs = "get") =>
  manifest(
    "ClusterRole",
    name,
    undefined,
    `rules:\n  - { apiGroups: [""], resources: [${resources}], verbs: [${verbs}] }\n`,
  );
const bound = (name: string, to = name) =>
  clusterBinding(to, group("admins")).replace(/name: \w+s\n/, `name: ${name}\n`);
const kustomization = (...resources: string[]) => `resources: [${resources.join(", ")}]\n`;

/** Two ways to apply one base, by what each of them adds to it. */
const overlays = (staging: string, production: string, below = "") => ({
  "base/kustomization.yaml": kustomization("rbac.yaml"),
  "base/rbac.yaml": `${role("admins", "pods")}---\n${bound("admins")}`,
  [`${below}staging/kustomization.yaml`]: kustomization(`${below && "../"}../base`, "more.yaml"),
  [`${below}staging/more.yaml`]: staging,
  [`${below}production/kustomization.yaml`]: kustomization(`${below && "../"}../base`, "more.yaml"),
  [`${below}production/more.yaml`]: production,
});
const NONE = manifest("Namespace", "shop", undefined, "");
const EXEC = `${role("exec", "pods/exec", "create")}---\n${bound("exec")}`;
const GAINED = "+ Group:admins | create pods/exec | where staging | no-pod-exec";

describe("what nothing is seen to apply, in several ways", () => {
  it("gains what another overlay has already", () => {
    expect(grantsOf(overlays(NONE, EXEC), overlays(EXEC, EXEC))).toEqual([GAINED]);
    expect(grantsOf(overlays(EXEC, EXEC), overlays(NONE, EXEC))).toEqual([
      "- Group:admins | create pods/exec | where staging | no-pod-exec",
    ]);
  });

  it("gains what another overlay loses", () => {
    expect(grantsOf(overlays(NONE, EXEC), overlays(EXEC, NONE))).toEqual([
      GAINED,
      "- Group:admins | create pods/exec | where production | no-pod-exec",
    ]);
  });

  it("says once what several overlays gain", () => {
    expect(grantsOf(overlays(NONE, NONE), overlays(EXEC, EXEC))).toEqual([
      "+ Group:admins | create pods/exec | where production,staging | no-pod-exec",
    ]);
  });

  it("is the same where its directory moves", () => {
    expect(hasNoChange(changeOf(overlays(NONE, EXEC), overlays(NONE, EXEC, "envs/")))).toBe(true);
    expect(grantsOf(overlays(NONE, EXEC), overlays(EXEC, EXEC, "envs/"))).toEqual([
      "+ Group:admins | create pods/exec | where envs/staging | no-pod-exec",
    ]);
    expect(grantsOf(overlays(EXEC, EXEC, "envs/"), overlays(EXEC, NONE))).toEqual([
      "- Group:admins | create pods/exec | where production | no-pod-exec",
    ]);
  });

  it("may move to what else is applied", () => {
    const apps = (first: string, second: string) => ({
      "a/kustomization.yaml": kustomization("own.yaml", "more.yaml"),
      "a/own.yaml": manifest("ServiceAccount", "a", "shop", ""),
      "a/more.yaml": first,
      "b/kustomization.yaml": kustomization("own.yaml", "more.yaml"),
      "b/own.yaml": manifest("ServiceAccount", "b", "shop", ""),
      "b/more.yaml": second,
    });
    const [one, other] = [
      manifest("ServiceAccount", "c", "shop", ""),
      manifest("ServiceAccount", "d", "shop", ""),
    ];
    expect(hasNoChange(changeOf(apps(EXEC, one), apps(other, EXEC)))).toBe(true);
    // Whoever applies both need not apply them to one cluster.
    expect(grantsOf(apps(EXEC, one), apps(EXEC, EXEC))).toEqual([
      "+ Group:admins | create pods/exec | where b | no-pod-exec",
    ]);
    const { "b/own.yaml": own, ...without } = apps(one, EXEC);
    const plain = { ...without, "b/kustomization.yaml": kustomization("more.yaml"), "b/more.yaml": own };
    expect(hasNoChange(changeOf(apps(one, EXEC), { ...plain, "rbac/exec.yaml": EXEC }))).toBe(true);
    const joined = { ...apps(EXEC, one), "all/kustomization.yaml": kustomization("../a", "../b") };
    expect(hasNoChange(changeOf(apps(EXEC, one), joined))).toBe(true);
    expect(hasNoChange(changeOf(joined, apps(EXEC, one)))).toBe(true);
  });

  it("may move into a base that it shares with others", () => {
    const after = {
      ...overlays(NONE, NONE),
      "base/kustomization.yaml": kustomization("rbac.yaml", "exec.yaml"),
      "base/exec.yaml": EXEC,
      "staging/kustomization.yaml": kustomization("../base"),
      "production/kustomization.yaml": kustomization("../base"),
    };
    expect(hasNoChange(changeOf(overlays(EXEC, EXEC), after))).toBe(true);
    expect(grantsOf(overlays(EXEC, NONE), after)).toEqual([
      "+ Group:admins | create pods/exec | where production | no-pod-exec",
    ]);
  });

  it("is not named where there is one alone", () => {
    const alone = (more: string) => ({
      "live/kustomization.yaml": kustomization("more.yaml"),
      "live/more.yaml": more,
    });
    expect(grantsOf(alone(NONE), alone(EXEC))).toEqual(["+ Group:admins | create pods/exec | no-pod-exec"]);
  });
});
