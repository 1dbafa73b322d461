import type { Analysis, Applied } from "../lib/analysis/analysis.js";
import { DEFAULT_PROJECT, type Wildcard, wildcardsOf } from "../lib/kubernetes/argocd/project.js";
import { nameWords } from "../lib/kubernetes/name-words.js";
import type { AnyObject } from "../lib/kubernetes/objects.js";
import type { Path } from "../lib/manifests/locate.js";
import { isAtOrBelow, resolvePath } from "../lib/repository/paths.js";
import type { Repository } from "../lib/repository/repository.js";
import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule, type ObjectRuleContext } from "../lib/rule-kit/define-rule.js";
import { writtenHere } from "../lib/rule-kit/written-here.js";
import { groupBy } from "../lib/util/group-by.js";
import { memoize } from "../lib/util/memoize.js";
import { field, items } from "../lib/util/plain-values.js";

type Kind = "AppProject" | "Application" | "ApplicationSet";
type MessageId = Wildcard | "everything" | "defaultProject";
interface Options {
  applications: "always" | "besides projects" | "never";
}
type Context = ObjectRuleContext<MessageId, Options, Kind>;

/** Where the kinds name a project. */
const PROJECT: Readonly<Record<"Application" | "ApplicationSet", Path>> = {
  Application: ["spec", "project"],
  ApplicationSet: ["spec", "template", "spec", "project"],
};

export default defineRule<Kind, MessageId, Options>({
  name: "no-argocd-wildcard-project",
  meta: {
    docs: {
      description: "Disallow Argo CD projects that let everything through",
      topic: "GitOps controllers",
      consequence: "danger",
      preset: "recommended",
      strictOptions: { applications: "always" },
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages: {
      sources:
        "{{what}}{{by}} lets its Applications take manifests from any repository, so whoever can create or change one can have it apply what they like, from a repository of their own. List the repositories that it is for in sourceRepos.",
      destinations:
        "{{what}}{{by}} lets its Applications deploy to every namespace of every cluster, those of the clusters themselves and of Argo CD included. List the clusters and namespaces that it is for in destinations.",
      clusterResources:
        "{{what}}{{by}} lets its Applications create cluster-wide resources of every kind, so whoever can change their manifests can bind cluster-admin to themselves. List the kinds that they need in clusterResourceWhitelist, such as Namespace.",
      everything:
        "{{what}}{{by}} lets everything through{{same}}: any repository, every namespace of every cluster, and cluster-wide resources of every kind. Whoever can change one of its Applications, or their manifests, is as good as cluster-admin in all of them. List what it is for in sourceRepos, destinations and clusterResourceWhitelist{{instead}}.",
      defaultProject:
        "{{what}} is in project 'default'{{by}}, which lets everything through unless somebody restricts it: any repository, every namespace of every cluster, and cluster-wide resources of every kind. Put it into an AppProject that allows what it needs, or add an AppProject 'default' that allows nothing.",
    },
    schema: [
      {
        type: "object",
        properties: {
          applications: {
            enum: ["always", "besides projects", "never"],
            description:
              "Whether to report Applications in project `default`: `besides projects` does so only if the repository has AppProjects of its own.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ applications: "besides projects" }],
  },
  on: "object",
  kinds: ["AppProject", "Application", "ApplicationSet"],
  patches: true,
  check(written, context) {
    if (context.kind === "AppProject") checkProject(written, context);
    else checkApplication(written, PROJECT[context.kind], context);
  },
});

function checkProject(written: AnyObject, context: Context): void {
  const reported = new Set<string>();
  for (const object of judged(written, context)) {
    const wildcards = wildcardsOf(object);
    const isEverything = wildcards.size === 3;
    for (const [wildcard, at] of isEverything ? [...wildcards].slice(0, 1) : wildcards) {
      const messageId = isEverything ? "everything" : wildcard;
      if (reported.has(wildcard) || !isHere(at, context, (one) => wildcardsOf(one).has(wildcard))) continue;
      reported.add(wildcard);
      const isDefault = object.metadata?.name === DEFAULT_PROJECT;
      context.report({
        at,
        messageId,
        data: {
          what: nameWords("AppProject", object.metadata?.name),
          by: byBuilds(written, context, (one) => wildcardsOf(one).has(wildcard)),
          same: isDefault ? ", as it does when Argo CD creates it" : "",
          instead: isDefault ? ", or nothing, and give each team a project of its own" : "",
        },
      });
    }
  }
}

function checkApplication(written: AnyObject, at: Path, context: Context): void {
  const { applications } = context.options;
  if (applications === "never") return;
  const isInDefault = (object: AnyObject): boolean => {
    const project = field(object, ...at.map(String));
    // An empty name is that of the project 'default', and without one the API server refuses the object.
    return (
      (project === "" || project === DEFAULT_PROJECT) && field(object.spec, "templatePatch") === undefined
    );
  };
  const found = judged(written, context).find(isInDefault);
  if (!found || !isHere(at, context, isInDefault)) return;
  const projects = projectsIn(context.analysis);
  if (projects.has(DEFAULT_PROJECT) || (applications === "besides projects" && projects.size === 0)) return;
  if (makesProjects(found, projects)) return;
  context.report({
    at,
    messageId: "defaultProject",
    data: {
      what: nameWords(context.kind, found.metadata?.name),
      by: byBuilds(written, context, isInDefault),
    },
  });
}

/** The object as it is applied, or what a patch makes of others. */
function judged(written: AnyObject, { applied, patched, analysis, place }: Context): AnyObject[] {
  const objects = [...applied, ...patched].map(({ object }) => object.object);
  if (objects.length > 0) return objects;
  return analysis.isPatch(place.file) ? [] : [written];
}

/** Whether the value at a path is to be reported in the linted object. */
function isHere(path: Path, context: Context, holds: (object: AnyObject) => boolean): boolean {
  if (context.applied.length + context.patched.length === 0) return true;
  return writtenHere(path, context).some(({ object }) => holds(object.object));
}

/** Names the builds that make of the written object what it does not say. */
function byBuilds(written: AnyObject, { applied }: Context, holds: (object: AnyObject) => boolean): string {
  if (applied.length === 0 || holds(written)) return "";
  return asApplied(applied.filter(({ object }: Applied) => holds(object.object)));
}

/**
 * Whether an Application applies AppProjects. It cannot be in one that it makes itself, and whoever can change its
 * manifests can change what its project allows.
 */
function makesProjects({ spec }: AnyObject, projects: ReadonlyMap<unknown, readonly string[]>): boolean {
  const sources = [field(spec, "source"), ...items(field(spec, "sources"))];
  const folders = sources.flatMap((source) => {
    const path = field(source, "path");
    return typeof path === "string" ? (resolvePath("", path) ?? []) : [];
  });
  return [...projects.values()].flat().some((file) => folders.some((folder) => isAtOrBelow(file, folder)));
}

/** The files of the AppProjects of a repository, by their names. */
function projectsIn({ repository }: Analysis): ReadonlyMap<unknown, readonly string[]> {
  return projectFiles(repository);
}

const projectFiles = memoize((repository: Repository): ReadonlyMap<unknown, readonly string[]> => {
  const found = [...repository.files].flatMap(([path, { objects }]) =>
    objects
      .filter(({ kind }) => kind === "AppProject")
      .map(({ object }) => ({ name: object.metadata?.name ?? "", path })),
  );
  const byName = groupBy(found, ({ name }) => name);
  return new Map([...byName].map(([name, group]) => [name, group.map(({ path }) => path)]));
});
