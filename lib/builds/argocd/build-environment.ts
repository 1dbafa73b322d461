import { UNKNOWN } from "../../kubernetes/objects.js";

/** What Argo CD knows of an Application when it renders it; what is undefined is not known. */
export type BuildEnvironment = Readonly<Record<string, string | undefined>>;

/** What is known only once the source is checked out. */
const REVISIONS = ["ARGOCD_APP_REVISION", "ARGOCD_APP_REVISION_SHORT", "ARGOCD_APP_REVISION_SHORT_8"];

/** The environment of a source: argo-cd reposerver/repository/repository.go, newEnv. */
export function buildEnvironment(
  name: string | undefined,
  spec: Readonly<Record<string, unknown>>,
  source: Readonly<Record<string, unknown>>,
): BuildEnvironment {
  const { destination } = spec;
  const namespace =
    typeof destination === "object" && destination !== null && "namespace" in destination
      ? destination.namespace
      : undefined;
  const text = (value: unknown) => (value === undefined || value === null ? "" : textOf(value));
  return {
    ARGOCD_APP_NAME: name,
    ARGOCD_APP_NAMESPACE: text(namespace),
    ARGOCD_APP_PROJECT_NAME: text(spec.project),
    ARGOCD_APP_SOURCE_REPO_URL: text(source.repoURL),
    ARGOCD_APP_SOURCE_PATH: text(source.path),
    ARGOCD_APP_SOURCE_TARGET_REVISION: text(source.targetRevision),
    ...Object.fromEntries(REVISIONS.map((key) => [key, undefined])),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A variable of Go's os.Expand: `$NAME`, `${NAME}` or `$$`. */
const VARIABLE = /\$(?:\{([^}]*)\}|([*#$@!?\-\d])|([A-Za-z_]\w*))/g;

/** Fills in a text; a variable that is not there is empty: argo-cd pkg/apis/application/v1alpha1/types.go, Envsubst. */
export function expandEnvironment(text: string, environment: BuildEnvironment): string {
  return text.replace(VARIABLE, (_, braced?: string, special?: string, plain?: string) => {
    const name = braced ?? special ?? plain ?? "";
    if (name === "$") return "$";
    return Object.hasOwn(environment, name) ? (environment[name] ?? UNKNOWN) : "";
  });
}
