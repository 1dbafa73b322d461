import fc from "fast-check";
import { expect, it } from "vitest";
import { Hosts } from "../../../lib/fetch/hosts/hosts.js";
import { digestOf, type NodeHttpOptions } from "../../../lib/fetch/http/node-client.js";
import { contextOf } from "../servers.js";

const CONTENT = Buffer.from("content");
const ENTRIES = [
  "a.example",
  "*.b.example",
  "http://c.example",
  "d.example:8443",
  "http://127.0.0.1:80",
  "ghcr",
];

const host = fc.constantFrom(
  ...[
    "a.example",
    "A.EXAMPLE",
    "a.example.",
    "x.b.example",
    "b.example",
    "c.example",
    "d.example",
    "evil.example",
  ],
  ...["127.0.0.1", "2130706433", "[::1]", "ghcr.io", "a.example@evil.example", "evil.example#a.example"],
);
const url = fc
  .tuple(
    fc.constantFrom("https://", "http://", "//", "HTTPS:", "ftp://", "file:///"),
    host,
    fc.constantFrom("", ":8443", ":80", ":443"),
  )
  .map((parts) => `${parts.join("")}/p`);

it("reach only what is allowed, or content of a known digest without a login, whatever servers answer", async () => {
  const known = fc.constantFrom(undefined, digestOf(CONTENT), digestOf(Buffer.from("other")));
  const redirects = fc.array(fc.oneof(url, fc.constantFrom("/here", "?q", "", "https://", "\u0000")), {
    maxLength: 7,
  });
  await fc.assert(
    fc.asyncProperty(
      url,
      redirects,
      known,
      fc.boolean(),
      fc.subarray(ENTRIES),
      async (first, next, knownDigest, isNamedByIndex, allow) => {
        const hosts = Hosts.of(allow);
        let count = 0;
        const exchange: NodeHttpOptions["exchange"] = ({ url: asked, headers, allowsPrivate }) => {
          const isFirst = count === 0;
          const isContent =
            knownDigest !== undefined && asked.protocol === "https:" && (!isFirst || isNamedByIndex);
          expect(hosts.allows(asked) || isContent).toBe(true);
          expect(headers.Authorization === undefined || (isFirst && hosts.allows(asked))).toBe(true);
          expect(!allowsPrivate || hosts.allowsPrivate(asked)).toBe(true);
          const location = next[count++];
          return Promise.resolve({
            status: location === undefined ? 200 : 302,
            headers: { location },
            body: CONTENT,
          });
        };
        const options = { most: 100, knownDigest, isNamedByIndex, authorization: { token: "t" } };
        const { http } = contextOf(allow, { exchange });
        const answer = await http.get(first, options).catch((error: Error) => error);
        if (answer instanceof Error) expect(answer.name + answer.message).toMatch(/^Error'.*\.$/s);
        else expect([answer.status, knownDigest ?? digestOf(CONTENT)]).toEqual([200, digestOf(CONTENT)]);
        expect(count).toBeLessThanOrEqual(6);
      },
    ),
    { numRuns: 500 },
  );
});
