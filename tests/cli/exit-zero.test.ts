import { describe, expect, it } from "vitest";
import { repository } from "../rules/lint.js";
import { clusterBinding, user } from "../rules/manifests.js";
import { run } from "./run.js";

const FILES = { ".gitops-lint.yaml": "", "a.yaml": clusterBinding("cluster-admin", user("ada")) };
const WARN = ["--preset", "none", "--rule", "no-cluster-admin-binding: warn", "--max-warnings", "0"];

describe("--exit-zero", () => {
  it("exits with 0 for findings, which are printed as before", async () => {
    const root = repository(FILES);
    const before = await run(root, root);
    expect(before.code).toBe(1);
    expect(await run(root, root, "--exit-zero")).toEqual({ ...before, code: 0 });
  });

  it("exits with 0 for more warnings than are allowed, which it says", async () => {
    const root = repository(FILES);
    const before = await run(root, root, ...WARN);
    expect(before).toMatchObject({
      code: 1,
      err: "gitops-lint: 1 warning is more than the 0 allowed.",
    });
    expect(await run(root, root, ...WARN, "--exit-zero")).toEqual({ ...before, code: 0 });
  });

  it("exits with 2 if the run fails", async () => {
    expect(await run("/nowhere", "/nowhere", "--exit-zero")).toMatchObject({ code: 2 });
    const root = repository({ ...FILES, ".gitops-lint.yaml": "rules: 1\n" });
    expect(await run(root, root, "--exit-zero")).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: .gitops-lint.yaml:1:8: 'rules' must be a map.",
    });
  });
});
