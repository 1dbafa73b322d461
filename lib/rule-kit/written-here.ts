import { placeOf } from "../builds/build.js";
import type { Applied } from "../analysis/analysis.js";
import type { KindName } from "../kubernetes/objects.js";
import type { Path } from "../manifests/locate.js";
import type { ObjectRuleContext } from "./define-rule.js";

/**
 * Returns the applied objects whose value at a path is to be reported in the linted object: for a patch those that it
 * writes the value of, for any other object those whose value no patch writes. What a JSON patch or a replacement
 * writes is reported in the object, where a user looks for it.
 */
export function writtenHere<Kind extends KindName>(
  path: Path,
  {
    applied,
    patched,
    analysis,
    place,
  }: Pick<ObjectRuleContext<string, unknown, Kind>, "applied" | "patched" | "analysis" | "place">,
): readonly Applied<Kind>[] {
  const own = applied.filter((one) => !analysis.isFromPatch(one as Applied, path));
  const byPatch = patched.filter(({ object }) => {
    const { file, document } = placeOf(object as Applied["object"], path);
    return file === place.file && document === place.document;
  });
  return [...own, ...byPatch];
}
