import type { Comment } from "../manifests/comments.js";
import { templateComments } from "../manifests/template-comments.js";
import type { Repository } from "../repository/repository.js";
import { memoizePairs } from "../util/memoize.js";

/** Whether a file has comments for ESLint. Those of a template are no part of what is known of files. */
export function hasDirectives(repository: Repository, path: string): boolean {
  const facts = repository.files.get(path);
  if (facts) return facts.directives === true;
  return repository.chartFiles.has(path) && hasComments(repository, path);
}

const hasComments = memoizePairs((repository: Repository, path: string): boolean => {
  return templateComments(repository.textAt(path) ?? "").length > 0;
});

/**
 * The names in a comment, each with a comment of its own: to delete one of several, ESLint looks for it in the text of the
 * source code, and that of a template is empty to all.
 * @param list the names, with commas between them
 */
export function partsOf(comment: Comment, list: string, text: string): { node: Comment; value: string }[] {
  const names = list.split(",");
  const listStart = text.indexOf(list, comment.range[0]);
  if (names.length < 2 || listStart < 0) return [{ node: comment, value: list }];
  let at = listStart;
  return names.map((name, index) => {
    const start = at;
    at += name.length + 1;
    // With the comma behind it, or before the last one.
    const isLast = index === names.length - 1;
    const range: Comment["range"] = isLast
      ? [start - 1, start + name.length]
      : [start, start + name.length + 1];
    return { node: { ...comment, range }, value: name.trim() };
  });
}

const textOf = new WeakMap<object, string>();

/** Notes the text of a template, of which other plugins see nothing. */
export function noteTemplate(sourceCode: object, text: string): void {
  textOf.set(sourceCode, text);
}

/** The text that is linted, whatever its source code says of it. */
export function lintedText(sourceCode: { text: string }): string {
  return textOf.get(sourceCode) ?? sourceCode.text;
}
