/** What rules are about, in the order in which lists of rules show it. */
export const TOPICS = [
  "The four to start with",
  "What a role permits",
  "Who is given a role",
  "What does nothing",
  "Network isolation",
  "Files and references",
  "Changes",
] as const;

export type Topic = (typeof TOPICS)[number];

/** Rules by their topics, in the order of the topics; no topic without rules. */
export function rulesByTopic<Rule extends { meta: { docs: { topic: Topic } } }>(
  rules: Record<string, Rule>,
): { topic: Topic; rules: [name: string, rule: Rule][] }[] {
  return TOPICS.map((topic) => ({
    topic,
    rules: Object.entries(rules).filter(([, { meta }]) => meta.docs.topic === topic),
  })).filter((group) => group.rules.length > 0);
}
