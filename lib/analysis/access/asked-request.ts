import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import type { Question } from "../../kubernetes/rbac/authorizer.js";

/** A request: who makes it is asked besides. */
export interface AskedRequest {
  question: Question;
  /** The namespace in which it is asked; without it, the whole cluster and every namespace. */
  namespace?: string | undefined;
  /** The cluster in which it is asked; without it, every one. */
  cluster?: string | undefined;
  resources: ApiResources;
}
