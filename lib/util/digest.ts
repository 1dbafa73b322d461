import { hash } from "node:crypto";

/** A short text that no two contents share. */
export function digest(content: string | Uint8Array): string {
  return hash("sha256", content, "base64url");
}
