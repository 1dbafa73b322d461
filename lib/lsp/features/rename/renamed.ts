import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { writtenObject } from "../../../analysis/as-written.js";
import { keyOf } from "../../../builds/applied.js";
import type { AppliedObject, Place } from "../../../builds/build.js";
import { isKnown, type KindName } from "../../../kubernetes/objects.js";
import {
  isBuiltInClusterRole,
  isBuiltInRole,
  isBuiltInServiceAccount,
} from "../../../kubernetes/rbac/builtin-roles.js";
import { originOf } from "../../../repository/vendored.js";
import type { Cursor } from "../../cursor/cursor.js";
import { linksAt } from "../../links/links-at.js";
import type { Model } from "../../model/model.js";
import { Naming } from "./naming.js";
import { Refusal } from "./refusal.js";

/** The kinds of objects that can be renamed: all that names them is known. */
export type RenamedKind = "Role" | "ClusterRole" | "ServiceAccount";

const KINDS: readonly KindName[] = ["Role", "ClusterRole", "ServiceAccount"];

/** An object that gets another name. */
export interface Renamed {
  model: Model;
  analysis: Analysis;
  kind: RenamedKind;
  /** Its name as it is written. */
  name: string;
  /** Where its name is written. */
  place: Place;
  /** The key of `keyOf`. */
  key: string;
  /** What builds make of it, once for each. */
  applied: readonly Applied[];
  naming: Naming;
  /** For a sentence: `Role 'pod-reader'`. */
  words: string;
  /** The namespaces in which it is written and applied; undefined stands for one that is chosen later. */
  namespaces: ReadonlySet<string | undefined>;
}

/**
 * The object whose name is at a cursor, be it where it is written or where it is used; undefined if there is none that can
 * be renamed.
 * @throws Refusal if its name must stay, whatever the new one is
 */
export function renamedAt(cursor: Cursor): Renamed | undefined {
  if (cursor.isOnKey) return undefined;
  const { model, written, applied, inObject } = cursor;
  const isOwnName = inObject.join(".") === "metadata.name";
  if (written && isOwnName && KINDS.includes(written.kind)) {
    refuseRendered(model, cursor.path, written.kind);
    if (applied.length === 0)
      throw new Refusal(
        `Nothing here applies this ${written.kind}, so that nobody can say what refers to it.`,
      );
    return renamed(model, applied);
  }
  const last = cursor.at.at(-1);
  if (last !== "name" && last !== "serviceAccountName" && last !== "serviceAccount") return undefined;
  const links = linksAt(cursor).filter(({ type }) => type === "role" || type === "account");
  if (links.length === 0) return undefined;
  const targets = new Map(
    links.flatMap(({ targets }) => targets).map((target) => [keyOf(target), target] as const),
  );
  const [target, ...others] = [...targets.values()];
  const [{ called, unknown } = { called: "", unknown: undefined }] = links;
  if (!target) {
    const what = called.replace(/^(\S+) .*\//, "$1 '") + "'";
    throw new Refusal(
      unknown === undefined
        ? `${what} is not written in this repository.`
        : `It is not known what ${what} is: ${unknown}.`,
    );
  }
  if (others.length > 0)
    throw new Refusal(
      `This name means several objects: which one depends on the build. Rename them one by one.`,
    );
  return renamed(model, model.analysis.applied(target.file, target.document, target.at));
}

/** @throws Refusal for an object in a file that only a chart has */
function refuseRendered(model: Model, file: string, kind: KindName): void {
  if (!model.repository.files.has(file))
    throw new Refusal(`A chart renders this ${kind}: change the name in its templates or values.`);
}

function renamed(model: Model, applied: readonly Applied[]): Renamed {
  const { analysis } = model;
  const { object } = applied[0] as Applied;
  const kind = object.kind as RenamedKind;
  const name = writtenObject(analysis, object)?.metadata?.name;
  refuseRendered(model, object.file, kind);
  if (!isKnown(name)) throw new Refusal(`The name of this ${kind} is filled in or made up later.`);
  const words = `${kind} '${name}'`;
  refuseUnfit(applied, words, name);
  const { file, document, at } = object;
  return {
    ...{ model, analysis, kind, name, applied, words },
    place: { file, document, path: [...at, "metadata", "name"] },
    key: keyOf(object),
    naming: new Naming(name, applied.map(builtName)),
    namespaces: new Set([
      writtenObject(analysis, object)?.metadata?.namespace,
      ...applied.map((one) => one.object.object.metadata?.namespace),
    ]),
  };
}

/** What a build calls an object. */
export function builtName({ object }: Applied): string {
  return object.object.metadata?.name ?? "";
}

function refuseUnfit(applied: readonly Applied[], words: string, name: string): void {
  for (const one of applied) {
    const built = builtName(one);
    if (!isKnown(built)) throw new Refusal(`A build fills in a part of the name of ${words}.`);
    if (
      !built.includes(name) ||
      (one.object.changes ?? []).some(({ path }) => path.join(".") === "metadata.name")
    )
      throw new Refusal(`A build gives ${words} another name, '${built}', which is written elsewhere.`);
    if (isBuiltIn(one.object, built)) throw new Refusal(`${words} is Kubernetes' own: it keeps its name.`);
  }
}

function isBuiltIn({ kind, object }: AppliedObject, name: string): boolean {
  const namespace = object.metadata?.namespace ?? "";
  if (kind === "ClusterRole") return isBuiltInClusterRole(name);
  return kind === "Role" ? isBuiltInRole(namespace, name) : isBuiltInServiceAccount(namespace, name);
}

/**
 * Refuses what is in a file that nobody edits by hand.
 * @throws Refusal
 */
export function refuseForeign(
  { model: { repository, settings } }: Pick<Renamed, "model">,
  file: string,
): void {
  const { files } = repository;
  const saysGenerated = files.get(file)?.generated === true;
  const origin = originOf({ path: file, files, settings, saysGenerated });
  if (origin !== undefined)
    throw new Refusal(`${file} is ${origin}, so that nobody edits it by hand, and it would have to change.`);
}
