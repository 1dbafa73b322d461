import type { Place } from "../../../builds/build.js";
import { replaceScalar } from "../../../manifests/edit.js";
import type { Model } from "../../model/model.js";
import { refuseForeign } from "./renamed.js";
import { Refusal } from "./refusal.js";

/** A change of one name in a file. */
export interface NameEdit {
  place: Place;
  /** As offsets in the text of the file. */
  start: number;
  end: number;
  text: string;
  /** What the user has to confirm; undefined for what just follows. */
  confirm?: "roleRef" | "identity";
}

/** The name that is written at a place; undefined if no text is. */
export function textAt(model: Model, { file, document, path }: Place): string | undefined {
  const found = model.file(file);
  if (!found) return undefined;
  const { scalar, start, end } = found.manifests.locate(document, path);
  if (scalar) return typeof scalar.value === "string" ? scalar.value : undefined;
  // A name in a text, such as in a patch that is written in a kustomization.
  const written = found.manifests.text.slice(start, end);
  return /^[\w.:@-]+$/.test(written) && path.some((step, index) => index > 0 && typeof step === "number")
    ? written
    : undefined;
}

/**
 * The edit that writes another name at a place.
 * @throws Refusal if that cannot be done in place
 */
export function nameEdit(
  model: Model,
  place: Place,
  [from, to]: readonly [from: string, to: string],
  confirm?: NameEdit["confirm"],
): NameEdit {
  const { file, document, path } = place;
  refuseForeign({ model }, file);
  const manifests = model.file(file)?.manifests;
  const about = { place, ...(confirm && { confirm }) };
  const edit = manifests?.edit(document, replaceScalar(path, to));
  const target = manifests?.locate(document, path);
  if (edit && target?.scalar?.value === from)
    return { ...about, start: edit.range[0], end: edit.range[1], text: edit.text };
  if (
    target &&
    !target.scalar &&
    manifests?.text.slice(target.start, target.end) === from &&
    !target.isShared
  )
    return { ...about, start: target.start, end: target.end, text: to };
  throw new Refusal(`The name in ${file} is written in a way that cannot be changed in place.`);
}

/** The text of a file with its edits made. */
export function edited(text: string, edits: readonly NameEdit[]): string {
  const inOrder = [...edits].sort((a, b) => b.start - a.start);
  return inOrder.reduce((now, { start, end, text: put }) => now.slice(0, start) + put + now.slice(end), text);
}

/** The edits, each place once. */
export function withoutRepetition(edits: readonly NameEdit[]): NameEdit[] {
  const found = new Map(edits.map((edit) => [`${edit.place.file}\n${edit.start}`, edit] as const));
  return [...found.values()];
}
