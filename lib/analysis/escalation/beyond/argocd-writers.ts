import type { EscalationNode } from "../escalation.js";
import type { Held, Rights } from "../rights.js";
import type { World } from "../world.js";
import type { Argo, Project } from "./argocd-installation.js";
import {
  isWriter,
  isWrittenAnywhere,
  mayWrite,
  namespacesOfWriting,
  objectsIn,
  writingOf,
} from "./written-objects.js";

const APPLICATIONS = [
  { kind: "Application", writing: writingOf("argoproj.io", "applications") },
  { kind: "ApplicationSet", writing: writingOf("argoproj.io", "applicationsets") },
] as const;

/** Whether somebody may write Applications or ApplicationSets at all. */
export function writesApplications(world: World, from: EscalationNode): boolean {
  const rights = world.rightsOf(from);
  return APPLICATIONS.some(({ writing }) => isWriter(rights, writing));
}

/** How somebody may write Applications of a project. */
export interface ArgoWriting {
  project: Project;
  held: Held;
  /** The namespace, if it is none of Argo CD's own. */
  namespace?: string;
  /** Whether Argo CD takes Applications from there for sure. */
  isSure: boolean;
}

/**
 * The projects whose Applications somebody may write, or ApplicationSets that make them: all of them in the namespaces of Argo
 * CD, and elsewhere those that take Applications from there.
 */
export function argoWritings(world: World, from: EscalationNode, argo: Argo): ArgoWriting[] {
  const rights = world.rightsOf(from);
  const own = ownWriting(world, rights, argo);
  if (own) return argo.projects.map((project) => ({ project, held: own, isSure: true }));
  const others = argo.isOpen ? writingsElsewhere(world, rights, argo) : [];
  return argo.projects.flatMap((project): ArgoWriting[] => {
    const taken = others.filter(({ namespace }) => project.limits.takesFrom(namespace));
    const best = taken.find(({ isSure }) => isSure) ?? taken[0];
    return best ? [{ project, ...best }] : [];
  });
}

function ownWriting(world: World, rights: Rights, { namespaces }: Argo): Held | undefined {
  for (const { kind, writing } of APPLICATIONS) {
    for (const namespace of namespaces) {
      const held = mayWrite(world, rights, writing, { kind, namespace });
      if (held) return held;
    }
  }
  return undefined;
}

function writingsElsewhere(
  world: World,
  rights: Rights,
  argo: Argo,
): { held: Held; namespace: string; isSure: boolean }[] {
  return APPLICATIONS.flatMap(({ kind, writing }) => {
    const namespaces = namespacesOfWriting(rights, writing);
    if (isWrittenAnywhere(rights, writing))
      for (const namespace of objectsIn(world, kind).keys()) namespaces.add(namespace);
    return [...namespaces].flatMap((namespace) => {
      const isTaken = argo.takesFrom(kind, namespace);
      const held = isTaken === false ? undefined : mayWrite(world, rights, writing, { kind, namespace });
      return held ? [{ held, namespace, isSure: isTaken === true }] : [];
    });
  });
}
