import type { Applied } from "../analysis/analysis.js";
import type {
  AdmissionControl,
  AdmissionControlKind,
  Webhook,
} from "../kubernetes/admission/admission-control.js";
import type { Path } from "../manifests/locate.js";
import type { ObjectRuleContext } from "./define-rule.js";
import { writtenHere } from "./written-here.js";

/** A webhook whose value at a field is written in the linted object. */
export interface EffectiveWebhook {
  /** Where it is written; the whole list if only a JSON patch or a replacement writes it. */
  at: Path;
  /** It as one of the builds applies it, or as it is written if none does. */
  webhook: Webhook;
  /** The configurations that have it so; none if no build applies it. */
  uses: readonly Applied<AdmissionControlKind>[];
}

/**
 * Returns the webhooks of a configuration, or of a patch on one, of which something holds where they are applied, and
 * whose value at a field is written here. Patches are merged by name, so the place in the list says nothing.
 */
export function effectiveWebhooks(
  written: AdmissionControl,
  field: string,
  holds: (webhook: Webhook, configuration: AdmissionControl) => boolean,
  context: Pick<
    ObjectRuleContext<string, unknown, AdmissionControlKind>,
    "applied" | "patched" | "analysis" | "place"
  >,
): EffectiveWebhook[] {
  const { applied, patched } = context;
  const all = [...applied, ...patched];
  const own = written.webhooks ?? [];
  if (all.length === 0) {
    return own.flatMap((webhook, index) => {
      return holds(webhook, written) ? [{ at: ["webhooks", index], webhook, uses: [] }] : [];
    });
  }
  const indices = new Map(own.map(({ name }, index) => [name, index]));
  const found = new Map<string | undefined, EffectiveWebhook>();
  const longest = all.reduce((most, one) => Math.max(most, webhooksOf(one).length), 0);
  for (let index = 0; index < longest; index += 1) {
    const holding = all.filter((one) => {
      const webhook = webhooksOf(one)[index];
      return webhook !== undefined && holds(webhook, one.object.object);
    });
    if (holding.length === 0) continue;
    const here = new Set(writtenHere(["webhooks", index, field], context));
    for (const one of holding.filter((candidate) => here.has(candidate))) {
      const webhook = webhooksOf(one)[index] as Webhook;
      const at =
        indices.get(webhook.name) ?? (applied.includes(one) ? renamedAt(index, own, one) : undefined);
      const uses = [...(found.get(webhook.name)?.uses ?? []), one];
      found.set(webhook.name, { at: at === undefined ? ["webhooks"] : ["webhooks", at], webhook, uses });
    }
  }
  return [...found.values()];
}

/** The index itself if the webhook that is written there has got another name, by a var for instance. */
function renamedAt(
  index: number,
  own: readonly Webhook[],
  applied: Applied<AdmissionControlKind>,
): number | undefined {
  const there = own[index];
  const isMoved = webhooksOf(applied).some(({ name }) => name === there?.name);
  return there && !isMoved ? index : undefined;
}

function webhooksOf({ object }: Applied<AdmissionControlKind>): readonly Webhook[] {
  const configuration: AdmissionControl = object.object;
  return configuration.webhooks ?? [];
}
