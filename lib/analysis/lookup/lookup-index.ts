import { memoize } from "../../util/memoize.js";
import {
  ADMISSION_BINDING_KINDS,
  ADMISSION_POLICY_KINDS,
  type AnyObject,
  BINDING_KINDS,
  couldBeOneOf,
  isKnown,
  type KindName,
} from "../../kubernetes/objects.js";
import { type AppliedObject, type Build, ofKinds } from "../../builds/build.js";
import { isRefusedIn } from "../../builds/applied.js";
import type { BuildSet } from "../../builds/build-set.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import { push } from "../../util/group-by.js";

/** The kinds of objects that something refers to by name. */
export const SOUGHT_KINDS = [
  "Role",
  "ClusterRole",
  "ServiceAccount",
  ...ADMISSION_POLICY_KINDS,
] as const satisfies KindName[];
export type SoughtKind = (typeof SOUGHT_KINDS)[number];

const SOUGHT: ReadonlySet<KindName> = new Set(SOUGHT_KINDS);

/** The objects of a build that others can refer to. */
export interface Named {
  /** By kind and name, as `kindAndName` writes them. */
  named: ReadonlyMap<string, readonly AppliedObject[]>;
  /** Whether a name that is filled in later can become another one, by kind. */
  unnamed: ReadonlyMap<SoughtKind, (name: string) => boolean>;
}

export function kindAndName(kind: SoughtKind, name: string): string {
  return `${kind} ${name}`;
}

/** What a build holds that can be referred to. */
export const namedIn: (build: Build) => Named = memoize((build) => {
  const named = new Map<string, AppliedObject[]>();
  const unnamed = new Map<SoughtKind, string[]>();
  for (const object of build.objects) {
    if (!isSought(object.kind) || isRefusedIn(build, object)) continue;
    const name = object.object.metadata?.name;
    if (isKnown(name)) push(named, kindAndName(object.kind, name), object);
    else push(unnamed, object.kind, name ?? "");
  }
  return { named, unnamed: new Map([...unnamed].map(([kind, names]) => [kind, couldBeOneOf(names)])) };
});

/** More hidden parts than this are not compared with a name: real repositories have a tenth of it. */
const MAX_HIDDEN = 3000;

/** What every lookup needs from all builds. */
interface Index {
  /** The builds by the kind and name of what they hold, each list in the order of all. */
  holders: ReadonlyMap<string, readonly Build[]>;
  /** Those that hold something of a kind whose name is not known. */
  unnamed: ReadonlyMap<SoughtKind, readonly Build[]>;
  /** What cannot be seen, with the builds that apply it; the first ones if there is too much of it. */
  hidden: readonly { part: HiddenPart; builds: readonly Build[] }[];
  /** Whether there is more of it than anybody looks at. */
  isTooMuchHidden: boolean;
  /** The first file with each object that no kustomization lists, by kind and name. */
  unlisted: ReadonlyMap<string, string>;
  /** The first file with each object that the API server refuses, by kind and name. */
  refused: ReadonlyMap<string, string>;
}

/** What all builds of a repository hold that can be referred to. */
export const indexOf: (builds: BuildSet) => Index = memoize((builds) => {
  const holders = new Map<string, Build[]>();
  const unnamedIn = new Map<SoughtKind, Build[]>();
  const hidden = new Map<string, { part: HiddenPart; builds: Build[] }>();
  for (const build of builds.all) {
    const { named, unnamed } = namedIn(build);
    for (const key of named.keys()) push(holders, key, build);
    for (const kind of unnamed.keys()) push(unnamedIn, kind, build);
    for (const part of build.hidden) {
      // Many overlays apply the same.
      const { kind, names, namespace, texts, values } = part;
      const key = JSON.stringify([kind, names, namespace, texts, values]);
      const same = hidden.get(key);
      if (same) same.builds.push(build);
      else hidden.set(key, { part, builds: [build] });
    }
  }
  return {
    holders,
    unnamed: unnamedIn,
    hidden: [...hidden.values()].slice(0, MAX_HIDDEN),
    isTooMuchHidden: hidden.size > MAX_HIDDEN,
    unlisted: unlistedIn(builds),
    refused: refusedIn(builds),
  };
});

function refusedIn(builds: BuildSet): Map<string, string> {
  const refused = new Map<string, string>();
  for (const build of builds.all)
    for (const [key, file] of refusedWithin(build)) if (!refused.has(key)) refused.set(key, file);
  return refused;
}

const refusedWithin = memoize((build: Build): readonly (readonly [key: string, file: string])[] => {
  return build.objects.flatMap((object) => {
    if (!isSought(object.kind) || !isRefusedIn(build, object)) return [];
    return [[kindAndName(object.kind, object.object.metadata?.name ?? ""), object.file] as const];
  });
});

function unlistedIn(builds: BuildSet): Map<string, string> {
  const unlisted = new Map<string, string>();
  for (const file of builds.ofClass("unlisted")) {
    for (const { kind, object } of builds.repository.files.get(file)?.objects ?? []) {
      if (!isSought(kind)) continue;
      const key = kindAndName(kind, object.metadata?.name ?? "");
      if (!unlisted.has(key)) unlisted.set(key, file);
    }
  }
  return unlisted;
}

/** The builds that hold something of that kind and name in some namespace, or of a name that is not known. */
export function holdersOf(builds: BuildSet, kind: SoughtKind, name: string): readonly Build[] {
  const { holders, unnamed } = indexOf(builds);
  const named = holders.get(kindAndName(kind, name)) ?? [];
  const others = unnamed.get(kind) ?? [];
  if (others.length === 0) return named;
  const either = new Set([...named, ...others]);
  return builds.all.filter((build) => either.has(build));
}

const bindingsIn = memoize((build: Build) => {
  const bindings = ofKinds(build.objects, [...BINDING_KINDS, ...ADMISSION_BINDING_KINDS]);
  return new Set(bindings.map((binding) => bindingKey(binding)));
});

/** Whether a build holds the same binding itself: then it is another copy, which does not vouch for this one. */
export function holdsBinding(build: Build, binding: AppliedObject): boolean {
  // With a `generateName`, each is another one.
  if (!binding.object.metadata?.name) return false;
  return bindingsIn(build).has(bindingKey(binding));
}

/** One binding is asked about in every build. */
const bindingKey = memoize(({ kind, object: { metadata } }: Pick<AppliedObject, "kind" | "object">) => {
  return JSON.stringify([kind, metadata?.name, metadata?.namespace]);
});

export function namespaceOf({ object }: { object: AnyObject }): string | undefined {
  return object.metadata?.namespace;
}

function isSought(kind: KindName): kind is SoughtKind {
  return SOUGHT.has(kind);
}
