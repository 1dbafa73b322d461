import { hash } from "node:crypto";

/** A short string that is unique to the content. */
export function digest(content: string | Uint8Array): string {
  return hash("sha256", content, "base64url");
}
