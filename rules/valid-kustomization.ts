import { changedDefects, errorsIn } from "../lib/analysis/kustomization-checks/applied.js";
import { kustomizationDefects } from "../lib/analysis/kustomization-checks/checks.js";
import type { Defect } from "../lib/analysis/kustomization-checks/defect.js";
import { inWhatApplies } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { groupBy } from "../lib/util/group-by.js";
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
      consequence: "refusal",
      preset: "recommended",
      strictOptions: { strict: true },
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      unknownField: `Field '{{field}}' is unknown here, ${REFUSED}{{hint}}`,
      wrongType: `{{field}} must be {{wanted}} but is {{found}}, ${REFUSED}{{hint}}`,
      wrongWord: `The {{field}} '{{word}}' is unknown here, ${REFUSED} Write '{{wanted}}'.`,
      empty: `This kustomization is empty, ${REFUSED} Write 'resources: []' if it is to apply nothing.`,
      secondFile: `This directory has '{{other}}' as well, ${REFUSED} Keep one of them.`,
      missingPath: `There is nothing at '{{path}}', ${REFUSED}{{hint}}`,
      bareDirectory: `Directory '{{path}}' has no kustomization, ${REFUSED} Add one to it, or list its files.`,
      componentFile: `File '{{path}}' is not a component, ${REFUSED} List it under 'resources'.`,
      componentAsResource: `Directory '{{path}}' is a component, ${REFUSED} List it under 'components'.`,
      noComponent: `Directory '{{path}}' is not a component, ${REFUSED} List it under 'resources', or write 'kind: Component' in it.`,
      kustomizationFile: `File '{{path}}' is a kustomization, not an object, ${REFUSED}{{hint}}`,
      ownDirectory: `Directory '{{path}}' is this kustomization's own or one above it, which counts as a cycle, ${REFUSED} Include a directory next to it.`,
      cycle: `Directory '{{path}}' includes this kustomization again{{through}}, ${REFUSED} Remove what leads back.`,
      listedTwice: `Path '{{path}}' is listed twice, ${REFUSED} List it once.`,
      objectTwice: `{{object}} of '{{path}}' is in '{{first}}' as well, ${REFUSED} Include it once.`,
      heldTwice: `{{object}} appears twice in '{{path}}', ${REFUSED} Delete one of them.`,
      noPatchText: `This patch needs either 'path' or 'patch' and has {{what}}, ${REFUSED} Write one of them.`,
      noPatchTarget: `A JSON patch needs {{what}} that says what it is for, ${REFUSED}`,
      noJson: `This JSON patch begins with '[' but is not JSON, ${REFUSED} Put its keys and texts in double quotes, or begin each operation with '- '.`,
      namelessPatch: `This patch has no 'kind' or no 'metadata.name', ${REFUSED} It needs both, even where a 'target' selects what it is for.`,
      severalDocuments: `A patch with a 'target' must be one document but this one has several, ${REFUSED} Make each an entry of its own.`,
      noPatchedObject: `This patch is for {{object}}, which this kustomization does not have, ${REFUSED}{{hint}}`,
      severalPatchedObjects: `This patch is for {{object}}, which matches several objects, ${REFUSED} Say which with a 'target'.`,
      jsonPatchPath: `Operation '{{operation}}' of this JSON patch does not fit {{object}}, which has nothing at '{{path}}' or on the way there, ${REFUSED} Correct the path, or add what is missing first.`,
      nameless: `A {{kind}} in '{{path}}' has no 'metadata.name', ${REFUSED}{{hint}}`,
      namespaceConflict: `In {{namespace}} {{one}} and {{other}} would be the same object, ${REFUSED} Keep one of them, or take out '{{field}}'.`,
      componentConflict:
        "A component moves what is gathered before it as well: in {{namespace}} {{one}} and {{other}} would be the same object{{where}}, so kustomize refuses to build that. Keep one of them, or take out 'namespace'.",
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
    const defects = kustomizationDefects(analysis.repository, kustomization, options);
    for (const defect of defects) report(findingOf(defect));
    // What several components do together is known only to the builds.
    const isComponent = kustomization.value.kind === "Component";
    for (const { id, place, data, in: all } of errorsIn(analysis, kustomization.file)) {
      const at = place.path;
      if (id === "objectTwice" && at[0] === "components") report({ at, messageId: id, data });
      if (id !== "namespaceConflict" || !isComponent) continue;
      report({ at, messageId: "componentConflict", data: { ...data, where: inWhatApplies(all) } });
    }
  },
  checkChanged(changed, { analysis, options, report }) {
    const found = changed.flatMap((one) => changedDefects(analysis, one, options));
    const inBuilds = changed.flatMap(({ by: { file, document } }) => {
      const errors = errorsIn(analysis, file).filter(({ place }) => place.document === document);
      return errors.map(({ id, place, data }): Defect => ({ id, at: place.path, data }));
    });
    const unique = groupBy([...found, ...inBuilds], ({ at, id }) => JSON.stringify([at, id]));
    for (const [defect] of unique.values()) if (defect) report(findingOf(defect));
  },
});

function findingOf({ at, id, data, instead }: Defect) {
  return {
    at,
    messageId: id,
    data,
    suggest:
      instead === undefined
        ? []
        : [{ messageId: "write" as const, data: { text: instead }, edit: replaceScalar(at, instead) }],
  };
}
