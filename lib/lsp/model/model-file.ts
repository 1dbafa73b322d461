import type { Position, Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { ManifestObject } from "../../manifests/unpack.js";
import { ManifestFile } from "../../manifests/manifest-file.js";
import type { Path } from "../../manifests/locate.js";
import { type FileFacts, knownIn } from "../../repository/facts.js";

/** A file of the model: its text, what is written in it, and where. */
export class ModelFile {
  readonly text: string;
  readonly manifests: ManifestFile;
  #positions: TextDocument | undefined;

  /** @param facts what is known of this text already */
  constructor(text: string, facts: FileFacts | undefined) {
    this.text = text;
    this.manifests = new ManifestFile(text, facts ? knownIn(facts) : {});
  }

  /** A position as the protocol counts, of an offset in the text: lines from 0, characters in UTF-16 units. */
  positionAt(offset: number): Position {
    return this.#document.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.#document.offsetAt(position);
  }

  rangeOf({ start, end }: { start: number; end: number }): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  /**
   * The range of what a path leads to in a document.
   * @param prefer as for `locate`
   */
  rangeAt(document: number, path: Path, prefer?: "key" | "item"): Range {
    return this.rangeOf(this.manifests.locate(document, path, prefer));
  }

  /** The object that is written around a path of a document; undefined if there is none that is read. */
  objectAt(document: number, path: Path): ManifestObject | undefined {
    return this.manifests.objects.find(
      (one) => one.document === document && one.at.every((step, index) => step === path[index]),
    );
  }

  get #document(): TextDocument {
    return (this.#positions ??= TextDocument.create("", "yaml", 0, this.text));
  }
}
