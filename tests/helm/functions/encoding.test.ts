import { describe, expect, it } from "vitest";
import { print } from "./call.js";

describe("the functions that encode", () => {
  it.each([
    ['b64enc "héllo"', "aMOpbGxv"],
    ['b64dec "aMOpbGxv"', "héllo"],
    ['b64dec "aMOpbGxv!"', "illegal base64 data at input byte 8"],
    ['b64dec "aGk"', "illegal base64 data at input byte 0"],
    ['b64dec "aGk="', "hi"],
    ['b64dec "aG\\nk="', "hi"],
    ['b64dec "a==="', "illegal base64 data at input byte 1"],
    ['b64dec "aGk=x"', "illegal base64 data at input byte 4"],
    ['b64dec ""', ""],
    ['b64dec "YQ=="', "a"],
    ['b32enc "hello"', "NBSWY3DP"],
    ['b32dec "NBSWY3DP"', "hello"],
    ['b32dec "NBSWY3D"', "illegal base32 data at input byte 0"],
    ['b32dec "ME======"', "a"],
    ['b32dec "me======"', "illegal base32 data at input byte 0"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });
});
