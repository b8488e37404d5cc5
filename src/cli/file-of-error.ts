/** Which file an error is about, kept beside it: names of files may name a pupil, so they are no part of an error. */
const files = new WeakMap<object, string>();

export function fileOfError(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? files.get(error) : undefined;
}

/** Runs something that concerns one file; an error that comes out of it is known to be about that file. */
export async function inFile<T>(file: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw aboutFile(error, file);
  }
}

/** Marks an error; the innermost file counts. */
export function aboutFile(error: unknown, file: string): unknown {
  if (typeof error === 'object' && error !== null && !files.has(error)) files.set(error, file);
  return error;
}
