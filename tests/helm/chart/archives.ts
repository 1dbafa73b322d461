import { gzipSync } from "node:zlib";

/** An entry of an archive that is written for a test. */
export interface Entry {
  name: string;
  content?: string | Buffer;
  /** The type of tar: a file if it is not given. */
  type?: string;
  /** The first part of a long name. */
  prefix?: string;
  /** A size that is claimed instead of the content's. */
  size?: number;
}

/** A chart's archive, as `tar czf` writes it. */
export function archive(...entries: readonly Entry[]): Buffer {
  return gzipSync(tar(...entries));
}

/** The same for files of a chart in a folder. */
export function chartArchive(folder: string, files: Readonly<Record<string, string | Buffer>>): Buffer {
  return archive(...Object.entries(files).map(([path, content]) => ({ name: `${folder}/${path}`, content })));
}

export function tar(...entries: readonly Entry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocks), Buffer.alloc(1024)]);
}

function blocks({ name, content = "", type = "0", prefix = "", size }: Entry): Buffer[] {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  header.write(`${(size ?? bytes.length).toString(8).padStart(11, "0")}\0`, 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write("ustar\u000000", 257);
  header.write(prefix, 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}
