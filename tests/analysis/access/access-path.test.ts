import { describe, expect, it } from "vitest";
import { accessPath } from "../../../lib/analysis/access/access-path.js";
import { awsIdentities } from "../../../lib/analysis/access/aws-logins.js";
import { Analysis } from "../../../lib/analysis/analysis.js";
import type { Place } from "../../../lib/builds/build.js";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import type { Question } from "../../../lib/kubernetes/rbac/authorizer.js";
import type { Subject } from "../../../lib/kubernetes/objects.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { apiServer, policy } from "../../cli/commands/api-servers.js";
import { ADA, KEY } from "../../kubernetes/kubeconfig/certificates.js";
import { clusterBinding, group, manifest, roleBinding, user } from "../../rules/manifests.js";

const resources = new ApiResources();
const PODS: Question = { verb: "get", resource: "pods", apiGroups: [""] };
const at = (place: Place | undefined) => place && `${place.file}:${place.path.join(".")}`;

interface Asked {
  files: Record<string, string>;
  subject?: Subject;
  question?: Question;
  namespace?: string;
}

/** Each passage: by which API servers, as whom, and what comes of it; then what is not known. */
function ask({ files, subject = { kind: "User", name: "ada" }, question = PODS, namespace }: Asked) {
  const analysis = new Analysis(repositoryOf(files), {});
  const { passages, unknown } = accessPath(analysis, subject, { question, namespace, resources });
  return {
    passages: passages.map(({ servers, user: asked, isTurnedAway, decision }) => [
      servers.map(({ file }) => file).join(),
      `${asked.name}:${asked.groups.join()}`,
      isTurnedAway ? "turned away" : decision.verdict,
      ...decision.steps.map(({ authorizer, opinion }) => [
        authorizer.name,
        opinion.says,
        ...("why" in opinion ? [opinion.why] : []),
        ...("mayDeny" in opinion ? ["may deny"] : []),
        ...("through" in opinion
          ? opinion.through.map((one) => `${one.subject} ${one.namespace ?? ""}`)
          : []),
      ]),
    ]),
    unknown: unknown.map(({ what, why, place }) => [what, why, at(place)]),
  };
}

const MODE = "spec.containers.0.command.1";
const FILE = "spec.containers.0.command.2";
const ABAC = ["--authorization-mode=ABAC", '"--authorization-policy-file=/p.jsonl"'];
const ALL = "system:authenticated";
const ME = `ada:${ALL}`;
const ANONYMOUS = { kind: "User", name: "system:anonymous" };
const whether = "whether the API server takes requests without credentials";

describe("the way of a request", () => {
  it.each<[string, Asked, ReturnType<typeof ask>]>([
    ["assumes RBAC", { files: {} }, { passages: [["", ME, "no", ["RBAC", "nothing"]]], unknown: [] }],
    [
      "goes through RBAC",
      {
        files: {
          "a.yaml": apiServer("--authorization-mode=RBAC"),
          "b.yaml": clusterBinding("view", user("ada")),
        },
      },
      { passages: [["a.yaml", ME, "yes", ["RBAC", "yes", "User:ada "]]], unknown: [] },
    ],
    [
      "goes through RBAC in a namespace",
      { files: { "b.yaml": roleBinding("view", "shop", "ClusterRole", user("ada")) }, namespace: "shop" },
      { passages: [["", ME, "yes", ["RBAC", "yes", "User:ada shop"]]], unknown: [] },
    ],
    [
      "goes through RBAC in some namespaces",
      { files: { "b.yaml": roleBinding("view", "shop", "ClusterRole", user("ada")) } },
      { passages: [["", ME, "partly", ["RBAC", "partly", "User:ada shop"]]], unknown: [] },
    ],
    [
      "goes through RBAC for some names",
      {
        files: {
          "a.yaml": manifest(
            "ClusterRole",
            "r",
            undefined,
            'rules: [{ apiGroups: [""], resources: [pods], verbs: [get], resourceNames: [a] }]\n',
          ),
          "b.yaml": clusterBinding("r", user("ada")),
        },
      },
      { passages: [["", ME, "partly", ["RBAC", "partly", "User:ada "]]], unknown: [] },
    ],
    [
      "goes by no binding whose role is not there, nor by those of others",
      {
        files: {
          "a.yaml": clusterBinding("none", user("ada")),
          "b.yaml": clusterBinding("none", user("bob")),
          "c.yaml": clusterBinding("open", user("bob")),
          "d.yaml": manifest(
            "ClusterRole",
            "open",
            undefined,
            "rules: [{ apiGroups: ['${X}'], resources: [pods], verbs: [get] }]\n",
          ),
        },
      },
      {
        passages: [["", ME, "no", ["RBAC", "nothing"]]],
        unknown: [
          [
            "ClusterRoleBinding 'readers'",
            "ClusterRole 'none': the repository does not have it",
            "a.yaml:roleRef.name",
          ],
        ],
      },
    ],
    [
      "goes by a binding whose namespace is chosen later, or not",
      {
        files: {
          "a.yaml": roleBinding("view", "shop", "ClusterRole", user("ada")).replace(
            "  namespace: shop\n",
            "",
          ),
        },
        namespace: "shop",
      },
      {
        passages: [["", ME, "no", ["RBAC", "nothing"]]],
        unknown: [["RoleBinding 'readers'", "its namespace is chosen when it is applied", "a.yaml:"]],
      },
    ],
    [
      "goes by a rule that is filled in, or not",
      {
        files: {
          "a.yaml": clusterBinding("open", user("ada")),
          "d.yaml": manifest(
            "ClusterRole",
            "open",
            undefined,
            "rules: [{ apiGroups: [x], resources: [pods], verbs: [get] }, { apiGroups: ['${X}'], resources: [pods], verbs: [get] }]\n",
          ),
        },
      },
      {
        passages: [["", ME, "no", ["RBAC", "nothing"]]],
        unknown: [["ClusterRole 'open'", "a rule has values that are filled in later", "d.yaml:rules.1"]],
      },
    ],
    [
      "is allowed and denied whoever asks",
      {
        files: {
          "a.yaml": apiServer("--authorization-mode=AlwaysDeny,AlwaysAllow,RBAC"),
          "b.yaml": apiServer("--authorization-mode=AlwaysDeny"),
        },
      },
      {
        passages: [
          ["a.yaml", ME, "yes", ["AlwaysDeny", "nothing"], ["AlwaysAllow", "yes"], ["RBAC", "notAsked"]],
          ["b.yaml", ME, "no", ["AlwaysDeny", "nothing"]],
        ],
        unknown: [],
      },
    ],
    [
      "is the same for API servers that say the same",
      {
        files: {
          "a.yaml": apiServer("--authorization-mode=Node"),
          "b.yaml": apiServer("--authorization-mode=Node"),
          "c.yaml": apiServer("--authorization-mode=Node,AlwaysDeny"),
        },
      },
      {
        passages: [
          ["a.yaml,b.yaml", ME, "no", ["Node", "nothing"]],
          ["c.yaml", ME, "no", ["Node", "nothing"], ["AlwaysDeny", "nothing"]],
        ],
        unknown: [],
      },
    ],
    [
      "is a kubelet's",
      {
        files: { "a.yaml": apiServer("--authorization-mode=Node") },
        subject: { kind: "Group", name: "system:nodes" },
      },
      {
        passages: [
          [
            "a.yaml",
            `:system:nodes,${ALL}`,
            "maybe",
            ["Node", "unknown", "it depends on which Pods run on the node"],
          ],
        ],
        unknown: [],
      },
    ],
    [
      "is asked of a webhook, which may deny it",
      { files: { "a.yaml": apiServer("--authorization-mode=Webhook") } },
      {
        passages: [
          [
            "a.yaml",
            ME,
            "maybe",
            [
              "Webhook",
              "unknown",
              "the API server asks it, and asks the next one if it does not answer (failurePolicy NoOpinion)",
              "may deny",
            ],
          ],
        ],
        unknown: [],
      },
    ],
    [
      "goes through ABAC",
      {
        files: {
          "a.yaml": apiServer(...ABAC),
          "p.jsonl":
            policy({ user: "bob", namespace: "*", resource: "*", apiGroup: "*" }) +
            policy({
              user: "ada",
              namespace: "shop",
              resource: "pods",
              apiGroup: "*",
              nonResourcePath: "/x",
            }),
        },
        namespace: "shop",
      },
      { passages: [["a.yaml", ME, "yes", ["ABAC", "yes", "User:ada shop"]]], unknown: [] },
    ],
    [
      "goes through ABAC by a path",
      {
        files: {
          "a.yaml": apiServer(...ABAC),
          "p.jsonl": policy({ user: "ada", namespace: "shop", resource: "pods", nonResourcePath: "/x" }),
        },
        question: { verb: "get", path: "/x" },
      },
      { passages: [["a.yaml", ME, "yes", ["ABAC", "yes", "User:ada "]]], unknown: [] },
    ],
    [
      "may go through ABAC policies that are not there",
      { files: { "a.yaml": apiServer(...ABAC) } },
      {
        passages: [["a.yaml", ME, "maybe", ["ABAC", "unknown", "the repository does not have '/p.jsonl'"]]],
        unknown: [["what ABAC policies allow", "the repository does not have '/p.jsonl'", `a.yaml:${FILE}`]],
      },
    ],
    [
      "may go through what is not known",
      { files: { "a.yaml": apiServer("--authorization-config=/none.yaml") } },
      {
        passages: [["a.yaml", ME, "no", ["RBAC", "nothing"]]],
        unknown: [
          [
            "which authorizers the API server of 'a.yaml' asks",
            "the repository does not have '/none.yaml', which says it; RBAC is assumed",
            `a.yaml:${MODE}`,
          ],
        ],
      },
    ],
    [
      "has no credentials",
      {
        files: { "a.yaml": apiServer("--authorization-mode=Node", "--anonymous-auth=false") },
        subject: ANONYMOUS,
      },
      { passages: [["a.yaml", "system:anonymous:system:unauthenticated", "turned away"]], unknown: [] },
    ],
    [
      "has no credentials, and is taken",
      { files: { "a.yaml": apiServer("--authorization-mode=Node") }, subject: ANONYMOUS },
      {
        passages: [["a.yaml", "system:anonymous:system:unauthenticated", "no", ["Node", "nothing"]]],
        unknown: [],
      },
    ],
    [
      "has no credentials, and some are taken",
      {
        files: {
          "a.yaml": apiServer("--authorization-mode=Node", "--authentication-config=/n.yaml"),
          "n.yaml":
            "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\nanonymous: { enabled: true, conditions: [{ path: /livez }] }\n",
        },
        subject: ANONYMOUS,
      },
      {
        passages: [["a.yaml", "system:anonymous:system:unauthenticated", "no", ["Node", "nothing"]]],
        unknown: [[whether, "it does so for some paths", `a.yaml:${MODE}`]],
      },
    ],
    [
      "has no credentials, and nobody knows",
      {
        files: { "a.yaml": apiServer("--authorization-mode=Node", '"--anonymous-auth=${X}"') },
        subject: ANONYMOUS,
      },
      {
        passages: [["a.yaml", "system:anonymous:system:unauthenticated", "no", ["Node", "nothing"]]],
        unknown: [[whether, "the repository does not say it", `a.yaml:${MODE}`]],
      },
    ],
  ])("%s", (_, given, expected) => {
    expect(ask(given)).toEqual(expected);
  });

  it("is asked as each user that credentials make of somebody, once for the same groups", () => {
    const entry = (name: string) =>
      `  - { name: ${name}, user: { client-certificate-data: ${ADA}, client-key-data: ${KEY} } }\n`;
    const files = {
      "k.yaml": `apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers:\n${entry("a")}${entry("b")}`,
      "s.yaml": apiServer("--authorization-mode=RBAC", "--token-auth-file=/t.csv"),
      "t.csv": 'c2VjcmV1,ada,2,"ops,dev"\nc2VjcmV2,ada,2,"qa"\n',
      "u.yaml": apiServer("--authorization-mode=RBAC"),
      "b.yaml": clusterBinding("view", group("qa")),
    };
    expect(ask({ files }).passages.map(([servers, asked, verdict]) => [servers, asked, verdict])).toEqual([
      ["s.yaml,u.yaml", `ada:ops,dev,${ALL}`, "no"],
      ["s.yaml", `ada:qa,${ALL}`, "yes"],
    ]);
  });
});

describe("the identities of AWS", () => {
  const identities = (data: string) =>
    awsIdentities(
      repositoryOf({
        "a.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: aws-auth, namespace: kube-system }\ndata:\n${data.replace(/^/gm, "  ")}\n`,
      }),
    ).map(({ arn, user: name, groups, place }) => [arn, name, groups.join(), place.path.join(".")]);

  it.each<[string, string, unknown[]]>([
    ["none", "mapRoles: '[]'", []],
    ["what is no list", "mapRoles: 'a: b'", []],
    ["what is no text", "mapRoles: 7", []],
    [
      "roles and users",
      "mapUsers: |\n  - { userarn: u, username: bob }\nmapRoles: |\n  - { rolearn: r, username: ada, groups: [a, 7, b] }\n  - { rolearn: s }\n",
      [
        ["r", "ada", "a,b", "data.mapRoles.0.0"],
        ["s", "s", "", "data.mapRoles.0.1"],
        ["u", "bob", "", "data.mapUsers.0.0"],
      ],
    ],
    [
      "those that have an ARN, each of its kind",
      "mapRoles: |\n  - { username: ada }\n  - { userarn: u, username: ada }\n  - { rolearn: '', username: ada }\n  - text\n  - { rolearn: r, username: '' }\n",
      [["r", "r", "", "data.mapRoles.0.4"]],
    ],
  ])("are %s", (_, data, expected) => {
    expect(identities(data)).toEqual(expected);
  });
});
