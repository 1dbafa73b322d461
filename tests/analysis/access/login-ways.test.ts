import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { apiServersOf } from "../../../lib/analysis/access/api-servers.js";
import { takesAnonymous } from "../../../lib/analysis/access/authentication.js";
import { namedConfiguration } from "../../../lib/analysis/access/configurations.js";
import { loginsOf } from "../../../lib/analysis/access/logins.js";
import type { Subject } from "../../../lib/kubernetes/objects.js";
import { apiServer } from "../../cli/commands/api-servers.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { ADA, KEY } from "../../kubernetes/kubeconfig/certificates.js";
import { manifest } from "../../rules/manifests.js";

const ask = (files: Record<string, string>, subject: Subject) =>
  loginsOf(new Analysis(repositoryOf(files), {}), subject);
const kubeconfig = (...users: string[]) =>
  `apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers:\n${users.map((one) => `  - ${one}\n`).join("")}`;
const withTokens = (file: string) => apiServer("--authorization-mode=RBAC", `"--token-auth-file=${file}"`);
const TOKENS = ["spec", "containers", 0, "command", 2];
const ALL = "system:authenticated";

describe("the ways in which somebody gets in", () => {
  it("are a certificate, with who that makes one and where it is", () => {
    const user = `user: { client-certificate-data: ${ADA}, client-key-data: ${KEY} }`;
    const files = {
      "k.yaml": kubeconfig(
        "{ name: x, user: {} }",
        `{ name: '\${NAME}', ${user} }`,
        `{ name: ada, ${user} }`,
      ),
    };
    const found = (index: number) => ({
      how: "certificate",
      user: { name: "ada", groups: ["dev", "ops", ALL] },
      until: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown,
      place: expect.objectContaining({ file: "k.yaml", path: ["users", index] }) as unknown,
    });
    for (const subject of [
      { kind: "User", name: "ada" },
      { kind: "Group", name: "ops" },
    ])
      expect(ask(files, subject)).toEqual({
        logins: [found(1), { ...found(2), name: "ada" }],
        unknown: [],
      });
    for (const subject of [
      { kind: "User", name: "ops" },
      { kind: "Group", name: "ada" },
    ])
      expect(ask(files, subject)).toEqual({ logins: [], unknown: [] });
  });

  it("are those of ServiceAccounts, about whom nothing else is said", () => {
    const files = {
      "k.yaml": kubeconfig("{ name: x, user: { token: abcdefghijklmnop } }"),
      "a.yaml": [
        manifest("ServiceAccount", "ci", "other"),
        manifest("ServiceAccount", "cd", "shop"),
        manifest("ServiceAccount", "ci", "shop"),
      ].join("---\n"),
    };
    const account = { kind: "ServiceAccount", name: "ci", namespace: "shop" };
    const user = {
      name: "system:serviceaccount:shop:ci",
      groups: expect.arrayContaining(["system:serviceaccounts", "system:serviceaccounts:shop"]) as unknown,
    };
    const place: unknown = expect.objectContaining({ file: "a.yaml", path: ["metadata", "name"] });
    const how = "ServiceAccount token";
    expect(ask(files, account)).toEqual({ logins: [{ how, user, place }], unknown: [] });
    expect(ask(files, { kind: "User", name: "system:serviceaccount:shop:ci" })).toEqual({
      logins: [{ how, user, place }],
      unknown: [],
    });
    const [login] = ask(files, account).logins;
    expect(login?.place?.document).toBe(2);
    expect(ask(files, { ...account, name: "nobody" }).logins).toEqual([
      { how, user: expect.objectContaining({ name: "system:serviceaccount:shop:nobody" }) as unknown },
    ]);
    for (const name of ["system:serviceaccounts", "system:serviceaccounts:shop"])
      expect(ask(files, { kind: "Group", name })).toEqual({ logins: [{ how }], unknown: [] });
  });

  it("are none for those without credentials", () => {
    const files = { "k.yaml": kubeconfig("{ name: x, user: { token: abcdefghijklmnop } }") };
    for (const subject of [
      { kind: "Group", name: "system:unauthenticated" },
      { kind: "User", name: "system:anonymous" },
    ]) {
      const { logins, unknown } = ask(files, subject);
      expect(logins.map(({ how, user }) => [how, user?.groups])).toEqual([
        ["no credentials", ["system:unauthenticated"]],
      ]);
      expect(unknown).toEqual([]);
    }
  });

  it.each<[string, Record<string, string>, string, string]>([
    ["'/etc/tokens.csv'", {}, "/etc/tokens.csv", "the repository does not have '/etc/tokens.csv'"],
    ["a file that is filled in", {}, "${FILE}", "the repository does not have the file that says it"],
    [
      "a file that is none",
      { "t/tokens.csv": "abc\n" },
      "/etc/tokens.csv",
      "the API server does not take 't/tokens.csv', and does not start",
    ],
  ])("cannot be known from the tokens of %s", (_, files, named, why) => {
    expect(ask({ ...files, "t/s.yaml": withTokens(named) }, { kind: "User", name: "eve" })).toEqual({
      logins: [],
      unknown: [
        { what: "who has a static token", why, place: { file: "t/s.yaml", document: 0, path: TOKENS } },
      ],
    });
  });

  it("are the tokens of a file, for the API server that takes them", () => {
    const files = {
      "t/s.yaml": withTokens("/etc/tokens.csv"),
      "t/tokens.csv": 'c2VjcmV0,bot,1\nc2VjcmV1,eve,2,"dev"\n',
      "u/s.yaml": withTokens(""),
    };
    const { logins, unknown } = ask(files, { kind: "User", name: "eve" });
    expect(unknown).toEqual([]);
    expect(logins.map(({ server, ...rest }) => [server?.file, rest])).toEqual([
      [
        "t/s.yaml",
        {
          how: "static token",
          user: { name: "eve", groups: ["dev", ALL] },
          line: { file: "t/tokens.csv", line: 2 },
        },
      ],
    ]);
  });

  it.each([
    ["{ client-certificate: a.crt }", "the certificate is in a file that the repository does not have"],
    ["{ client-certificate-data: bm9uZQ== }", "the certificate cannot be read"],
    ["{ token: abcdefghijklmnop }", "a token does not say it without the cluster"],
    ["{ tokenFile: /var/token }", "a token does not say it without the cluster"],
    ["{ exec: { command: aws } }", "a program asks elsewhere for credentials"],
    ["{ auth-provider: { name: oidc } }", "a provider asks elsewhere for credentials"],
    ["{ client-certificate-data: '' }", undefined],
    ["{ username: ada }", undefined],
    ["{}", undefined],
  ])("cannot be known of a kubeconfig's user with %s", (user, why) => {
    const { unknown } = ask(
      { "k.yaml": kubeconfig(`{ name: x, user: ${user} }`) },
      { kind: "User", name: "a" },
    );
    const place: unknown = expect.objectContaining({ file: "k.yaml", path: ["users", 0] });
    expect(unknown).toEqual(
      why === undefined ? [] : [{ what: "as whom kubeconfig user 'x' gets in", why, place }],
    );
  });

  it("calls a kubeconfig's user by no name that is filled in later", () => {
    const files = { "k.yaml": kubeconfig("{ name: '${NAME}', user: { tokenFile: /var/token } }") };
    expect(ask(files, { kind: "User", name: "a" }).unknown.map(({ what }) => what)).toEqual([
      "as whom kubeconfig user of a name that is filled in later gets in",
    ]);
  });
});

describe("whether an API server takes requests without credentials", () => {
  const RBAC = "--authorization-mode=RBAC";
  const FILE = "--authentication-config=authn.yaml";
  it.each<[string[], string | undefined, "all" | "some" | "none" | undefined]>([
    [[RBAC], undefined, "all"],
    [["--authorization-mode=RBAC,AlwaysAllow"], undefined, "none"],
    [["--authorization-mode=AlwaysAllow", "--anonymous-auth=true"], undefined, "none"],
    [[RBAC, "--anonymous-auth=false"], undefined, "none"],
    [[RBAC, "--anonymous-auth=true"], undefined, "all"],
    [[RBAC, "--anonymous-auth=${ANONYMOUS}"], undefined, undefined],
    [[RBAC, FILE], undefined, undefined],
    [[RBAC, FILE], "{}", undefined],
    [[RBAC, FILE], "{ enabled: true }", "all"],
    [[RBAC, FILE], "{ enabled: true, conditions: [{ path: /livez }] }", "some"],
    [[RBAC, FILE], "{ enabled: false, conditions: [{ path: /livez }] }", "none"],
    [[RBAC, FILE], "{ enabled: '${ON}' }", undefined],
    [["--authorization-mode=AlwaysAllow", FILE], "{ enabled: true }", "all"],
  ])("with %j and %s in a file: %s", (flags, anonymous, expected) => {
    const repository = repositoryOf({
      "s.yaml": apiServer(...flags.map((flag) => `"${flag}"`)),
      ...(anonymous !== undefined && {
        "authn.yaml": `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\nanonymous: ${anonymous}\n`,
      }),
    });
    expect(apiServersOf(repository).map((server) => takesAnonymous(repository, server))).toEqual([expected]);
  });
});

describe("the configuration that a flag names", () => {
  const text = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n";
  const files = (...names: string[]) => Object.fromEntries(names.map((name) => [name, text]));
  it.each<[string, Record<string, string>, string | undefined]>([
    ["beside it", files("a/authn.yaml", "b/authn.yaml", "a/other.yaml"), "a/authn.yaml"],
    ["in the file itself", files("a/s.yaml", "b/authn.yaml"), "a/s.yaml"],
    ["the only one", files("b/x.yaml"), "b/x.yaml"],
    ["one of several", files("b/x.yaml", "c/x.yaml"), undefined],
    ["twice beside it", { "a/authn.yaml": `${text}---\n${text}`, "b/x.yaml": text }, undefined],
    ["none", {}, undefined],
  ])("is %s", (_, given, expected) => {
    const found = namedConfiguration(
      repositoryOf(given),
      "a/s.yaml",
      "/etc/kubernetes/authn.yaml",
      "AuthenticationConfiguration",
    );
    expect(found?.file).toBe(expected);
  });
});
