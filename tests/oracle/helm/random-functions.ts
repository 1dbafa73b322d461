/** What an expression of a random template is of. */
export type Kind = "string" | "int" | "int64" | "float" | "bool" | "list" | "strings" | "map" | "any";

export interface Signature {
  name: string;
  result: Kind;
  /** What its arguments are; a text in quotes stands for itself, and `...` before a kind for any number of them. */
  arguments: readonly string[];
}

/**
 * The functions of random templates, a line each: what it gives, its name, its arguments. Not here is what gives
 * something else each time, what is of the machine, what takes long, TOML, which is not read, and what lies behind the
 * end of a list, which depends on the memory that it has.
 */
const LINES = `
string  abbrev int string
string  abbrevboth int int string
string  trunc int string
string  trim string
string  upper string
string  lower string
string  title string
string  untitle string
string  substr int int string
string  repeat small string
string  trimall string string
string  trimAll string string
string  trimSuffix string string
string  trimPrefix string string
string  nospace string
string  initials string
string  swapcase string
string  snakecase string
string  camelcase string
string  kebabcase string
string  wrap small string
string  wrapWith small string string
bool    contains string string
bool    hasPrefix string string
bool    hasSuffix string string
string  quote any
string  quote ...any
string  squote any
string  squote ...any
string  cat ...any
string  indent small string
string  nindent small string
string  replace string string string
string  plural string string int
string  sha1sum string
string  sha256sum string
string  sha512sum string
string  adler32sum string
string  toString any
int     atoi string
int     int any
int64   int64 any
float   float64 any
string  seq small small
int64   toDecimal any
map     split string string
strings splitList string string
map     splitn string small string
strings toStrings list
list    until small
list    untilStep small small "1"
int64   add1 any
int64   add ...number
int64   sub number number
int64   div number number
int64   mod number number
int64   mul number ...number
float   add1f float
float   addf ...float
float   subf float ...float
float   divf float ...float
float   mulf float ...float
int64   max number ...number
int64   min number ...number
float   maxf float ...float
float   minf float ...float
float   ceil float
float   floor float
float   round float small
string  join string list
strings sortAlpha list
any     default any any
bool    empty any
any     coalesce ...any
bool    all ...any
bool    any ...any
list    compact list
list    mustCompact list
any     fromJson object
any     mustFromJson json
list    fromJsonArray array
string  toJson any
string  toPrettyJson any
string  toRawJson any
string  mustToJson any
string  mustToPrettyJson any
string  toYaml any
string  toYamlPretty any
map     fromYaml yaml
list    fromYamlArray array
string  toToml map
any     ternary any any bool
any     deepCopy any
string  typeOf any
bool    typeIs type any
bool    typeIsLike type any
string  kindOf any
bool    kindIs kind any
bool    deepEqual any any
string  base string
string  dir string
string  clean string
string  ext string
bool    isAbs string
string  osBase string
string  osDir string
string  b64enc string
string  b64dec string
string  b32enc string
string  b32dec string
list    list ...any
list    tuple ...any
map     dict key any
map     dict key any key any
any     get map key
map     set map key any
map     unset map key
bool    hasKey map key
list    pluck key map map
strings sortAlpha (keys@map)
map     pick map key key
map     omit map key key
map     merge map map
map     merge map map map
map     mergeOverwrite map map
map     mustMerge map map
map     mustMergeOverwrite map map
list    append list any
list    push list any
list    prepend list any
any     first list
any     mustFirst list
list    rest list
list    mustRest list
any     last list
list    initial list
list    reverse list
list    uniq list
list    mustUniq list
list    without list any
bool    has any list
bool    mustHas any list
list    slice list small
list    mustSlice list small
list    concat list list
any     dig key any map
any     dig key key any map
list    chunk small list
string  derivePassword "1" "\`long\`" "\`secret\`" string "\`example.com\`"
any     semver version
bool    semverCompare constraint version
bool    regexMatch regex string
bool    mustRegexMatch regex string
strings regexFindAll regex string int
string  regexFind regex string
string  regexReplaceAll regex string replacement
string  regexReplaceAllLiteral regex string string
strings regexSplit regex string int
string  regexQuoteMeta string
map     urlParse url
string  urlJoin (urlParse@url)
string  duration int
string  durationRound int
any     required string any
map     lookup string string string string
string  getHostByName "\`localhost\`"
string  include template any
string  tpl text root
string  print ...any
string  println ...any
string  printf format any
string  printf format any any
any     index list small
any     index map key
any     index map key key
string  slice string small small
int     len any
bool    not any
any     and any any
any     and ...any
any     or any any
any     or ...any
bool    eq any any
bool    eq string string
bool    eq int int
bool    eq string string string
bool    ne any any
bool    ne string string
bool    lt int int64
bool    lt float float
bool    le string string
bool    gt int int
bool    ge float float
string  html any
string  js string
string  urlquery string
`;

export const SIGNATURES: readonly Signature[] = LINES.trim()
  .split("\n")
  .map((line) => {
    const [result = "any", name = "", ...args] = line.split(/\s+/);
    return { result: result as Kind, name, arguments: args };
  });
