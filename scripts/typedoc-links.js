/**
 * Lets `{@link Name}` in a comment find what another subpath exports, `HocBaSoError` above all: the file itself need not import it.
 * A name that nobody exports stays unresolved, and the check of the documents fails.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.addUnknownSymbolResolver((reference, from) => {
    const [name, ...more] = (reference.symbolReference?.path ?? []).map(({ path }) => path);
    if (name === undefined || more.length > 0) return undefined;
    const exported = from.project.children?.flatMap((module) => module.children ?? []) ?? [];
    const target = exported.find((one) => one.name === name && !one.isReference());
    return target === undefined ? undefined : { target };
  });
}
