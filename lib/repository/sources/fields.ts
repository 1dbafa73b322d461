import type { SourceRequest } from "./request.js";

interface Fields {
  required: readonly string[];
  optional: readonly string[];
}

/** The fields of each type of request beside `type`, in the order in which people read them. */
export const REQUEST_FIELDS: Readonly<Record<SourceRequest["type"], Fields>> = {
  helm: { required: ["repository", "chart"], optional: ["version"] },
  oci: { required: ["url"], optional: ["version", "tag", "semver", "digest"] },
  git: { required: ["url"], optional: ["commit", "tag", "branch", "semver", "ref"] },
  http: { required: ["url"], optional: [] },
};

/** The order of requests: by what is asked for, and only then by its version. */
export function compareRequests(one: SourceRequest, other: SourceRequest): number {
  const [left, right] = [wordsOf(one), wordsOf(other)];
  for (const [index, word] of left.entries()) {
    const against = right[index] ?? "";
    if (word !== against) return word < against ? -1 : 1;
  }
  return 0;
}

function wordsOf(request: SourceRequest): string[] {
  const { required, optional } = REQUEST_FIELDS[request.type];
  const given = request as unknown as Readonly<Record<string, string | undefined>>;
  const words = [...required, ...optional].map((name) => given[name] ?? "");
  // Requests of one type have as many words.
  return [request.type, ...words];
}
