import { describe, expect, it } from "vitest";
import { LOCK_FILE } from "../../lib/repository/sources/locked.js";
import { chartArchive } from "../helm/chart/archives.js";
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
const END = (ways: string) =>
  `They are in files that cannot be edited here: use ${ways}. '--vendored all' or the option 'list' lists them.`;
const OF_CHART = END("other values, a patch or another version");
const COUNTS = "has 3 findings: 2 no-wildcard-verbs and 1 no-wildcard-api-groups.";

const found = (files: Record<string, string | Uint8Array>, sources: TestSource[], options?: object) =>
  lint(RULE, { ...files, [LOCK_FILE]: fetchedOnDisk(...sources) }, { ...(options && { options }) });

describe(RULE, () => {
  it("sums up what rules find in a chart, at the release that installs it", async () => {
    expect(await found({ "release.yaml": MAILER_RELEASE }, [chart(WIDE)])).toEqual([
      ["release.yaml:7:14-7:20", `What chart mailer 1.4.0 brings here ${COUNTS} ${OF_CHART}`],
    ]);
  });

  it("lists each finding with its file and line if it is asked to", async () => {
    const verbs =
      "Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed.";
    const at = (line: number) => `In templates/role.yaml:${line} of chart mailer 1.4.0`;
    expect(await found({ "release.yaml": MAILER_RELEASE }, [chart(WIDE)], { list: true })).toEqual([
      ["release.yaml:7:14-7:20", `${at(7)}, no-wildcard-verbs finds this: ${verbs}`],
      ["release.yaml:7:14-7:20", expect.stringContaining(`${at(8)}, no-wildcard-api-groups finds this: `)],
      ["release.yaml:7:14-7:20", expect.stringContaining(`${at(10)}, no-wildcard-verbs finds this: `)],
    ]);
  });

  it("says the one finding that there is", async () => {
    const one = WIDE.replace(/ {2}- apiGroups: \['\*'\][^]*/, "");
    expect(await found({ "release.yaml": MAILER_RELEASE }, [chart(one)])).toEqual([
      [
        "release.yaml:7:14-7:20",
        "In templates/role.yaml:7 of chart mailer 1.4.0, no-wildcard-verbs finds this: Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed.",
      ],
    ]);
  });

  it("calls files of the chart as they are called in it", async () => {
    const one = WIDE.replace(/ {2}- apiGroups: \['\*'\][^]*/, "").replace(
      "['*']",
      "{{ toJson .Values.verbs }}",
    );
    const source = chart(one);
    const valued = { ...source, chart: { ...source.chart, "values.yaml": 'verbs: ["*"]\n' } };
    expect(await found({ "release.yaml": MAILER_RELEASE }, [valued])).toEqual([
      [
        "release.yaml:7:14-7:20",
        "In templates/role.yaml:7 of chart mailer 1.4.0, no-wildcard-verbs finds this: Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed. The value is in values.yaml:1.",
      ],
    ]);
  });

  it("names the rules with the most findings", async () => {
    const rule = (verbs: string, resources: string) =>
      `  - { apiGroups: [""], resources: [${resources}], verbs: [${verbs}] }\n`;
    const many = [
      WIDE,
      rule("create", "serviceaccounts/token"),
      rule("create", "pods/exec"),
      rule("get", "nodes/proxy"),
      rule("impersonate", "users"),
      rule("get", "secrets"),
    ];
    const [[, message] = []] = await found({ "release.yaml": MAILER_RELEASE }, [chart(many.join(""))]);
    expect(message).toContain(
      "has 8 findings: 2 no-wildcard-verbs, 1 no-impersonation, 1 no-node-proxy, 1 no-pod-exec, 1 no-secret-read and 2 of other rules.",
    );
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
        `What example.org/bases at v1 brings here ${COUNTS} ${END("a patch or another version")}`,
      ],
    ]);
    expect(await found(files, [base], { list: true })).toContainEqual([
      "kustomization.yaml:2:5-2:47",
      expect.stringContaining(
        "In base/role.yaml:7 of example.org/bases at v1, no-wildcard-verbs finds this: ",
      ),
    ]);
  });

  it("stands at the dependency of a chart that was fetched for it", async () => {
    const files = {
      "web/Chart.yaml":
        'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - name: mailer\n    version: 1.4.x\n    repository: "https://charts.example.org"\n',
    };
    expect(await found(files, [chart(WIDE)])).toEqual([
      ["web/Chart.yaml:5:11-5:17", `What chart mailer 1.4.0 brings here ${COUNTS} ${OF_CHART}`],
    ]);
  });

  it("says nothing of what is fine, and nothing where nothing was fetched", async () => {
    expect(await found({ "release.yaml": MAILER_RELEASE }, [chart(FINE)])).toEqual([]);
    expect(await found({ "release.yaml": MAILER_RELEASE }, [])).toEqual([]);
    expect(await lint(RULE, { "release.yaml": MAILER_RELEASE })).toEqual([]);
  });
});

describe(`${RULE} in an archive`, () => {
  const described = (name: string, ...dependencies: string[]) =>
    [
      `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
      ...(dependencies.length > 0 ? ["dependencies:\n"] : []),
      ...dependencies.map(
        (one) => `  - name: ${one}\n    version: ^1.0.0\n    repository: "https://charts.example.org"\n`,
      ),
    ].join("");
  const sub = chartArchive("sub", { "Chart.yaml": described("sub"), "templates/role.yaml": WIDE });
  const place = "web/Chart.yaml:5:11-5:14";
  const message = `What chart sub 1.0.0 brings here ${COUNTS} ${OF_CHART}`;

  it("stands at the dependency that it is, whatever the archive is called", async () => {
    for (const archive of ["sub-1.0.0.tgz", "other.tgz"]) {
      const files = { "web/Chart.yaml": described("web", "sub"), [`web/charts/${archive}`]: sub };
      expect(await lint(RULE, files)).toEqual([[place, message]]);
    }
  });

  it("stands at the name of the chart that does not name it", async () => {
    const files = { "web/Chart.yaml": described("web"), "web/charts/sub-1.0.0.tgz": sub };
    expect(await lint(RULE, files)).toEqual([["web/Chart.yaml:2:7-2:10", message]]);
  });

  it("counts what is in an archive in it", async () => {
    const outer = chartArchive("outer", {
      "Chart.yaml": described("outer", "sub"),
      "charts/sub-1.0.0.tgz": sub,
    });
    const files = { "web/Chart.yaml": described("web", "outer"), "web/charts/outer-1.0.0.tgz": outer };
    expect(await lint(RULE, files, { options: { list: true } })).toContainEqual([
      "web/Chart.yaml:5:11-5:16",
      expect.stringContaining(
        "In charts/sub-1.0.0.tgz/templates/role.yaml:7 of chart outer 1.0.0, no-wildcard-verbs finds this: ",
      ),
    ]);
  });

  it("counts what a template of the repository includes", async () => {
    const library = chartArchive("sub", {
      "Chart.yaml": `${described("sub")}type: library\n`,
      "templates/_role.tpl": `{{- define "sub.role" -}}\n${WIDE}{{- end }}\n`,
    });
    const files = {
      "web/Chart.yaml": described("web", "sub"),
      "web/templates/role.yaml": '{{ include "sub.role" . }}\n',
      "web/charts/sub-1.0.0.tgz": library,
    };
    expect(await lint(RULE, files)).toEqual([[place, message]]);
  });

  it("says nothing of a chart in a folder, in whose files the findings stand", async () => {
    const files = {
      "web/Chart.yaml": described("web", "sub"),
      "web/charts/sub/Chart.yaml": described("sub"),
      "web/charts/sub/templates/role.yaml": WIDE,
    };
    expect(await lint(RULE, files)).toEqual([]);
  });
});
