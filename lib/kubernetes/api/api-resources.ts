import type { ApiResource, Subresource } from "./api-resource.js";
import { API_RESOURCES, FIRST_MINOR, LAST_MINOR } from "../data/api-resources.js";
import {
  AUDIENCE_VERB,
  EMPTY_GROUPS,
  MORE_API_RESOURCES,
  SYNTHETIC_RESOURCES,
  type SyntheticResource,
  VERB_PREFIXES_OF_ANY_RESOURCE,
  VERBS_OF_ANY_RESOURCE,
} from "../data/synthetic-resources.js";
import { isWithin, type KubernetesVersion } from "./kubernetes-version.js";
import { howWritten, nearestSubresource, type NearResource } from "./near-resource.js";
import { nearest } from "../../util/nearest.js";

/** What a `resources` entry of a role means: a resource or a subresource. */
export interface RbacResource {
  readonly group: string;
  /** `resource` or `resource/subresource`. */
  readonly name: string;
  readonly namespaced: boolean;
  /** Every verb that is ever checked for it, besides those that are checked for any resource. */
  readonly verbs: readonly string[];
  /** Whether an API serves it; RBAC also checks resources that none serves, such as `signers`. */
  readonly served: boolean;
}

/**
 * How much is known of an API group: all its resources, those that CustomResourceDefinitions of the
 * repository define (there may be more), or nothing.
 */
export type GroupKnowledge = "complete" | "partial" | "unknown";

/** The resources of one group, and the names that people write for them by mistake. */
interface Group {
  complete: boolean;
  resources: Map<string, ApiResource>;
  aliases: Map<string, ApiResource>;
  /** The names that one with a typo may be meant as; computed on first use. */
  names?: readonly string[];
}

/**
 * The resources that RBAC can check: those that Kubernetes serves, those of the repository's
 * CustomResourceDefinitions, and those that nothing serves.
 */
export class ApiResources {
  readonly #groups = new Map<string, Group>();
  readonly #version: KubernetesVersion | undefined;
  /** By group and name. */
  readonly #found = new Map<string, RbacResource>();
  /** All of a group, by group. */
  readonly #all = new Map<string, readonly RbacResource[]>();

  /**
   * @param options.crds the resources of CustomResourceDefinitions
   * @param options.kubernetesVersion the clusters' version; without it, everything that any version since 1.28 has
   */
  constructor({
    crds = [],
    kubernetesVersion,
  }: { crds?: Iterable<ApiResource>; kubernetesVersion?: KubernetesVersion } = {}) {
    this.#version = kubernetesVersion;
    // For a version that the data does not cover, nobody can say what it lacks.
    const complete =
      kubernetesVersion === undefined ||
      isWithin({ since: FIRST_MINOR, until: LAST_MINOR }, kubernetesVersion);
    for (const resource of [...API_RESOURCES, ...MORE_API_RESOURCES]) this.#add(resource, complete);
    for (const group of EMPTY_GROUPS.keys()) this.#group(group, complete);
    for (const resource of crds) this.#add(resource, false);
  }

  /** The groups that are known at all, Kubernetes' own first. */
  get groups(): Iterable<string> {
    return this.#groups.keys();
  }

  /** Everything that is known, Kubernetes' own first. */
  *all(): Generator<RbacResource> {
    for (const { groups, name } of SYNTHETIC_RESOURCES) {
      for (const group of groups) yield* name.includes("*") ? [] : this.matching(group, name);
    }
    for (const group of this.groups) yield* this.matching(group, "*");
  }

  /** How much is known of a group. Nothing can be said about what an unknown group has or lacks. */
  knowledgeOf(group: string): GroupKnowledge {
    const entry = this.#groups.get(group);
    if (entry === undefined) return "unknown";
    return entry.complete ? "complete" : "partial";
  }

  /**
   * The resource that a name in `resources` means in a group: `pods` or `pods/log`. Undefined if the group does
   * not have it or is not known, and for a pattern with `*`: see `matching`.
   */
  find(group: string, name: string): RbacResource | undefined {
    const key = `${group}/${name}`;
    let found = this.#found.get(key);
    // Names that do not exist are not cached: untrusted files can have any number.
    if (!found) {
      found = this.#find(group, name);
      if (found) this.#found.set(key, found);
    }
    return found;
  }

  #find(group: string, name: string): RbacResource | undefined {
    const [resource, subresource] = split(name);
    const synthetic = SYNTHETIC_RESOURCES.filter((entry) =>
      this.#isAbout(entry, group, resource, subresource),
    );
    const owner = this.#groups.get(group)?.resources.get(resource);
    const part = owner && partOf(owner, subresource);
    const served = owner !== undefined && this.#isServed(owner, subresource);
    const verbs = [...((served && part?.verbs) || []), ...synthetic.flatMap((entry) => entry.verbs)];
    if (verbs.length === 0) return undefined;
    const namespaced = owner?.namespaced ?? synthetic.some((entry) => entry.namespaced);
    return { group, name, namespaced, served, verbs: [...new Set(verbs)] };
  }

  /** What `*` or `*` + `/subresource` in `resources` covers in a group. */
  matching(group: string, pattern: string): readonly RbacResource[] {
    if (pattern !== "*" || !this.#groups.has(group)) return this.#matching(group, pattern);
    // Hundreds of roles ask for all of the same group.
    let found = this.#all.get(group);
    if (!found) this.#all.set(group, (found = this.#matching(group, pattern)));
    return found;
  }

  #matching(group: string, pattern: string): RbacResource[] {
    const [resource, subresource] = split(pattern);
    if (resource !== "*") return [this.find(group, pattern)].filter((found) => found !== undefined);
    const names = [...(this.#groups.get(group)?.resources.values() ?? [])].flatMap(
      ({ name, subresources }) =>
        subresource === undefined
          ? [name, ...Object.keys(subresources ?? {}).map((part) => `${name}/${part}`)]
          : [`${name}/${subresource}`],
    );
    return names.map((name) => this.find(group, name)).filter((found) => found !== undefined);
  }

  /**
   * The groups that have a resource or subresource of that name; the core group is the empty string. A group that
   * Kubernetes has emptied has none, although RBAC may be asked about what it had.
   */
  groupsWith(name: string): string[] {
    return [...this.#groups.keys()].filter((group) => {
      return !EMPTY_GROUPS.has(group) && this.find(group, name) !== undefined;
    });
  }

  /**
   * Whether a verb is ever checked for a group's resource. False if the resource does not exist.
   * Kubernetes: apiserver, pkg/endpoints/request/requestinfo.go, NewRequestInfo, and see SYNTHETIC_RESOURCES.
   */
  takesVerb(group: string, name: string, verb: string): boolean {
    if (verb === AUDIENCE_VERB) return group === "";
    const found = this.find(group, name);
    if (found === undefined) return false;
    if (found.verbs.includes(verb)) return true;
    if (!found.served) return false;
    const prefix = VERB_PREFIXES_OF_ANY_RESOURCE.find((start) => verb.startsWith(start));
    return prefix === undefined
      ? VERBS_OF_ANY_RESOURCE.includes(verb)
      : found.verbs.includes(verb.slice(prefix.length));
  }

  /**
   * The resource that was probably meant by a name that a group does not have: by its singular, kind, short
   * name or case; if the whole group is known, also with at most two wrong letters. Both parts of a
   * subresource are corrected: `pod/logs` is `pods/log`. Undefined for a name that exists.
   */
  nearest(group: string, name: string): NearResource | undefined {
    const entry = this.#groups.get(group);
    if (entry === undefined || this.find(group, name) !== undefined) return undefined;
    const [resource, subresource] = split(name);
    const meant = this.#nearestResource(group, entry, resource);
    if (meant === undefined || subresource === undefined) return meant;
    const part = nearestSubresource(subresource, this.#subresources(group, meant.name));
    if (part === undefined || (part.written === "typo" && !entry.complete)) return undefined;
    const written = meant.name === resource ? part.written : meant.written;
    return { name: `${meant.name}/${part.name}`, written };
  }

  #nearestResource(group: string, entry: Group, name: string): NearResource | undefined {
    const small = name.toLowerCase();
    const meant = entry.resources.get(small) ?? entry.aliases.get(small);
    if (meant !== undefined && this.#isServed(meant)) {
      return { name: meant.name, written: howWritten(name, meant) };
    }
    if (!entry.complete) return undefined;
    entry.names ??= [
      ...entry.resources.keys(),
      ...SYNTHETIC_RESOURCES.map((synthetic) => synthetic.name),
    ].filter((candidate) => this.find(group, candidate) !== undefined);
    const typo = nearest(small, entry.names);
    return typo === undefined ? undefined : { name: typo, written: "typo" };
  }

  /** The names of a resource's subresources, including those that nothing serves. */
  #subresources(group: string, resource: string): string[] {
    const owner = this.#groups.get(group)?.resources.get(resource);
    const served = Object.keys(owner?.subresources ?? {});
    const synthetic = SYNTHETIC_RESOURCES.map((entry) => split(entry.name))
      .filter(([of, name]) => (of === resource || of === "*") && name !== undefined)
      .map(([, name]) => name ?? "");
    return [...served, ...synthetic].filter((name) => this.find(group, `${resource}/${name}`) !== undefined);
  }

  #isServed(resource: ApiResource, subresource?: string): boolean {
    const part = partOf(resource, subresource);
    if (part === undefined || !isWithin(part, this.#version)) return false;
    return Object.values(resource.versions).some((range) => isWithin(range, this.#version));
  }

  #isAbout(
    entry: SyntheticResource,
    group: string,
    resource: string,
    subresource: string | undefined,
  ): boolean {
    const [ofResource, ofSubresource] = split(entry.name);
    if (!isWithin(entry, this.#version)) return false;
    if ((ofSubresource === undefined) !== (subresource === undefined)) return false;
    if (ofSubresource !== "*" && ofSubresource !== subresource) return false;
    if (ofResource !== "*") return ofResource === resource && entry.groups.includes(group);
    const owner = this.#groups.get(group)?.resources.get(resource);
    return owner !== undefined && this.#isServed(owner);
  }

  #group(name: string, complete: boolean): Group {
    const group = this.#groups.get(name) ?? { complete, resources: new Map(), aliases: new Map() };
    this.#groups.set(name, group);
    return group;
  }

  #add(resource: ApiResource, complete: boolean): void {
    const group = this.#group(resource.group, complete);
    // A CustomResourceDefinition cannot replace a built-in resource, and the first of two with the same name wins.
    if (group.resources.has(resource.name)) return;
    group.resources.set(resource.name, resource);
    for (const alias of [resource.kind, resource.singular ?? "", ...(resource.shortNames ?? [])]) {
      const small = alias.toLowerCase();
      if (small !== "" && !group.aliases.has(small)) group.aliases.set(small, resource);
    }
  }
}

/** A resource itself, or one of its subresources. */
function partOf(resource: ApiResource, subresource: string | undefined): Subresource | undefined {
  if (subresource === undefined) return { verbs: resource.verbs };
  const { subresources = {} } = resource;
  return Object.hasOwn(subresources, subresource) ? subresources[subresource] : undefined;
}

/** The two parts of an entry of `resources`: Kubernetes, plugin/pkg/auth/authorizer/rbac/rbac.go, RuleAllows. */
function split(name: string): [resource: string, subresource: string | undefined] {
  const slash = name.indexOf("/");
  return slash < 0 ? [name, undefined] : [name.slice(0, slash), name.slice(slash + 1)];
}
