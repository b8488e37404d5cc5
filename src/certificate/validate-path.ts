import { type Certificate, comparableNames } from './certificate.js';
import { EXTENSION } from './extensions.js';
import { keyWeaknesses, weaknesses } from './issuer-signature.js';
import { addNameConstraints, checkNames, type NameConstraintState } from './name-constraints.js';
import { type PathFinding, type PathFindingCode, pathFinding } from './path-findings.js';
import {
  ANY_POLICY,
  addPolicies,
  initialPolicyGraph,
  mapPolicies,
  type PolicyGraph,
  resultingPolicies,
} from './policy-graph.js';
import type { PathUsage, VerifyPathOptions } from './verify-path.js';

/** What RFC 5280 §6.1 says about one path whose issuer signatures hold. */
export interface PathJudgement {
  readonly findings: readonly PathFinding[];
  readonly policies: readonly string[] | null;
}

const KNOWN_EXTENSIONS: ReadonlySet<string> = /* @__PURE__ */ (() => new Set(Object.values(EXTENSION)))();

const EKU_TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const EKU_OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/**
 * Applies the rules of RFC 5280 §6.1.2 to §6.1.5 and gathers every finding, not only the first.
 *
 * @param path - Leaf first.
 * @param anchored - Whether the last certificate is an anchor; if not, it is judged as an intermediate with an unknown issuer.
 */
export function judgePath(path: readonly Certificate[], anchored: boolean, options: VerifyPathOptions): PathJudgement {
  const findings: PathFinding[] = [];
  const add = (code: PathFindingCode, certificate: Certificate, params: PathFinding['params'] = {}) =>
    findings.push(pathFinding(code, certificate.fingerprint, params));
  const leaf = path[0]!;
  const anchor = anchored ? path.at(-1)! : null;
  // A trusted leaf is judged like any other; as its own anchor it has no issuer to be judged.
  const below = anchored && path.length > 1 ? path.slice(0, -1).reverse() : [...path].reverse();
  const names: NameConstraintState = { permitted: [], excluded: [] };
  const n = below.length;
  let graph: PolicyGraph = initialPolicyGraph();
  let explicitPolicy = options.requireExplicitPolicy ? 0 : n + 1;
  let policyMapping = options.inhibitPolicyMapping ? 0 : n + 1;
  let inhibitAny = options.inhibitAnyPolicy ? 0 : n + 1;
  let maxPathLength = n;

  if (anchor && path.length > 1) {
    // What the anchor's certificate says about its own reach is kept to (RFC 5937 §3.2); its dates are the trust list's affair.
    if (options.at < anchor.notBefore || options.at > anchor.notAfter)
      add('PATH_ANCHOR_NOT_CURRENT', anchor, period(anchor));
    // A version 1 root has no extensions and is taken at the trust list's word (RFC 5280 §6.1.4 k).
    if (anchor.version !== 1) checkIssuer(anchor, add);
    if (anchor.pathLength !== null) maxPathLength = Math.min(maxPathLength, anchor.pathLength);
    if (anchor.nameConstraints) addNameConstraints(names, anchor.nameConstraints);
  }

  for (const [index, certificate] of below.entries()) {
    const last = index === n - 1;
    const { subjectKey, issuerKey } = comparableNames(certificate);
    const selfIssued = subjectKey === issuerKey;
    // 6.1.3 (a)
    if (options.at > certificate.notAfter) add('PATH_EXPIRED', certificate, period(certificate));
    if (options.at < certificate.notBefore) add('PATH_NOT_YET_VALID', certificate, period(certificate));
    const issuerSpki = path[path.indexOf(certificate) + 1]?.spki ?? null;
    for (const { name, trustedUntil } of [
      ...weaknesses(certificate, issuerSpki, options.at),
      ...(last ? keyWeaknesses(leaf.spki) : []),
    ]) {
      add('PATH_ALGORITHM_LEGACY', certificate, { algorithm: name, trustedUntil: trustedUntil ?? '' });
    }
    // 6.1.3 (b), (c)
    const verdict = selfIssued && !last ? 'allowed' : checkNames(names, certificate);
    if (verdict === 'notPermitted') add('PATH_NAME_NOT_PERMITTED', certificate);
    if (verdict === 'excluded') add('PATH_NAME_EXCLUDED', certificate);
    if (verdict === 'unsupported') add('PATH_NAME_CONSTRAINT_UNSUPPORTED', certificate);
    // 6.1.3 (d) to (f)
    graph = addPolicies(graph, certificate.policies, inhibitAny > 0 || (!last && selfIssued));
    if (explicitPolicy === 0 && graph === null) add('PATH_POLICY_NOT_VALID', certificate);
    // 6.1.4 (o), 6.1.5 (f)
    for (const oid of certificate.criticalExtensions) {
      if (!KNOWN_EXTENSIONS.has(oid)) add('PATH_CRITICAL_EXTENSION_UNKNOWN', certificate, { extension: oid });
    }
    if (last) break;

    // 6.1.4 (a), (b)
    if (certificate.policyMappings.some(({ issuer, subject }) => issuer === ANY_POLICY || subject === ANY_POLICY)) {
      add('PATH_POLICY_MAPPING_ANY', certificate);
    }
    graph = mapPolicies(graph, certificate.policyMappings, policyMapping > 0);
    // (g)
    if (certificate.nameConstraints) addNameConstraints(names, certificate.nameConstraints);
    // (h) to (j)
    if (!selfIssued) {
      explicitPolicy = Math.max(0, explicitPolicy - 1);
      policyMapping = Math.max(0, policyMapping - 1);
      inhibitAny = Math.max(0, inhibitAny - 1);
    }
    explicitPolicy = Math.min(explicitPolicy, certificate.policyConstraints?.requireExplicit ?? explicitPolicy);
    policyMapping = Math.min(policyMapping, certificate.policyConstraints?.inhibitMapping ?? policyMapping);
    inhibitAny = Math.min(inhibitAny, certificate.inhibitAnyPolicy ?? inhibitAny);
    // (k), (n)
    checkIssuer(certificate, add);
    // (l), (m)
    if (!selfIssued) {
      if (maxPathLength <= 0) add('PATH_LENGTH_EXCEEDED', certificate);
      else maxPathLength--;
    }
    if (certificate.pathLength !== null) maxPathLength = Math.min(maxPathLength, certificate.pathLength);
  }

  // 6.1.5 (a), (b), (g)
  explicitPolicy = Math.max(0, explicitPolicy - 1);
  if (leaf.policyConstraints?.requireExplicit === 0) explicitPolicy = 0;
  const policies = resultingPolicies(graph, options.policies ?? null);
  const known = findings.some((finding) => finding.code === 'PATH_POLICY_NOT_VALID');
  if (explicitPolicy === 0 && policies?.length === 0 && !known) add('PATH_POLICY_NOT_VALID', leaf);

  if (path.length === 1 && anchored) add('PATH_LEAF_IS_ANCHOR', leaf);
  const misuse = options.usage ? misusedFor(leaf, options.usage) : null;
  if (misuse) add('PATH_USAGE_NOT_ALLOWED', leaf, { usage: options.usage!, extension: misuse });
  return { findings, policies };
}

/** Whether a certificate may sign others (RFC 5280 §6.1.4 k, n): a teacher's certificate may not. */
function checkIssuer(certificate: Certificate, add: (code: PathFindingCode, certificate: Certificate) => void): void {
  if (!certificate.isCa) add('PATH_NOT_CA', certificate);
  if (certificate.keyUsage && !certificate.keyUsage.includes('keyCertSign'))
    add('PATH_KEY_CERT_SIGN_MISSING', certificate);
}

/** Extension that forbids the use, if any. */
function misusedFor(leaf: Certificate, usage: PathUsage): string | null {
  const { keyUsage, extendedKeyUsage } = leaf;
  if (usage === 'crlSigning') return keyUsage && !keyUsage.includes('cRLSign') ? EXTENSION.keyUsage : null;
  if (keyUsage && !keyUsage.includes('digitalSignature') && !keyUsage.includes('nonRepudiation'))
    return EXTENSION.keyUsage;
  switch (usage) {
    case 'timeStamping': {
      // RFC 3161 §2.3: only this purpose, and critical.
      const sole = extendedKeyUsage?.length === 1 && extendedKeyUsage[0] === EKU_TIME_STAMPING;
      return sole && leaf.criticalExtensions.includes(EXTENSION.extendedKeyUsage) ? null : EXTENSION.extendedKeyUsage;
    }
    case 'ocspSigning':
      return extendedKeyUsage?.includes(EKU_OCSP_SIGNING) ? null : EXTENSION.extendedKeyUsage;
    case 'signature': {
      // A service's certificate speaks for the service, never for a person or a school.
      const service = extendedKeyUsage?.every((oid) => oid === EKU_TIME_STAMPING || oid === EKU_OCSP_SIGNING);
      return service ? EXTENSION.extendedKeyUsage : null;
    }
  }
}

function period(certificate: Certificate): PathFinding['params'] {
  return { notBefore: certificate.notBefore.toISOString(), notAfter: certificate.notAfter.toISOString() };
}
