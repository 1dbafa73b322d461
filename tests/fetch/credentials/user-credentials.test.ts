import { describe, expect, it } from "vitest";
import { UserCredentials } from "../../../lib/fetch/credentials/user-credentials.js";
import { temporary } from "../../repository/temporary.js";

const HELM = ".config/helm/repositories.yaml";
const DOCKER = ".docker/config.json";
const HELM_REGISTRIES = ".config/helm/registry/config.json";

function credentials(
  files: Record<string, string>,
  {
    env = {},
    home = temporary(files),
    root = temporary(),
    ...rest
  }: {
    env?: NodeJS.ProcessEnv;
    home?: string;
    root?: string;
    runsHelpers?: boolean;
    ask?: ConstructorParameters<typeof UserCredentials>[0]["ask"];
  } = {},
): UserCredentials {
  return new UserCredentials({
    places: { platform: "linux", env, homes: [home] },
    root,
    runsHelpers: false,
    ...rest,
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

describe("logins of the environment", () => {
  const env = {
    GITOPS_LINT_CREDENTIALS: "charts.example.org=u:p=:@\r\n\n  http://127.0.0.1:8080=:only\nghcr.io=x:y\n",
  };

  it("are for the host that they are written for", () => {
    const own = credentials({}, { env });
    const found = (url: string) => own.forUrl(new URL(url));
    expect(found("https://charts.example.org/a")).toEqual({ username: "u", password: "p=:@" });
    expect(found("http://127.0.0.1:8080/")).toEqual({ username: "", password: "only" });
    for (const url of [
      "http://charts.example.org/",
      "https://charts.example.org:8443/",
      "https://x.charts.example.org/",
      "https://charts.example.org.evil.test/",
      "http://127.0.0.1/",
    ])
      expect(found(url)).toBeUndefined();
  });

  it("are for registries too", async () => {
    const own = credentials({ [DOCKER]: '{"auths":{"ghcr.io":{"username":"d","password":"d"}}}' }, { env });
    expect(await own.forRegistry(new URL("https://ghcr.io/"))).toEqual({ username: "x", password: "y" });
  });

  it.each(["secret", "host", "*.example.org=u:p", "a b=u:p", "ssh://h=u:p", "=u:p"])(
    "are refused without being shown: %s",
    (line) => {
      expect(() => credentials({}, { env: { GITOPS_LINT_CREDENTIALS: `a=b:c\n${line}` } })).toThrow(
        /^Line 2 of GITOPS_LINT_CREDENTIALS is not of the form HOST=USER:PASSWORD\.$/,
      );
    },
  );
});

describe("Helm's repositories", () => {
  const text = `apiVersion: ""
repositories:
- name: a
  url: https://charts.example.org/team
  username: u
  password: p
  pass_credentials_all: true
- name: b
  url: https://open.example.org
  username: ""
  password: ""
- name: c
  url: nothing
  username: u
  password: p
- nothing
`;

  it("have the login of what is at their address and below it", () => {
    const own = credentials({ [HELM]: text });
    const found = (url: string) => own.forUrl(new URL(url))?.username;
    expect(
      [
        "https://charts.example.org/team",
        "https://charts.example.org/team/",
        "https://charts.example.org/team/index.yaml",
        "https://charts.example.org/other",
        "https://charts.example.org/teams",
        "http://charts.example.org/team",
        "https://open.example.org/",
      ].map(found),
    ).toEqual(["u", "u", "u", undefined, undefined, undefined, undefined]);
  });

  it("are where the environment says", () => {
    const elsewhere = temporary({ "r.yaml": text, "repositories.yaml": text });
    const url = new URL("https://charts.example.org/team");
    const login = (env: NodeJS.ProcessEnv) => credentials({}, { env }).forUrl(url)?.username;
    expect(login({ HELM_REPOSITORY_CONFIG: `${elsewhere}/r.yaml` })).toBe("u");
    expect(login({ HELM_CONFIG_HOME: elsewhere })).toBe("u");
    expect(login({ HELM_REPOSITORY_CONFIG: "r.yaml" })).toBeUndefined();
  });

  it.each(["", "[", "a", "repositories: a", "repositories: [1]", "&a [*a]"])(
    "can be unreadable: %j",
    (bad) => {
      expect(credentials({ [HELM]: bad }).forUrl(new URL("https://charts.example.org/"))).toBeUndefined();
    },
  );
});

describe("logins of registries", () => {
  const auth = base64("u:p:q");
  const login = { username: "u", password: "p:q" };

  it.each([
    ["ghcr.io", "https://ghcr.io/"],
    ["https://ghcr.io", "https://ghcr.io/"],
    ["https://GHCR.io/v2/", "https://ghcr.io/"],
    ["https://index.docker.io/v1/", "https://registry-1.docker.io/"],
    ["docker.io", "https://registry-1.docker.io/"],
    ["localhost:5000", "http://localhost:5000/"],
    ["registry.corp:80", "http://registry.corp/"],
  ])("of '%s' are for %s", async (key, url) => {
    for (const file of [DOCKER, HELM_REGISTRIES]) {
      const own = credentials({ [file]: JSON.stringify({ auths: { [key]: { auth } } }) });
      expect(await own.forRegistry(new URL(url))).toEqual(login);
    }
  });

  it.each([
    ["ghcr.io", "https://ghcr.io:8443/"],
    ["registry.corp", "http://registry.corp/"],
    ["example.org", "https://ghcr.example.org/"],
    ["ghcr.example.org", "https://example.org/"],
  ])("of '%s' are not for %s", async (key, url) => {
    const own = credentials({ [DOCKER]: JSON.stringify({ auths: { [key]: { auth } } }) });
    expect(await own.forRegistry(new URL(url))).toBeUndefined();
  });

  it.each([
    "",
    "[",
    "[]",
    '{"auths":[]}',
    '{"auths":{"ghcr.io":1}}',
    '{"auths":{"ghcr.io":{"auth":"!"}}}',
    '{"auths":{"ghcr.io":{"identitytoken":"t"}}}',
    `{"auths":{"ghcr.io":{"auth":"${base64("nothing")}"}}}`,
  ])("can be unreadable: %s", async (text) => {
    expect(await credentials({ [DOCKER]: text }).forRegistry(new URL("https://ghcr.io/"))).toBeUndefined();
  });

  it("are where the environment says, and never in the repository", async () => {
    const root = temporary({ "config.json": JSON.stringify({ auths: { "ghcr.io": { auth } } }) });
    const env = { DOCKER_CONFIG: root };
    expect(await credentials({}, { env }).forRegistry(new URL("https://ghcr.io/"))).toEqual(login);
    const inside = credentials({}, { env, root });
    expect(await inside.forRegistry(new URL("https://ghcr.io/"))).toBeUndefined();
    expect(inside.problems).toEqual([
      `${root}/config.json is not read: it lies in the repository that is linted.`,
    ]);
  });
});

describe("credential helpers", () => {
  const text = JSON.stringify({ credsStore: "all", credHelpers: { "ghcr.io": "one", "quay.io": "../evil" } });

  async function asked(url: string, runsHelpers: boolean): Promise<string[]> {
    const calls: string[] = [];
    const ask = (name: string, server: string) => {
      calls.push(`${name} ${server}`);
      return Promise.resolve({ username: name, password: "p" });
    };
    const own = credentials({ [DOCKER]: text }, { runsHelpers, ask });
    const [first] = await Promise.all([own.forRegistry(new URL(url)), own.forRegistry(new URL(url))]);
    return [...calls, first?.username ?? "nobody"];
  }

  it("are asked once, where that is wanted", async () => {
    expect(await asked("https://ghcr.io/", true)).toEqual(["one ghcr.io", "one"]);
    expect(await asked("https://registry-1.docker.io/", true)).toEqual([
      "all https://index.docker.io/v1/",
      "all",
    ]);
    expect(await asked("https://quay.io/", true)).toEqual(["all quay.io", "all"]);
    expect(await asked("https://ghcr.io/", false)).toEqual(["nobody"]);
  });
});
