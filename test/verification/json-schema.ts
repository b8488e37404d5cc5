/* As much of JSON Schema 2020-12 as the schemas of the report and of the gateway use; an unknown keyword is an error, so that nothing goes unchecked. */

type Schema = Readonly<Record<string, unknown>>;

const KNOWN = new Set([
  ...['$schema', '$id', '$defs', '$ref', 'title', 'description', 'type', 'properties', 'required', 'enum', 'const'],
  ...['additionalProperties', 'items', 'anyOf', 'pattern', 'minimum', 'minLength', 'maxLength', 'format'],
]);

/** Paths at which a value breaks a schema. */
export function schemaErrors(schema: Schema, value: unknown, root: Schema = schema, path = ''): readonly string[] {
  for (const keyword of Object.keys(schema))
    if (!KNOWN.has(keyword) && !keyword.startsWith('x-')) throw new Error(`unknown keyword ${keyword}`);
  const at = (holds: boolean, keyword: string) => (holds ? [] : [`${path} ${keyword}`]);
  const errors: string[] = [];
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].replace('#/$defs/', '');
    const target = (root['$defs'] as Record<string, Schema>)[name];
    if (target === undefined) throw new Error(`no definition ${name}`);
    errors.push(...schemaErrors(target, value, root, path));
  }
  if (Array.isArray(schema['anyOf'])) {
    const holds = (schema['anyOf'] as Schema[]).some((one) => schemaErrors(one, value, root, path).length === 0);
    errors.push(...at(holds, 'anyOf'));
  }
  if ('const' in schema) errors.push(...at(value === schema['const'], 'const'));
  if (Array.isArray(schema['enum'])) errors.push(...at(schema['enum'].includes(value), 'enum'));
  if ('type' in schema) {
    const types = [schema['type']].flat() as string[];
    errors.push(
      ...at(types.includes(typeOf(value)) || (types.includes('number') && typeOf(value) === 'integer'), 'type'),
    );
  }
  if (typeof schema['pattern'] === 'string' && typeof value === 'string') {
    errors.push(...at(new RegExp(schema['pattern'], 'u').test(value), 'pattern'));
  }
  if (typeof schema['minimum'] === 'number' && typeof value === 'number') {
    errors.push(...at(value >= schema['minimum'], 'minimum'));
  }
  if (typeof value === 'string') {
    const { length } = [...value];
    if (typeof schema['minLength'] === 'number') errors.push(...at(length >= schema['minLength'], 'minLength'));
    if (typeof schema['maxLength'] === 'number') errors.push(...at(length <= schema['maxLength'], 'maxLength'));
    if (schema['format'] === 'date') errors.push(...at(/^\d{4}-\d{2}-\d{2}$/.test(value), 'format'));
  }
  if (Array.isArray(value) && schema['items'] !== undefined) {
    for (const [index, one] of value.entries()) {
      errors.push(...schemaErrors(schema['items'] as Schema, one, root, `${path}/${index}`));
    }
  }
  if (typeOf(value) !== 'object') return errors;
  const members = value as Record<string, unknown>;
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  for (const name of (schema['required'] ?? []) as string[])
    errors.push(...at(Object.hasOwn(members, name), `required ${name}`));
  for (const [name, member] of Object.entries(members)) {
    const further = schema['additionalProperties'];
    if (Object.hasOwn(properties, name))
      errors.push(...schemaErrors(properties[name]!, member, root, `${path}/${name}`));
    else if (further === false) errors.push(`${path}/${name} additionalProperties`);
    else if (typeof further === 'object')
      errors.push(...schemaErrors(further as Schema, member, root, `${path}/${name}`));
  }
  return errors;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
