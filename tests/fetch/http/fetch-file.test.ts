import { describe, expect, it } from "vitest";
import { fetchFile } from "../../../lib/fetch/http/fetch-file.js";
import { digestOf } from "../../../lib/fetch/http/node-client.js";
import { chartArchive } from "../../helm/chart/archives.js";
import { contextOf, serveFiles } from "../servers.js";

const CHART = chartArchive("mailer", { "Chart.yaml": "apiVersion: v2\nname: mailer\nversion: 1.0.0\n" });

describe("a file at an address", () => {
  it("is one of manifests, or a chart", async () => {
    const { origin } = await serveFiles({ "/crds.yaml": "a: 1\n", "/mailer-1.0.0.tgz": CHART });
    const context = contextOf([origin]);
    expect(await fetchFile({ type: "http", url: `${origin}/crds.yaml` }, context)).toEqual({
      content: "file",
      bytes: Buffer.from("a: 1\n"),
      name: `${origin}/crds.yaml`,
    });
    expect(await fetchFile({ type: "http", url: `${origin}/mailer-1.0.0.tgz` }, context)).toEqual({
      content: "chart",
      bytes: CHART,
      name: "chart mailer 1.0.0",
      version: "1.0.0",
    });
  });

  it("must not change where it is locked", async () => {
    const { origin } = await serveFiles({ "/a.yaml": "a: 2\n" });
    const request = { type: "http", url: `${origin}/a.yaml` } as const;
    const digest = digestOf(Buffer.from("a: 1\n"));
    const locked = { request, name: "", digest, content: "file" as const, neededBy: [] };
    await expect(fetchFile(request, { ...contextOf([origin]), locked })).rejects.toThrow(
      `'${origin}/a.yaml' has another content than .gitops-lint.lock says: ${digest} is wanted, and it has ${digestOf(Buffer.from("a: 2\n"))}.`,
    );
    // A digest in a lock allows no host.
    await expect(fetchFile(request, { ...contextOf([]), locked })).rejects.toThrow("its host is not allowed");
  });

  it("gets the login of its host", async () => {
    const { origin, requests } = await serveFiles({ "/a.yaml": "" });
    const credentials = { forUrl: () => ({ username: "u", password: "p" }) };
    await fetchFile({ type: "http", url: `${origin}/a.yaml` }, contextOf([origin], { credentials }));
    expect(requests).toEqual(["/a.yaml Basic dTpw"]);
  });

  it("is not there", async () => {
    const { origin } = await serveFiles({});
    const file = (url: string) => fetchFile({ type: "http", url }, contextOf([origin]));
    await expect(file(`${origin}/a`)).rejects.toThrow(
      `'${origin}/a' is not there: the server answers with status 404.`,
    );
    await expect(file("a\u0007")).rejects.toThrow("'a\uFFFD' is not an address.");
  });
});
