/**
 * The body of a request, bounded in size and time.
 *
 * @param request - attacker-controlled.
 * @returns `tooLarge`, `tooSlow`, or `broken` for a body that ends in an error of the connection.
 */
export async function readLimitedBody(
  request: Request,
  limit: number,
  timeoutMs: number,
): Promise<Uint8Array | 'tooLarge' | 'tooSlow' | 'broken'> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return 'tooLarge';
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'tooSlow'>((resolve) => {
    timer = setTimeout(() => resolve('tooSlow'), timeoutMs);
  });
  const leave = (): void => {
    // Whatever the other side makes of it: nothing more is read.
    reader.cancel().catch(() => undefined);
  };
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late]);
      if (next === 'tooSlow') {
        leave();
        return next;
      }
      if (next.done) break;
      size += next.value.length;
      if (size > limit) {
        leave();
        return 'tooLarge';
      }
      parts.push(next.value);
    }
  } catch {
    // The sender went away; why is of no use to anybody.
    return 'broken';
  } finally {
    clearTimeout(timer);
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
