import type { Topic } from "../../analysis/questions.js";
import { series } from "../../util/phrases.js";
import { counted } from "./counted.js";
import type { Looked } from "./looked.js";

/** What of a run was not known, so that silence is never mistaken for health. */
export interface NotKnown {
  /** How many namespaces are isolated, in a sentence if there are any. */
  namespaces: readonly string[];
  /** What was not known and what was not read, each in a sentence if there is any of it. */
  unknown: readonly string[];
  /** The command that tells why, if something was not known. */
  why: readonly string[];
}

/** How many namespaces are isolated, what could not be judged, and what was not read. */
export function notKnown(
  looked: readonly Looked[],
  nested: readonly string[],
  command: string | undefined,
): NotKnown {
  const silences = looked.flatMap(({ silence }) => silence ?? []);
  const states = silences.flatMap(({ namespaces }) => namespaces.map(([, state]) => state));
  const count = (state: (typeof states)[number]) => states.filter((one) => one === state).length;
  const about = (...topics: readonly Topic[]) =>
    silences.flatMap((one) => one.unanswered).filter(([topic]) => topics.includes(topic)).length;
  const [roles, accounts, policies] = [about("role"), about("account", "identity"), about("policy")];
  const existing = [
    ...(roles > 0 ? [counted(roles, "role")] : []),
    ...(accounts > 0 ? [counted(accounts, "ServiceAccount")] : []),
    ...(policies > 0 ? [counted(policies, "admission policy", "admission policies")] : []),
  ];
  const [namespaces, contracts] = [about("namespace"), about("contract")];
  const exist = roles + accounts + policies === 1 ? "exists" : "exist";
  const questions = [
    ...(existing.length > 0 ? [`whether ${series(existing)} ${exist}`] : []),
    ...(namespaces > 0
      ? [`whether ${counted(namespaces, "namespace")} ${namespaces === 1 ? "is" : "are"} isolated`]
      : []),
    ...(contracts > 0
      ? [`whether ${counted(contracts, "contract")} ${contracts === 1 ? "is" : "are"} kept`]
      : []),
  ];
  const templates = silences.reduce((sum, { partlyRendered }) => sum + partlyRendered.length, 0);
  if (templates > 0)
    questions.push(
      `what else ${counted(templates, "Helm template")} ${templates === 1 ? "renders" : "render"}`,
    );
  const sum = (of: (part: Looked) => readonly string[]) => looked.flatMap(of).length;
  const unread = [
    [sum((part) => part.ignored), "file that 'ignores' names", "files that 'ignores' names"],
    [sum((part) => part.chartTemplates), "Helm template", "Helm templates"],
    [sum((part) => part.templated), "file with templates", "files with templates"],
    [
      nested.length,
      "directory with a separate .gitops-lint.yaml",
      "directories with a separate .gitops-lint.yaml",
    ],
  ] as const;
  const parts = unread.flatMap(([many, noun, nouns]) => (many > 0 ? [counted(many, noun, nouns)] : []));
  return {
    namespaces:
      states.length > 0
        ? [
            `${counted(states.length, "namespace")}: ${count("open")} without default deny, ${count("isolated")} isolated.`,
          ]
        : [],
    unknown: [
      ...(questions.length > 0 ? [`Not known: ${series(questions)}.`] : []),
      ...(parts.length > 0 ? [`Not read: ${series(parts)}.`] : []),
    ],
    why: questions.length > 0 && command !== undefined ? [command] : [],
  };
}
