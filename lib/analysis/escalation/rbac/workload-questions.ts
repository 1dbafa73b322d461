import {
  WORKLOAD_RESOURCES,
  type WorkloadResource,
} from "../../../kubernetes/escalation/workload-resources.js";
import type { Question } from "../../../kubernetes/rbac/authorizer.js";
import { about, changesOf } from "./allowed.js";

/** What is asked for who makes pods by a workload. */
interface WorkloadQuestions {
  resource: WorkloadResource;
  create: Question;
  /** None if the template of its pods cannot be changed. */
  changes: readonly Question[];
}

/** The questions about each resource from which a controller makes pods. */
export const WORKLOAD_QUESTIONS: readonly WorkloadQuestions[] = WORKLOAD_RESOURCES.map((workload) => {
  const { apiGroup, resource, isChangeable } = workload;
  return {
    resource: workload,
    create: about(apiGroup, "create", resource),
    changes: isChangeable ? changesOf(apiGroup, resource) : [],
  };
});
