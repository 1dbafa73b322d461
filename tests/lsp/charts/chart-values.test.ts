import { describe, expect, it } from "vitest";
import { hoverAt } from "../hover/hover-at.js";
import { definition, opened, references } from "../navigation/navigate.js";

const TEMPLATE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ .Values.rbac.name }}
  labels:
    tier: {{ .Values.tier | quote }}
    level: {{ .Values.global.level }}
    team: {{ .Values.team }}
rules:
  {{- range .Values.rbac.rules }}
  - {{ toYaml . }}
    replicas: {{ .Values.tier }}
  {{- end }}
`;
const release = (name: string, values: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ${name}
  namespace: shop
spec:
  chart:
    spec:
      chart: ./charts/web
      sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system }
  values:
${values}`;
const SYNC = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { url: "ssh://git@example.com/shop" }
`;
const CHART = {
  "charts/web/Chart.yaml":
    "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - { name: store, version: 1.0.0, alias: db }\n",
  "charts/web/values.yaml":
    "rbac:\n  name: web\n  rules: []\ntier: front\nglobal:\n  level: 1\ndb:\n  size: 2\n  password: hunter2\n",
  "charts/web/templates/role.yaml": TEMPLATE,
  "charts/web/charts/store/Chart.yaml": "apiVersion: v2\nname: store\nversion: 1.0.0\n",
  "charts/web/charts/store/values.yaml": "size: 1\n",
  "charts/web/charts/store/templates/a.yaml": "{{ .Values.size }} {{ .Values.global.level }}\n",
};
const FILES = {
  ...CHART,
  "apps/sync.yaml": SYNC,
  "apps/front.yaml": release("front", "    tier: edge\n    rbac: { rules: [{ verbs: [get] }] }\n"),
  "apps/back.yaml": release("back", "    rbac:\n      name: back\n    db: { size: 3 }\n    team: null\n"),
};
const ROLE = "charts/web/templates/role.yaml";
const STORE = "charts/web/charts/store/templates/a.yaml";

describe("a value that a template reads", () => {
  it("is defined in the values of the chart, and in those of releases", async () => {
    const one = await opened(FILES);
    const at = (path: string, marked: string) => definition(one, FILES, path, marked);
    expect(await at(ROLE, "rbac.na|me")).toEqual([
      "charts/web/values.yaml:2:3 name",
      "apps/back.yaml:13:7 name",
    ]);
    expect(await at(ROLE, ".rb|ac.name")).toEqual([
      "charts/web/values.yaml:1:1 rbac",
      "apps/back.yaml:12:5 rbac",
      "apps/front.yaml:13:5 rbac",
    ]);
    expect(await at(ROLE, ".Val|ues.tier | quote")).toEqual([
      "charts/web/values.yaml:4:1 tier",
      "apps/front.yaml:12:5 tier",
    ]);
    expect(await at(ROLE, "replicas: {{ .Values.ti|er")).toEqual([]);
    expect(await at(STORE, "si|ze")).toEqual([
      "charts/web/values.yaml:8:3 size",
      "charts/web/charts/store/values.yaml:1:1 size",
      "apps/back.yaml:14:11 size",
    ]);
    expect(await at(STORE, "lev|el")).toEqual(["charts/web/values.yaml:6:3 level"]);
  });

  it("is said with its value in each release", async () => {
    const at = (marked: string, files: typeof FILES | typeof CHART = FILES) => hoverAt(files, ROLE, marked);
    expect(await at("Values.ti|er | quote")).toBe(
      [
        "**Value `tier`** of chart `web`\n",
        "- HelmRelease `back` ([apps/back.yaml:4](apps/back.yaml#L4)): `front` ([charts/web/values.yaml:4](charts/web/values.yaml#L4))",
        "- HelmRelease `front` ([apps/front.yaml:4](apps/front.yaml#L4)): `edge` ([apps/front.yaml:12](apps/front.yaml#L12))",
      ].join("\n"),
    );
    expect(await at("Values.te|am")).toBe(
      [
        "**Value `team`** of chart `web`\n",
        "- HelmRelease `back` ([apps/back.yaml:4](apps/back.yaml#L4)): not set",
        "- HelmRelease `front` ([apps/front.yaml:4](apps/front.yaml#L4)): not set",
      ].join("\n"),
    );
    expect(await at("Values.rb|ac.name")).toContain("([apps/front.yaml:4](apps/front.yaml#L4)): a map");
    expect(await at("Values.rbac.ru|les")).toContain(
      "`front` ([apps/front.yaml:4](apps/front.yaml#L4)): a list of 1 item ([apps/front.yaml:13](apps/front.yaml#L13))",
    );
    expect(await at("Values.ti|er | quote", CHART)).toBe(
      "**Value `tier`** of chart `web`\n\nBy default `front` ([charts/web/values.yaml:4](charts/web/values.yaml#L4)). Nothing that is seen here installs the chart.",
    );
  });

  it("is not said where another chart reads it, or where templates change values", async () => {
    expect(await hoverAt(FILES, STORE, "si|ze")).toBeUndefined();
    const files = {
      ...FILES,
      "charts/web/templates/set.yaml": '{{ $_ := set .Values "tier" "x" }}{{ .Values.team }}',
    };
    expect(await hoverAt(files, ROLE, "Values.ti|er | quote")).toBeUndefined();
    expect(await hoverAt(FILES, ROLE, "replicas: {{ .Values.ti|er")).toBeUndefined();
  });

  it("is not said where it is not known, or may be secret", async () => {
    const files = {
      ...FILES,
      [ROLE]: "{{ .Values.password }} {{ .Values.tier }}",
      "apps/front.yaml": FILES["apps/front.yaml"]
        .replace("  values:", "  valuesFrom: [{ kind: Secret, name: x }]\n  values:")
        .replace("tier: edge", "password: hunter2"),
    };
    expect(await hoverAt(files, ROLE, "pass|word")).toContain("a text that may be secret");
    expect(await hoverAt(files, ROLE, "ti|er")).toContain("not known: what is in Secret 'x' is not known");
  });
});

describe("a key of values", () => {
  it("is read by templates, whole or in part", async () => {
    const one = await opened(FILES);
    const at = (path: string, marked: string) => references(one, FILES, [path, marked]);
    const values = "charts/web/values.yaml";
    expect(await at(values, "ti|er")).toEqual([`${ROLE}:6:14 .Values.tier`]);
    expect(await at(values, "rb|ac:")).toEqual([
      `${ROLE}:4:12 .Values.rbac.name`,
      `${ROLE}:10:13 .Values.rbac.rules`,
    ]);
    expect(await at(values, "si|ze")).toEqual([`${STORE}:1:4 .Values.size`]);
    expect(await at(values, "lev|el")).toEqual([
      `${ROLE}:7:15 .Values.global.level`,
      `${STORE}:1:23 .Values.global.level`,
    ]);
    expect(await at("apps/front.yaml", "ti|er")).toEqual([`${ROLE}:6:14 .Values.tier`]);
    expect(await at("charts/web/charts/store/values.yaml", "si|ze")).toEqual([`${STORE}:1:4 .Values.size`]);
    expect(await at("apps/front.yaml", "name: fro|nt")).toEqual([]);
    expect(await definition(one, FILES, "apps/front.yaml", "ti|er")).toEqual([
      "charts/web/values.yaml:4:1 tier",
    ]);
  });

  it("is one also in a file that is called after the values and that nothing here is seen to give", async () => {
    const [path, other] = ["charts/web/values-production.yaml", "charts/web/other.yaml"];
    const files = { ...FILES, [path]: "tier: edge\n", [other]: "tier: edge\n" };
    const one = await opened(files);
    expect(await references(one, files, [path, "ti|er"])).toEqual([`${ROLE}:6:14 .Values.tier`]);
    expect(await definition(one, files, path, "ti|er")).toEqual(["charts/web/values.yaml:4:1 tier"]);
    expect(await references(one, files, [other, "ti|er"])).toEqual([]);
  });

  it("is listed with where it is set, if that is asked for", async () => {
    const one = await opened(FILES);
    expect(await references(one, FILES, [ROLE, "Values.ti|er | quote"], true)).toEqual([
      "charts/web/values.yaml:4:1 tier",
      "apps/front.yaml:12:5 tier",
      `${ROLE}:6:14 .Values.tier`,
    ]);
  });
});

describe("what an Application gives a chart", () => {
  const files = {
    ...CHART,
    "charts/web/production.yaml": "tier: files\nrbac: { name: files }\n",
    "apps/web.yaml": `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  project: default
  destination: { server: "https://kubernetes.default.svc", namespace: shop }
  source:
    repoURL: https://git.example.com/shop.git
    path: charts/web
    helm:
      valueFiles: [production.yaml]
      values: |
        team: text
      parameters:
        - name: tier
          value: parameter
`,
  };

  it("is found in files, in a text and in parameters", async () => {
    const one = await opened(files);
    const at = (marked: string) => definition(one, files, ROLE, marked);
    expect(await at("Values.ti|er | quote")).toEqual([
      "charts/web/values.yaml:4:1 tier",
      "apps/web.yaml:16:18 parameter",
      "charts/web/production.yaml:1:1 tier",
    ]);
    expect(await at("Values.te|am")).toEqual(["apps/web.yaml:13:9 team"]);
    const said = async (marked: string) => (await hoverAt(files, ROLE, marked))?.split("\n").at(-1);
    expect(await said("Values.ti|er | quote")).toBe(
      "- Application `web` ([apps/web.yaml:3](apps/web.yaml#L3)): `parameter` ([apps/web.yaml:16](apps/web.yaml#L16))",
    );
    expect(await said("Values.te|am")).toBe(
      "- Application `web` ([apps/web.yaml:3](apps/web.yaml#L3)): `text` ([apps/web.yaml:13](apps/web.yaml#L13))",
    );
    expect(await said("rbac.na|me")).toBe(
      "- Application `web` ([apps/web.yaml:3](apps/web.yaml#L3)): `files` ([charts/web/production.yaml:2](charts/web/production.yaml#L2))",
    );
    expect(await references(one, files, ["charts/web/production.yaml", "ti|er"])).toEqual([
      `${ROLE}:6:14 .Values.tier`,
    ]);
  });
});
