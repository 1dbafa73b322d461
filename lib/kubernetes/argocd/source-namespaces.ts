import { compilePattern } from "./pattern.js";

/** The namespaces of a flag or setting, separated by commas: argo-cd util/env/env.go, StringsFromEnv. */
export function namespaceList(written: string): string[] {
  return written
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/**
 * Whether a list names a namespace: each of its patterns is a glob, or a regular expression between slashes. What is not
 * understood names nothing.
 * argo-cd: util/glob/list.go, MatchStringInList; util/security/application_namespaces.go, IsNamespaceEnabled.
 */
export function isOneOfNamespaces(patterns: readonly string[], namespace: string): boolean {
  return patterns.some((pattern) => {
    const isRegex = pattern.length > 1 && pattern.startsWith("/") && pattern.endsWith("/");
    return (
      (isRegex && matches(pattern.slice(1, -1), "regex", namespace)) || matches(pattern, "glob", namespace)
    );
  });
}

function matches(pattern: string, mode: "glob" | "regex", namespace: string): boolean {
  const compiled = compilePattern(pattern, mode);
  return typeof compiled === "function" && compiled(namespace);
}
