/**
 * The places of a source file where a small mistake can be made, and what stands there then. What means nothing to the
 * program is left out: types, imports, the words of messages, the sizes of budgets.
 */
import ts from "typescript";

const { SyntaxKind: Kind } = ts;

/** Operators, and the mistakes for each. */
const OPERATORS = new Map([
  [Kind.EqualsEqualsEqualsToken, ["!=="]],
  [Kind.ExclamationEqualsEqualsToken, ["==="]],
  [Kind.EqualsEqualsToken, ["!="]],
  [Kind.ExclamationEqualsToken, ["=="]],
  [Kind.LessThanToken, ["<=", ">="]],
  [Kind.LessThanEqualsToken, ["<", ">"]],
  [Kind.GreaterThanToken, [">=", "<="]],
  [Kind.GreaterThanEqualsToken, [">", "<"]],
  [Kind.AmpersandAmpersandToken, ["||"]],
  [Kind.BarBarToken, ["&&"]],
  [Kind.QuestionQuestionToken, ["&&"]],
  [Kind.PlusToken, ["-"]],
  [Kind.MinusToken, ["+"]],
  [Kind.AsteriskToken, ["/"]],
  [Kind.SlashToken, ["*"]],
  [Kind.PercentToken, ["*"]],
  [Kind.AmpersandToken, ["|"]],
  [Kind.BarToken, ["&"]],
]);

/** Methods that are easily taken for another. */
const METHODS = {
  some: "every",
  every: "some",
  startsWith: "endsWith",
  endsWith: "startsWith",
  min: "max",
  max: "min",
};

/** Methods that give what they are called on, changed: a mistake is to forget them. */
const CHANGERS = new Set([
  ..."filter slice sort toSorted reverse toReversed trim trimStart trimEnd toLowerCase toUpperCase flat".split(
    " ",
  ),
]);

/** Constants that say how much is too much: one more or less is neither right nor wrong. */
const BUDGET = /^(?:MAX|MOST|LIMIT|ENOUGH|TOO_MUCH)|_(?:LIMIT|BUDGET|MAX|SIZE)$|^(?:MANY|FEW)/;

/** Constants that say how much of a budget a step takes. */
const COST = /^(?:SELECTION|CHARACTERS|PATCH|COPY|OBJECT|OVERFLOW|BUILD)$/;

/** What is counted until a budget is used up. */
const COUNTED = /depth|level|budget/i;

/** Fields whose text is read by people only. */
const WORDS = new Set(["why", "because", "message", "description", "title", "hint"]);

/**
 * @typedef {{ start: number, end: number, line: number, original: string, mutated: string, kind: string }} Mutant
 * `mutated` is what stands in place of the text from `start` to `end`; the empty text where a statement is left out.
 */

/** All mutants of a text, in the order of their places. @returns {Mutant[]} */
export function findMutants(text) {
  const source = ts.createSourceFile("source.ts", text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS);
  const mutants = [];
  const add = (node, kind, mutated) => {
    const start = node.getStart(source);
    const original = node.getText(source);
    if (mutated === original) return;
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    mutants.push({ start, end: node.end, line, original, mutated, kind });
  };
  const visit = (node) => {
    if (isMeaningless(node)) return;
    if (isValue(node)) mutationsOf(node, add);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Whether nothing in a node is run, or only to make a message. */
function isMeaningless(node) {
  return (
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isThrowStatement(node) ||
    isBudget(node) ||
    (ts.isPropertyAssignment(node) &&
      WORDS.has(node.name.text) &&
      ts.isStringLiteralLike(node.initializer)) ||
    isRemembering(node) ||
    isFiller(node) ||
    isCounting(node) ||
    isCost(node)
  );
}

/** Whether a constant says how much is too much, or how much a step takes of that. */
function isBudget(node) {
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name)) return false;
  return BUDGET.test(node.name.text) || COST.test(node.name.text);
}

/** Whether a node reckons how much of a budget a step takes: `layer.allows(1 + length / CHARACTERS)`. */
function isCost(node) {
  const { parent } = node;
  return (
    parent !== undefined &&
    ts.isCallExpression(parent) &&
    parent.arguments.includes(node) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    parent.expression.name.text === "allows"
  );
}

/** Whether a statement only keeps what was found for the next time: `if (!found) { …; answers.set(key, found); }`. */
function isRemembering(node) {
  if (!ts.isExpressionStatement(node) || !ts.isCallExpression(node.expression)) return false;
  const { expression: called, arguments: args } = node.expression;
  if (!ts.isPropertyAccessExpression(called) || called.name.text !== "set" || args.length !== 2) return false;
  const name = args[1].getText().replace(/^\((\w+) = [^]*\)$/, "$1");
  const guard = ts.isBlock(node.parent) ? node.parent.parent : node.parent;
  return (
    ts.isIfStatement(guard) && [`!${name}`, `${name} === undefined`].includes(guard.expression.getText())
  );
}

/** Whether an empty value stands for an item that is always there, which types do not know: `[name = ""]`, `a[0] ?? ""`. */
function isFiller(node) {
  const { parent } = node;
  if (!['""', "0", "[]"].includes(node.getText())) return false;
  if (ts.isBindingElement(parent))
    return parent.initializer === node && ts.isArrayBindingPattern(parent.parent);
  if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== Kind.QuestionQuestionToken)
    return false;
  const { left } = parent;
  const isItem = ts.isElementAccessExpression(left) || /\.(?:at|pop|shift)\(-?\d*\)$/.test(left.getText());
  return parent.right === node && isItem;
}

/** Whether a node reckons with a budget: one more or less makes no difference there either. */
function isCounting(node) {
  if (!ts.isBinaryExpression(node)) return false;
  const names = [node.left, node.right].map((side) => side.getText());
  if (names.some((name) => /^[A-Z_]+$/.test(name) && BUDGET.test(name))) return true;
  return COUNTED.test(names[0]) && ts.isNumericLiteral(node.right);
}

/** Whether a node may be put into brackets: it is no name of something, and not within a chain with `?.`. */
function isValue(node) {
  const { parent } = node;
  if (!parent) return false;
  const isLink = (ts.isAccessExpression(parent) || ts.isCallExpression(parent)) && parent.expression === node;
  if (isLink && (parent.flags & ts.NodeFlags.OptionalChain) !== 0) return false;
  if (ts.isNonNullExpression(parent)) return false;
  return parent.name !== node && parent.propertyName !== node;
}

function mutationsOf(node, add) {
  if (ts.isBinaryExpression(node)) return binary(node, add);
  if (ts.isPrefixUnaryExpression(node) && node.operator === Kind.ExclamationToken)
    return add(node, "negation", node.operand.getText());
  if (ts.isIfStatement(node)) return condition(node.expression, add, ["true", "false"]);
  if (ts.isWhileStatement(node)) return condition(node.expression, add, ["false"]);
  if (ts.isForStatement(node) && node.condition) return condition(node.condition, add, ["false"]);
  if (ts.isConditionalExpression(node)) return condition(node.condition, add, ["true", "false"]);
  if (node.kind === Kind.TrueKeyword) return add(node, "boolean", "false");
  if (node.kind === Kind.FalseKeyword) return add(node, "boolean", "true");
  if (ts.isNumericLiteral(node)) return number(node, add);
  if (ts.isStringLiteral(node)) return string(node, add);
  if (ts.isArrayLiteralExpression(node) && node.elements.length > 0 && !isTarget(node))
    return add(node, "array", "[]");
  if (ts.isObjectLiteralExpression(node) && node.properties.length > 0 && !isTarget(node))
    return add(node, "object", "{}");
  if (ts.isCallExpression(node)) return call(node, add);
  if (isRemovable(node)) add(node, "statement", "");
}

function binary(node, add) {
  const { left, operatorToken, right } = node;
  if (isFiller(right)) return;
  for (const other of OPERATORS.get(operatorToken.kind) ?? []) {
    if (other === "-" && (isText(left) || isText(right))) continue;
    add(node, "operator", `(${left.getText()}) ${other} (${right.getText()})`);
  }
}

function condition(node, add, values) {
  if (node.kind === Kind.TrueKeyword || node.kind === Kind.FalseKeyword) return;
  for (const value of values) add(node, "condition", value);
}

function number(node, add) {
  const value = Number(node.text);
  add(node, "number", String(value + 1));
  if (value > 0) add(node, "number", String(value - 1));
}

function string(node, add) {
  // Words with a space between are for people, and so is what is put into a sentence.
  if (/\s/.test(node.text.trim()) || isInSentence(node)) return;
  add(node, "string", node.text === "" ? '"mutant"' : '""');
}

function call(node, add) {
  if (!ts.isPropertyAccessExpression(node.expression)) return;
  const { expression: object, name } = node.expression;
  const args = node.arguments.map((one) => one.getText()).join(", ");
  const isOptional = (node.flags & ts.NodeFlags.OptionalChain) !== 0;
  const other = Object.hasOwn(METHODS, name.text) && METHODS[name.text];
  if (other)
    add(
      node,
      "method",
      `${object.getText()}${isOptional && node.expression.questionDotToken ? "?." : "."}${other}(${args})`,
    );
  if (CHANGERS.has(name.text) && !isCutOff(node)) add(node, "method", object.getText());
}

/** Whether a list is cut off at a budget, `list.slice(0, MAX_ITEMS)`. */
function isCutOff({ arguments: [from, to] }) {
  return from?.getText() === "0" && to !== undefined && BUDGET.test(to.getText());
}

/** Whether a statement can be left out: a call, an assignment, `continue` or `break`. */
function isRemovable(node) {
  if (ts.isContinueStatement(node) || ts.isBreakStatement(node)) return true;
  return ts.isExpressionStatement(node) && !node.expression.getText().startsWith("super(");
}

function isText(node) {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  return ts.isBinaryExpression(node) && (isText(node.left) || isText(node.right));
}

function isInSentence(node) {
  for (let at = node.parent; at && !ts.isStatement(at) && !ts.isFunctionLike(at); at = at.parent)
    if (ts.isTemplateExpression(at)) return true;
  return false;
}

/** Whether a list or an object is what something is taken apart into. */
function isTarget(node) {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === Kind.EqualsToken
  );
}
