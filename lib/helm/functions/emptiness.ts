import { isTrue } from "../values/truth.js";
import type { CallContext, Value } from "../values/value.js";

/**
 * Whether sprig calls a value empty (defaults.go): nothing, zero, false, and what has no length. Go's templates call the
 * same values false. What is not known is decided.
 */
export function isEmpty(value: Value, context: CallContext): boolean {
  return !isTrue(value, context);
}
