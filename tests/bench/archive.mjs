// Archives, as charts are published in.
import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";

/** An archive as tar makes it: names, contents and types of its entries. */
export const archive = (entries) =>
  gzipSync(
    Buffer.concat([
      ...entries.map(([name, content, type = "0"]) => {
        const body = Buffer.from(content);
        const header = Buffer.alloc(512);
        header.write(name, 0);
        header.write("0000644\0", 100);
        header.write(`${body.length.toString(8).padStart(11, "0")}\0`, 124);
        header.fill(" ", 148, 156);
        header.write(type, 156);
        header.write("ustar\x0000", 257);
        let sum = 0;
        for (const byte of header) sum += byte;
        header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
        return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
      }),
      Buffer.alloc(1024),
    ]),
  );
