import { memoizePairs } from "../../../util/memoize.js";
import { RBAC_GROUP } from "../../../kubernetes/rbac/subjects.js";
import type { EscalationNode } from "../escalation.js";
import { nodeWords } from "../nodes.js";
import type { Edge, Technique } from "../technique.js";
import type { World } from "../world.js";
import { type Argo, argoOf, type Project } from "./argocd-installation.js";
import { type ArgoWriting, argoWritings, writesApplications } from "./argocd-writers.js";

const BINDING = { group: RBAC_GROUP, kind: "ClusterRoleBinding" };
/** What makes pods as any ServiceAccount of a namespace, or gives its rights to others. */
const IN_NAMESPACE = [
  { group: "", kind: "Pod" },
  { group: "apps", kind: "Deployment" },
  { group: "batch", kind: "Job" },
];

const WRITES =
  "`create`, or `update` or `patch` on one that is there, on an Application or ApplicationSet in the namespace of Argo CD, or in one that `application.namespaces` and the `sourceNamespaces` of a project name. Without a project that takes any source the step is not sure.";
const ANY_NAMESPACE = "https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/";
const CITES = [
  "https://argo-cd.readthedocs.io/en/stable/user-guide/projects/",
  "https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/",
  ANY_NAMESPACE,
  "argo-cd: pkg/apis/application/v1alpha1/app_project_types.go, IsGroupKindNamePermitted",
];

export const argoController: Technique = {
  name: "apply-by-argocd",
  title: "Have Argo CD apply manifests",
  takes: `${WRITES} Impersonation must be switched off in \`argocd-cm\`.`,
  gives:
    "Of the projects of the repository, and of the project `default` that Argo CD creates: with ClusterRoleBindings allowed, Argo CD's application controller; else every ServiceAccount of the namespaces in which pods are allowed.",
  cites: CITES,
  *edges(world, from) {
    const argo = writesApplications(world, from) ? argoOf(world) : undefined;
    if (!argo || argo.isImpersonating) return;
    const writings = argoWritings(world, from, argo);
    const also = argo.controller ? { also: [argo.controller.step] } : {};
    const whole = wholeProject(writings);
    if (whole) {
      const words = () => `${writingWords(whole)} that Argo CD applies with its own rights`;
      yield { to: argo.account, words, rights: [whole.held], ...also, ...sureness(argo, whole) };
      // What gives all of it leaves nothing for the others.
      if (isWholly(whole)) return;
    }
    for (const writing of writings) {
      yield {
        to: accountsOf(world, writing.project),
        words: (to) => `${writingWords(writing)} with a pod that runs as ${nodeWords(to)}`,
        rights: [writing.held],
        ...also,
        ...sureness(argo, writing),
      };
    }
  },
};

export const argoImpersonation: Technique = {
  name: "apply-by-argocd-as",
  title: "Have Argo CD apply as a ServiceAccount of its project",
  takes: `${WRITES} Impersonation must be switched on: \`application.sync.impersonation.enabled\` in \`argocd-cm\`.`,
  gives: "The ServiceAccounts that the `destinationServiceAccounts` of the projects name.",
  cites: [
    "https://argo-cd.readthedocs.io/en/stable/operator-manual/app-sync-using-impersonation/",
    ANY_NAMESPACE,
    "argo-cd: util/settings/impersonation.go, DeriveServiceAccountToImpersonate",
  ],
  *edges(world, from) {
    const argo = writesApplications(world, from) ? argoOf(world) : undefined;
    if (!argo?.isImpersonating) return;
    for (const writing of argoWritings(world, from, argo)) {
      yield {
        to: impersonatedBy(world, writing.project),
        words: (to) => `${writingWords(writing)} that Argo CD applies as ${nodeWords(to)}`,
        rights: [writing.held],
        ...sureness(argo, writing),
      };
    }
  },
};

/** How a project is written that lets one bind any role; one that surely works comes first. */
function wholeProject(writings: readonly ArgoWriting[]): ArgoWriting | undefined {
  const whole = writings.filter(({ project }) => project.limits.allowsClusterKind(BINDING));
  return whole.find(isWholly) ?? whole[0];
}

function isWholly({ project, isSure }: ArgoWriting): boolean {
  return project.limits.takesAnySource && isSure;
}

function writingWords({ project, namespace }: ArgoWriting): string {
  const where = namespace === undefined ? "" : ` in namespace '${namespace}'`;
  return `writes an Application of project '${project.name}'${where}`;
}

/** The ServiceAccounts of the namespaces in which a project allows pods. */
const accountsOf = memoizePairs((world: World, { limits }: Project): readonly EscalationNode[] => {
  if (!IN_NAMESPACE.some((kind) => limits.allowsKind(kind))) return [];
  return [...world.namespaces].flatMap((namespace) => {
    return limits.allowsNamespace(namespace) ? world.accounts(namespace) : [];
  });
});

/** The ServiceAccounts as which Argo CD applies the Applications of a project, where it impersonates. */
const impersonatedBy = memoizePairs((world: World, { limits }: Project): readonly EscalationNode[] => {
  const accounts = [...world.namespaces].map((namespace) => {
    const named = limits.allowsNamespace(namespace) ? limits.accountIn(namespace) : undefined;
    return named && world.account(named.namespace, named.name);
  });
  return [...new Set(accounts)].filter((account) => account !== undefined);
});

function sureness(
  { controller }: Argo,
  { project, namespace, isSure }: ArgoWriting,
): Pick<Edge, "needs" | "isSure"> {
  const needs = [
    ...(controller ? [] : ["only where Argo CD has the rights that it is installed with"]),
    ...(controller && !project.limits.takesAnySource
      ? ["only with manifests of a source that the project allows"]
      : []),
    ...(isSure ? [] : [`only where Argo CD takes Applications from namespace '${namespace ?? ""}'`]),
  ];
  return needs.length === 0 ? {} : { needs: needs.join(", and "), isSure: false };
}
