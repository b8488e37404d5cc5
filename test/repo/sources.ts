import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../shared.js';

export interface ImportEdge {
  /** File that imports, relative to `src/`, with `/`. */
  readonly file: string;
  /** As written. */
  readonly specifier: string;
  readonly form: 'import' | 'export' | 'dynamic' | 'sideEffect' | 'type';
  /** Erased when compiled: `import type`, `export type`, `import('…').X` as a type. */
  readonly erased: boolean;
  /** Names of a named import; `*` for a namespace, `default` for a default import. */
  readonly names: readonly string[];
  /** Target relative to `src/`, with `/` and the `.js` ending as written; `null` for a package or a `node:` module. */
  readonly target: string | null;
}

export interface SourceFile {
  readonly file: string;
  /** First path element, `''` for a file directly in `src/`. */
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly ImportEdge[];
  /** Every string literal, type literals included; comments are no part of it. */
  readonly strings: readonly string[];
}

/** Every TypeScript file below `src/` with its imports, read by the compiler's own parser: no import escapes by its layout. */
export function readSources(root: string = join(ROOT, 'src')): SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => readSource(root, name));
}

function readSource(root: string, name: string): SourceFile {
  const file = name.split(sep).join('/');
  const text = readFileSync(join(root, name), 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const imports: ImportEdge[] = [];
  const strings: string[] = [];
  const add = (given: ts.Node, form: ImportEdge['form'], erased: boolean, names: readonly string[]) => {
    const literal = ts.isAsExpression(given) ? given.expression : given;
    // A specifier that is neither a literal nor a constant of the file cannot be judged: it is reported under its own text and fails.
    const specifier = ts.isStringLiteralLike(literal)
      ? literal.text
      : (constantOf(tree, literal.getText(tree)) ?? literal.getText(tree));
    const target = specifier.startsWith('.')
      ? relative(root, resolve(root, dirname(name), specifier))
          .split(sep)
          .join('/')
      : null;
    imports.push({ file, specifier, form, erased, names, target });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) strings.push(node.text);
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      if (clause === undefined) add(node.moduleSpecifier, 'sideEffect', false, []);
      else add(node.moduleSpecifier, 'import', clause.isTypeOnly || onlyTypes(clause), namesOf(clause));
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      add(node.moduleSpecifier, 'export', node.isTypeOnly, node.exportClause === undefined ? ['*'] : []);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0]!, 'dynamic', false, []);
    } else if (ts.isCallExpression(node) && node.expression.getText(tree) === 'require') {
      add(node.arguments[0]!, 'dynamic', false, []);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, 'type', true, []);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { file, folder: file.includes('/') ? file.slice(0, file.indexOf('/')) : '', text, imports, strings };
}

/** Text of a constant declared at the top of the file. */
function constantOf(tree: ts.SourceFile, name: string): string | undefined {
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: declared, initializer } of statement.declarationList.declarations) {
      if (declared.getText(tree) === name && initializer !== undefined && ts.isStringLiteralLike(initializer)) {
        return initializer.text;
      }
    }
  }
  return undefined;
}

function onlyTypes(clause: ts.ImportClause): boolean {
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

function namesOf(clause: ts.ImportClause): string[] {
  const names = clause.name === undefined ? [] : ['default'];
  const bindings = clause.namedBindings;
  if (bindings === undefined) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, '*'];
  return [...names, ...bindings.elements.map((element) => (element.propertyName ?? element.name).text)];
}
