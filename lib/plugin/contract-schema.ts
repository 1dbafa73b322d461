import type { CONTRACT_KEYS } from "../repository/configuration/contracts.js";

type Schema = Record<string, unknown>;

/** The JSON Schema of `contracts` in .gitops-lint.yaml, for editors. */
export function contractsSchema(): Schema {
  const properties: Record<(typeof CONTRACT_KEYS)[number], Schema> = {
    name: { description: "What messages call the contract.", type: "string", minLength: 1 },
    can: textOrTexts("The verbs that it is about, as 'get'; '*' for any."),
    on: textOrTexts(
      "The resources that it is about, as 'secrets', 'deployments.apps', 'pods/exec' or 'pods/*', or URLs, as '/metrics'. * stands for any text.",
    ),
    in: textOrTexts(
      "The namespaces that it is about. * stands for any text. Without it: all of them, and what is in none.",
    ),
    reach: textOrTexts(
      "The pods that it is about, as 'namespace/label=value', 'namespace/workload' or 'namespace/*', each with ':5432', ':8000-8080' or ':53/UDP' for its ports.",
    ),
    only: textOrTexts(
      "Those who may, and nobody else: subjects, as 'User:jane', 'Group:developers' and 'ServiceAccount:namespace/name', or with 'reach' pods, 'outside', 'internet' and blocks of addresses. * stands for any text.",
    ),
    nobody: { description: "Nobody may.", enum: [true] },
    must: textOrTexts("Those who must be able to: each subject, or with 'reach' each of the pods."),
    system: {
      description: "Whether what Kubernetes grants by itself, as to system:masters, counts as well.",
      type: "boolean",
      default: false,
    },
  };
  const access = { required: ["can", "on"], not: { required: ["reach"] } };
  const noAccess = ["can", "on", "in", "system"].map((key) => ({ required: [key] }));
  const reach = { required: ["reach"], not: { anyOf: noAccess } };
  const demands = ["only", "nobody", "must"].map((key) => ({ required: [key] }));
  return {
    description: "Who may at most do what, or reach what, and who must be able to.",
    type: ["array", "null"],
    items: {
      type: "object",
      properties,
      required: ["name"],
      additionalProperties: false,
      allOf: [{ oneOf: [access, reach] }, { oneOf: demands }],
    },
  };
}

function textOrTexts(description: string): Schema {
  const text = { type: "string", minLength: 1 };
  return { description, anyOf: [text, { type: "array", items: text, minItems: 1 }] };
}
