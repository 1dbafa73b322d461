import type { Applied } from "../../../analysis/analysis.js";
import type { KindName, RoleKind } from "../../../kubernetes/objects.js";
import type { Path } from "../../../manifests/locate.js";
import type { Model } from "../../model/model.js";
import { accountNote } from "./account-note.js";
import { namespaceNote } from "./namespace-note.js";
import type { Note } from "./note.js";
import { roleNote } from "./role-note.js";

/** An object of a file of which something can be said. Plain data. */
export interface Noted {
  /** "applied" is whether it is applied at all. */
  topic: "applied" | "role" | "account" | "namespace";
  document: number;
  at: Path;
}

const TOPICS: Readonly<Partial<Record<KindName, Noted["topic"]>>> = {
  Role: "role",
  ClusterRole: "role",
  ServiceAccount: "account",
  Namespace: "namespace",
};

/** The objects of a file of which something can be said. It takes next to no time. */
export function notedIn({ analysis, repository }: Model, path: string): Noted[] {
  const objects = repository.files.get(path)?.objects ?? [];
  if (objects.length === 0 || analysis.isPatch(path)) return [];
  const isUnlisted = analysis.classOf(path) === "unlisted";
  return objects.flatMap(({ kind, document, at }): Noted[] => {
    const applied = analysis.applied(path, document, at);
    if (isUnlisted || (applied.length > 0 && applied.every(({ build }) => build.isUnreached)))
      return [{ topic: "applied", document, at }];
    const topic = TOPICS[kind];
    return topic && applied.length > 0 ? [{ topic, document, at }] : [];
  });
}

/** What is said of an object; undefined if it is gone. */
export function noteOf({ analysis }: Model, path: string, { topic, document, at }: Noted): Note | undefined {
  const applied: readonly Applied[] = analysis.applied(path, document, at);
  switch (topic) {
    case "applied":
      return {
        title:
          applied.length > 0
            ? "not applied by any Flux or Argo CD root"
            : "not applied: no kustomization lists this file",
        places: [],
      };
    case "role":
      return roleNote(
        analysis,
        applied.filter(({ object }) => TOPICS[object.kind] === "role") as unknown as Applied<RoleKind>[],
      );
    case "account":
      return accountNote(analysis, applied as unknown as readonly Applied<"ServiceAccount">[]);
    case "namespace":
      return namespaceNote(analysis, applied);
  }
}
