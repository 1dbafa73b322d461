import { describe, expect, it } from "vitest";
import { entryRole } from "./entries.js";
import { lint } from "./lint.js";

const RULE = "effective-resource-names";
const named = (resources: string, verbs: string, names = "a, b") =>
  entryRole('""', resources, verbs, `, resourceNames: [${names}]`);

describe("effective-resource-names", () => {
  it("finds a star, which is no pattern here", async () => {
    expect(await lint(RULE, { "a.yaml": named("configmaps", "get", "app-*, b") })).toEqual([
      [
        "a.yaml:6:78-6:83",
        "Name 'app-*' is not a pattern in resourceNames, so this allows only an object of exactly that name. List the names that are needed.",
      ],
    ]);
  });

  it("finds the deletion of many", async () => {
    expect(await lint(RULE, { "a.yaml": named("pods", "get, deletecollection") })).toEqual([
      [
        "a.yaml:6:55-6:71",
        "Verb 'deletecollection' is never allowed together with resourceNames, since a request for many objects names none. Use 'delete' for 'a' and 'b', or remove the verb.",
      ],
    ]);
  });

  it("finds the creation of whole objects, as for the lock of a leader election", async () => {
    expect(await lint(RULE, { "a.yaml": named("configmaps", "get, create, update", "lock") })).toEqual([
      [
        "a.yaml:6:61-6:67",
        "Verb 'create' on 'configmaps' together with resourceNames is refused, since a create request names no object; only requests that carry the name, such as server-side apply of 'lock', pass. Remove the verb, or allow 'create' in an entry of its own if the name does not matter.",
      ],
    ]);
  });

  it("finds what another entry allows only with names, too", async () => {
    const other = `  - { apiGroups: [""], resources: [configmaps], verbs: [create], resourceNames: [x] }\n`;
    const findings = await lint(RULE, { "a.yaml": named("configmaps", "create") + other });
    expect(findings.map(([place]) => place)).toEqual(["a.yaml:6:56-6:62", "a.yaml:7:57-7:63"]);
  });

  it("finds lists in the strict preset", async () => {
    const files = { "a.yaml": named("secrets", "get, list, watch") };
    const message = (verb: string) =>
      `Verb '${verb}' together with resourceNames passes only where the request has the field selector 'metadata.name=a'. Use 'get', or remove the verb.`;
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, files, { options: { strict: true } })).toEqual([
      ["a.yaml:6:58-6:62", message("list")],
      ["a.yaml:6:64-6:69", message("watch")],
    ]);
  });

  it.each([
    ["subresources, which are created below an object", named("pods/exec, serviceaccounts/token", "create")],
    ["a subresource beside a resource", named("pods, pods/exec", "create")],
    ["everything", named("'*'", "create")],
    ["every verb", named("configmaps", "'*'")],
    [
      "what another entry allows without names",
      `${named("configmaps", "get, create, list, deletecollection")}  - { apiGroups: ["", apps], resources: ["*"], verbs: [create, list, deletecollection] }\n`,
    ],
    // As in a LokiStack: its gateway asks for `create` of `application` with the name `logs`.
    [
      "what a program of its own asks about, with a name",
      entryRole("loki.grafana.com", "application", "create", ", resourceNames: [logs]"),
    ],
    ["names alone", named("configmaps", "get, update, patch, delete")],
    ["no names", entryRole('""', "pods", "create, deletecollection, list", ", resourceNames: []")],
    [
      "every signer of a domain",
      entryRole("certificates.k8s.io", "signers", "approve", ", resourceNames: ['example.com/*']"),
    ],
    ["what is filled in later", named("configmaps", "get, create", "'${NAME}*'")],
    ["what kind is filled in later", named("'${KIND}'", "create")],
    [
      "rules that Kubernetes overwrites",
      `${named("pods", "create")}aggregationRule: { clusterRoleSelectors: [{}] }\n`,
    ],
  ])("is quiet about %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
