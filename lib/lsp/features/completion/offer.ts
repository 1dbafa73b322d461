import type { CompletionItemKind } from "vscode-languageserver";
import type { Place } from "../../../builds/build.js";
import type { PolicyRule } from "../../../kubernetes/objects.js";

/** Something that can be written at a place. */
export interface Offer {
  /** The value. It is written with the quotes that it needs. */
  value: string;
  /** What a list shows instead of the value, such as for an empty one. */
  label?: string;
  kind: CompletionItemKind;
  /** A few words behind it: where it is, or what it is. */
  detail?: string;
  /** Lower ones come first, 0 if left out; then the order of the offers counts. */
  rank?: number;
  about?: About;
  /** What is written instead of the value as it is: keys with what follows them, or tab stops for clients that know them. */
  text?: string;
  isSnippet?: true;
}

/** What the documentation of an offer is about: enough to write it when an editor asks for it. Plain data. */
export type About =
  /** A role: of the repository, with its place, or one of every cluster. */
  | { of: "role"; kind: "Role" | "ClusterRole"; name: string; place?: Place }
  /** An object that is written at a place. */
  | { of: "object"; place: Place }
  | { of: "verb"; verb: string; rule: PolicyRule }
  | { of: "resource"; resource: string; groups: readonly string[] }
  | { of: "group"; group: string }
  /** A group of subjects that Kubernetes makes. */
  | { of: "members"; name: string }
  | { of: "rule"; rule: string }
  | { of: "text"; text: string };

/** An offer with the places and words of the same value in several builds or files put together. */
export function once(offers: readonly Offer[]): Offer[] {
  const byValue = new Map<string, Offer>();
  for (const offer of offers) {
    const before = byValue.get(offer.value);
    if (!before || (offer.rank ?? 0) < (before.rank ?? 0)) byValue.set(offer.value, offer);
  }
  return [...byValue.values()];
}
