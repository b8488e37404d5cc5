/** Writes `docs/schema/report.json`: the JSON form of a verification report, with its codes from the tables of the code. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { VAI_TRO_KY } from '../src/hoc-ba/index.js';
import { CHECKS, NEXT_ACTIONS, REASONS, REPORT_VERSION } from '../src/verification/index.js';

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const oneOf = (...values: readonly (string | number)[]): Schema => ({ enum: values });
const listOf = (items: Schema): Schema => ({ type: 'array', items });
/** Every member is required; no other is allowed, so that a reader is told of what it does not know. */
const object = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

const instant: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' };
const sha256: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' };

/** Path of the generated file, relative to the repository → its text. */
export function reportSchemaFiles(): Readonly<Record<string, string>> {
  return { 'docs/schema/report.json': `${JSON.stringify(reportSchema(), null, 2)}\n` };
}

export function reportSchema(): Schema {
  const list = object({
    id: text,
    number: { type: 'integer', minimum: 1 },
    sha256,
    rollback: oneOf('checked', 'notCheckable'),
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:hoc-ba-so:report:${REPORT_VERSION}`,
    title: 'VerificationReport',
    description:
      'Kết quả xác minh một học bạ: chỉ mã và tham số. The judgement on one record: codes and parameters, no name or mark of a pupil.',
    ...object({
      version: { const: REPORT_VERSION },
      conclusion: ref('conclusion'),
      subIndication: ref('subIndication'),
      at: instant,
      policy: text,
      basis: object({ trustLists: listOf(list), registers: listOf(list) }),
      fileSha256: sha256,
      layout: orNull(text),
      ruleSet: orNull(text),
      recordDigest: orNull(sha256),
      maTraCuu: orNull(text),
      nguonGoc: orNull(oneOf('banGocSo', 'banSoHoa')),
      roles: listOf(ref('role')),
      checks: listOf(ref('check')),
      nextActions: listOf(ref('nextAction')),
      unsignedPaths: listOf(text),
      findings: listOf(object({ code: text, path: text, severity: text })),
    }),
    $defs: {
      conclusion: oneOf('totalPassed', 'indeterminate', 'totalFailed'),
      outcome: oneOf('passed', 'failed', 'indeterminate', 'notRun'),
      subIndication: orNull({ type: 'string', pattern: '^[A-Z]+(_[A-Z]+)*$' }),
      vaiTro: oneOf(...VAI_TRO_KY),
      reason: orNull(oneOf(...Object.keys(REASONS))),
      check: object(
        {
          code: oneOf(...Object.keys(CHECKS)),
          role: ref('vaiTro'),
          key: text,
          outcome: ref('outcome'),
          reason: ref('reason'),
          subIndication: ref('subIndication'),
          level: oneOf('fail', 'warn', 'inform'),
          params: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
        },
        ['role', 'key'],
      ),
      nextAction: object(
        {
          code: oneOf(...Object.keys(NEXT_ACTIONS)),
          role: ref('vaiTro'),
          key: text,
          check: oneOf(...Object.keys(CHECKS)),
          reason: oneOf(...Object.keys(REASONS)),
          params: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
        },
        ['role', 'key'],
      ),
      role: object({
        role: ref('vaiTro'),
        key: orNull(text),
        mandatory: { type: 'boolean' },
        present: { type: 'boolean' },
        conclusion: ref('conclusion'),
        subIndication: ref('subIndication'),
        signatureId: orNull(text),
        algorithm: orNull(text),
        level: orNull(text),
        hasPilotForm: { type: 'boolean' },
        core: orNull(oneOf('valid', 'invalid', 'unsupported')),
        signingTime: orNull(object({ instant, signed: { type: 'boolean' }, hasZone: { type: 'boolean' } })),
        provedAt: orNull(instant),
        timeStamps: listOf(ref('timeStamp')),
        certificate: orNull(ref('certificate')),
        path: listOf(sha256),
        signedPaths: listOf(text),
        flags: listOf(text),
      }),
      timeStamp: object({
        kind: oneOf('signature', 'archive'),
        genTime: orNull(instant),
        authority: orNull(sha256),
        outcome: ref('outcome'),
        reason: ref('reason'),
      }),
      certificate: object({
        fingerprint: sha256,
        subject: text,
        issuer: text,
        commonName: orNull(text),
        organization: orNull(text),
        issuerCommonName: orNull(text),
        serialNumber: text,
        subjectIds: listOf(text),
        notBefore: instant,
        notAfter: instant,
      }),
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, content] of Object.entries(reportSchemaFiles())) {
    writeFileSync(new URL(`../${path}`, import.meta.url), content);
  }
}
