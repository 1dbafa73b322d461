import type { ApiResource, Subresource } from "./api-resource.js";
import { API_RESOURCES, FIRST_MINOR, LAST_MINOR } from "../data/api-resources.js";
import {
  AUDIENCE_VERB,
  MORE_API_RESOURCES,
  SYNTHETIC_RESOURCES,
  type SyntheticResource,
  VERB_PREFIXES_OF_ANY_RESOURCE,
  VERBS_OF_ANY_RESOURCE,
} from "../data/synthetic-resources.js";
import { isWithin, type KubernetesVersion } from "./kubernetes-version.js";
import { nearest } from "../../util/nearest.js";

/** What a `resources` entry of a role means: a resource or a subresource. */
export interface RbacResource {
  readonly group: string;
  /** `resource` or `resource/subresource`. */
  readonly name: string;
  readonly namespaced: boolean;
  /** Every verb that it is ever asked about, beside those that any resource is. */
  readonly verbs: readonly string[];
  /** Whether an API serves it; RBAC is also asked about what none serves, such as `signers`. */
  readonly served: boolean;
}

/** What was probably meant, and how that was written: its singular, kind, short name, case, or with a typo. */
export interface NearResource {
  readonly name: string;
  readonly written: "singular" | "kind" | "short name" | "case" | "typo";
}

/**
 * How much is known of an API group: every resource of it, those that CustomResourceDefinitions of the
 * repository name (there may be more), or nothing.
 */
export type GroupKnowledge = "complete" | "partial" | "unknown";

/** The resources of one group, and what each may be mistaken for. */
interface Group {
  complete: boolean;
  resources: Map<string, ApiResource>;
  aliases: Map<string, ApiResource>;
  /** What a name with a wrong letter can be meant as; made when it is first asked for. */
  names?: readonly string[];
}

/**
 * The resources that RBAC can be asked about: those that Kubernetes serves, those of the repository's
 * CustomResourceDefinitions, and those that nothing serves.
 */
export class ApiResources {
  readonly #groups = new Map<string, Group>();
  readonly #version: KubernetesVersion | undefined;
  /** By group and name. */
  readonly #found = new Map<string, RbacResource>();

  /**
   * @param options.crds the resources of CustomResourceDefinitions
   * @param options.kubernetesVersion the clusters' version; without it, whatever any version from 1.28 on has
   */
  constructor({
    crds = [],
    kubernetesVersion,
  }: { crds?: Iterable<ApiResource>; kubernetesVersion?: KubernetesVersion } = {}) {
    this.#version = kubernetesVersion;
    // Of a version that the data does not cover, there is no saying what it has not.
    const complete =
      kubernetesVersion === undefined ||
      isWithin({ since: FIRST_MINOR, until: LAST_MINOR }, kubernetesVersion);
    for (const resource of [...API_RESOURCES, ...MORE_API_RESOURCES]) this.#add(resource, complete);
    for (const resource of crds) this.#add(resource, false);
  }

  /** The groups of which anything is known, Kubernetes' own first. */
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

  /** How much is known of a group. What a group that is not known has, or has not, cannot be said. */
  knowledgeOf(group: string): GroupKnowledge {
    const known = this.#groups.get(group);
    if (known === undefined) return "unknown";
    return known.complete ? "complete" : "partial";
  }

  /**
   * What a name in `resources` means in a group: `pods` or `pods/log`. Undefined if the group has no such
   * thing, or is not known; also for a pattern with `*`: see `matching`.
   */
  find(group: string, name: string): RbacResource | undefined {
    const key = `${group}/${name}`;
    let found = this.#found.get(key);
    // Nothing is remembered of names that are not there: strangers make them up.
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
    const known = this.#groups.get(group)?.resources.get(resource);
    const part = known && partOf(known, subresource);
    const served = known !== undefined && this.#isServed(known, subresource);
    const verbs = [...((served && part?.verbs) || []), ...synthetic.flatMap((entry) => entry.verbs)];
    if (verbs.length === 0) return undefined;
    const namespaced = known?.namespaced ?? synthetic.some((entry) => entry.namespaced);
    return { group, name, namespaced, served, verbs: [...new Set(verbs)] };
  }

  /** What `*` or `*` + `/subresource` in `resources` covers of what the APIs of a group serve. */
  matching(group: string, pattern: string): RbacResource[] {
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

  /** The groups that have a resource or subresource of that name, the core group as the empty text. */
  groupsWith(name: string): string[] {
    return [...this.#groups.keys()].filter((group) => this.find(group, name) !== undefined);
  }

  /**
   * Whether a group's resource is ever asked about with a verb. False of what is not there.
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
   * The resource that a name which a group does not have was probably meant to be: by its singular, kind,
   * short name or case; where the whole group is known, also by at most two wrong letters. Of a
   * subresource, both parts are looked at: `pod/logs` is `pods/log`. Undefined for a name that is there.
   */
  nearest(group: string, name: string): NearResource | undefined {
    const known = this.#groups.get(group);
    if (known === undefined || this.find(group, name) !== undefined) return undefined;
    const [resource, subresource] = split(name);
    const meant = this.#nearestResource(group, known, resource);
    if (meant === undefined || subresource === undefined) return meant;
    const part = nearestSubresource(subresource, this.#subresources(group, meant.name));
    if (part === undefined || (part.written === "typo" && !known.complete)) return undefined;
    const written = meant.name === resource ? part.written : meant.written;
    return { name: `${meant.name}/${part.name}`, written };
  }

  #nearestResource(group: string, known: Group, name: string): NearResource | undefined {
    const small = name.toLowerCase();
    const meant = known.resources.get(small) ?? known.aliases.get(small);
    if (meant !== undefined && this.#isServed(meant)) {
      return { name: meant.name, written: howWritten(name, meant) };
    }
    if (!known.complete) return undefined;
    known.names ??= [...known.resources.keys(), ...SYNTHETIC_RESOURCES.map((entry) => entry.name)].filter(
      (candidate) => this.find(group, candidate) !== undefined,
    );
    const typo = nearest(small, known.names);
    return typo === undefined ? undefined : { name: typo, written: "typo" };
  }

  /** The names of a resource's subresources, those that nothing serves included. */
  #subresources(group: string, resource: string): string[] {
    const known = this.#groups.get(group)?.resources.get(resource);
    const served = Object.keys(known?.subresources ?? {});
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

  #add(resource: ApiResource, complete: boolean): void {
    const { group: name } = resource;
    const group = this.#groups.get(name) ?? { complete, resources: new Map(), aliases: new Map() };
    this.#groups.set(name, group);
    // What is built in is not served by a CustomResourceDefinition, and the first of two of one name wins.
    if (group.resources.has(resource.name)) return;
    group.resources.set(resource.name, resource);
    for (const alias of [resource.kind, resource.singular ?? "", ...(resource.shortNames ?? [])]) {
      const small = alias.toLowerCase();
      if (small !== "" && !group.aliases.has(small)) group.aliases.set(small, resource);
    }
  }
}

/** A resource itself, or a subresource of it. */
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

function howWritten(name: string, meant: ApiResource): NearResource["written"] {
  const small = name.toLowerCase();
  if (small === meant.name) return "case";
  if (meant.shortNames?.some((short) => short.toLowerCase() === small)) return "short name";
  return name === small ? "singular" : "kind";
}

function nearestSubresource(name: string, names: readonly string[]): NearResource | undefined {
  const small = name.toLowerCase();
  const same = names.find((candidate) => candidate === small);
  if (same !== undefined) return { name: same, written: "case" };
  const singular = names.find((candidate) => `${candidate}s` === small || candidate === `${small}s`);
  const typo = singular ?? nearest(small, names);
  return typo === undefined ? undefined : { name: typo, written: "typo" };
}
