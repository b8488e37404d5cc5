import type { XmlNamespace } from './tree.js';

/** Prefix → the URIs that open elements give it, innermost last: asking costs the same however many declarations there are. */
export class PrefixStacks {
  /** Made when something is pushed: the signed parts of a file are many and most are small. */
  private stacks: Map<string, string[]> | undefined;

  push(declarations: readonly XmlNamespace[]): void {
    if (declarations.length === 0) return;
    this.stacks ??= new Map();
    for (const { prefix, uri } of declarations) {
      const stack = this.stacks.get(prefix);
      if (stack === undefined) this.stacks.set(prefix, [uri]);
      else stack.push(uri);
    }
  }

  /** Takes back what was pushed last. */
  pop(declarations: readonly XmlNamespace[]): void {
    for (const { prefix } of declarations) this.stacks!.get(prefix)!.pop();
  }

  /** The innermost URI, undefined when there is none. */
  top(prefix: string): string | undefined {
    const stack = this.stacks?.get(prefix);
    return stack === undefined ? undefined : stack[stack.length - 1];
  }

  /** Every prefix that was ever pushed. */
  prefixes(): Iterable<string> {
    return this.stacks === undefined ? NONE : this.stacks.keys();
  }
}

const NONE: readonly string[] = [];
