/** The message of a rule that threw: a defect of ours, reported in its place without ending the run. */
export const FAILED = "gitopsRuleFailed";
export const FAILED_WORDS = "The rule failed here, which is a defect of the rule and not of this file: ";

/** A rule that threw. */
export interface Crash {
  rule: string;
  file: string;
  /** The message of what it threw. */
  words: string;
}

/** The rule that failed, if a message reports that: only messages get out of ESLint's worker threads. */
export function crashIn({
  ruleId,
  messageId,
  message,
}: {
  ruleId: string | null;
  messageId?: string | undefined;
  message: string;
}): Omit<Crash, "file"> | undefined {
  if (messageId !== FAILED || !ruleId?.startsWith("gitops/")) return undefined;
  return {
    rule: ruleId.slice("gitops/".length),
    words: message.slice(FAILED_WORDS.length).replace(/\.$/, ""),
  };
}
