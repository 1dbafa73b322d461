import { BuildSet } from "../builds/build-set.js";
import type { Applied } from "../builds/applied.js";
import type { Place } from "../builds/build.js";
import { type AdmissionBindingKind, type BindingKind, isKnown, type Subject } from "../kubernetes/objects.js";
import type { Settings } from "../repository/configuration/settings.js";
import type { Repository } from "../repository/repository.js";
import { groupBy } from "../util/group-by.js";
import type { HiddenPart } from "../builds/hidden-part.js";
import { admissionPolicyOf } from "./lookup/admission-policy-lookup.js";
import { Grants } from "./grants.js";
import { hidingPart, installerOf } from "./hidden-parts.js";
import type { Lookup } from "./lookup/lookup.js";
import { holdersOf, kindAndName, namedIn, namespaceOf, type SoughtKind } from "./lookup/lookup-index.js";
import { type AppliedNamespace, namespacesOf } from "./namespaces.js";
import { podAccountOf } from "./lookup/pod-account-lookup.js";
import { type RoleLookup, roleOf } from "./lookup/role-lookup.js";
import { lookUpServiceAccount } from "./lookup/service-account-lookup.js";

export type { Applied };

/** The questions that can be asked about a repository as it is applied; each is answered when it is first asked. */
export class Analysis extends BuildSet {
  declare readonly base: Analysis | undefined;
  #namespaces: Map<string, AppliedNamespace[]> | undefined;
  #namespacesByPlace: Map<string, AppliedNamespace[]> | undefined;
  #namespacesByName: Map<string, AppliedNamespace[]> | undefined;
  #grants: Grants | undefined;

  /** @param before an earlier state of the same repository: what has not changed is not resolved again */
  constructor(repository: Repository, settings: Settings, before?: Repository, base?: Analysis) {
    super(repository, settings, before, base);
  }

  /** The role that an applied binding refers to: found, missing or unknown, with a hint or the reason. */
  role(binding: Applied<BindingKind>): RoleLookup {
    return roleOf(this, binding);
  }

  /** The ServiceAccount that is a subject of an applied binding: found, missing or unknown. */
  serviceAccount(binding: Applied<BindingKind>, subject: Subject): Lookup {
    return lookUpServiceAccount(this, binding, subject);
  }

  /** The ServiceAccount as which the pods of an applied workload run: found, missing or unknown. */
  podAccount(workload: Applied): Lookup {
    return podAccountOf(this, workload);
  }

  /** The admission policy that an applied binding refers to: found, missing or unknown. */
  admissionPolicy(binding: Applied<AdmissionBindingKind>): Lookup {
    return admissionPolicyOf(this, binding);
  }

  /** The hidden part that may refer to an object by its name; undefined if there is none. */
  hiddenUser(applied: Applied<SoughtKind>): HiddenPart | undefined {
    const { kind, object } = applied.object;
    const { name = "", namespace } = object.metadata ?? {};
    const { build } = applied;
    if (build.isDefault) return installerOf(build);
    return hidingPart(this, applied, { kind, name, namespace });
  }

  /** Whether some build holds an object of that kind and name. */
  holds(kind: SoughtKind, name: string): boolean {
    return holdersOf(this, kind, name).some((build) => namedIn(build).named.has(kindAndName(kind, name)));
  }

  /** The namespace of all objects of that kind and name, if they have the same one. */
  onlyNamespaceOf(kind: SoughtKind, name: string): string | undefined {
    const objects = holdersOf(this, kind, name).flatMap((build) => {
      return namedIn(build).named.get(kindAndName(kind, name)) ?? [];
    });
    const [first, ...others] = new Set(objects.map(namespaceOf));
    return others.length === 0 && isKnown(first) ? first : undefined;
  }

  /** What all bindings and aggregations of the repository say about its roles. */
  get grants(): Grants {
    return (this.#grants ??= new Grants(this));
  }

  /** The namespaces that are reported in a file. */
  namespacesIn(file: string): readonly AppliedNamespace[] {
    this.#namespaces ??= groupBy(namespacesOf(this), ({ place }) => place.file);
    return this.#namespaces.get(file) ?? [];
  }

  /** The namespaces that are reported at one place: a component's Namespace is one for each overlay. */
  namespacesAt(place: Place): readonly AppliedNamespace[] {
    this.#namespacesByPlace ??= groupBy(
      this.namespaceFiles.flatMap((file) => this.namespacesIn(file)),
      (one) => JSON.stringify(one.place),
    );
    return this.#namespacesByPlace.get(JSON.stringify(place)) ?? [];
  }

  /** The files in which a namespace is reported. */
  get namespaceFiles(): readonly string[] {
    this.namespacesIn("");
    return [...(this.#namespaces?.keys() ?? [])];
  }

  /** The namespaces with a name: several if clusters have their own. */
  namespaces(name: string): readonly AppliedNamespace[] {
    this.#namespacesByName ??= groupBy(
      this.namespaceFiles.flatMap((file) => this.namespacesIn(file)),
      (one) => one.name,
    );
    return this.#namespacesByName.get(name) ?? [];
  }
}
