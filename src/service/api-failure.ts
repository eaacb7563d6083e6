/** What the API's refusal of a login means. */
import { ApiError } from '../api/http.js';
import type { ConnectionReason } from '../domain/connection.js';
import { ConnectionFailure } from './failure.js';

/** In the words of this project. `refused`: what it means when the API does not accept what one signs in with. */
export function apiFailure(error: unknown, refused: ConnectionReason): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error;
  if (!(error instanceof ApiError)) return new ConnectionFailure('api-unreachable');
  return new ConnectionFailure(reasonOf(error, refused), error.status === 0 ? '' : error.message);
}

function reasonOf({ status, code, isJson }: ApiError, refused: ConnectionReason): ConnectionReason {
  if (status === 409) return 'email-unverified';
  if (/(^|_)app(_|$)/i.test(code)) return 'wrong-app';
  if (status === 403) return 'refused';
  if (status === 401) return refused;
  // A page that says "not found" is not the API's.
  const isRefusal = isJson && (status === 400 || status === 404 || status === 422);
  return isRefusal ? refused : 'api-unreachable';
}
