import { describe, expect, it } from "vitest";
import { namesInPolicies, policiesOf } from "../../../lib/analysis/access/abac-policies.js";
import { apiServersOf, asComponent, mayHave, namesOf } from "../../../lib/analysis/access/api-servers.js";
import {
  areDifferent,
  authorizationOf,
  otherwiseWhatCan,
  otherwiseWhoCan,
  whyUnknown,
} from "../../../lib/analysis/access/other-authorizers.js";
import type { Place } from "../../../lib/builds/build.js";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import { userOf } from "../../../lib/kubernetes/rbac/authorizer.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { apiServer, authorization, policy } from "../../cli/commands/api-servers.js";

const resources = new ApiResources();
const at = (place: Place | undefined) => place && `${place.file}:${place.document}:${place.path.join(".")}`;
const ABAC = "--authorization-mode=ABAC";
const kubeadm = (...args: string[]) =>
  `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\napiServer:\n  extraArgs: { ${args.join(", ")} }\n`;

describe("the API servers of a repository", () => {
  const said = (files: Record<string, string>) =>
    apiServersOf(repositoryOf(files)).map((server) => [
      at(server.place),
      server.unknown ?? namesOf(server).join(),
      ...(server.authorizers ?? []).map(({ place }) => at(place)),
    ]);

  it.each<[string, Record<string, string>, unknown[]]>([
    ["none", { "a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n" }, []],
    [
      "one by its flags",
      { "a.yaml": `---\n---\n${apiServer("--authorization-mode=Node,RBAC")}` },
      [
        [
          "a.yaml:1:spec.containers.0.command.1",
          "Node,RBAC",
          "a.yaml:1:spec.containers.0.command.1",
          "a.yaml:1:spec.containers.0.command.1",
        ],
      ],
    ],
    [
      "one that names its configuration",
      {
        "a.yaml": apiServer("--authorization-config=/etc/authz.yaml"),
        "authz.yaml": authorization("{ type: RBAC, name: r }", "{ type: Webhook, name: w }"),
      },
      [
        [
          "a.yaml:0:spec.containers.0.command.1",
          "RBAC,Webhook 'w'",
          "authz.yaml:0:authorizers.0",
          "authz.yaml:0:authorizers.1",
        ],
      ],
    ],
    [
      "one that names a configuration that is not there",
      { "a.yaml": apiServer("--authorization-config=/etc/authz.yaml") },
      [
        [
          "a.yaml:0:spec.containers.0.command.1",
          "the repository does not have '/etc/authz.yaml', which says it",
        ],
      ],
    ],
    [
      "a configuration that none names",
      { "authz.yaml": authorization("{ type: RBAC, name: r }") },
      [["authz.yaml:0:", "RBAC", "authz.yaml:0:authorizers.0"]],
    ],
    [
      "one whose authorizers are filled in",
      { "a.yaml": apiServer('"--authorization-mode=${MODES}"') },
      [["a.yaml:0:spec.containers.0.command.1", "?", "a.yaml:0:spec.containers.0.command.1"]],
    ],
    [
      "one of kubeadm",
      { "a.yaml": kubeadm("authorization-mode: RBAC") },
      [
        [
          "a.yaml:0:apiServer.extraArgs.authorization-mode",
          "RBAC",
          "a.yaml:0:apiServer.extraArgs.authorization-mode",
        ],
      ],
    ],
    [
      "one of kubeadm by its default",
      { "a.yaml": kubeadm("v: '4'") },
      [["a.yaml:0:apiServer.extraArgs", "Node,RBAC", undefined, undefined]],
    ],
    [
      "those of two documents",
      { "a.yaml": `${kubeadm("authorization-mode: RBAC")}---\n${kubeadm("authorization-mode: ABAC")}` },
      [
        [
          "a.yaml:0:apiServer.extraArgs.authorization-mode",
          "RBAC",
          "a.yaml:0:apiServer.extraArgs.authorization-mode",
        ],
        [
          "a.yaml:1:apiServer.extraArgs.authorization-mode",
          "ABAC",
          "a.yaml:1:apiServer.extraArgs.authorization-mode",
        ],
      ],
    ],
    [
      "kind with a patch for kubeadm",
      {
        "a.yaml": `apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches:\n  - |\n${kubeadm("authorization-mode: ABAC").replace(/^/gm, "    ")}\n`,
      },
      [
        [
          "a.yaml:0:kubeadmConfigPatches.0.0.apiServer.extraArgs.authorization-mode",
          "ABAC",
          "a.yaml:0:kubeadmConfigPatches.0.0.apiServer.extraArgs.authorization-mode",
        ],
      ],
    ],
    [
      "kind with two patches for kubeadm",
      {
        "a.yaml": `apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches:\n  - |\n${kubeadm("authorization-mode: ABAC").replace(/^/gm, "    ")}\n  - |\n${kubeadm("anonymous-auth: 'false'").replace(/^/gm, "    ")}\n`,
      },
      [
        [
          "a.yaml:0:kubeadmConfigPatches.0.0.apiServer.extraArgs.authorization-mode",
          "ABAC",
          "a.yaml:0:kubeadmConfigPatches.0.0.apiServer.extraArgs.authorization-mode",
        ],
      ],
    ],
  ])("are %s", (_, files, expected) => {
    expect(said(files)).toEqual(expected);
  });

  it("have the flags of what is written within another configuration as well", () => {
    const patches = ["anonymous-auth: 'false'", "profiling: 'false'"].map((flag) => {
      return `  - |\n${kubeadm(flag).trimEnd().replace(/^/gm, "    ")}\n`;
    });
    const [server, ...others] = apiServersOf(
      repositoryOf({
        "a.yaml": `apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches:\n${patches.join("")}`,
      }),
    );
    expect(others).toEqual([]);
    expect(server && asComponent(server)).toMatchObject({ name: "kube-apiserver", isWhole: false });
    expect(server?.flags.map(({ name, at: path }) => [name, path.join(".")])).toEqual([
      ["anonymous-auth", "kubeadmConfigPatches.0.0.apiServer.extraArgs.anonymous-auth"],
      ["profiling", "kubeadmConfigPatches.1.0.apiServer.extraArgs.profiling"],
    ]);
  });

  it.each<[string[], boolean, boolean, boolean]>([
    [[], false, false, false],
    [["--authorization-mode=RBAC"], true, false, false],
    [["--authorization-mode=RBAC", "--authorization-mode=RBAC"], true, false, false],
    [["--authorization-mode=RBAC", "--authorization-mode=RBAC,ABAC"], true, true, true],
    [["--authorization-mode=RBAC,ABAC", "--authorization-mode=ABAC,RBAC"], true, true, true],
    [["--authorization-mode=ABAC"], false, true, false],
    [["--authorization-config=/none.yaml"], true, true, false],
  ])("with %j: RBAC %s, ABAC %s, different %s", (flags, rbac, abac, different) => {
    const repository = repositoryOf(
      Object.fromEntries(flags.map((flag, index) => [`${index}.yaml`, apiServer(flag)])),
    );
    const servers = apiServersOf(repository);
    expect([mayHave(servers, "RBAC"), mayHave(servers, "ABAC"), areDifferent(servers)]).toEqual([
      rbac,
      abac,
      different,
    ]);
    expect(authorizationOf(repository)?.hasRbac).toBe(flags.length === 0 ? undefined : rbac);
  });
});

describe("the ABAC policies of an API server", () => {
  const ADA = policy({ user: "ada", namespace: "*", resource: "*", apiGroup: "*" });
  const DEV = policy({ group: "dev", nonResourcePath: "*" });
  const NAMED = '"--authorization-policy-file=/etc/p.jsonl"';
  const FLAG = "s/a.yaml:0:spec.containers.0.command.2";
  const missing = "the repository does not have '/etc/p.jsonl'";

  it.each<[string, Record<string, string>, string | undefined, string[], string[]]>([
    [
      "beside it",
      { "s/p.jsonl": ADA + DEV, "t/p.jsonl": ADA },
      NAMED,
      ["ada@s/p.jsonl:0:", "@s/p.jsonl:1:"],
      [],
    ],
    ["the only one of the name", { "t/p.jsonl": ADA, "t/q.jsonl": DEV }, NAMED, ["ada@t/p.jsonl:0:"], []],
    ["of another name", { "t/q.jsonl": ADA }, NAMED, [], [`${missing} ${FLAG}`]],
    ["one of several", { "t/p.jsonl": ADA, "u/p.jsonl": ADA }, NAMED, [], [`${missing} ${FLAG}`]],
    ["nowhere", {}, NAMED, [], [`${missing} ${FLAG}`]],
    [
      "in a file that is filled in",
      { "s/p.jsonl": ADA },
      '"--authorization-policy-file=${FILE}"',
      [],
      [`the repository does not have the file that has them ${FLAG}`],
    ],
    [
      "in no file",
      { "s/p.jsonl": ADA },
      undefined,
      [],
      ["nothing names the file that has them s/a.yaml:0:spec.containers.0.command.1"],
    ],
    [
      "in lines that are none",
      { "s/p.jsonl": `${ADA}{ "a": 1\n{ "b": 1\n${ADA}` },
      NAMED,
      ["ada@s/p.jsonl:0:", "ada@s/p.jsonl:3:"],
      ["the API server does not take this line, and does not start s/p.jsonl:1:"],
    ],
    [
      "in lines that are filled in",
      { "s/p.jsonl": `${ADA}\${POLICY}\n` },
      NAMED,
      ["ada@s/p.jsonl:0:"],
      ["a line has values that are filled in later s/p.jsonl:1:"],
    ],
  ])("are %s", (_, files, flag, lines, unknown) => {
    const repository = repositoryOf({
      ...files,
      "s/a.yaml": apiServer(ABAC, ...(flag === undefined ? [] : [flag])),
    });
    const [server] = apiServersOf(repository);
    const found = server && policiesOf(repository, server);
    expect(found?.lines.map((line) => `${line.policy.user}@${at(line.place)}`)).toEqual(lines);
    expect(found?.unknown.map(({ why, place }) => `${why} ${at(place)}`)).toEqual(unknown);
  });

  it("name users and groups where an API server asks them", () => {
    const lines = ADA + DEV + policy({ user: "${USER}", nonResourcePath: "*" });
    const world = (mode: string) =>
      repositoryOf({ "s/a.yaml": apiServer(`--authorization-mode=${mode}`, NAMED), "s/p.jsonl": lines });
    expect(namesInPolicies(world("ABAC"), "user")).toEqual(["ada"]);
    expect(namesInPolicies(world("Node,ABAC"), "group")).toEqual(["dev"]);
    expect(namesInPolicies(world("RBAC"), "user")).toEqual([]);
  });
});

describe("what others than RBAC allow", () => {
  const POLICIES =
    policy({ user: "ada", namespace: "shop", resource: "pods", apiGroup: "*", nonResourcePath: "/x" }) +
    policy({ group: "dev", nonResourcePath: "/y" });
  const repository = repositoryOf({
    "s/a.yaml": apiServer("--authorization-mode=ABAC,AlwaysAllow", '"--authorization-policy-file=/p.jsonl"'),
    "s/p.jsonl": POLICIES,
    "t/a.yaml": apiServer("--authorization-config=/none.yaml"),
    "u/a.yaml": apiServer("--authorization-mode=Webhook,Strange"),
  });
  const said = ({ allowed, unknown }: ReturnType<typeof otherwiseWhatCan>) => ({
    allowed: allowed.map(({ subject, namespace, rule, through }) => [
      subject,
      namespace,
      rule.resources?.join() ?? rule.nonResourceURLs?.join(),
      ...through.map(({ kind, name, place }) => [kind, name, at(place)].filter(Boolean).join(" ")),
    ]),
    unknown: unknown.map(({ what, why, place }) => `${what}: ${why} (${at(place)})`),
  });
  const MODE = "spec.containers.0.command.1";
  const ANYBODY = "Group:system:authenticated";
  const ALLOW = `API server AlwaysAllow s/a.yaml:0:${MODE}`;
  const BY_ABAC = `API server ABAC s/a.yaml:0:${MODE}`;
  const unknown = [
    `which authorizers the API server of 't/a.yaml' asks: the repository does not have '/none.yaml', which says it (t/a.yaml:0:${MODE})`,
    `what the authorizer Webhook allows or denies: the API server asks it, and asks the next one if it does not answer (failurePolicy NoOpinion) (u/a.yaml:0:${MODE})`,
    `what the authorizer 'Strange' is: it is filled in later, or the API server does not know it and does not start (u/a.yaml:0:${MODE})`,
  ];

  it("is said of resources, the rules for everybody first", () => {
    const question = { verb: "get", resource: "pods", apiGroups: [""] };
    expect(said(otherwiseWhoCan(repository, question, { resources }))).toEqual({
      allowed: [
        [ANYBODY, undefined, "*", ALLOW],
        ["User:ada", "shop", "pods", BY_ABAC, "ABAC policy s/p.jsonl:0:"],
      ],
      unknown,
    });
  });

  it("is said of paths", () => {
    expect(said(otherwiseWhoCan(repository, { verb: "get", path: "/x" }, { resources }))).toEqual({
      allowed: [
        [ANYBODY, undefined, "*", ALLOW],
        ["User:ada", undefined, "/x", BY_ABAC, "ABAC policy s/p.jsonl:0:"],
      ],
      unknown,
    });
  });

  it("is said of a user, who may be without credentials", () => {
    const own = [
      ["User:ada", "shop", "pods", BY_ABAC, "ABAC policy s/p.jsonl:0:"],
      ["User:ada", undefined, "/x", BY_ABAC, "ABAC policy s/p.jsonl:0:"],
    ];
    const everything = [
      [ANYBODY, undefined, "*", ALLOW],
      [ANYBODY, undefined, "*", ALLOW],
    ];
    const whatCan = (name: string) => said(otherwiseWhatCan(repository, userOf({ kind: "User", name })));
    expect(whatCan("ada")).toEqual({ allowed: [...everything, ...own], unknown });
    expect(whatCan("bob")).toEqual({ allowed: everything, unknown });
    expect(whatCan("system:anonymous")).toEqual({ allowed: [], unknown });
  });

  it.each<[Parameters<typeof whyUnknown>[0], string | undefined]>([
    [{ mode: "RBAC", name: "RBAC" }, undefined],
    [{ mode: "Node", name: "Node" }, undefined],
    [
      { mode: undefined, name: "x" },
      "it is filled in later, or the API server does not know it and does not start",
    ],
    [{ mode: "Webhook", name: "w" }, "the API server asks it"],
    [{ mode: "Webhook", name: "w", isConditional: true }, "the API server asks it about some requests"],
    [
      { mode: "Webhook", name: "w", failurePolicy: "Deny" },
      "the API server asks it, and denies the request if it does not answer (failurePolicy Deny)",
    ],
    [
      { mode: "Webhook", name: "w", failurePolicy: "NoOpinion", isConditional: true },
      "the API server asks it about some requests, and asks the next one if it does not answer (failurePolicy NoOpinion)",
    ],
  ])("is unknown of %j: %s", (authorizer, why) => {
    expect(whyUnknown(authorizer)).toBe(why);
  });
});
