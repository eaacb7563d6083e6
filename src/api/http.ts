/** Requests to Ethora's REST API. */

/** Time for an answer, ms. */
const TIMEOUT_MS = 20_000;

/** The API refused, or did not answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    /** HTTP status; 0 when there was no answer: no network, wrong address, or the server lets no page of this origin ask (CORS). */
    readonly status: number,
    /** What the API calls it; empty when it does not. */
    readonly code: string,
    /** In the API's words; untrusted. */
    message: string,
    /** True when the answer was JSON, hence an API's. */
    readonly isJson = false,
  ) {
    super(message);
  }
}

export interface RestRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Token for `Authorization`, exactly as it was handed out. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** The base without a version or a slash at its end: older configurations end in `/v1`. */
export function normalizeBase(url: string): string {
  return url.trim().replace(/(\/v\d+)?\/*$/, '');
}

/**
 * The answer, parsed; undefined when it is empty. `path` begins with the version.
 * @throws {ApiError} when the API refuses, or does not answer in time.
 */
export async function request(base: string, path: string, options: RestRequest = {}): Promise<unknown> {
  const { method = 'GET', token, headers, json, signal } = options;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(base + path, {
      method,
      headers: {
        ...headers,
        ...(token && { authorization: token }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      // Tokens say who it is; cookies of the API's own site are none of ours.
      credentials: 'omit',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return readAnswer(response.status, await response.text());
  } catch (error) {
    // An abort is the caller's own.
    if (error instanceof ApiError || signal?.aborted) throw error;
    throw new ApiError(0, '', error instanceof Error ? error.message : '');
  }
}

/** @throws {ApiError} when it is no success. */
export function readAnswer(status: number, text: string): unknown {
  const body = parseJson(text);
  if (status >= 200 && status < 300) return body;
  const { code, message } = describeError(body);
  throw new ApiError(status, code, message || `HTTP ${status}`, body !== undefined);
}

/** Errors come as `{error:'…'}`, `{error:{code,message}}`, `{message}`, `{code}` or `{errors:[{code}]}`. */
function describeError(body: unknown): { code: string; message: string } {
  const { error, errors, ...rest } = record(body);
  const candidates = [record(error), record(Array.isArray(errors) ? errors[0] : undefined), rest];
  const first = (key: string) => candidates.map((candidate) => text(candidate[key])).find(Boolean) ?? '';
  return { code: first('code'), message: text(error) || first('message') };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Empty, or a page of a proxy.
    return undefined;
  }
}

/** The value when it is an object, else an empty one. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The value when it is a text, else an empty one. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The items that are objects; none when the value is no list. */
export function records(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(record).filter((item) => Object.keys(item).length > 0) : [];
}
