/** The topics of rules, in the order in which rule lists show them. */
export const TOPICS = [
  "The four to start with",
  "What a role permits",
  "Who is given a role",
  "What does nothing",
  "Network isolation",
  "Identities and namespaces",
  "How clusters are set up",
  "GitOps controllers",
  "Files and references",
  "Changes",
  "Access as a whole",
] as const;

export type Topic = (typeof TOPICS)[number];

/** Groups rules by topic, in the order of `TOPICS`, and leaves out empty topics. */
export function rulesByTopic<Rule extends { meta: { docs: { topic: Topic } } }>(
  rules: Record<string, Rule>,
): { topic: Topic; rules: [name: string, rule: Rule][] }[] {
  return TOPICS.map((topic) => ({
    topic,
    rules: Object.entries(rules).filter(([, { meta }]) => meta.docs.topic === topic),
  })).filter((group) => group.rules.length > 0);
}
