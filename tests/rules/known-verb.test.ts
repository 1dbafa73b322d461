import { describe, expect, it } from "vitest";
import { entryRole } from "./entries.js";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "known-verb";
const noVerb = (verb: string, instead: string, resources = "'pods'") =>
  `There is no verb '${verb}' for ${resources}, so this allows nothing. ${instead}`;

describe("known-verb", () => {
  it.each([
    ["a verb of HTTP", "POST", "Write 'create'.", "create"],
    ["another verb of HTTP", "put", "Write 'update'.", "update"],
    ["a verb in capital letters", "GET", "Write 'get'.", "get"],
    ["what people say", "read", "Write 'get', 'list' and 'watch'.", "get, list, watch"],
    ["a verb with a capital letter", "deleteCollection", "Write 'deletecollection'.", "deletecollection"],
  ])("finds %s", async (_, verb, instead, after) => {
    const text = entryRole('""', "pods", verb);
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [`a.yaml:6:50-6:${50 + verb.length}`, noVerb(verb, instead)],
    ]);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([[instead, entryRole('""', "pods", after)]]);
  });

  it.each([
    ["all of what was meant is there", "get, describe", "get", "Remove it.", "Remove the verb."],
    ["some of it is", "get, read", "get, list, watch", "Write 'list' and 'watch'.", undefined],
  ])("does not say it again where %s", async (_, verbs, after, instead, title = instead) => {
    const text = entryRole('""', "pods", verbs);
    const [, verb = ""] = verbs.split(", ");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [`a.yaml:6:55-6:${55 + verb.length}`, noVerb(verb, instead)],
    ]);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([[title, entryRole('""', "pods", after)]]);
  });

  it.each(["constructor", "subscribe"])("leaves %s to the program that asks for it", async (verb) => {
    expect(await lint(RULE, { "a.yaml": entryRole('""', "serviceaccounts/token", verb) })).toEqual([]);
  });

  it.each(["wacth", "gett", '"get,list"'])("finds %s, which stands for another", async (verb) => {
    const written = verb.replaceAll('"', "");
    expect(await lint(RULE, { "a.yaml": entryRole('""', "pods", verb) })).toEqual([
      [`a.yaml:6:50-6:${50 + verb.length}`, noVerb(written, "Remove it.")],
    ]);
  });

  it("says which subresource was meant", async () => {
    const text = entryRole('""', "pods", "get, exec");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:6:55-6:59", noVerb("exec", "To allow that, allow 'create' on 'pods/exec'.")],
    ]);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      ["Remove the verb.", entryRole('""', "pods", "get")],
    ]);
  });

  it("finds verbs that a subresource does not have", async () => {
    expect(await lint(RULE, { "a.yaml": entryRole('""', "pods/log", "get, list") })).toEqual([
      ["a.yaml:6:59-6:63", noVerb("list", "Remove it.", "'pods/log'")],
    ]);
  });

  it("finds a verb that only other resources have", async () => {
    expect(await lint(RULE, { "a.yaml": entryRole('""', "pods", "use") })).toEqual([
      ["a.yaml:6:50-6:53", noVerb("use", "Remove it.")],
    ]);
  });

  it.each([
    ["a verb that one resource of the entry has", '""', "pods, pods/log", "get, list"],
    [
      "a verb that a resource has in one group of several",
      '"", authentication.k8s.io',
      "users",
      "impersonate",
    ],
    ["binding and escalating", "rbac.authorization.k8s.io", "clusterroles, roles", "bind, escalate"],
    ["signers", "certificates.k8s.io", "signers", "approve, sign"],
    ["policies of Kubernetes before 1.25", "policy", "podsecuritypolicies", "use, get, list, create"],
    ["any subresource of finalizers", "apps", "deployments/finalizers", "update"],
    ["everything in a group", '""', "'*'", "impersonate, get"],
    ["verbs of a group that only its owner knows", "example.com", "widgets", "launch"],
    ["a group beside one that only its owner knows", '"", example.com', "pods", "launch"],
    ["every group", '"*"', "'*'", "launch"],
    ["a resource that is not known", '""', "podz", "launch"],
    ["every verb", '""', "pods", "'*'"],
    ["what is filled in later", '""', "pods", "'${VERB}', 7"],
    ["a resource that is filled in later", '""', "'${RESOURCE}'", "launch"],
    ["no resources", '""', "", "launch"],
  ])("is quiet about %s", async (_, groups, resources, verbs) => {
    expect(await lint(RULE, { "a.yaml": entryRole(groups, resources, verbs) })).toEqual([]);
  });

  it("is quiet about rules that Kubernetes overwrites", async () => {
    const text = `${entryRole('""', "pods", "launch")}aggregationRule: { clusterRoleSelectors: [{}] }\n`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});

describe("verbs for paths", () => {
  const paths = (verbs: string) =>
    manifest("ClusterRole", "x", undefined, `rules:\n  - {nonResourceURLs: [/metrics], verbs: [${verbs}]}\n`);

  it.each([
    ["a verb of resources", "list", " Write 'get'.", "get"],
    ["another verb of resources", "create", " Write 'post'.", "post"],
    ["a verb in capital letters", "GET", " Write 'get'.", "get"],
  ])("finds %s", async (_, verb, instead, after) => {
    expect(await lint(RULE, { "a.yaml": paths(verb) })).toEqual([
      [
        `a.yaml:6:43-6:${43 + verb.length}`,
        `Requests for paths such as '/metrics' use HTTP verbs, and '${verb}' is not one, so this allows nothing.${instead}`,
      ],
    ]);
    expect(await suggestions(RULE, "a.yaml", paths(verb))).toEqual([[instead.trim(), paths(after)]]);
  });

  it("finds a word that is none at all", async () => {
    expect(await lint(RULE, { "a.yaml": paths("get, fetch") })).toEqual([
      [
        "a.yaml:6:48-6:53",
        "Requests for paths such as '/metrics' use HTTP verbs, and 'fetch' is not one, so this allows nothing. Remove it.",
      ],
    ]);
  });

  it.each(["get, head, post, put, patch, delete, options, trace", "'*'", "'${VERB}'"])(
    "is quiet about %s",
    async (verbs) => {
      expect(await lint(RULE, { "a.yaml": paths(verbs) })).toEqual([]);
    },
  );
});
