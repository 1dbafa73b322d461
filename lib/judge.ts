import type { Applied, Builds } from "./builds/builds.js";
import type { Place } from "./builds/build.js";
import type {
  AnyRule,
  Finding,
  ObjectRuleContext,
  RuleContext,
  WrittenKustomization,
} from "./define-rule.js";
import { isMap } from "./kubernetes/fields.js";
import type { KindName, Kinds } from "./kubernetes/objects.js";
import type { Path } from "./language/position.js";
import { type FileFacts } from "./repository/facts.js";
import { directoryOf, isKustomizationFile } from "./repository/paths.js";

/** What rules see of a file: not its text, so that what is known of it is enough. */
export interface JudgedFile {
  /** Below the root of the repository, with `/` between the parts. */
  readonly path: string;
  readonly manifests: Pick<FileFacts, "objects">;
  /** Resolving costs time, so it is asked for only by rules that look across files. */
  readonly builds: Builds;
}

/** Who hears what a rule says of a file, by document and by the path of the object that it judges. */
export interface Heard<MessageId extends string> {
  finding(document: number, at: Path, finding: Finding<MessageId>): void;
  /** What it threw: the rule goes on with the next object. */
  failure(document: number, at: Path, error: unknown): void;
}

/** What a rule has said of a file, and with which options. */
export interface Said {
  options: unknown;
  findings: readonly (readonly [document: number, at: Path, finding: Finding<string>])[];
}

/** What rules have said of files, by path and by the name of the rule. */
export type SaidOfFiles = ReadonlyMap<string, ReadonlyMap<string, Said>>;

/** Lets a rule judge all that it has to judge in a file. */
export function judge<Name extends KindName, MessageId extends string, Options>(
  rule: Exclude<AnyRule<Name, MessageId, Options>, { on: "file" }>,
  file: JudgedFile,
  options: Options,
  heard: Heard<MessageId>,
): void {
  const guard = (document: number, at: Path, check: () => void): void => {
    try {
      check();
    } catch (error) {
      heard.failure(document, at, error);
    }
  };
  const contextFor = (document: number, at: Path): RuleContext<MessageId, Options> =>
    new Context(file, options, (finding) => heard.finding(document, at, finding));
  if (rule.on === "object") {
    const kinds: readonly KindName[] = rule.kinds;
    for (const { kind, object, document, at } of file.manifests.objects) {
      if (!kinds.includes(kind)) continue;
      guard(document, at, () => {
        if (!rule.patches && file.builds.isPatch(file.path)) return;
        const place = { file: file.path, document, path: at };
        const report = (finding: Finding<MessageId>) => heard.finding(document, at, finding);
        rule.check(object as Kinds[Name], new ObjectContext(file, options, report, kind, place));
      });
    }
  } else if (rule.on === "namespace") {
    guard(0, [], () => {
      for (const namespace of file.builds.namespacesIn(file.path)) {
        const { document, path } = namespace.place;
        guard(document, path, () => rule.check(namespace, contextFor(document, [])));
      }
    });
  } else {
    guard(0, [], () => {
      if (!isKustomizationFile(file.path)) return;
      const kustomization = kustomizationAt(file.path, file.builds);
      if (kustomization) rule.check(kustomization, contextFor(0, []));
    });
  }
}

/** What a rule is handed. Builds are asked for when they are needed, since resolving costs time. */
class Context<MessageId extends string, Options> implements RuleContext<MessageId, Options> {
  constructor(
    protected readonly file: JudgedFile,
    readonly options: Options,
    readonly report: (finding: Finding<MessageId>) => void,
  ) {}

  get builds(): Builds {
    return this.file.builds;
  }
}

class ObjectContext<MessageId extends string, Options>
  extends Context<MessageId, Options>
  implements ObjectRuleContext<MessageId, Options>
{
  constructor(
    file: JudgedFile,
    options: Options,
    report: (finding: Finding<MessageId>) => void,
    readonly kind: KindName,
    readonly place: Place,
  ) {
    super(file, options, report);
  }

  get applied(): readonly Applied[] {
    return this.builds.applied(this.place.file, this.place.document, this.place.path);
  }
}

/** The kustomization that a file is, if it is one. */
function kustomizationAt(path: string, { repository }: Builds): WrittenKustomization | undefined {
  const value = repository.files.get(path)?.kustomization;
  return isMap(value) ? { directory: directoryOf(path), value } : undefined;
}
