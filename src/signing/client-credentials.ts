import { createError } from '../errors/index.js';
import { PROVIDER_ERRORS } from './provider-errors.js';
import { answer, type Json, secureUrl, text } from './remote-call.js';

/**
 * An access token by client credentials (RFC 6749 §4.4), for a back end. A page must never hold the secret: let it call your own server,
 * which adds the token and passes the request on.
 *
 * @throws {@link HocBaSoError} `ERR_SIGNER_SECRET_IN_BROWSER` in a page or worker of a browser; `ERR_SIGNER_INSECURE`,
 * `ERR_SIGNER_SERVICE_REFUSED`, `ERR_SIGNER_SERVICE_ANSWER`,
 * `ERR_SIGNER_SERVICE_MISSING`.
 */
export async function clientCredentialsToken(input: {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly fetch?: typeof fetch;
}): Promise<{ readonly accessToken: string; readonly expiresInSeconds: number }> {
  const scope = globalThis as { document?: unknown; WorkerGlobalScope?: unknown };
  if (scope.document !== undefined || scope.WorkerGlobalScope !== undefined) {
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SECRET_IN_BROWSER', {});
  }
  const url = secureUrl('tokenUrl', input.tokenUrl);
  let response: Response;
  try {
    response = await (input.fetch ?? globalThis.fetch)(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: input.clientId,
        client_secret: input.clientSecret,
      }),
      redirect: 'error',
    });
  } catch (cause) {
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_MISSING', { service: url.host }, { cause });
  }
  if (!response.ok)
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_REFUSED', { reason: `HTTP ${response.status}` });
  let json: Json;
  try {
    json = (await response.json()) as Json;
  } catch (cause) {
    throw createError(PROVIDER_ERRORS, 'ERR_SIGNER_SERVICE_ANSWER', { reason: 'not JSON' }, { cause });
  }
  if (typeof json !== 'object' || json === null) throw answer('not an object');
  return { accessToken: text(json, 'access_token'), expiresInSeconds: Number(json['expires_in'] ?? 3600) };
}
