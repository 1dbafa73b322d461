import type { Place } from "../../builds/build.js";
import type { PolicyRule } from "../../kubernetes/objects.js";
import type { ApiServer } from "./api-servers.js";
import type { Nowhere } from "../lookup/nowhere.js";

/** Something that a subject is allowed, and through what. */
export interface Allowed {
  /** As the binding has it: a group stays a group. */
  subject: string;
  /** What the rule says, without what it cannot give in a namespace. */
  rule: PolicyRule;
  /** The namespace in which it holds; undefined for the whole cluster, and empty for what is in no namespace. */
  namespace?: string;
  /** The cluster, if known. */
  cluster?: string;
  /**
   * The binding, then the role that it refers to, then each one that the one before it takes in. Otherwise the API
   * server, and the line of its ABAC policies.
   */
  through: readonly Step[];
}

/** A binding or role, and the place in it that counts: the subject, or the rule. An ABAC policy has no name. */
export interface Step {
  kind: string;
  name?: string;
  namespace?: string;
  /** Undefined for a role that every cluster has. */
  place?: Place;
}

/** Something that could allow more, and why that cannot be known. */
export interface Unknown {
  what: string;
  why: string;
  place?: Place;
}

/** What an authorizer allows, and what may be more. */
export interface Found {
  allowed: readonly Allowed[];
  unknown: readonly Unknown[];
}

/** How the API servers of a repository authorize requests. */
export interface Authorization {
  servers: readonly ApiServer[];
  /** Whether any of them asks RBAC, or may ask it. */
  hasRbac: boolean;
}

export interface Answers {
  allowed: readonly Allowed[];
  unknown: readonly Unknown[];
  /** How requests are authorized; undefined if the repository does not say. */
  authorization?: Authorization | undefined;
  /** How many answers of RBAC are left out because no API server asks it; left out if there are none. */
  withoutRbac?: number;
  /** The subject and the namespace that were asked about, if they are not in the repository. */
  nowhere?: readonly Nowhere[];
  /** The clusters that were asked about, where the repository tells several apart. */
  clusters?: readonly string[];
}
