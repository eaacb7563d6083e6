import { RoomError } from '../../domain/room-error.js';
import type { I18n } from '../../i18n/index.js';

/** What a person reads when an action on a room did not work. */
export function refusalText(error: unknown, { t }: I18n): string {
  return error instanceof RoomError ? t('refused', error.condition, error.text) : t('refused', '', '');
}
