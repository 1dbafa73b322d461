/** How a registry wants to be asked: distribution, spec/auth/token.md, and RFC 7617. */
export type Challenge = { scheme: "basic" } | { scheme: "bearer"; realm: string; service: string };

/** The longest header that is read. */
const LONGEST = 4000;

/** What a `WWW-Authenticate` asks for; undefined if it is neither of the two. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const text = (header ?? "").slice(0, LONGEST);
  const bearer = /(?:^|,\s*)bearer\s+/i.exec(text);
  if (!bearer) return /(?:^|,\s*)basic(?:\s|$)/i.test(text) ? { scheme: "basic" } : undefined;
  const fields = new Map<string, string>();
  for (const [, name = "", value = ""] of text.slice(bearer.index).matchAll(/([a-z_]+)="([^"\\]*)"/gi)) {
    if (!fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value);
  }
  return { scheme: "bearer", realm: fields.get("realm") ?? "", service: fields.get("service") ?? "" };
}
