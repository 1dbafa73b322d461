import type { Place } from "../../builds/build.js";
import type { KubernetesVersion } from "../../kubernetes/api/kubernetes-version.js";
import {
  type Authorizer,
  type Authorizers,
  authorizersIn,
  authorizersOf,
} from "../../kubernetes/authorization/authorizers.js";
import type { Component } from "../../kubernetes/components/component.js";
import { componentsOf } from "../../kubernetes/components/components-of.js";
import type { WrittenConfiguration } from "../../manifests/configurations.js";
import type { Path } from "../../manifests/locate.js";
import type { Repository } from "../../repository/repository.js";
import { memoize } from "../../util/memoize.js";
import {
  configurationsOf,
  namedConfiguration,
  type PlacedConfiguration,
  withConfigurations,
} from "./configurations.js";

/** An authorizer, and where the repository says so; undefined for a default. */
export interface PlacedAuthorizer extends Authorizer {
  place?: Place;
}

/** An API server that the repository sets up: its flags, whatever files they are in. */
export interface ApiServer extends Pick<Component, "flags" | "defaults" | "isWhole"> {
  file: string;
  /** Where its authorizers are chosen, or else where it is set up. */
  place: Place;
  /** The authorizers in their order; left out if they are not known. */
  authorizers?: readonly PlacedAuthorizer[];
  by?: Authorizers["by"];
  /** Why its authorizers are not known. */
  unknown?: string;
  version?: KubernetesVersion;
}

/**
 * The API servers that a repository sets up. An AuthorizationConfiguration that none of them names belongs to one that
 * is set up elsewhere.
 */
export const apiServersOf = memoize((repository: Repository): readonly ApiServer[] => {
  const used = new Set<PlacedConfiguration>();
  const servers = [...withConfigurations(repository)].flatMap(([file, { configurations = [] }]) => {
    return componentsIn(configurations).map((component) => serverOf(repository, { file, component, used }));
  });
  const others = configurationsOf(repository, "AuthorizationConfiguration").filter((one) => !used.has(one));
  return [...servers, ...others.map(serverOfConfiguration)];
});

/** The flags of an API server, and where they are in their file. */
interface PlacedComponent extends Component {
  document: number;
}

/**
 * The API servers of a file. What is written within another configuration adds to it, as a patch for kubeadm adds to
 * what kind tells kubeadm.
 */
function componentsIn(configurations: readonly WrittenConfiguration[]): PlacedComponent[] {
  const found: { within: Path; component: PlacedComponent }[] = [];
  // A configuration comes before those within it.
  for (const configuration of configurations) {
    const { document, at } = configuration;
    for (const component of componentsOf(configuration)) {
      if (component.name !== "kube-apiserver") continue;
      const flags = component.flags.map((flag) => ({ ...flag, at: [...at, ...flag.at] }));
      const placed = { ...component, flags, document, at: [...at, ...component.at] };
      const outer = found.find((one) => one.component.document === document && isBelow(at, one.within));
      if (outer) outer.component = joined(outer.component, placed);
      else found.push({ within: at, component: placed });
    }
  }
  return found.map(({ component }) => component);
}

function isBelow(path: Path, outer: Path): boolean {
  return path.length > outer.length && outer.every((step, index) => step === path[index]);
}

function joined(outer: PlacedComponent, inner: PlacedComponent): PlacedComponent {
  return {
    ...outer,
    at: inner.at,
    flags: [...outer.flags, ...inner.flags],
    defaults: { ...outer.defaults, ...inner.defaults },
    ...(inner.version && { version: inner.version }),
  };
}

function serverOf(
  repository: Repository,
  { file, component, used }: { file: string; component: PlacedComponent; used: Set<PlacedConfiguration> },
): ApiServer {
  const { flags, defaults, isWhole, document, version } = component;
  const placeOf = (path: Path): Place => ({ file, document, path });
  const server = {
    file,
    place: placeOf(component.at),
    flags,
    defaults,
    isWhole,
    ...(version && { version }),
  };
  const found = authorizersOf(component);
  if (found === undefined) return { ...server, unknown: "it does not say how requests are authorized" };
  if ("list" in found) {
    const [first] = found.list;
    return {
      ...server,
      ...(found.by === "file" && first?.at && { place: placeOf(first.at) }),
      by: found.by,
      authorizers: found.list.map((one) => ({ ...one, ...(one.at && { place: placeOf(one.at) }) })),
    };
  }
  const place = placeOf(found.at);
  const configuration = namedConfiguration(repository, file, found.value, "AuthorizationConfiguration");
  if (!configuration) {
    return { ...server, place, unknown: `the repository does not have '${found.value}', which says it` };
  }
  used.add(configuration);
  return { ...server, ...placedIn(configuration), place };
}

function serverOfConfiguration(configuration: PlacedConfiguration): ApiServer {
  const { file, document, at } = configuration;
  const place = { file, document, path: at };
  return { file, place, flags: [], defaults: {}, isWhole: false, ...placedIn(configuration) };
}

function placedIn({ file, document, at, value }: PlacedConfiguration): Pick<ApiServer, "by" | "authorizers"> {
  const { by, list } = authorizersIn(value);
  return {
    by,
    authorizers: list.map((one) => ({ ...one, place: { file, document, path: [...at, ...(one.at ?? [])] } })),
  };
}

/** Whether one of the API servers has an authorizer of a mode, or may have it. */
export function mayHave(servers: readonly ApiServer[], mode: Authorizer["mode"]): boolean {
  return servers.some(({ authorizers }) => !authorizers || authorizers.some((one) => one.mode === mode));
}

/** The names of the authorizers of an API server, in their order. */
export function namesOf({ authorizers = [] }: ApiServer): string[] {
  return authorizers.map(({ name }) => name);
}

/** An API server as the readers of flags take it. */
export function asComponent({ flags, defaults, isWhole, version }: ApiServer): Component {
  const plain = { name: "kube-apiserver", format: "ComponentPod", at: [] } as const;
  return { ...plain, flags, defaults, isWhole, ...(version && { version }) };
}
