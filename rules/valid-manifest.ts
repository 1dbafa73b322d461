import type { Applied } from "../lib/analysis/analysis.js";
import { isWithin } from "../lib/kubernetes/api/kubernetes-version.js";
import { KIND_NAMES } from "../lib/kubernetes/kinds.js";
import { isWrongIn } from "../lib/kubernetes/refusal.js";
import { groupWords } from "../lib/kubernetes/rbac/known-entry.js";
import type { ApiVersionDefect } from "../lib/kubernetes/schema/api-versions.js";
import { groupOf } from "../lib/kubernetes/schema/api-versions.js";
import { meantQuantities } from "../lib/kubernetes/schema/quantity.js";
import type { SchemaDefect } from "../lib/kubernetes/schema/schema-defects.js";
import type { TypeDefect } from "../lib/kubernetes/schema/type-defect.js";
import { renameKey, replaceScalar, wrapScalar } from "../lib/manifests/edit.js";
import type { Path } from "../lib/manifests/locate.js";
import { kubernetesVersionOf } from "../lib/repository/configuration/settings.js";
import { appliedDefects } from "../lib/rule-kit/applied-defects.js";
import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import {
  changeWords,
  fieldHint,
  fieldWords,
  foundWords,
  typeHint,
  wantedWords,
} from "../lib/rule-kit/schema-phrases.js";

const REFUSED = "so the API server refuses this {{kind}}{{by}}";

export default defineRule({
  name: "valid-manifest",
  meta: {
    docs: {
      description: "Disallow manifests that the API server cannot decode",
      topic: "Files and references",
      preset: "recommended",
      consequence: "refusal",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      wrongType: `{{field}} must be {{wanted}} but is {{found}}, ${REFUSED}.{{hint}}`,
      unknownField:
        "There is no field '{{field}}' here: kubectl, Flux and Argo CD refuse this {{kind}}{{by}}, and other clients drop the field.{{hint}}",
      removedVersion: `Kubernetes 1.{{minor}} removed '{{apiVersion}}', ${REFUSED}. Write '{{meant}}'{{change}}.`,
      noVersion: `No Kubernetes has a {{kind}} in '{{apiVersion}}', ${REFUSED}. Write '{{meant}}'.`,
      noKind: `There is no kind '{{kind}}' in {{group}}, so the API server refuses this object{{by}}. Write '{{meant}}'.`,
      noGroup: `There is no {{group}}, ${REFUSED}. Write '{{meant}}'.`,
      write: "Write '{{text}}'.",
      quote: "Put it in quotes.",
      makeList: "Make a list of it.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: KIND_NAMES,
  patches: true,
  check(written, context) {
    const { analysis, defects: here, kind, patched, place, report } = context;
    const version = kubernetesVersionOf(analysis.settings);
    const isPatch = analysis.isPatch(place.file);
    // A patch can name another kind than that of the objects that its target selects.
    if (isPatch && patched.length > 0 && !patched.some(({ object }) => object.kind === kind)) return;
    const isRefused = (defect: SchemaDefect, by: readonly Applied[]): boolean => {
      if (defect.id === "removedVersion") {
        // What a kustomization leaves out is often left over from an older Kubernetes.
        const isLeftOut = analysis.classOf(place.file) === "unlisted";
        return !isLeftOut && isWithin({ since: defect.removedIn }, version);
      }
      if (isPatch) return isWrongIn(defect, true, version) && !isMendedByPatching(defect);
      const isKustomized = by.map(({ build }) => build.type !== "plain" && build.type !== "helm");
      if (isKustomized.length === 0) isKustomized.push(false);
      if (!isKustomized.every((is) => isWrongIn(defect, is, version))) return false;
      // OpenShift once served them there, and its clients still know that.
      const isOld = defect.id === "noKind" && defect.at[0] === "apiVersion" && defect.apiVersion === "v1";
      return !(isOld && analysis.platform === "openshift");
    };
    const found = appliedDefects(here, ({ object }) => object.defects ?? [], context);
    for (const { defect, by } of found) {
      const uses = by.length > 0 ? by : context.applied;
      if (!isRefused(defect, uses)) continue;
      const data = { kind: written.kind ?? "", by: by.length > 0 ? asApplied(by) : "" };
      const suggest = by.length > 0 ? [] : suggestionsFor(defect);
      if (defect.id === "wrongType") {
        const words = {
          field: fieldWords(defect.at),
          wanted: wantedWords(defect),
          found: foundWords(defect),
        };
        report({
          at: defect.at,
          messageId: "wrongType",
          data: { ...data, ...words, hint: typeHint(defect) },
          suggest,
        });
      } else if (defect.id === "unknownField") {
        report({
          at: defect.at,
          isKey: true,
          messageId: "unknownField",
          data: { ...data, field: String(defect.at.at(-1)), hint: fieldHint(defect) },
          suggest,
        });
      } else {
        const { id, at, apiVersion, removedIn = 0, change } = defect;
        const group = groupWords(groupOf(apiVersion));
        const words = {
          ...{ apiVersion, group, meant: meantText(defect), minor: String(removedIn) },
          change: changeWords(change),
        };
        report({ at, messageId: id, data: { ...data, ...words }, suggest });
      }
    }
  },
});

/**
 * Whether nothing is wrong once a patch is laid over an object: null deletes a field, and labels are copied one by one,
 * as texts: api/resource/resource.go, ApplySmPatch.
 */
function isMendedByPatching(defect: SchemaDefect): boolean {
  if (defect.id === "unknownField") return defect.isNull === true;
  const [first, second, ...rest] = defect.at;
  return defect.id === "wrongType" && first === "metadata" && second === "labels" && rest.length === 1;
}

function meantText({ at: [field], meant }: ApiVersionDefect): string {
  return meant[field];
}

function suggestionsFor(defect: SchemaDefect) {
  const { at } = defect;
  if (defect.id === "wrongType") return typeSuggestions(defect);
  if (defect.id === "unknownField") {
    if (defect.meant === undefined) return [];
    return [{ ...write(at, defect.meant), edit: renameKey(at, defect.meant) }];
  }
  if (defect.change) return [];
  // The fields are the same only between versions of one group.
  const isSame =
    groupOf(defect.apiVersion) === groupOf(defect.meant.apiVersion) || defect.id !== "removedVersion";
  return isSame ? [write(at, meantText(defect))] : [];
}

function write(at: Path, text: string) {
  return { messageId: "write" as const, data: { text }, edit: replaceScalar(at, text) };
}

function typeSuggestions({ at, wanted, found: { type, text = "" } }: TypeDefect) {
  if (type === "list" || type === "map") return [];
  if (wanted === "list") {
    const [before, after] = type === "text" ? ["[", "]"] : ["['", "']"];
    return [{ messageId: "makeList" as const, edit: wrapScalar(at, before, after) }];
  }
  if (wanted === "text" && type !== "text")
    return [{ messageId: "quote" as const, edit: wrapScalar(at, "'", "'") }];
  if (wanted === "quantity") return meantQuantities(text).map((one) => write(at, one));
  return [];
}
