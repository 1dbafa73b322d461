import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import type { GetOptions } from "../../../lib/fetch/http/client.js";
import { digestOf, type NodeHttpOptions } from "../../../lib/fetch/http/node-client.js";
import { answer, contextOf, redirect, serve, serveFiles } from "../servers.js";

const LOGIN = { username: "u", password: "p" };

/** What comes of a request, or the sentence why nothing does. */
async function get(
  url: string,
  allow: readonly string[],
  options: Partial<GetOptions> = {},
  client: Partial<NodeHttpOptions> = {},
): Promise<string> {
  try {
    const { status, body } = await contextOf(allow, client).http.get(url, { most: 1000, ...options });
    return `${status} ${body.toString("utf8")}`;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a request", () => {
  it("says who asks, and for what, and nothing else", async () => {
    const { origin, headers, host } = await serveFiles({ "/a": "hello" });
    expect(await get(`${origin}/a`, [origin], { accept: "text/yaml" })).toBe("200 hello");
    expect(headers).toEqual([
      {
        accept: "text/yaml",
        "accept-encoding": "identity",
        connection: "close",
        host,
        "user-agent": "gitops-lint/1.2.3",
      },
    ]);
  });

  it("goes to no host that is not allowed", async () => {
    const { origin, host, requests } = await serveFiles({});
    expect(await get(`${origin}/a`, [])).toBe(
      `'${origin}/a' is not fetched, since its host is not allowed. To allow it, use --allow ${origin}.`,
    );
    // With a digest that is known, too: only what an index or a redirect names may be elsewhere.
    expect(await get("https://example.com/", [host], { knownDigest: digestOf(Buffer.of()) })).toContain(
      "its host is not allowed",
    );
    expect(await get("file:///etc/passwd", [origin])).toBe(
      "'file:///etc/passwd' is not an address of a host.",
    );
    expect(await get("ssh://git.example.org/", ["ssh://git.example.org"])).toContain("is not fetched");
    expect(await get("nothing", [origin])).toBe("'nothing' is not an address.");
    expect(await get(origin.replace("//", "//u:secret@"), [origin])).toBe(
      `'${origin.replace("//", "//(secret)@")}/' has credentials in it, which are not used. Put them where the user's own are kept.`,
    );
    expect(requests).toEqual([]);
  });

  it.each([
    ["http://127.0.0.1/", "127.0.0.1"],
    ["http://2130706433/", "127.0.0.1"],
    ["http://0x7f.1/", "127.0.0.1"],
    ["http://017700000001/", "127.0.0.1"],
    ["http://[::ffff:127.0.0.1]/", "::ffff:7f00:1"],
    ["http://[::]/", "::"],
    ["http://169.254.169.254/latest/meta-data", "169.254.169.254"],
  ])("to %s needs its port to be allowed", async (url, address) => {
    const { host, href } = new URL(url);
    const entry = `http://${host}:80`;
    expect(await get(url, [`http://${host}`])).toBe(
      `'${href}' cannot be reached: it is at ${address}, a private address, and those are reached only where host and port are allowed by name, with --allow ${host.startsWith("[") ? `'${entry}'` : entry}.`,
    );
  });

  it("goes to the addresses that were looked at, all of which are public", async () => {
    const asked: string[] = [];
    const resolve: NodeHttpOptions["resolve"] = (name, done) => {
      asked.push(name);
      done(null, [{ address: asked.length === 1 ? "10.1.2.3" : "127.0.0.1", family: 4 }]);
    };
    expect(await get("https://rebinding.example/", ["rebinding.example"], {}, { resolve })).toBe(
      "'https://rebinding.example/' cannot be reached: it is at 10.1.2.3, a private address, and those are reached only where host and port are allowed by name, with --allow rebinding.example:443.",
    );
    expect(asked).toEqual(["rebinding.example"]);
  });

  it("is not answered with more than is taken", async () => {
    const { origin } = await serve((path, response) => {
      if (path === "/said")
        return void response.writeHead(200, { "Content-Length": "1001" }).end("x".repeat(1001));
      const more = () => response.writable && response.write("x".repeat(100), more);
      more();
    });
    for (const path of ["/said", "/endless"]) {
      expect(await get(`${origin}${path}`, [origin])).toBe(
        `'${origin}${path}' is not fetched: it answers more than 1000 bytes, which is the most that is taken.`,
      );
    }
  });

  it("waits only so long", async () => {
    const { origin } = await serve((path, response) => {
      if (path === "/silent") return;
      response.writeHead(200);
      if (path === "/stuck") return void response.write("a");
      const drip = () => response.writable && response.write("a", () => setTimeout(drip, 1));
      drip();
    });
    const limits = { idle: 40 };
    expect(await get(`${origin}/silent`, [origin], {}, { limits })).toBe(
      `'${origin}/silent' cannot be reached: it has fallen silent.`,
    );
    expect(await get(`${origin}/stuck`, [origin], {}, { limits })).toBe(
      `'${origin}/stuck' cannot be reached: it has fallen silent.`,
    );
    expect(await get(`${origin}/drips`, [origin], { most: 1e9 }, { limits: { whole: 100 } })).toBe(
      `'${origin}/drips' cannot be reached: the answer takes too long.`,
    );
  });

  it("takes no encoding that it did not ask for, but archives as they are", async () => {
    const packed = gzipSync("hello");
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(packed);
    });
    expect(await get(`${origin}/a`, [origin])).toBe(
      `'${origin}/a' answers packed as 'gzip', which it was not asked for.`,
    );
    const { body } = await contextOf([origin]).http.get(`${origin}/a`, { most: 1000, isArchive: true });
    expect(body.equals(packed)).toBe(true);
  });

  it("is answered with the content whose digest is known", async () => {
    const { origin } = await serveFiles({ "/a": "hello" });
    const knownDigest = digestOf(Buffer.from("hello"));
    expect(await get(`${origin}/a`, [origin], { knownDigest })).toBe("200 hello");
    const other = digestOf(Buffer.from("other"));
    expect(await get(`${origin}/a`, [origin], { knownDigest: other, digestBy: "the index" })).toBe(
      `'${origin}/a' has another content than the index says: ${other} is wanted, and it has ${knownDigest}.`,
    );
  });

  it("never has a header that a server has made up", async () => {
    const { origin, requests } = await serveFiles({ "/a": "" });
    expect(await get(`${origin}/a`, [origin], { authorization: { token: "a\r\nX: y" } })).toBe(
      `'${origin}/a' is not fetched: what would stand in 'Authorization' has characters that no header has.`,
    );
    expect(requests).toEqual([]);
  });

  it("runs beside five others at most", async () => {
    let most = 0;
    const waiting: (() => void)[] = [];
    const { origin } = await serve((_, response) => {
      waiting.push(() => response.end("a"));
      most = Math.max(most, waiting.length);
      // All that come at once are there when the sixth is.
      if (waiting.length === 6) waiting.splice(0).forEach((one) => one());
    });
    const { http } = contextOf([origin]);
    await Promise.all(Array.from({ length: 18 }, () => http.get(origin, { most: 10 })));
    expect(most).toBe(6);
  });
});

describe("an answer that is none", () => {
  it.each([204, 206, 304, 400, 418, 451, 501])("is one with status %i", async (status) => {
    const { origin } = await serve((_, response) => response.writeHead(status).end());
    expect(await get(`${origin}/a`, [origin])).toBe(`'${origin}/a' answers with status ${status}.`);
  });

  it("can be one that breaks off or is not HTTP; another is asked for once", async () => {
    let count = 0;
    const server = createServer((socket) => {
      count++;
      socket.on("error", () => undefined);
      socket.once("data", () =>
        count < 3 ? socket.resetAndDestroy() : socket.end("\u0000nonsense\r\n\r\n"),
      );
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    onTestFinished(() => void server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await get(origin, [origin])).toBe(`'${origin}/' cannot be reached: the connection breaks off.`);
    expect(count).toBe(2);
    expect(await get(origin, [origin])).toBe(`'${origin}/' cannot be reached: what it answers is not HTTP.`);
  });

  it("can be one of a port where nobody is", async () => {
    const { origin } = await serveFiles({});
    const nobody = origin.replace(/\d+$/, "1");
    expect(await get(nobody, [nobody])).toBe(`'${nobody}/' cannot be reached: nothing answers at that port.`);
  });

  it.each([
    ["2", 2000],
    ["-1", 1000],
    ["Wed, 21 Oct 2037 07:28:00 GMT", 1000],
    ["999999999", 10_000],
    [undefined, 1000],
  ])("is asked for again after 'Retry-After: %s', once", async (after, time) => {
    const waited: number[] = [];
    let count = 0;
    const { origin } = await serve((path, response) => {
      count++;
      if (path === "/again" && count === 2) return void response.end("here");
      response.writeHead(503, after === undefined ? {} : { "Retry-After": after }).end();
    });
    const wait = (one: number) => Promise.resolve(void waited.push(one));
    expect(await get(`${origin}/again`, [origin], {}, { wait })).toBe("200 here");
    expect(await get(`${origin}/never`, [origin], {}, { wait })).toBe(
      `'${origin}/never' answers with status 503.`,
    );
    expect(count).toBe(4);
    expect(waited).toEqual([time, time]);
  });
});

describe("a redirect", () => {
  it("is followed where its host is allowed, without the login", async () => {
    const other = await serveFiles({ "/b": "there" });
    const { origin, requests } = await serve((path, response) =>
      path === "/same" ? redirect(response, "/a") : redirect(response, `${other.origin}/b`),
    );
    expect(await get(`${origin}/same`, [origin, other.origin], { authorization: LOGIN })).toBe("200 there");
    expect(requests).toEqual(["/same Basic dTpw", "/a"]);
    expect(other.requests).toEqual(["/b"]);
  });

  it("is not followed elsewhere", async () => {
    const other = await serveFiles({ "/b": "there" });
    const targets = [
      `${other.origin}/b`,
      "file:///etc/passwd",
      "data:text/plain,a",
      "http://169.254.169.254/",
      "gopher://127.0.0.1:70/",
      "//[::1]:22/",
      "http://u:p@127.0.0.1/",
      "http://",
    ];
    const { origin } = await serve((path, response) =>
      redirect(response, targets[Number(path.slice(1))] ?? ""),
    );
    const sentences = [];
    for (const index of targets.keys()) sentences.push(await get(`${origin}/${index}`, [origin]));
    expect(sentences).toEqual([
      `'${other.origin}/b' is not fetched, since its host is not allowed. To allow it, use --allow ${other.origin}.`,
      "'file:///etc/passwd' is not an address of a host.",
      "'data:text/plain,a' is not an address of a host.",
      "'http://169.254.169.254/' is not fetched, since its host is not allowed. To allow it, use --allow http://169.254.169.254.",
      "'gopher://127.0.0.1:70/' is not fetched: only https, ssh, and http where it is allowed, are.",
      "'http://[::1]:22/' is not fetched, since its host is not allowed. To allow it, use --allow 'http://[::1]:22'.",
      "'http://(secret)@127.0.0.1/' has credentials in it, which are not used. Put them where the user's own are kept.",
      `'${origin}/7' redirects to what is no address.`,
    ]);
    expect(other.requests).toEqual([]);
  });

  it("of content with a known digest leads to public addresses over https only", async () => {
    const knownDigest = digestOf(Buffer.from("there"));
    const other = await serveFiles({ "/b": "there" });
    const asked: string[] = [];
    const resolve: NodeHttpOptions["resolve"] = (name, done) => {
      asked.push(name);
      done(null, [{ address: "192.168.0.1", family: 4 }]);
    };
    const targets = [
      `${other.origin}/b`,
      "https://127.0.0.1/",
      "https://cdn.example/",
      "https://cdn.example:8443/",
    ];
    const { origin } = await serve((path, response) =>
      redirect(response, targets[Number(path.slice(1))] ?? ""),
    );
    const sentences = [];
    for (const index of targets.keys())
      sentences.push(await get(`${origin}/${index}`, [origin], { knownDigest }, { resolve }));
    expect(sentences).toEqual([
      expect.stringContaining("its host is not allowed"),
      expect.stringContaining("it is at 127.0.0.1, a private address"),
      expect.stringContaining("it is at 192.168.0.1, a private address"),
      expect.stringContaining("its host is not allowed"),
    ]);
    expect(asked).toEqual(["cdn.example"]);
    expect(other.requests).toEqual([]);
  });

  it("of content with a known digest leads there without the login", async () => {
    const asked: string[] = [];
    const content = Buffer.from("there");
    const exchange: NodeHttpOptions["exchange"] = ({ url, headers, allowsPrivate }) => {
      asked.push([url.href, headers.Authorization ?? "nobody", allowsPrivate].join(" "));
      const isFirst = url.hostname === "charts.example.org";
      return Promise.resolve({
        status: isFirst ? 302 : 200,
        headers: { location: "https://cdn.example/x" },
        body: content,
      });
    };
    const allow = ["charts.example.org:443"];
    const knownDigest = digestOf(content);
    const url = "https://charts.example.org/a";
    const options = { knownDigest, authorization: LOGIN };
    expect(await get(url, allow, options, { exchange })).toBe("200 there");
    expect(asked).toEqual([`${url} Basic dTpw true`, "https://cdn.example/x nobody false"]);
    expect(await get(url, allow, { authorization: LOGIN }, { exchange })).toContain(
      "its host is not allowed",
    );
    // An index may name such an address at once, but no login goes there.
    const named = { knownDigest, isNamedByIndex: true };
    expect(await get("https://cdn.example/x", allow, named, { exchange })).toBe("200 there");
    expect(await get("https://cdn.example/x", allow, { ...named, authorization: LOGIN }, { exchange })).toBe(
      "'https://cdn.example/x' gets no credentials, since its host is not allowed.",
    );
    expect(asked).toHaveLength(4);
  });

  it("leads no further than five times", async () => {
    const { origin, requests } = await serve((path, response) => {
      const count = Number(path.slice(1));
      if (count === 0) answer(response, { "/0": "end" }, "/0");
      else redirect(response, `/${count - 1}`);
    });
    expect(await get(`${origin}/5`, [origin])).toBe("200 end");
    expect(await get(`${origin}/6`, [origin])).toBe(`'${origin}/6' redirects more than 5 times.`);
    expect(requests).toHaveLength(12);
  });
});
