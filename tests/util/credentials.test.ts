import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mayHoldCredentials,
  valueWithoutCredentials,
  withoutCredentials,
} from "../../lib/util/credentials.js";

describe("a text without the credentials of URLs", () => {
  it.each([
    ["https://ada:s3cret@example.com/a", "https://(secret)@example.com/a"],
    ["see 'https://ada:s3cret@example.com/a', or ask", "see 'https://(secret)@example.com/a', or ask"],
    ["https://ghp_abc@example.com/a", "https://(secret)@example.com/a"],
    ["git::https://ghp_abc@example.com/a", "git::https://(secret)@example.com/a"],
    ["git+https://ghp_abc@example.com/a", "git+https://(secret)@example.com/a"],
    ["https://a:b@c@d:e@example.com", "https://(secret)@example.com"],
    [`https://a:b'c"d@example.com`, "https://(secret)@example.com"],
    ["HTTPS://:s@example.com", "HTTPS://(secret)@example.com"],
    ["oci://ada:s@example.com", "oci://(secret)@example.com"],
    ["ssh://git:s3cret@example.com/a", "ssh://(secret)@example.com/a"],
    ["postgres://ada:s3cret@db/a?sslmode=off", "postgres://(secret)@db/a?sslmode=off"],
    ["a https://x:y@a b https://z:w@c", "a https://(secret)@a b https://(secret)@c"],
    ["https://a/b?token=abc&ref=main", "https://a/b?token=(secret)&ref=main"],
    ["https://a/b?ref=main&private_token=abc#x", "https://a/b?ref=main&private_token=(secret)#x"],
    ["https://a/b?X-Amz-Signature=abc", "https://a/b?X-Amz-Signature=(secret)"],
    ["git::ssh://a/b?sshkey=abc&x=y", "git::ssh://a/b?sshkey=(secret)&x=y"],
    ["https://a/cb#access_token=abc", "https://a/cb#access_token=(secret)"],
    ["`/x?token=abc` and `@ada`", "`/x?token=(secret)` and `@ada`"],
    ["/x?token=(secret),line=3::said", "/x?token=(secret),line=3::said"],
    ['{"a":"https:\\/\\/u:p@h\\/x"}', '{"a":"https:\\/\\/(secret)@h\\/x"}'],
  ])("hides them: %s", (text, expected) => {
    expect(withoutCredentials(text)).toBe(expected);
    expect(withoutCredentials(expected)).toBe(expected);
  });

  it.each([
    "ssh://git@example.com/a",
    "https://git@github.com/a/b",
    "git@example.com:a/b.git",
    "https://example.com/@scope/name",
    "https://issuer.example.com#ada@example.com",
    "https://example.com?mail=ada@example.com",
    "https://${USER}@example.com",
    "https://robot:${TOKEN}@example.com",
    "https://robot:$(TOKEN)@example.com",
    "https://a/b?token=${TOKEN}",
    "`https://a/b?token=${TOKEN}` (`c`)",
    "https://a/b?tokens=3&author=x",
    '{"url":"https://example.com","mail":"ada@example.com"}',
    "image@sha256:0123",
    "a://b and c@d",
    "token=abc",
  ])("leaves everything else: %s", (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });

  it("takes no longer for what looks like many of them", () => {
    for (const text of ["https://", "a://", "https://a:", "?token", "?a_", "&sig=", "://a@"]) {
      expect(withoutCredentials(text.repeat(200_000)).length).toBeGreaterThan(0);
    }
    expect(withoutCredentials(`https://${"a".repeat(2_000_000)}`)).toHaveLength(2_000_008);
    expect(withoutCredentials(`https://${"a".repeat(2_000_000)}:b@c`)).toBe("https://(secret)@c");
  });
});

describe("a value without the credentials of URLs", () => {
  const place = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("URL", "in 'URL'", "b", 1, null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "URL", "__proto__"), tie("value"), { maxKeys: 3 }),
    ),
  })).value;

  it("has none at any depth, and is the same value where there were none", () => {
    fc.assert(
      fc.property(place, fc.boolean(), (shape, isSecret) => {
        const json = JSON.stringify(shape);
        const value: unknown = JSON.parse(
          json.replaceAll("URL", isSecret ? "https://a:s3cret@h/x" : "https://h/x"),
        );
        const safe = valueWithoutCredentials(value);
        expect(JSON.stringify(safe)).toBe(
          json.replaceAll("URL", isSecret ? "https://(secret)@h/x" : "https://h/x"),
        );
        if (!json.includes("URL") || !isSecret) expect(safe).toBe(value);
      }),
    );
  });

  it("keeps what aliases repeat one", () => {
    const shared = { url: "https://a:b@c" };
    const bomb = Array.from({ length: 60 }).reduce<unknown>((inner) => [inner, inner], shared);
    const [one, other] = valueWithoutCredentials(bomb) as [unknown, unknown];
    expect(one).toBe(other);
  });

  it.each([
    'url: "https:\\x2f\\x2fa:b@c"',
    'url: "https://a:b\\x40c"',
    '{"url":"https:\\/\\/a:b@c"}',
    "url: https://a:b@c",
    "url: https://a/b?token=c",
    'url: "https://a:b\\\n  @c"',
    "url: !!binary aHR0cHM6Ly9hOmJAYw==",
  ])("is looked for wherever one can be written: %s", (text) => {
    expect(mayHoldCredentials(text)).toBe(true);
  });
});
