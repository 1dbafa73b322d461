import { describe, expect, it } from "vitest";
import { LOCK_FILE } from "../../lib/repository/sources/locked.js";
import { fetchedOnDisk } from "../repository/sources/fetched-on-disk.js";
import { MAILER_RELEASE } from "../repository/sources/mailer-release.js";
import type { TestSource } from "../repository/sources/memory-store.js";
import { lint } from "./lint.js";

const RULE = "no-unsafe-source";
const WIDE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: wide }
rules:
  - apiGroups: ['']
    resources: [pods]
    verbs: ['*']
  - apiGroups: ['*']
    resources: [pods]
    verbs: ['*']
`;
const FINE = `apiVersion: v1
kind: ServiceAccount
metadata: { name: fine, namespace: mail }
`;
const chart = (template: string): TestSource => ({
  request: { type: "helm", repository: "https://charts.example.org", chart: "mailer", version: "1.4.x" },
  ...{ name: "chart mailer 1.4.0", version: "1.4.0" },
  chart: {
    "Chart.yaml": "apiVersion: v2\nname: mailer\nversion: 1.4.0\n",
    "templates/role.yaml": template,
  },
});
const END =
  "They are in files of another repository: change its values, patch what it brings, choose another version, or accept them here.";

const found = (files: Record<string, string>, sources: TestSource[], options?: object) =>
  lint(RULE, { ...files, [LOCK_FILE]: fetchedOnDisk(...sources) }, { ...(options && { options }) });

describe(RULE, () => {
  it("sums up what rules find in a chart, at the release that installs it", async () => {
    expect(await found({ "release.yaml": MAILER_RELEASE }, [chart(WIDE)])).toEqual([
      [
        "release.yaml:7:14-7:20",
        `The chart mailer 1.4.0 that is applied here brings 3 findings: 2 no-wildcard-verbs and 1 no-wildcard-api-groups. ${END}`,
      ],
    ]);
  });

  it("names each finding if it is asked to", async () => {
    expect(await found({ "release.yaml": MAILER_RELEASE }, [chart(WIDE)], { list: true })).toMatchObject([
      [
        "release.yaml:7:14-7:20",
        expect.stringContaining("no-wildcard-verbs in templates/role.yaml of chart mailer 1.4.0"),
      ],
    ]);
  });

  it("stands at the entry of a kustomization", async () => {
    const base: TestSource = {
      request: { type: "git", url: "https://example.org/bases.git", ref: "v1" },
      name: "example.org/bases at v1",
      tree: { "base/kustomization.yaml": "resources: [role.yaml]\n", "base/role.yaml": WIDE },
    };
    const files = { "kustomization.yaml": "resources:\n  - https://example.org/bases.git//base?ref=v1\n" };
    expect(await found(files, [base])).toEqual([
      [
        "kustomization.yaml:2:5-2:47",
        `The example.org/bases at v1 that is applied here brings 3 findings: 2 no-wildcard-verbs and 1 no-wildcard-api-groups. ${END}`,
      ],
    ]);
  });

  it("says nothing of what is fine, and nothing where nothing was fetched", async () => {
    expect(await found({ "release.yaml": MAILER_RELEASE }, [chart(FINE)])).toEqual([]);
    expect(await found({ "release.yaml": MAILER_RELEASE }, [])).toEqual([]);
    expect(await lint(RULE, { "release.yaml": MAILER_RELEASE })).toEqual([]);
  });
});
