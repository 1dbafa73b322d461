import { describe, expect, it } from "vitest";
import { print, refusal } from "./call.js";

describe("the functions on URLs", () => {
  it.each([
    [
      'urlParse "http://admin:secret@server.com:8080/api?list=false#anchor"',
      "map[fragment:anchor host:server.com:8080 hostname:server.com opaque: path:/api query:list=false scheme:http userinfo:admin:secret]",
    ],
    [
      'urlParse "mailto:a@b.c"',
      "map[fragment: host: hostname: opaque:a@b.c path: query: scheme:mailto userinfo:]",
    ],
    [
      'urlParse "//host/path"',
      "map[fragment: host:host hostname:host opaque: path:/path query: scheme: userinfo:]",
    ],
    ['urlParse "/a/b?x"', "map[fragment: host: hostname: opaque: path:/a/b query:x scheme: userinfo:]"],
    ['urlParse "a b"', "map[fragment: host: hostname: opaque: path:a b query: scheme: userinfo:]"],
    [
      'urlParse "http://[::1]:80/x%20y"',
      "map[fragment: host:[::1]:80 hostname:::1 opaque: path:/x y query: scheme:http userinfo:]",
    ],
    ['urlParse ""', "map[fragment: host: hostname: opaque: path: query: scheme: userinfo:]"],
    [
      'urlJoin (dict "fragment" "frag" "host" "host:80" "path" "/path" "query" "query" "scheme" "http")',
      "http://host:80/path?query#frag",
    ],
    ['urlJoin (dict "host" "h" "path" "a b")', "//h/a%20b"],
    ['urlJoin (dict "userinfo" "a:b@c" "host" "h")', "//a:b%40c@h"],
    ['urlJoin (dict "path" "a:b")', "./a:b"],
    ['urlJoin (dict "opaque" "o" "scheme" "mailto")', "mailto:o"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    ['urlParse ":x"', "'urlParse' takes a URL, which ':x' is not"],
    ['urlParse "http://a:b"', "'urlParse' takes a URL, which 'http://a:b' is not"],
    ['urlParse "%zz"', "'urlParse' takes a URL, which '%zz' is not"],
    ['urlJoin (dict "host" 1)', "'urlJoin' takes a string as 'host', but gets an integer"],
  ])("%s is refused: %s", (expression, expected) => {
    expect(refusal(expression)).toBe(expected);
  });
});
