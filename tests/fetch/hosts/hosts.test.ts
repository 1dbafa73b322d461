import { describe, expect, it } from "vitest";
import { FetchError } from "../../../lib/fetch/answer.js";
import { Hosts, neededWords } from "../../../lib/fetch/hosts/hosts.js";
import { HOST_SETS } from "../../../lib/fetch/hosts/sets.js";
import { parseEntry } from "../../../lib/fetch/hosts/entry.js";

describe("what an entry allows", () => {
  const table: [entry: string, allowed: string[], refused: string[]][] = [
    [
      "charts.example.org",
      ["https://charts.example.org/a", "https://CHARTS.example.org", "https://charts.example.org:443/"],
      [
        "http://charts.example.org/",
        "https://charts.example.org:8443/",
        "https://example.org/",
        "https://x.charts.example.org/",
        "https://charts.example.org.evil.test/",
        "https://evilcharts.example.org/",
        "https://charts.example.org@evil.test/",
        "https://charts.example.org./",
        "ssh://charts.example.org/",
        "ftp://charts.example.org/",
        "file:///charts.example.org",
      ],
    ],
    [
      "*.example.org",
      ["https://a.example.org/", "https://a.b.example.org/"],
      ["https://example.org/", "https://.example.org/", "https://aexample.org/", "http://a.example.org/"],
    ],
    [
      "example.org:8443",
      ["https://example.org:8443/x"],
      ["https://example.org/", "http://example.org:8443/"],
    ],
    ["http://127.0.0.1:8080", ["http://127.0.0.1:8080/", "http://2130706433:8080/"], ["http://127.0.0.1/"]],
    ["0x7f.1:5000", ["https://127.0.0.1:5000/"], []],
    ["[::1]:5000", ["https://[::1]:5000/", "https://[0:0:0:0:0:0:0:1]:5000/"], ["https://[::1]/"]],
    ["ssh://git.example.org", ["ssh://git@git.example.org/a"], ["https://git.example.org/a"]],
    ["https://example.org/", ["https://example.org/x"], []],
    ["bücher.example", ["https://xn--bcher-kva.example/"], []],
    ["ghcr", ["https://ghcr.io/v2/"], ["https://ghcr/"]],
  ];
  it.each(table)("%s", (entry, allowed, refused) => {
    const hosts = Hosts.of([entry]);
    expect(allowed.filter((url) => !hosts.allows(url))).toEqual([]);
    expect(refused.filter((url) => hosts.allows(url))).toEqual([]);
  });

  it.each([
    "",
    "*",
    "*.",
    "*.org",
    "*.1.2.3.4",
    "a/b",
    "a b",
    "ftp://example.org",
    "file:///etc",
    "user@example.org",
    "example.org:0",
    "example.org:99999",
    "a*b.org",
    "gchr",
    "constructor",
    "-",
  ])("is refused with a sentence: '%s'", (entry) => {
    expect(() => Hosts.of([entry])).toThrow(FetchError);
    expect(() => Hosts.of([entry])).toThrow(/^'.*' is not a host that can be allowed\. Write a host such as/);
  });

  it("is a private address only with host and port", () => {
    const hosts = Hosts.of(["10.0.0.1", "*.corp.example:443", "git.corp.example:443", "http://127.0.0.1:80"]);
    const allowsPrivate = (url: string) => hosts.allowsPrivate(new URL(url));
    expect(allowsPrivate("https://10.0.0.1/")).toBe(false);
    expect(allowsPrivate("https://a.corp.example/")).toBe(false);
    expect(allowsPrivate("https://git.corp.example/")).toBe(true);
    expect(allowsPrivate("http://127.0.0.1/")).toBe(true);
    expect(allowsPrivate("http://127.0.0.1:81/")).toBe(false);
  });
});

describe("the sets", () => {
  it("have hosts that are entries, and names that are no hosts", () => {
    for (const [name, { hosts, about }] of Object.entries(HOST_SETS)) {
      expect(name).toMatch(/^[a-z-]+$/);
      expect(about).not.toBe("");
      expect(hosts.filter((host) => !parseEntry(host))).toEqual([]);
    }
  });

  it("have no pages that anybody can make", () => {
    const hosts = Hosts.of(Object.keys(HOST_SETS));
    for (const host of [
      "x.github.io",
      "x.gitlab.io",
      "gist.github.com",
      "x.codeberg.page",
      "x.githubusercontent.com",
    ]) {
      expect(hosts.allows(`https://${host}/`)).toBe(false);
    }
  });
});

describe("what is said of hosts", () => {
  it("names what to type for one that is not allowed", () => {
    const hosts = Hosts.of([]);
    expect(hosts.refusal("https://charts.jetstack.io/index.yaml")).toBe(
      "'https://charts.jetstack.io/index.yaml' is not fetched, since its host is not allowed. To allow it, use --allow charts.jetstack.io.",
    );
    expect(hosts.refusal("http://h:8080/\u001b[31m")).toBe(
      "'http://h:8080/\uFFFD[31m' is not fetched, since its host is not allowed. To allow it, use --allow http://h:8080.",
    );
    expect(hosts.refusal("https://h;rm`x`/")).toContain("use --allow 'h;rm`x`'.");
    expect(hosts.refusal("file:///etc/passwd")).toBe("'file:///etc/passwd' is not an address of a host.");
    expect(hosts.refusal("ftp://h/x")).toBe(
      "'ftp://h/x' is not fetched: only https, ssh, and http where it is allowed, are.",
    );
    expect(hosts.refusal("a\u0007b")).toBe("'a\uFFFDb' is not an address of a host.");
  });

  it("lists what is needed, each once, registries by their set", () => {
    const needed = Hosts.of(["charts.jetstack.io"]).needed([
      { type: "helm", repository: "https://charts.jetstack.io", chart: "a" },
      { type: "helm", repository: "https://charts.example.org/x", chart: "a" },
      { type: "helm", repository: "https://charts.example.org/y", chart: "b" },
      { type: "oci", url: "oci://ghcr.io/a/b" },
      { type: "oci", url: "oci://docker.io/bitnamicharts/redis" },
      { type: "oci", url: "oci://127.0.0.1:5000/a" },
      { type: "git", url: "ssh://git@git.example.org/a" },
      { type: "git", url: "https://github.com/a/b" },
      { type: "http", url: "file:///etc/passwd" },
      { type: "http", url: "nothing" },
    ]);
    expect(needed).toEqual([
      "charts.example.org",
      "dockerhub",
      "ghcr",
      "github.com",
      "http://127.0.0.1:5000",
      "ssh://git.example.org",
    ]);
    expect(neededWords(["charts.example.org", "ghcr"])).toBe(
      `The repository names sources on hosts that are not allowed:
  charts.example.org
  ghcr (GitHub's container registry: ghcr.io, pkg-containers.githubusercontent.com)
To fetch from them, run gitops-lint fetch --allow charts.example.org --allow ghcr, or list them in fetch.allow of your own configuration.
`,
    );
  });

  it("quotes what a shell would take for more", () => {
    expect(neededWords(["[2001:db8::1]:80", "a$(id).b", "it's"])).toContain(
      "--allow '[2001:db8::1]:80' --allow 'a$(id).b' --allow 'its',",
    );
  });
});
