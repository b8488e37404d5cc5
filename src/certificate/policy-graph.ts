/*
 * Certificate policies as RFC 9618 computes them: a graph with at most one node per policy and depth, in place of the tree of
 * RFC 5280 §6.1, which a hostile chain of mappings makes grow without bound.
 */

export const ANY_POLICY = '2.5.29.32.0';

interface PolicyNode {
  readonly policy: string;
  /** Policies in the next certificate that satisfy this one. */
  expected: ReadonlySet<string>;
  /** Nodes one level up. */
  readonly parents: Set<PolicyNode>;
}

/** Levels from the anchor down; `null` when no policy is left. */
export type PolicyGraph = Map<string, PolicyNode>[] | null;

export function initialPolicyGraph(): PolicyGraph {
  return [new Map([[ANY_POLICY, node(ANY_POLICY, new Set())]])];
}

/**
 * Takes in the policies of the next certificate (RFC 9618 §5.2: 6.1.3 d, e).
 *
 * @param anyAllowed - Whether anyPolicy of this certificate counts.
 */
export function addPolicies(graph: PolicyGraph, policies: readonly string[] | null, anyAllowed: boolean): PolicyGraph {
  if (graph === null || policies === null) return null;
  const above = graph.at(-1)!;
  const level = new Map<string, PolicyNode>();
  const parentsOf = (policy: string) => new Set([...above.values()].filter((each) => each.expected.has(policy)));
  for (const policy of policies) {
    if (policy === ANY_POLICY) continue;
    const parents = parentsOf(policy);
    const any = above.get(ANY_POLICY);
    if (parents.size === 0 && any) parents.add(any);
    if (parents.size > 0) level.set(policy, node(policy, parents));
  }
  if (anyAllowed && policies.includes(ANY_POLICY)) {
    for (const policy of new Set([...above.values()].flatMap((each) => [...each.expected]))) {
      if (!level.has(policy)) level.set(policy, node(policy, parentsOf(policy)));
    }
  }
  graph.push(level);
  return prune(graph);
}

/** Applies the policy mappings of a CA certificate (RFC 9618 §5.3: 6.1.4 b). */
export function mapPolicies(
  graph: PolicyGraph,
  mappings: readonly { readonly issuer: string; readonly subject: string }[],
  mappingAllowed: boolean,
): PolicyGraph {
  if (graph === null) return null;
  const level = graph.at(-1)!;
  for (const issuer of new Set(mappings.map((mapping) => mapping.issuer))) {
    if (!mappingAllowed) {
      level.delete(issuer);
      continue;
    }
    const subjects = new Set(mappings.filter((mapping) => mapping.issuer === issuer).map((mapping) => mapping.subject));
    const known = level.get(issuer);
    const any = level.get(ANY_POLICY);
    if (known) known.expected = subjects;
    else if (any) level.set(issuer, { policy: issuer, expected: subjects, parents: new Set(any.parents) });
  }
  return prune(graph);
}

/**
 * The policies, in the anchor's terms, for which the whole path is valid (RFC 9618 §5.4: 6.1.5 g).
 *
 * @param accepted - user-initial-policy-set; `null` = any.
 * @returns `null` = any policy; an empty list = none.
 */
export function resultingPolicies(graph: PolicyGraph, accepted: readonly string[] | null): readonly string[] | null {
  if (graph === null) return [];
  const authorities = new Set<string>();
  for (const level of graph.slice(1)) {
    for (const each of level.values()) {
      if (each.policy !== ANY_POLICY && [...each.parents].some((parent) => parent.policy === ANY_POLICY)) {
        authorities.add(each.policy);
      }
    }
  }
  const any = graph.at(-1)!.has(ANY_POLICY);
  if (accepted === null || accepted.includes(ANY_POLICY)) return any ? null : [...authorities];
  return any ? accepted : accepted.filter((policy) => authorities.has(policy));
}

function node(policy: string, parents: Set<PolicyNode>): PolicyNode {
  return { policy, expected: new Set([policy]), parents };
}

/** Removes nodes above the last level that have no child left. */
function prune(graph: Map<string, PolicyNode>[]): PolicyGraph {
  for (let depth = graph.length - 2; depth >= 0; depth--) {
    const used = new Set([...graph[depth + 1]!.values()].flatMap((each) => [...each.parents]));
    for (const [policy, each] of graph[depth]!) if (!used.has(each)) graph[depth]!.delete(policy);
  }
  return graph.some((level) => level.size === 0) ? null : graph;
}
