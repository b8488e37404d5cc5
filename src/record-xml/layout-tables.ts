import type { Layout } from './layout.js';

const derived = /* @__PURE__ */ new WeakMap<Layout, Map<string, Layout>>();

/** The layout with values of its tables replaced by a receiver's: an entry there wins over the built-in one, the others stay. */
export function withTables(
  layout: Layout,
  tables: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined,
): Layout {
  if (tables === undefined) return layout;
  // One object per content, since codecs and look-up tables are kept by layout.
  const key = JSON.stringify(tables);
  let known = derived.get(layout);
  if (known === undefined) {
    known = new Map();
    derived.set(layout, known);
  }
  let made = known.get(key);
  if (made === undefined) {
    const merged = Object.entries(tables).map(([name, values]) => {
      const table = layout.tables[name];
      return [name, { ...table, values: { ...table?.values, ...values } }] as const;
    });
    made = { ...layout, tables: { ...layout.tables, ...Object.fromEntries(merged) } };
    known.set(key, made);
  }
  return made;
}
