import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openContext } from "../../../lib/fetch/open-context.js";
import { readUserConfiguration, userConfigurationPath } from "../../../lib/fetch/hosts/user-configuration.js";
import type { UserPlaces } from "../../../lib/util/user-places.js";
import { link, put, temporary } from "../../repository/temporary.js";

function places(home: string, env: NodeJS.ProcessEnv = {}, platform: NodeJS.Platform = "linux"): UserPlaces {
  return { platform, env, homes: [home] };
}

describe("the user's own configuration", () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string | undefined]>([
    ["linux", {}, "/home/u/.config/gitops-lint/config.yaml"],
    ["linux", { XDG_CONFIG_HOME: "/x" }, "/x/gitops-lint/config.yaml"],
    ["linux", { XDG_CONFIG_HOME: "x" }, "/home/u/.config/gitops-lint/config.yaml"],
    ["darwin", {}, "/home/u/Library/Application Support/gitops-lint/config.yaml"],
    ["darwin", { XDG_CONFIG_HOME: "/x" }, "/x/gitops-lint/config.yaml"],
    ["linux", { APPDATA: "C:\\A" }, "/home/u/.config/gitops-lint/config.yaml"],
  ])("on %s with %j is %s", (platform, env, path) => {
    expect(userConfigurationPath(places("/home/u", env, platform))).toBe(path);
  });

  it("is where Windows roams", () => {
    const path = userConfigurationPath(places("/home/u", { APPDATA: "C:\\A" }, "win32"));
    expect(path?.replaceAll("/", "\\")).toBe("C:\\A\\gitops-lint\\config.yaml");
    expect(userConfigurationPath(places("home"))).toBeUndefined();
  });

  it("says what may be fetched", () => {
    const root = temporary();
    const home = temporary({
      ".config/gitops-lint/config.yaml": "fetch:\n  allow: [ghcr, charts.example.org]\n",
    });
    expect(readUserConfiguration(places(home), root).allow).toEqual(["ghcr", "charts.example.org"]);
    const { context, said } = openContext({
      root,
      allow: ["quay"],
      runsHelpers: false,
      places: places(home),
    });
    expect(said).toEqual([]);
    expect(
      ["https://ghcr.io/", "https://charts.example.org/", "https://quay.io/", "https://github.com/"].map(
        (url) => context.hosts.allows(url),
      ),
    ).toEqual([true, true, true, false]);
  });

  it.each(["", "# nothing\n", "fetch:\n", "fetch: {}\n", "fetch: {allow: []}\n"])(
    "can say nothing: %j",
    (text) => {
      const home = temporary({ ".config/gitops-lint/config.yaml": text });
      expect(readUserConfiguration(places(home), temporary()).allow).toEqual([]);
    },
  );

  it("need not be there", () => {
    const home = temporary();
    expect(readUserConfiguration(places(home), temporary())).toEqual({
      allow: [],
      path: join(home, ".config/gitops-lint/config.yaml"),
    });
    expect(readUserConfiguration(places("nowhere"), temporary())).toEqual({ allow: [], path: undefined });
  });

  it.each([
    ["[", /cannot be parsed: /],
    ["a", ": it must be a map."],
    ["alow: []", ": there is no 'alow'. Known is fetch."],
    ["fetch: a", ": 'fetch' must be a map."],
    ["fetch: {hosts: []}", ": there is no 'fetch.hosts'. Known is allow."],
    ["fetch: {allow: a}", ": 'fetch.allow' must be a list of hosts."],
    ["fetch: {allow: [1]}", ": 'fetch.allow' must be a list of hosts."],
  ])("with a mistake is refused: %j", (text, sentence) => {
    const home = temporary({ ".config/gitops-lint/config.yaml": text });
    expect(() => readUserConfiguration(places(home), temporary())).toThrow(sentence);
  });

  it("is not read out of the repository, nor through a link into it", () => {
    const root = temporary({
      "home/.config/gitops-lint/config.yaml": "fetch: {allow: [ghcr]}\n",
      "c.yaml": "",
    });
    const path = join(root, "home/.config/gitops-lint/config.yaml");
    expect(readUserConfiguration(places(join(root, "home")), root)).toEqual({
      allow: [],
      path,
      problem: `${path} is not read: it lies in the repository that is linted.`,
    });
    const home = temporary();
    link(home, ".config/gitops-lint/config.yaml", path);
    expect(readUserConfiguration(places(home), root).problem).toMatch(
      /config\.yaml is not read: it lies in the repository that is linted\.$/,
    );
    expect(openContext({ root, allow: [], runsHelpers: false, places: places(home) }).said).toHaveLength(1);
  });

  it("is not read where it is no file", () => {
    const home = temporary();
    put(home, ".config/gitops-lint/config.yaml/x");
    expect(readUserConfiguration(places(home), temporary()).problem).toMatch(
      /is not read: it is not a file\.$/,
    );
  });
});
