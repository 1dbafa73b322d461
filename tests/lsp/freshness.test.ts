import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { commandJudge } from "../../lib/cli/commands/lsp/judge.js";
import { Freshness } from "../../lib/lsp/model/freshness.js";
import { Workspace } from "../../lib/lsp/model/workspace.js";
import { LOCK_FILE } from "../../lib/repository/sources/locked.js";
import { fetchedOnDisk } from "../repository/sources/fetched-on-disk.js";
import { MAILER_RELEASE } from "../repository/sources/mailer-release.js";
import { put, temporary } from "../repository/temporary.js";
import { KUSTOMIZE } from "./layouts.js";

/** A second and a bit: longer than the pause between two looks while the editor is in use. */
const SOON = 1200;

/** A binding to a role of which the repository itself knows nothing. */
const roleBinding = (role: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: own, namespace: mail }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${role} }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: jane }]
`;

describe("a client that watches no files", () => {
  let changes: number;
  let root: string;
  let workspace: Workspace;
  let freshness: Freshness;
  const judge = commandJudge();

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
    changes = 0;
    root = temporary(KUSTOMIZE);
    workspace = new Workspace(judge);
    workspace.folders = [root];
    void workspace.liveAt(root).now;
    freshness = new Freshness(workspace, {
      onChange: () => changes++,
      onError: (error) => {
        throw error;
      },
    });
    // It registers nothing where the client cannot watch.
    freshness.start({} as never, false);
  });

  afterEach(() => {
    freshness.end();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  /** Lets time pass, with the looks at the disk in it. */
  function pass(milliseconds: number): void {
    vi.advanceTimersByTime(milliseconds);
  }

  /** How many findings a file has now. */
  async function count(path: string): Promise<number> {
    const found = await judge.judge([path], workspace.liveAt(root).now);
    return found.get(path)?.length ?? 0;
  }

  it("sees files and directories that come, change and go", async () => {
    expect(await count("base/missing.yaml")).toBe(1);
    put(root, "base/role.yaml", (KUSTOMIZE["base/role.yaml"] ?? "").replace("pod-reader", "pod-raeder"));
    pass(SOON);
    expect(changes).toBeGreaterThan(0);
    expect(await count("base/missing.yaml")).toBe(0);
    rmSync(join(root, "base/role.yaml"));
    pass(SOON);
    // A kustomization now names a file that is not there, and which could hold whatever is sought.
    expect(await count("base/missing.yaml")).toBe(0);
    expect(workspace.liveAt(root).now.repository.has("base/role.yaml")).toBe(false);
    rmSync(join(root, "overlays"), { recursive: true });
    pass(SOON);
    expect(workspace.liveAt(root).now.repository.files.has("overlays/staging/kustomization.yaml")).toBe(
      false,
    );
  });

  it("sees that the configuration, and what git ignores, have changed", async () => {
    put(root, ".gitops-lint.yaml", "rules: { no-missing-role: off }\n");
    pass(SOON);
    expect(await count("base/missing.yaml")).toBe(0);
    rmSync(join(root, ".gitops-lint.yaml"));
    pass(SOON);
    expect(await count("base/missing.yaml")).toBe(1);
    put(root, ".gitignore", "cluster/\n");
    pass(SOON);
    expect(workspace.liveAt(root).now.repository.has("overlays/staging/namespace.yaml")).toBe(true);
    expect(changes).toBeGreaterThanOrEqual(3);
  });

  it("tells of nothing when nothing has changed", () => {
    // What was written a moment ago is read once more: a later change would have the same time.
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
    vi.advanceTimersByTime(60_000);
    const before = changes;
    vi.advanceTimersByTime(60_000);
    expect(changes).toBe(before);
  });

  it("looks less often when the editor is not in use", () => {
    const look = vi.spyOn(workspace, "lookAtRoots");
    pass(10_000);
    const inUse = look.mock.calls.length;
    pass(10_000);
    look.mockClear();
    pass(10_000);
    const idle = look.mock.calls.length;
    expect(inUse).toBeGreaterThan(5);
    expect(idle).toBeLessThan(5);
    freshness.use();
    look.mockClear();
    pass(100);
    expect(look.mock.calls.length).toBeGreaterThan(0);
  });

  it("spreads a look that takes long, so that it has a small part of any time", () => {
    const [steps, cost] = [200, 2];
    const slow = slowLook(steps, cost);
    pass(2000);
    const done = slow.done();
    expect(done).toBeGreaterThan(20);
    // A twentieth of the time, and what one part of it may take longer.
    expect(done).toBeLessThan(2000 / 20 / cost + 5);
    pass(10_000);
    expect(slow.done()).toBeGreaterThanOrEqual(steps);
  });

  it("looks at everything at once when the editor is in use again", () => {
    pass(20_000);
    const slow = slowLook(200, 2);
    freshness.use();
    expect(slow.done()).toBe(0);
    pass(100);
    expect(slow.done()).toBe(200);
  });

  /** Makes each step of a look take some time, without timers that come due meanwhile, and counts them. */
  function slowLook(steps: number, cost: number): { done: () => number } {
    // eslint-disable-next-line no-restricted-properties -- it is a fake clock
    const now = performance.now.bind(performance);
    let done = 0;
    vi.spyOn(performance, "now").mockImplementation(() => now() + done * cost);
    vi.spyOn(workspace.liveAt(root), "lookAgain").mockImplementation(function* () {
      for (let step = 0; step < steps; step++) {
        done++;
        yield;
      }
    });
    return { done: () => done };
  }

  it("sees that what the lock names was fetched", async () => {
    const lock = fetchedOnDisk({
      request: { type: "helm", repository: "https://charts.example.org", chart: "mailer", version: "1.4.x" },
      name: "chart mailer 1.4.0",
      chart: { "Chart.yaml": "apiVersion: v2\nname: mailer\nversion: 1.4.0\n" },
    });
    const [filled, store] = [process.env.GITOPS_LINT_STORE ?? "", temporary()];
    vi.stubEnv("GITOPS_LINT_STORE", store);
    put(root, "mail/release.yaml", MAILER_RELEASE);
    put(root, "mail/binding.yaml", roleBinding("mailer"));
    put(root, LOCK_FILE, lock);
    pass(SOON);
    // The chart could hold it, as far as anybody knows.
    expect(await count("mail/binding.yaml")).toBe(0);
    const before = changes;
    cpSync(filled, store, { recursive: true });
    pass(SOON);
    expect(changes).toBeGreaterThan(before);
    expect(await count("mail/binding.yaml")).toBe(1);
  });

  it("has files that are open count as they are in the editor", async () => {
    workspace.show(join(root, "base/role.yaml"), KUSTOMIZE["base/role.yaml"] ?? "");
    put(root, "base/role.yaml", (KUSTOMIZE["base/role.yaml"] ?? "").replace("pod-reader", "pod-raeder"));
    pass(SOON);
    expect(await count("base/missing.yaml")).toBe(1);
    workspace.close(join(root, "base/role.yaml"));
    expect(await count("base/missing.yaml")).toBe(0);
  });
});
