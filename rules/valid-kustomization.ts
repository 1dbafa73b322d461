import { kustomizationDefects } from "../lib/analysis/kustomization-checks/checks.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { replaceScalar } from "../lib/manifests/edit.js";

interface Options {
  strict: boolean;
}

const REFUSED = "so kustomize refuses to build this.";

export default defineRule({
  name: "valid-kustomization",
  meta: {
    docs: {
      description: "Disallow kustomizations that kustomize refuses to build",
      topic: "Files and references",
      preset: "recommended",
      strictOptions: { strict: true },
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      unknownField: `Kustomize knows no field '{{field}}' here, ${REFUSED}{{hint}}`,
      wrongType: `{{field}} must be {{wanted}} and is {{found}}, ${REFUSED}{{hint}}`,
      wrongWord: `Kustomize knows no {{field}} '{{word}}' here, ${REFUSED} Write '{{wanted}}'.`,
      empty: `Nothing stands in this kustomization, ${REFUSED} Write 'resources: []' if it is to apply nothing.`,
      secondFile: `This directory has '{{other}}' as well, ${REFUSED} Keep one of them.`,
      missingPath: `Nothing is at '{{path}}', ${REFUSED}{{hint}}`,
      bareDirectory: `Directory '{{path}}' has no kustomization, ${REFUSED} Add one to it, or list its files.`,
      componentFile: `File '{{path}}' is no component, ${REFUSED} List it under 'resources'.`,
      componentAsResource: `Directory '{{path}}' is a component, ${REFUSED} List it under 'components'.`,
      noComponent: `Directory '{{path}}' is no component, ${REFUSED} List it under 'resources', or write 'kind: Component' in it.`,
      kustomizationFile: `File '{{path}}' is a kustomization and no object, ${REFUSED}{{hint}}`,
      ownDirectory: `Directory '{{path}}' is that of this kustomization or one above it, which counts as a cycle, ${REFUSED} Include a directory beside it.`,
      cycle: `Directory '{{path}}' includes this kustomization again{{through}}, ${REFUSED} Take out what leads back.`,
      listedTwice: `Path '{{path}}' is listed twice, ${REFUSED} List it once.`,
      objectTwice: `{{object}} of '{{path}}' is in '{{first}}' as well, ${REFUSED} Include it once.`,
      heldTwice: `{{object}} stands twice in '{{path}}', ${REFUSED} Delete one of them.`,
      noPatchText: `A patch needs either 'path' or 'patch' and has {{what}}, ${REFUSED} Write one of them.`,
      noPatchTarget: `A JSON patch needs {{what}} that says what it is for, ${REFUSED}`,
      namelessPatch: `This patch says no 'kind' or no 'metadata.name', ${REFUSED} Both must stand in it, even where a target selects what it is for.`,
      severalDocuments: `A patch with a 'target' must be one document and this one is several, ${REFUSED} Make an entry of each.`,
      noPatchedObject: `This patch is for {{object}}, which this kustomization does not have, ${REFUSED}{{hint}}`,
      severalPatchedObjects: `This patch is for {{object}} and several objects go by that, ${REFUSED} Say which with a 'target'.`,
      jsonPatchPath: `Operation '{{operation}}' of this JSON patch does not fit {{object}}, which has nothing at '{{path}}' or on the way there, ${REFUSED} Correct the path, or add what is missing first.`,
      namespaceConflict: `In namespace '{{namespace}}' {{one}} and {{other}} would be the same object, ${REFUSED} Keep one of them, or take out 'namespace'.`,
      emptyTarget: "This target selects nothing, so the patch changes nothing.{{hint}}",
      write: "Write '{{text}}'.",
    },
    schema: [
      {
        type: "object",
        properties: {
          strict: {
            type: "boolean",
            description: "Whether patches whose target selects nothing are reported as well.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ strict: false } as Options],
  },
  on: "kustomization",
  check(kustomization, { analysis, options, report }) {
    for (const { at, id, data, instead } of kustomizationDefects(
      analysis.repository,
      kustomization,
      options,
    )) {
      report({
        at,
        messageId: id,
        data,
        suggest:
          instead === undefined
            ? []
            : [{ messageId: "write", data: { text: instead }, edit: replaceScalar(at, instead) }],
      });
    }
  },
});
