import type { Place } from "../../builds/build.js";
import { BINDING_KINDS, ROLE_KINDS } from "../../kubernetes/objects.js";
import {
  DANGEROUS_PERMISSIONS,
  ESCALATING,
  type PermissionName,
} from "../../kubernetes/rbac/dangerous-permissions.js";
import { givesPermission } from "../../kubernetes/rbac/permissions.js";
import { groupBy } from "../../util/group-by.js";
import { memoizePairs } from "../../util/memoize.js";
import type { Step } from "../access/answers.js";
import type { Analysis } from "../analysis.js";
import { eachCluster } from "../clusters.js";
import { permissionContext } from "../dangerous-roles.js";
import { comparePlaces } from "../place-order.js";
import type { EscalationPath } from "./escalation.js";
import { type Escalations, escalations } from "./escalations.js";
import { nodeKey } from "./nodes.js";

/** Paths to cluster-admin that one change cuts: that of a binding, at a subject, or of a rule of a role. */
export interface UnheldPath {
  /** Where they are cut best. */
  place: Place;
  cut: Step;
  /** The shortest of them. */
  path: EscalationPath;
  /** How many subjects have one. */
  subjects: number;
  /** Whether the cut takes cluster-admin from whom they lead to, and nothing from those who start. */
  isAtTarget: boolean;
}

interface Asked {
  steps: number;
  /** Whether those count that a rule on roles already reports for a right in the whole cluster. */
  evenIfReported: boolean;
}

/** The sure paths of those who do not hold cluster-admin and reach it in a few steps, by where they are cut best. */
export function unheldPaths(analysis: Analysis, { steps, evenIfReported }: Asked): readonly UnheldPath[] {
  return (evenIfReported ? withReported : withoutReported)(analysis, steps);
}

const withReported = memoizePairs((analysis: Analysis, steps: number) => {
  return grouped(pathsIn(analysis, steps).map(({ path }) => path));
});

const withoutReported = memoizePairs((analysis: Analysis, steps: number) => {
  const others = pathsIn(analysis, steps).filter(({ of, path }) => !isReported(of, path));
  return grouped(others.map(({ path }) => path));
});

/** The paths of all clusters, each with those of its cluster. */
const pathsIn = memoizePairs((analysis: Analysis, steps: number) => {
  return eachCluster(analysis).flatMap((cluster) => {
    const of = escalations(analysis, { cluster });
    const { paths } = of.paths({ onlySure: true, steps, limit: 1, longer: 0 });
    return paths.map((path) => ({ of, path }));
  });
});

/** What by itself gives the rights of others in the whole cluster, so that a rule reports the role that gives it. */
const REPORTED: readonly PermissionName[] = [...ESCALATING, "no-workload-create", "no-secret-write"];

function isReported({ world }: Escalations, { from }: EscalationPath): boolean {
  const { analysis } = world;
  const context = permissionContext(analysis);
  const wide = world.rightsOf(from).given.filter(({ namespace }) => namespace === undefined);
  return wide.some(({ rules }) => {
    const plain = rules.map(({ rule }) => rule);
    return REPORTED.some((name) => givesPermission(DANGEROUS_PERMISSIONS[name], plain, context, false));
  });
}

/** A place at which a path can be cut. */
interface Candidate {
  key: string;
  step: Step & { place: Place };
  isAtTarget: boolean;
}

/** Each path goes to the place that cuts most of all paths; of several, to that nearest to where it starts. */
function grouped(paths: readonly EscalationPath[]): UnheldPath[] {
  const choices = paths.map((path) => ({ path, candidates: candidatesOf(path) }));
  const counts = new Map<string, Set<string>>();
  for (const { path, candidates } of choices) {
    for (const { key } of candidates) counts.set(key, (counts.get(key) ?? new Set()).add(nodeKey(path.from)));
  }
  const count = ({ key }: Candidate) => counts.get(key)?.size ?? 0;
  const chosen = choices.flatMap(({ path, candidates: [first, ...others] }) => {
    if (!first) return [];
    const best = others.reduce((one, other) => (count(other) > count(one) ? other : one), first);
    return [{ path, best }];
  });
  const groups = [...groupBy(chosen, ({ best }) => best.key).values()].flatMap(
    ([first, ...others]): UnheldPath[] => {
      if (!first) return [];
      const { path, best } = first;
      const subjects = new Set([first, ...others].map((one) => nodeKey(one.path.from)));
      const { step, isAtTarget } = best;
      return [{ place: step.place, cut: step, path, subjects: subjects.size, isAtTarget }];
    },
  );
  return groups.sort((a, b) => comparePlaces(a.place, b.place));
}

/** The bindings and rules of a path that can be changed, in its order. */
function candidatesOf({ steps, holds }: EscalationPath): Candidate[] {
  const target = steps.at(-1)?.to;
  const isController = target?.kind === "subject" && CONTROLLERS.test(target.subject);
  return [
    ...steps.flatMap(({ through }) => through.flatMap((chain) => ends(chain, false))),
    // That it holds cluster-admin is how it is installed.
    ...(isController ? [] : holds.flatMap((chain) => ends(chain, true))),
  ];
}

function ends(chain: readonly Step[], isAtTarget: boolean): Candidate[] {
  return [chain[0], chain.at(-1)].flatMap((step) => {
    if (!step?.place || !KINDS.has(step.kind)) return [];
    const { place } = step;
    return [{ key: JSON.stringify(place), step: { ...step, place }, isAtTarget }];
  });
}

const KINDS: ReadonlySet<string> = new Set([...BINDING_KINDS, ...ROLE_KINDS]);

/** The ServiceAccounts of the controllers of Flux and Argo CD that apply what is in git. */
const CONTROLLERS =
  /^ServiceAccount:[^/]+\/(?:kustomize-controller|helm-controller|flux-operator|(?:[a-z0-9-]+-)?argocd-application-controller)$/;
