import { escapeAttribute } from '../xml/index.js';
import { codecOf, type Facet } from './codecs.js';
import type { Layout, LayoutAttribute, LayoutNode, LayoutSlot, LayoutSlots } from './layout.js';

/** How strict the schema is. */
export interface LayoutXsdOptions {
  /** Every required tag must stand there, also where a record could state why it has no value; as the specification marks them. */
  readonly requireAll?: boolean;
  /** Required slots must be filled. Default: an unsigned record is valid too. */
  readonly signed?: boolean;
}

/**
 * An XML schema (XSD 1.0) of what `writeHocBa` writes in a layout: order, number, words and forms of values.
 * Foreign files that the reader tolerates are, on purpose, not valid by it.
 */
export function layoutXsd(layout: Layout, options: LayoutXsdOptions = {}): string {
  const context: Context = { layout, options };
  const { record, list } = layout;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="unqualified">',
    `  <!-- ${layout.id} ${layout.version}: ${layout.source.replace(/--/g, '—')} -->`,
    `  <xs:element name="${record.element}">`,
    ...complex(
      record.children.flatMap((node) => nodeLines(node, context, true)),
      // The specification's own sample puts a lower-case id on the record.
      [attributeLine('id', false)],
    ).map(indent(2)),
    '  </xs:element>',
    `  <xs:element name="${list.element}">`,
    ...complex(
      [
        `<xs:element ref="${record.element}" minOccurs="0" maxOccurs="unbounded"/>`,
        '<xs:any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="skip" minOccurs="0" maxOccurs="unbounded"/>',
      ],
      ['Id', 'ID', 'id'].map((name) => attributeLine(name, false)),
    ).map(indent(2)),
    '  </xs:element>',
    '</xs:schema>',
    '',
  ];
  return lines.join('\n');
}

interface Context {
  readonly layout: Layout;
  readonly options: LayoutXsdOptions;
}

type Line = string;

const indent =
  (levels: number) =>
  (line: Line): Line =>
    '  '.repeat(levels) + line;

function complex(children: readonly Line[], attributes: readonly Line[]): readonly Line[] {
  return [
    '<xs:complexType>',
    ...(children.length === 0 ? [] : ['  <xs:sequence>', ...children.map(indent(2)), '  </xs:sequence>']),
    ...attributes.map(indent(1)),
    '</xs:complexType>',
  ];
}

/** @param binds - Whether what is required inside is required here: not in a part that only some records have. */
function nodeLines(node: LayoutNode, context: Context, binds: boolean): readonly Line[] {
  const { layout, options } = context;
  switch (node.kind) {
    case 'value': {
      const isRequired = node.required === true && binds && (options.requireAll === true || node.orReason !== true);
      return [
        `<xs:element name="${node.element}"${occurs(isRequired)}>`,
        ...simple(codecOf(layout, node.codec).facets).map(indent(1)),
        '</xs:element>',
      ];
    }
    case 'group': {
      const inner = binds && (node.onlyIf === undefined || options.requireAll === true);
      const children = node.children.flatMap((child) => nodeLines(child, context, inner));
      if (node.id === 'data' && layout.extension !== undefined) children.push(...extensionLines(layout));
      const attributes = (node.attributes ?? []).map((one) => attributeLines(one, layout));
      if (node.id !== undefined) attributes.push([attributeLine('Id', node.id === 'data')]);
      const isRequired = node.required === true || (node.onlyIf !== undefined && options.requireAll === true);
      return [
        `<xs:element name="${node.element}"${occurs(isRequired && binds)}>`,
        ...complex(children, attributes.flat()).map(indent(1)),
        '</xs:element>',
      ];
    }
    case 'list': {
      const { item } = node;
      const attributes = (item.attributes ?? []).map((one) => attributeLines(one, layout));
      if (item.id !== undefined) attributes.push([attributeLine('Id', true)]);
      const rows = [
        `<xs:element name="${item.element}" minOccurs="0" maxOccurs="unbounded">`,
        ...complex(
          item.children.flatMap((child) => nodeLines(child, context, binds)),
          attributes.flat(),
        ).map(indent(1)),
        '</xs:element>',
      ];
      if (node.element === undefined) return rows;
      return [
        `<xs:element name="${node.element}"${occurs(node.required === true && binds)}>`,
        ...complex(rows, []).map(indent(1)),
        '</xs:element>',
      ];
    }
    default:
      return slotsLines(node, context);
  }
}

function slotsLines(node: LayoutSlots, context: Context): readonly Line[] {
  const children = node.children.flatMap((child) =>
    child.kind === 'slot' ? slotLines(child, context) : slotsLines(child, context),
  );
  const isRequired = context.options.signed === true && hasRequiredSlot(node);
  return [
    `<xs:element name="${node.element}"${occurs(isRequired)}>`,
    ...complex(children, []).map(indent(1)),
    '</xs:element>',
  ];
}

function slotLines(slot: LayoutSlot, { options }: Context): readonly Line[] {
  const isRequired = options.signed === true && slot.required === true;
  const fields = slot.fields.flatMap(({ element, content, required }) => [
    `<xs:element name="${element}"${occurs(required === true)}>`,
    ...simple([
      {
        name: 'pattern',
        value:
          content === 'ngayKy' ? '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(Z|[+\\-]\\d{2}:\\d{2})' : '\\d{9}|\\d{12}',
      },
    ]).map(indent(1)),
    '</xs:element>',
  ]);
  const many = slot.multiple === true ? ' maxOccurs="unbounded"' : '';
  return [
    `<xs:element name="${slot.element}"${occurs(isRequired)}${many}>`,
    ...complex(
      [...fields, '<xs:any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="skip"/>'],
      slot.keyAttribute === undefined ? [] : [attributeLine(slot.keyAttribute, true)],
    ).map(indent(1)),
    '</xs:element>',
  ];
}

function hasRequiredSlot(node: LayoutSlots): boolean {
  return node.children.some((child) => (child.kind === 'slot' ? child.required === true : hasRequiredSlot(child)));
}

function extensionLines({ extension }: Layout): readonly Line[] {
  if (extension === undefined) return [];
  return [
    `<xs:element name="${extension.element}" minOccurs="0">`,
    ...complex(
      [
        `<xs:element name="${extension.item}" minOccurs="0" maxOccurs="unbounded">`,
        '  <xs:complexType>',
        '    <xs:simpleContent>',
        '      <xs:extension base="xs:string">',
        `        ${attributeLine(extension.nameAttribute, true)}`,
        `        <xs:attribute name="${extension.typeAttribute}">`,
        ...simple(
          ['so', 'dungSai', 'danhSach', 'doiTuong', 'khongCo'].map(
            (value) => ({ name: 'enumeration', value }) as const,
          ),
        ).map(indent(5)),
        '        </xs:attribute>',
        '      </xs:extension>',
        '    </xs:simpleContent>',
        '  </xs:complexType>',
        '</xs:element>',
      ],
      [
        `<xs:attribute name="${extension.versionAttribute}" use="required" fixed="${escapeAttribute(extension.version)}"/>`,
      ],
    ).map(indent(1)),
    '</xs:element>',
  ];
}

function attributeLines(attribute: LayoutAttribute, layout: Layout): readonly Line[] {
  return [
    `<xs:attribute name="${attribute.name}"${attribute.required === true ? ' use="required"' : ''}>`,
    ...simple(codecOf(layout, attribute.codec).facets).map(indent(1)),
    '</xs:attribute>',
  ];
}

function attributeLine(name: string, isRequired: boolean): Line {
  return `<xs:attribute name="${name}" type="xs:string"${isRequired ? ' use="required"' : ''}/>`;
}

function simple(facets: readonly Facet[]): readonly Line[] {
  return [
    '<xs:simpleType>',
    '  <xs:restriction base="xs:string">',
    ...facets.map(({ name, value }) => `    <xs:${name} value="${escapeAttribute(value)}"/>`),
    '  </xs:restriction>',
    '</xs:simpleType>',
  ];
}

function occurs(isRequired: boolean): string {
  return isRequired ? '' : ' minOccurs="0"';
}
