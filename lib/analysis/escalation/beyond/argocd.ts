import { DEFAULT_PROJECT } from "../../../kubernetes/argocd/project.js";
import { limitsOf, type ProjectLimits } from "../../../kubernetes/argocd/project-limits.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { RBAC_GROUP } from "../../../kubernetes/rbac/subjects.js";
import { memoize, memoizePairs } from "../../../util/memoize.js";
import { field } from "../../../util/plain-values.js";
import { configurationsOf } from "../../access/configurations.js";
import type { EscalationNode } from "../escalation.js";
import { EVERYTHING, nodeWords } from "../nodes.js";
import type { Pods } from "../pods.js";
import type { Held } from "../rights.js";
import type { Edge, Technique } from "../technique.js";
import type { World } from "../world.js";
import { mayWrite, objectsIn, writingOf } from "./written-objects.js";

const APPLICATIONS = [
  { kind: "Application", writing: writingOf("argoproj.io", "applications") },
  { kind: "ApplicationSet", writing: writingOf("argoproj.io", "applicationsets") },
] as const;

const BINDING = { group: RBAC_GROUP, kind: "ClusterRoleBinding" };
/** What makes pods as any ServiceAccount of a namespace, or gives its rights to others. */
const IN_NAMESPACE = [
  { group: "", kind: "Pod" },
  { group: "apps", kind: "Deployment" },
  { group: "batch", kind: "Job" },
];

const WRITES =
  "`create`, or `update` or `patch` on one that is there, on an Application or ApplicationSet in the namespace of Argo CD. Without a project that takes any source the step is not sure.";
const CITES = [
  "https://argo-cd.readthedocs.io/en/stable/user-guide/projects/",
  "https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/",
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
    const argo = argoOf(world);
    if (!argo || argo.isImpersonating) return;
    const held = writerOf(world, from, argo);
    if (!held) return;
    const also = argo.controller ? { also: [argo.controller.step] } : {};
    const whole = wholeProject(argo);
    if (whole) {
      const words = () =>
        `writes an Application of project '${whole.name}' that Argo CD applies with its own rights`;
      yield { to: argo.account, words, rights: [held], ...also, ...sureness(argo, whole.limits) };
    }
    // What gives all of it leaves nothing for the others.
    if (whole?.limits.takesAnySource) return;
    for (const project of argo.projects) {
      const { name, limits } = project;
      yield {
        to: accountsOf(world, project),
        words: (to) => `writes an Application of project '${name}' with a pod that runs as ${nodeWords(to)}`,
        rights: [held],
        ...also,
        ...sureness(argo, limits),
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
    "argo-cd: util/settings/impersonation.go, DeriveServiceAccountToImpersonate",
  ],
  *edges(world, from) {
    const argo = argoOf(world);
    if (!argo?.isImpersonating) return;
    const held = writerOf(world, from, argo);
    if (!held) return;
    for (const project of argo.projects) {
      const { name, limits } = project;
      yield {
        to: impersonatedBy(world, project),
        words: (to) => `writes an Application of project '${name}' that Argo CD applies as ${nodeWords(to)}`,
        rights: [held],
        ...sureness(argo, limits),
      };
    }
  },
};

const CONTROLLER = /^(?:[a-z0-9-]+-)?application-controller$/;

function writerOf(world: World, from: EscalationNode, { namespaces }: Argo): Held | undefined {
  const rights = world.rightsOf(from);
  for (const { kind, writing } of APPLICATIONS) {
    for (const namespace of namespaces) {
      const held = mayWrite(world, rights, writing, { kind, namespace });
      if (held) return held;
    }
  }
  return undefined;
}

/** A project that lets whoever writes its Applications bind any role; one that takes any source comes first. */
function wholeProject({ projects }: Argo): Project | undefined {
  const whole = projects.filter(({ limits }) => limits.allowsClusterKind(BINDING));
  return whole.find(({ limits }) => limits.takesAnySource) ?? whole[0];
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

function sureness({ controller }: Argo, { takesAnySource }: ProjectLimits): Pick<Edge, "needs" | "isSure"> {
  if (!controller)
    return { needs: "only where Argo CD has the rights that it is installed with", isSure: false };
  return takesAnySource
    ? {}
    : { needs: "only with manifests of a source that the project allows", isSure: false };
}

interface Project {
  name: string;
  limits: ProjectLimits;
}

interface Argo {
  /** The namespaces that Argo CD runs in. */
  namespaces: readonly string[];
  controller: Pods | undefined;
  /** The ServiceAccount of the controller; everything, if that is not known. */
  account: readonly EscalationNode[];
  projects: readonly Project[];
  isImpersonating: boolean;
}

/** What the project that Argo CD creates allows, unless somebody has changed it: util/argo, or cmd, createDefaultProject. */
const ANYTHING = {
  spec: {
    sourceRepos: ["*"],
    destinations: [{ server: "*", namespace: "*" }],
    clusterResourceWhitelist: [{ group: "*", kind: "*" }],
  },
};

/** The Argo CD that the repository shows to be in a cluster; undefined if it shows none. */
const argoOf = memoize((world: World): Argo | undefined => {
  const { repository } = world.analysis;
  const controller = world.pods.find(({ kind, name }) => {
    return (kind === "StatefulSet" || kind === "Deployment") && CONTROLLER.test(name);
  });
  const projects = [...objectsIn(world, "AppProject").values()].flat();
  const settings = configurationsOf(repository, "ArgoCdSettings");
  const own = [
    controller?.namespace,
    ...projects.map(({ object }) => object.object.metadata?.namespace),
    ...settings.map(({ value }) => field(value, "metadata", "namespace")),
  ].filter((name) => typeof name === "string" && isKnown(name));
  // What nobody declares is where most of its Applications are.
  const others = own.length > 0 ? [] : [...objectsIn(world, "Application").keys()];
  const namespaces = new Set([...own, ...others].filter((name) => typeof name === "string"));
  if (namespaces.size === 0) return undefined;
  const named = projects.map(({ object }) => ({
    name: object.object.metadata?.name ?? "",
    limits: limitsOf(object.object),
  }));
  const hasDefault = named.some(({ name }) => name === DEFAULT_PROJECT);
  const account = controller && world.account(controller.namespace, controller.account);
  return {
    namespaces: [...namespaces],
    controller,
    account: account ? [account] : EVERYTHING,
    projects: [...(hasDefault ? [] : [{ name: DEFAULT_PROJECT, limits: limitsOf(ANYTHING) }]), ...named],
    isImpersonating: settings.some(({ value }) => field(value, "data", IMPERSONATION) === "true"),
  };
});

const IMPERSONATION = "application.sync.impersonation.enabled";
