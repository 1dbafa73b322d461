import type { ApiResource } from "./api-resource.js";
import { nearest } from "../../util/nearest.js";

/** The resource that was probably meant, and how it was written: singular, kind, short name, another case, or a typo. */
export interface NearResource {
  readonly name: string;
  readonly written: "singular" | "kind" | "short name" | "case" | "typo";
}

/** How a name that means a resource is written. */
export function howWritten(name: string, meant: ApiResource): NearResource["written"] {
  const small = name.toLowerCase();
  if (small === meant.name) return "case";
  if (meant.shortNames?.some((short) => short.toLowerCase() === small)) return "short name";
  return name === small ? "singular" : "kind";
}

/** The one of some subresources that was probably meant. */
export function nearestSubresource(name: string, names: readonly string[]): NearResource | undefined {
  const small = name.toLowerCase();
  const same = names.find((candidate) => candidate === small);
  if (same !== undefined) return { name: same, written: "case" };
  const singular = names.find((candidate) => `${candidate}s` === small || candidate === `${small}s`);
  const typo = singular ?? nearest(small, names);
  return typo === undefined ? undefined : { name: typo, written: "typo" };
}
