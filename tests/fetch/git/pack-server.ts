import { hash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { serve, type Served } from "../servers.js";

const [COMMIT, TREE, BLOB, DELTA] = [1, 2, 3, 7];

/** The binary id of an object of git. */
function idOf(type: string, content: Buffer): Buffer {
  return hash("sha1", Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]), "buffer");
}

/** An object of a pack: its type and its size, a base if it is a difference, and what it holds. */
function packed(type: number, content: Buffer, base: Buffer = Buffer.alloc(0)): Buffer {
  const head = [(type << 4) | (content.length & 15)];
  for (let rest = content.length >> 4; rest > 0; rest >>= 7) {
    head.push((head.pop() ?? 0) | 0x80, rest & 0x7f);
  }
  return Buffer.concat([Buffer.from(head), base, deflateSync(content)]);
}

/** A number as differences write it. */
function variable(number: number): number[] {
  return number < 128 ? [number] : [(number % 128) | 128, ...variable(Math.floor(number / 128))];
}

const LARGEST_COPY = 2 ** 24 - 1;

/** Serves a repository with a small file, and an object of so many times 16 MB that is written in a few bytes. */
export function serveLargeObject(times: number): Promise<Served> {
  const [base, file] = [Buffer.alloc(2 ** 24), Buffer.from("a")];
  const tree = Buffer.concat([Buffer.from("100644 a\0"), idOf("blob", file)]);
  const who = "a <a@example.org> 0 +0000";
  const commit = Buffer.from(
    `tree ${idOf("tree", tree).toString("hex")}\nauthor ${who}\ncommitter ${who}\n\nx`,
  );
  // Each copies all of the base but a byte.
  const copies = Array.from({ length: times }, () => [0xf0, 0xff, 0xff, 0xff]).flat();
  const delta = Buffer.from([...variable(base.length), ...variable(LARGEST_COPY * times), ...copies]);
  const objects = [packed(COMMIT, commit), packed(TREE, tree), packed(BLOB, file), packed(BLOB, base)];
  const body = Buffer.concat([
    Buffer.from([..."PACK"].map((letter) => letter.charCodeAt(0))),
    Buffer.from([0, 0, 0, 2, 0, 0, 0, objects.length + 1]),
    ...objects,
    packed(DELTA, delta, idOf("blob", base)),
  ]);
  const pack = Buffer.concat([body, hash("sha1", body, "buffer")]);
  return servePack(idOf("commit", commit).toString("hex"), pack);
}

const FLUSH = Buffer.from("0000");
const DELIMITER = Buffer.from("0001");

function line(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, "0")), bytes]);
}

/** Serves one commit as `HEAD` over the second version of git's protocol: git, gitprotocol-v2. */
function servePack(head: string, pack: Buffer): Promise<Served> {
  const greeting = ["version 2\n", "ls-refs\n", "fetch=shallow\n"].map(line);
  const parts = Array.from({ length: Math.ceil(pack.length / 60_000) }, (_, index) =>
    line(Buffer.concat([Buffer.from([1]), pack.subarray(index * 60_000, (index + 1) * 60_000)])),
  );
  return serve((_, response, request) => {
    let asked = "";
    request.setEncoding("latin1").on("data", (text: string) => (asked += text));
    request.on("end", () => {
      const isGreeting = request.method === "GET";
      const kind = isGreeting ? "advertisement" : "result";
      response.setHeader("Content-Type", `application/x-git-upload-pack-${kind}`);
      const answer = isGreeting
        ? [line("# service=git-upload-pack\n"), FLUSH, ...greeting]
        : asked.includes("command=ls-refs")
          ? [line(`${head} HEAD\n`)]
          : [line("shallow-info\n"), line(`shallow ${head}\n`), DELIMITER, line("packfile\n"), ...parts];
      response.end(Buffer.concat([...answer, FLUSH]));
    });
  });
}
